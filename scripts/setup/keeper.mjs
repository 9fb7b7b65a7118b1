// node keeper.mjs <milliseconds> <command> <argument ...>: runs a command for as long as stdin is open. When the process at
// the other end closes it, or ends in whatever way, the command ends, and all that it has started: first they are asked
// to, and after that time made to. No one else could do it for a process that is killed.
import { spawn, spawnSync } from "node:child_process";

const [grace, command = "", ...args] = process.argv.slice(2);

let ending = false;

const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"], windowsHide: true });
child.once("error", (error) => {
  console.error(String(error));
  process.exit(127);
});
child.once("exit", (code) => {
  // What the command leaves behind when it is asked to end does not stay either.
  if (ending) killAll();
  process.exit(code ?? 1);
});

function end() {
  if (ending) return;
  ending = true;
  if (process.platform === "win32") {
    killAll();
    return;
  }
  process.kill(-process.pid, "SIGTERM");
  setTimeout(killAll, Number(grace));
}

/** On Windows a tree of processes, elsewhere the process group, which this process leads and ends with. */
function killAll() {
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/T", "/F", "/PID", String(child.pid)], { stdio: "ignore", windowsHide: true });
  } else process.kill(-process.pid, "SIGKILL");
}

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, end);
for (const name of ["end", "error"]) process.stdin.once(name, end);
process.stdin.resume();

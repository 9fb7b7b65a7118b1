import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { explain, Interrupted, SetupFailure } from "./failure.mjs";
import { throwIfInterrupted } from "./interruption.mjs";
import { root } from "./paths.mjs";

/** How much of a command's output is kept to find the cause of a failure, in characters. */
const keptOutput = 100_000;

/** Windows has no process groups that can be ended at once. */
const inGroups = process.platform !== "win32";

/**
 * @typedef {object} CommandOptions
 * @property {string} action what it does, for the message of a failure: "Cannot install the npm packages"
 * @property {string} [log] a file that gets all of its output
 * @property {string} [cwd] the repository's folder by default
 * @property {NodeJS.ProcessEnv} [env]
 * @property {AbortSignal | undefined} [signal] ends the command
 * @property {(line: string) => void} [onLine] hears each line of output
 */

/**
 * Runs a command without a terminal and collects what it says.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} options
 * @returns {Promise<string>} the last of its output
 * @throws {SetupFailure} when it cannot be started, is stopped or ends with another code than 0
 */
export async function runCommand(
  command,
  args,
  { action, log, cwd = root, env = process.env, signal, onLine },
) {
  await throwIfInterrupted(signal);
  if (log) mkdirSync(dirname(log), { recursive: true });
  const file = log ? createWriteStream(log) : undefined;
  // A full disk must not end the set-up through an unheard error of its own log.
  file?.on("error", () => undefined);
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
    // A process group of its own, so that what it started ends with it.
    detached: inGroups,
  });
  const stop = () => endGroup(child);
  signal?.addEventListener("abort", stop);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (/** @type {string} */ text) => {
      output = (output + text).slice(-keptOutput);
      file?.write(text);
      const line = text
        .trimEnd()
        .split(/[\r\n]/)
        .at(-1)
        ?.trim();
      if (line) onLine?.(line);
    });
  }
  try {
    const [code] = await once(child, "close");
    if (signal?.aborted) throw new Interrupted("Stopped.");
    if (code !== 0) throw new SetupFailure(explain(action, output, log));
    return output;
  } catch (error) {
    if (error instanceof SetupFailure) throw error;
    if (signal?.aborted) throw new Interrupted("Stopped.");
    throw new SetupFailure(explain(action, String(error)));
  } finally {
    signal?.removeEventListener("abort", stop);
    file?.end();
  }
}

/**
 * Asks a command and what it started to end.
 * @param {import("node:child_process").ChildProcess} child
 */
function endGroup(child) {
  if (!inGroups || child.pid === undefined) {
    child.kill();
    return;
  }
  try {
    process.kill(-child.pid);
  } catch {
    // It ended by itself meanwhile.
  }
}

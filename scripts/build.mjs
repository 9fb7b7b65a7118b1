// npm run build: compiles the packages, and rolls up those of many files for Node and the kernel. What follows two dashes
// goes to the compiler.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { rollUp } from "./build/roll-up.mjs";
import { root } from "./setup/paths.mjs";

const run = (/** @type {string[]} */ ...args) => {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
};

run(join(root, "packages", "data", "scripts", "embed.mjs"));
// Not npm's `tsc`: tslab's compiler brings a command of the same name.
run(join(root, "node_modules", "typescript", "bin", "tsc"), "-b", ...process.argv.slice(2));
for (const name of ["layers", "figures"]) await rollUp(join(root, "packages", name));

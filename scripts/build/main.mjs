import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../setup/paths.mjs";
import { rollUp } from "./roll-up.mjs";

/**
 * Compiles all packages and rolls up layers and figures.
 * @param {readonly string[]} args what the compiler is given
 * @returns {Promise<number>} the exit code
 */
export async function build(args) {
  const steps = [
    [join(root, "packages", "data", "scripts", "embed.mjs")],
    // Not npm's `tsc`: tslab's compiler brings a command of the same name.
    [join(root, "node_modules", "typescript", "bin", "tsc"), "-b", ...args],
  ];
  for (const step of steps) {
    const { status } = spawnSync(process.execPath, step, { cwd: root, stdio: "inherit" });
    if (status !== 0) return status ?? 1;
  }
  for (const name of ["layers", "figures"]) await rollUp(join(root, "packages", name));
  return 0;
}

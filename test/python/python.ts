import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { venvPython } from "../../scripts/setup/paths.mjs";

/** Runs a script of this folder in the Python of the set-up, and gives what it prints. */
export function runPython(script: string, ...args: readonly string[]): string {
  if (!existsSync(venvPython)) throw new Error(`There is no ${venvPython}: npm test sets it up`);
  // -I: nothing of the caller's own Python; -X utf8: names of files and output are UTF-8 on every platform.
  const options = ["-I", "-X", "utf8", "-W", "error", join(import.meta.dirname, script), ...args];
  return execFileSync(venvPython, options, { encoding: "utf8", maxBuffer: 2 ** 28 });
}

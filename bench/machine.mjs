import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { SetupFailure } from "../scripts/setup/failure.mjs";
import { root } from "../scripts/setup/paths.mjs";

/**
 * Where and when it is measured, and of which commit. Before anything is measured: what has no commit cannot be compared later.
 * @throws {SetupFailure} outside of a clone
 */
export function machine() {
  const git = spawnSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" });
  if (git.status !== 0)
    throw new SetupFailure("Cannot measure: git does not tell the commit. Run it in a clone.");
  const [cpu] = cpus();
  return {
    machine: `${cpus().length} x ${cpu?.model.trim() ?? process.arch}, ${process.platform}`,
    date: new Date().toISOString().slice(0, 10),
    commit: git.stdout.trim(),
  };
}

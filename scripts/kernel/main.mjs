import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { build } from "../setup/build.mjs";
import { dependencies } from "../setup/dependencies.mjs";
import { throwIfInterrupted } from "../setup/interruption.mjs";
import { libraries } from "../setup/kernelspec.mjs";
import { root, setupCache } from "../setup/paths.mjs";
import { runtime } from "../setup/runtime.mjs";
import { runSteps } from "../setup/steps.mjs";

/**
 * Sets up and builds what the kernel consists of, then does what the kernel's own command is asked.
 * @param {readonly string[]} args what layerbook-kernel is given: install or uninstall and its options
 * @param {AbortSignal} signal stops it
 * @returns {Promise<number>} the exit code
 */
export async function kernelCommand(args, signal) {
  await runSteps([dependencies, build, runtime], { cache: setupCache, root, signal });
  await throwIfInterrupted(signal);
  const command = join(root, "packages", "kernel", "dist", "cli.js");
  const known = args[0] === "install" ? libraries.flatMap((name) => ["--library", name]) : [];
  const { status } = spawnSync(process.execPath, [command, ...args, ...known], { stdio: "inherit" });
  return status ?? 1;
}

import { fileURLToPath } from "node:url";
import { findRuntime, type Runtime } from "./runtime.ts";
import { findSnapshot } from "./snapshot-path.ts";

/** Node's flags for the kernel. */
export const kernelFlags: readonly string[] = [
  // Packages that are ES modules are loaded by require, of which Node 20 warns in the server's log.
  "--disable-warning=ExperimentalWarning",
  // Lets the kernel find what a package offers to `import` only (see session/cell-require.ts).
  "--experimental-import-meta-resolve",
];

/** The kernel's main file. */
export const kernelScript: string = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** The command that starts the kernel, with absolute paths and "{connection_file}" where Jupyter puts its file. */
export function kernelArgv(runtime: Runtime = findRuntime()): { argv: string[]; runtime: Runtime } {
  const snapshot = findSnapshot(runtime);
  const start = snapshot === undefined ? [] : ["--snapshot-blob", snapshot];
  return { argv: [runtime.path, ...kernelFlags, ...start, kernelScript, "{connection_file}"], runtime };
}

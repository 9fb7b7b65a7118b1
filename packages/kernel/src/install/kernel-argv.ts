import { fileURLToPath } from "node:url";
import { findRuntime, type Runtime } from "./runtime.ts";

const flags = [
  // Packages that are ES modules are loaded by require, of which Node 20 warns in the server's log.
  "--disable-warning=ExperimentalWarning",
  // Lets the kernel find what a package offers to `import` only (see session/cell-require.ts).
  "--experimental-import-meta-resolve",
];

/** The command that starts the kernel, with absolute paths and "{connection_file}" where Jupyter puts its file. */
export function kernelArgv(runtime: Runtime = findRuntime()): { argv: string[]; runtime: Runtime } {
  const script = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
  return { argv: [runtime.path, ...flags, script, "{connection_file}"], runtime };
}

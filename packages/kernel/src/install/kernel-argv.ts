import { fileURLToPath } from "node:url";
import { findRuntime, type Runtime } from "./runtime.ts";

/** The command that starts the kernel, with absolute paths and "{connection_file}" where Jupyter puts its file. */
export function kernelArgv(runtime: Runtime = findRuntime()): { argv: string[]; runtime: Runtime } {
  const script = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
  // Packages that are ES modules are loaded by require, of which Node 20 warns in the server's log.
  return {
    argv: [runtime.path, "--disable-warning=ExperimentalWarning", script, "{connection_file}"],
    runtime,
  };
}

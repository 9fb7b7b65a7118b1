import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Runtime {
  /** Absolute path of a Node binary. */
  readonly path: string;
  /** "pinned": the one installed with the kernel; "host": the one that runs this. */
  readonly source: "pinned" | "host";
}

/**
 * The Node that runs the kernel: the pinned one, when `npm ci --prefix packages/kernel/runtime` has installed it for this
 * platform, else the one that runs this.
 */
export function findRuntime(): Runtime {
  const binary = process.platform === "win32" ? "bin/node.exe" : "bin/node";
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const path = fileURLToPath(new URL(`../../runtime/node_modules/${name}/${binary}`, import.meta.url));
  return existsSync(path) ? { path, source: "pinned" } : { path: process.execPath, source: "host" };
}

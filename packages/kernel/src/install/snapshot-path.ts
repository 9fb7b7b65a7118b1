import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Runtime } from "./runtime.ts";

/**
 * Where a runtime's start-up snapshot lies: beside the runtime, for another Node does not start with it. So a host's Node,
 * which may be updated at any time, has none.
 */
export function snapshotPath({ path, source }: Runtime): string | undefined {
  if (source === "host") return undefined;
  const modules = dirname(dirname(dirname(path)));
  return join(modules, ".cache", "layerbook", "start.snapshot");
}

/** The runtime's start-up snapshot if it has been made. */
export function findSnapshot(runtime: Runtime): string | undefined {
  const path = snapshotPath(runtime);
  return path !== undefined && existsSync(path) ? path : undefined;
}

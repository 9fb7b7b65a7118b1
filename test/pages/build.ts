import { join } from "node:path";
import { rollUp } from "../../scripts/build/roll-up.mjs";
import { compile } from "./compiler.ts";

const root = join(import.meta.dirname, "../..");

/**
 * Builds the packages, which takes a moment when nothing changed: workers and kernels run what is built.
 *
 * @param projects all by default
 */
export async function build(...projects: string[]): Promise<void> {
  const report = await compile(["-b", ...projects], root);
  if (report.trim() !== "") throw new Error(`Cannot build the packages:\n${report}`);
  for (const name of ["layers", "figures"]) await rollUp(join(root, "packages", name));
}

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, venv } from "./paths.mjs";

/** @import { Step } from "./stamps.mjs" */

const kernel = join(root, "packages", "kernel");

/** @type {Step} */
export const kernelspec = {
  name: "kernelspec",
  title: "the TypeScript kernel, made known to Jupyter",
  files: () => [
    join(kernel, "package.json"),
    join(kernel, "src"),
    join(kernel, "snapshot"),
    join(kernel, "runtime", "package-lock.json"),
    join(root, "package-lock.json"),
  ],
  // The specification holds absolute paths.
  values: () => [root, process.execPath],
  outputs: () => [join(venv, "share", "jupyter", "kernels", "layerbook", "kernel.json")],
  async run({ onLine }) {
    const { installKernel } = await import(pathToFileURL(join(kernel, "dist", "index.js")).href);
    const { problem } = installKernel({ prefix: venv });
    if (problem !== undefined) onLine(problem);
  },
};

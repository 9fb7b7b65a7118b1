import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, venv } from "./paths.mjs";

/** @import { Step } from "./stamps.mjs" */

const kernel = join(root, "packages", "kernel");

/** What notebooks import. */
export const libraries = ["@layerbook/layers", "@layerbook/figures", "@layerbook/data"];

/** @type {Step} */
export const kernelspec = {
  name: "kernelspec",
  title: "the TypeScript kernel, made known to Jupyter",
  files: () => [
    join(kernel, "package.json"),
    join(kernel, "src"),
    join(kernel, "snapshot"),
    // A snapshot of the libraries as they were would be passed over, and the kernel be slow.
    ...libraries.map((name) => join(root, "packages", name.slice("@layerbook/".length), "src")),
    join(kernel, "runtime", "package-lock.json"),
    join(root, "package-lock.json"),
  ],
  // The specification holds absolute paths.
  values: () => [root, process.execPath],
  outputs: () => [join(venv, "share", "jupyter", "kernels", "layerbook", "kernel.json")],
  async run({ onLine }) {
    const { installKernel } = await import(pathToFileURL(join(kernel, "dist", "index.js")).href);
    const { problem } = installKernel({ prefix: venv }, { libraries });
    if (problem !== undefined) onLine(problem);
  },
};

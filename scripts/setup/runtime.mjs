import { join } from "node:path";
import { installLocked } from "./npm.mjs";
import { root } from "./paths.mjs";

/** @import { Step } from "./stamps.mjs" */

const folder = join(root, "packages", "kernel", "runtime");

/** @type {Step} */
export const runtime = {
  name: "runtime",
  title: "the kernel's own Node",
  files: () => [join(folder, "package.json"), join(folder, "package-lock.json")],
  values: () => [process.platform, process.arch],
  outputs: () => [join(folder, "node_modules")],
  async run(work) {
    await installLocked(["--prefix", folder], { ...work, action: "Cannot install the kernel's Node" });
  },
};

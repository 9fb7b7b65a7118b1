import { join } from "node:path";
import { installLocked } from "../scripts/setup/npm.mjs";

/** @import { Step } from "../scripts/setup/stamps.mjs" */

const folder = import.meta.dirname;

/** @type {Step} */
export const benchDependencies = {
  name: "bench",
  title: "what the measurements need",
  files: () => [join(folder, "package.json"), join(folder, "package-lock.json")],
  outputs: () => [join(folder, "node_modules")],
  async run(work) {
    await installLocked(["--prefix", folder], {
      ...work,
      action: "Cannot install what the measurements need",
    });
  },
};

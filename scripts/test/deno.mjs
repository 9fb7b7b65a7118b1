import { join } from "node:path";
import { installLocked } from "../setup/npm.mjs";
import { root } from "../setup/paths.mjs";

/** @import { Step } from "../setup/stamps.mjs" */

const folder = join(root, "test", "deno");

/** @type {Step} */
export const deno = {
  name: "deno",
  title: "a Deno for the tests",
  files: () => [join(folder, "package.json"), join(folder, "package-lock.json")],
  values: () => [process.platform, process.arch],
  outputs: () => [join(folder, "node_modules")],
  async run(work) {
    await installLocked(["--prefix", folder], { ...work, action: "Cannot install the tests' Deno" });
  },
};

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runNpm } from "./npm.mjs";
import { root } from "./paths.mjs";

/** @import { Step } from "./stamps.mjs" */

/** @returns {string[]} the folders of the packages that are built */
function packages() {
  return readdirSync(join(root, "packages"))
    .sort()
    .map((name) => join(root, "packages", name))
    .filter((folder) => existsSync(join(folder, "tsconfig.json")));
}

/** @type {Step} */
export const build = {
  name: "build",
  title: "Layerbook's packages, built",
  files: () => [
    ...["package.json", "package-lock.json", "tsconfig.json", "tsconfig.base.json"].map((name) =>
      join(root, name),
    ),
    ...packages(),
  ],
  outputs: () => packages().map((folder) => join(folder, "dist", "index.js")),
  async run(work) {
    // --force: tsc believes its own notes even when dist was deleted or half written.
    await runNpm(["run", "build", "--", "--force"], { ...work, action: "Cannot build the packages" });
  },
};

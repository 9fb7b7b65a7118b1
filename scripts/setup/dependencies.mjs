import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { installLocked } from "./npm.mjs";
import { root } from "./paths.mjs";

/** @import { Step } from "./stamps.mjs" */

/** @returns {string[]} the package.json of every workspace */
function manifests() {
  const packages = readdirSync(join(root, "packages")).map((name) =>
    join(root, "packages", name, "package.json"),
  );
  return [...packages.sort(), join(root, "website", "package.json")].filter((path) => existsSync(path));
}

/** @type {Step} */
export const dependencies = {
  name: "dependencies",
  title: "npm packages, from the lock file",
  files: () => [join(root, "package.json"), join(root, "package-lock.json"), ...manifests()],
  values: () => [process.platform, process.arch, process.versions.modules],
  outputs: () => [join(root, "node_modules", ".package-lock.json")],
  async run(work) {
    await installLocked([], { ...work, action: "Cannot install the npm packages" });
  },
};

import { join } from "node:path";
import { npmCommand, npmEnvironment, runCommand } from "./command.mjs";
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
    const npm = npmCommand();
    await runCommand(npm.command, [...npm.args, "ci", "--ignore-scripts", "--prefix", folder], {
      ...work,
      action: "Cannot install the kernel's Node",
      env: npmEnvironment(),
    });
  },
};

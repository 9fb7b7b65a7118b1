#!/usr/bin/env node
// npm run kernel:install and kernel:uninstall: builds the kernel where it is not, then hands over to layerbook-kernel.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const path = (/** @type {string} */ name) => fileURLToPath(new URL(name, root));
const command = path("packages/kernel/dist/cli.js");

if (!existsSync(command)) {
  const compiler = path("node_modules/typescript/bin/tsc");
  if (!existsSync(compiler)) {
    console.error("Cannot build the kernel: its dependencies are not installed. Run npm ci first.");
    process.exit(1);
  }
  const { status } = spawnSync(process.execPath, [compiler, "-b", path("packages/kernel")], {
    stdio: "inherit",
  });
  if (status !== 0) process.exit(1);
}
const { status } = spawnSync(process.execPath, [command, ...process.argv.slice(2)], { stdio: "inherit" });
process.exitCode = status ?? 1;

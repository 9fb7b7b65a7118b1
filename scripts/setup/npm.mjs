import { basename } from "node:path";
import { runCommand } from "./command.mjs";

/** @import { CommandOptions } from "./command.mjs" */

/**
 * npm as a command that can be started without a shell, on Windows too.
 * @returns {[command: string, ...args: string[]]}
 */
function npmCommand() {
  const path = process.env.npm_execpath;
  if (path && basename(path) === "npm-cli.js") return [process.execPath, path];
  return process.platform === "win32" ? ["cmd.exe", "/d", "/s", "/c", "npm"] : ["npm"];
}

/**
 * The environment for an npm that is started by an npm script: without what the outer one says about itself.
 * @returns {NodeJS.ProcessEnv}
 */
function npmEnvironment() {
  const own = /^npm_(package|lifecycle|command|config_local_prefix)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}

/**
 * Runs npm in the repository's folder.
 * @param {readonly string[]} args
 * @param {CommandOptions} options
 * @returns {Promise<string>} the last of its output
 */
export function runNpm(args, options) {
  const [command, ...before] = npmCommand();
  return runCommand(command, [...before, ...args], { ...options, env: npmEnvironment() });
}

/**
 * Installs exactly what a lock file says and runs no package's scripts.
 * @param {readonly string[]} args
 * @param {CommandOptions} options
 */
export async function installLocked(args, options) {
  // npm's own patience with a dead connection is a minute and a half.
  const patience = ["--fetch-retry-mintimeout=2000", "--fetch-retry-maxtimeout=10000"];
  await runNpm(["ci", "--ignore-scripts", "--include=dev", ...patience, ...args], options);
}

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runCommand } from "./command.mjs";
import { SetupFailure } from "./failure.mjs";

/** @import { Work } from "./stamps.mjs" */

/**
 * @typedef {object} BrowserKind
 * @property {string} name
 * @property {string} variable names another one than the system's
 * @property {string} package Debian's
 * @property {readonly string[]} commands
 * @property {readonly string[]} macApplications below /Applications
 * @property {readonly string[]} windowsPrograms below the folders of programs
 */

/** @type {BrowserKind} */
export const chromium = {
  name: "Chromium",
  variable: "CHROMIUM",
  package: "chromium",
  commands: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
  macApplications: ["Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome"],
  windowsPrograms: ["Chromium\\Application\\chrome.exe", "Google\\Chrome\\Application\\chrome.exe"],
};

/** @type {BrowserKind} */
export const firefox = {
  name: "Firefox",
  variable: "FIREFOX",
  package: "firefox-esr",
  commands: ["firefox-esr", "firefox"],
  macApplications: ["Firefox.app/Contents/MacOS/firefox"],
  windowsPrograms: ["Mozilla Firefox\\firefox.exe"],
};

/** @param {BrowserKind} kind */
function howTo({ name, variable, package: debian }) {
  return (
    `install ${name} (Debian: apt install ${debian}), or give the path of one in ${variable}, ` +
    "then run npm test again."
  );
}

/**
 * @param {BrowserKind} kind
 * @returns {string[]} where such browsers usually lie
 */
function usualPlaces({ commands, macApplications, windowsPrograms }) {
  if (process.platform === "darwin") return macApplications.map((name) => join("/Applications", name));
  if (process.platform === "win32") {
    const folders = [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA];
    return folders.flatMap((folder) => (folder ? windowsPrograms.map((name) => join(folder, name)) : []));
  }
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return commands.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/**
 * The browser to test in: the one that its variable names, else one of the system.
 * @param {BrowserKind} kind
 * @returns {string | undefined} its path
 * @throws {SetupFailure} when the variable names no file
 */
export function findBrowser(kind) {
  const given = process.env[kind.variable];
  if (given && !existsSync(given))
    throw new SetupFailure(`${kind.variable} is ${given}, where no file is: ${howTo(kind)}`);
  return given || usualPlaces(kind).find((path) => existsSync(path));
}

/**
 * How to become root without a word: not at all, by sudo, or there is no way.
 * @returns {string[] | undefined} what comes before the command
 */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  const sudo = spawnSync("sudo", ["-n", "true"], { stdio: "ignore" });
  return sudo.status === 0 ? ["sudo", "-n"] : undefined;
}

/** Ubuntu's package of the same name only points to a snap, which does not run in a container. */
function isDebian() {
  const path = "/etc/os-release";
  return existsSync(path) && /^ID=debian$/m.test(readFileSync(path, "utf8"));
}

/**
 * Finds the browser, or installs Debian's package where that may be done.
 * @param {BrowserKind} kind
 * @param {Work} work
 * @returns {Promise<string>} its path
 * @throws {SetupFailure} when there is none and none can be installed
 */
export async function provideBrowser(kind, work) {
  const found = findBrowser(kind);
  if (found) return found;
  const root = isDebian() ? asRoot() : undefined;
  if (!root) throw new SetupFailure(`The tests need ${kind.name}, and there is none here: ${howTo(kind)}`);
  const action = `Cannot install ${kind.name} for the tests`;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [
    ["update"],
    ["install", "--yes", "--no-install-recommends", kind.package, "fonts-dejavu-core"],
  ]) {
    const [command, ...rest] = /** @type {[string, ...string[]]} */ ([...root, "apt-get", ...args]);
    await runCommand(command, rest, { ...work, action, env });
  }
  const installed = findBrowser(kind);
  if (!installed) throw new SetupFailure(`Debian's package brought no ${kind.name}: ${howTo(kind)}`);
  return installed;
}

/**
 * @param {BrowserKind} kind
 * @returns {string} the path of this machine's
 * @throws {SetupFailure} when there is none
 */
export function requireBrowser(kind) {
  const path = findBrowser(kind);
  if (!path) throw new SetupFailure(`There is no ${kind.name} here: ${howTo(kind)}`);
  return path;
}

/**
 * How Playwright starts the Chromium of this machine.
 * @returns {{ executablePath: string, chromiumSandbox: boolean }}
 * @throws {SetupFailure} when there is none
 */
export function browserOptions() {
  // Chromium's own sandbox does not start as root, which one is in a container.
  return { executablePath: requireBrowser(chromium), chromiumSandbox: process.getuid?.() !== 0 };
}

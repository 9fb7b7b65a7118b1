import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runCommand } from "./command.mjs";
import { SetupFailure } from "./failure.mjs";

/** @import { Work } from "./stamps.mjs" */

const howTo =
  "install Chromium or Chrome (Debian: apt install chromium), or give the path of one in CHROMIUM, " +
  "then run npm test again.";

/** @returns {string[]} where browsers of Chromium's family usually lie */
function usualPlaces() {
  if (process.platform === "darwin") {
    return ["Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome"].map(
      (name) => join("/Applications", name),
    );
  }
  if (process.platform === "win32") {
    const folders = [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA];
    const names = ["Chromium\\Application\\chrome.exe", "Google\\Chrome\\Application\\chrome.exe"];
    return folders.flatMap((folder) => (folder ? names.map((name) => join(folder, name)) : []));
  }
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/**
 * The Chromium to test in: the one that CHROMIUM names, else one of the system.
 * @returns {string | undefined} its path
 * @throws {SetupFailure} when CHROMIUM names no file
 */
export function findBrowser() {
  const given = process.env.CHROMIUM;
  if (given && !existsSync(given)) throw new SetupFailure(`CHROMIUM is ${given}, where no file is: ${howTo}`);
  return given || usualPlaces().find((path) => existsSync(path));
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
 * Finds a Chromium, or installs Debian's package where that may be done.
 * @param {Work} work
 * @returns {Promise<string>} its path
 * @throws {SetupFailure} when there is none and none can be installed
 */
export async function provideBrowser(work) {
  const found = findBrowser();
  if (found) return found;
  const root = isDebian() ? asRoot() : undefined;
  if (!root) throw new SetupFailure(`The tests need a Chromium, and there is none here: ${howTo}`);
  const action = "Cannot install Chromium for the tests";
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [
    ["update"],
    ["install", "--yes", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
  ]) {
    const [command, ...rest] = /** @type {[string, ...string[]]} */ ([...root, "apt-get", ...args]);
    await runCommand(command, rest, { ...work, action, env });
  }
  const installed = findBrowser();
  if (!installed) throw new SetupFailure(`Debian's package brought no Chromium: ${howTo}`);
  return installed;
}

/**
 * How Playwright starts the Chromium of this machine.
 * @returns {{ executablePath: string, chromiumSandbox: boolean }}
 * @throws {SetupFailure} when there is none
 */
export function browserOptions() {
  const executablePath = findBrowser();
  if (!executablePath) throw new SetupFailure(`There is no Chromium here: ${howTo}`);
  // Chromium's own sandbox does not start as root, which one is in a container.
  return { executablePath, chromiumSandbox: process.getuid?.() !== 0 };
}

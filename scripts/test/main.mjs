import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setup } from "../setup/all.mjs";
import { findBrowser, provideBrowser } from "../setup/browser.mjs";
import { Interrupted } from "../setup/failure.mjs";
import { throwIfInterrupted } from "../setup/interruption.mjs";
import { root, setupCache } from "../setup/paths.mjs";
import { runSteps } from "../setup/steps.mjs";

/** @import { Step } from "../setup/stamps.mjs" */

/** @type {Step} */
const browser = {
  name: "browser",
  title: "a Chromium for the tests",
  files: () => [],
  outputs: () => [findBrowser() ?? join(root, "no browser")],
  run: async (work) => void (await provideBrowser(work)),
};

/**
 * Sets up what is missing and runs the tests.
 * @param {readonly string[]} args what Vitest is given
 * @param {AbortSignal} signal stops it
 * @returns {Promise<number>} the exit code
 */
export async function test(args, signal) {
  await runSteps([...setup, browser], { cache: setupCache, root, signal });
  await throwIfInterrupted(signal);

  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const tests = spawn(process.execPath, [vitest, "run", ...args], {
    cwd: root,
    env: { ...process.env, CHROMIUM: findBrowser() },
    stdio: ["ignore", "inherit", "inherit"],
  });
  signal.addEventListener("abort", () => tests.kill());
  const [code] = await once(tests, "close");
  if (signal.aborted) throw new Interrupted("Stopped.");
  return code ?? 1;
}

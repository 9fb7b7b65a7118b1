import { join } from "node:path";
import { setup } from "../setup/all.mjs";
import { chromium, findBrowser, firefox, provideBrowser } from "../setup/browser.mjs";
import { Interrupted } from "../setup/failure.mjs";
import { throwIfInterrupted } from "../setup/interruption.mjs";
import { root, setupCache } from "../setup/paths.mjs";
import { runSteps } from "../setup/steps.mjs";
import { spawnTied } from "../setup/tied.mjs";
import { deno } from "./deno.mjs";

/** @import { BrowserKind } from "../setup/browser.mjs" */
/** @import { Step } from "../setup/stamps.mjs" */

/**
 * @param {BrowserKind} kind
 * @returns {Step}
 */
function browser(kind) {
  return {
    name: kind.package,
    title: `${kind.name} for the tests`,
    files: () => [],
    outputs: () => [findBrowser(kind) ?? join(root, "no browser")],
    run: async (work) => void (await provideBrowser(kind, work)),
  };
}

/**
 * Sets up what is missing and runs the tests.
 * @param {readonly string[]} args what Vitest is given
 * @param {AbortSignal} signal stops it
 * @returns {Promise<number>} the exit code
 */
export async function test(args, signal) {
  await runSteps([...setup, browser(chromium), browser(firefox), deno], { cache: setupCache, root, signal });
  await throwIfInterrupted(signal);

  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  // Tied, as the servers that tests start are in their turn: nothing is left when this process is stopped or killed.
  const { ended } = spawnTied(process.execPath, [vitest, "run", ...args], {
    cwd: root,
    env: { ...process.env, CHROMIUM: findBrowser(chromium), FIREFOX: findBrowser(firefox) },
    signal,
  });
  const code = await ended;
  if (signal.aborted) throw new Interrupted("Stopped.");
  return code;
}

// npm test: sets up what the tests need, then runs all of them; what follows the two dashes goes to Vitest.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setup } from "./setup/all.mjs";
import { findBrowser, provideBrowser } from "./setup/browser.mjs";
import { Interrupted } from "./setup/failure.mjs";
import { runMain } from "./setup/main.mjs";
import { root, setupCache } from "./setup/paths.mjs";
import { runSteps } from "./setup/steps.mjs";

await runMain(async (signal) => {
  /** @type {import("./setup/stamps.mjs").Step} */
  const browser = {
    name: "browser",
    title: "a Chromium for the tests",
    files: () => [],
    outputs: () => [findBrowser() ?? join(root, "no browser")],
    run: async (work) => void (await provideBrowser(work)),
  };
  await runSteps([...setup, browser], { cache: setupCache, root, signal });

  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const tests = spawn(process.execPath, [vitest, "run", ...process.argv.slice(2)], {
    cwd: root,
    env: { ...process.env, CHROMIUM: findBrowser() },
    stdio: ["ignore", "inherit", "inherit"],
  });
  signal.addEventListener("abort", () => tests.kill());
  const [code] = await once(tests, "close");
  if (signal.aborted) throw new Interrupted("Stopped.");
  return code ?? 1;
});

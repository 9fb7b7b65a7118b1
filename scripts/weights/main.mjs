import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { build } from "../setup/build.mjs";
import { dependencies } from "../setup/dependencies.mjs";
import { root, setupCache } from "../setup/paths.mjs";
import { runSteps } from "../setup/steps.mjs";

/** What the cells of pages import. */
const packages = ["@layerbook/data", "@layerbook/figures", "@layerbook/layers"];

/**
 * Writes the weights that the home page's drawing is read with.
 * @param {AbortSignal} signal stops it
 * @returns {Promise<number>} the exit code
 */
export async function weights(signal) {
  await runSteps([dependencies, build], { cache: setupCache, root, signal });
  // Only now: it imports the packages that were just built.
  const { trainOnPage, weightsFile } = await import("./train.mjs");
  const bytes = await trainOnPage(
    Object.fromEntries(packages.map((name) => [name, import.meta.resolve(name)])),
  );
  mkdirSync(dirname(weightsFile), { recursive: true });
  writeFileSync(weightsFile, bytes);
  console.log(`Wrote ${relative(root, weightsFile)}, ${bytes.length.toLocaleString("en")} bytes.`);
  return 0;
}

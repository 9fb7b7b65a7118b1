import { setup } from "../setup/all.mjs";
import { root, setupCache } from "../setup/paths.mjs";
import { runSteps } from "../setup/steps.mjs";
import { siteBuild } from "../site/build.mjs";

/**
 * Sets up and builds what is missing and takes the pictures.
 * @param {AbortSignal} signal stops it
 * @returns {Promise<number>} the exit code
 */
export async function pictures(signal) {
  await runSteps([...setup, siteBuild()], { cache: setupCache, root, signal });
  // Only now: it imports the packages that were just installed.
  const { takePictures } = await import("./take.mjs");
  await takePictures();
  return 0;
}

import { chmodSync, cpSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { BareClone } from "./bare-clone.ts";

/** A clone where all is set up, with servers that stand in for JupyterLab's and Docusaurus' own. */
export async function cloneWithServers(): Promise<BareClone> {
  const made = new BareClone();
  const { setup } = await made.load<typeof import("../../scripts/setup/all.mjs")>("setup/all.mjs");
  const { venvPython } = await made.load<typeof import("../../scripts/setup/paths.mjs")>("setup/paths.mjs");
  const { docusaurus, siteBuild, siteParts } =
    await made.load<typeof import("../../scripts/site/build.mjs")>("site/build.mjs");
  const { deno } = await made.load<typeof import("../../scripts/test/deno.mjs")>("test/deno.mjs");
  await made.pretend([...setup, siteParts, siteBuild(), deno]);
  for (const [fixture, path] of [
    ["jupyterlab.mjs", venvPython],
    ["docusaurus.mjs", docusaurus],
  ] as const) {
    mkdirSync(dirname(path), { recursive: true });
    cpSync(join(import.meta.dirname, "fixtures", fixture), path);
    chmodSync(path, 0o755);
  }
  return made;
}

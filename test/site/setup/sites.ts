import { once } from "node:events";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { parsePage } from "@layerbook/literate";
import { runPage } from "@layerbook/literate/node";
import { serializeOutputs } from "@layerbook/literate/outputs";
import type { TestProject } from "vitest/node";
import { build } from "../../../scripts/setup/build.mjs";
import { root, setupCache } from "../../../scripts/setup/paths.mjs";
import { runSteps } from "../../../scripts/setup/steps.mjs";
import { siteBuild, website } from "../../../scripts/site/build.mjs";
import { type SiteServer, startSite } from "../../../scripts/site/serve.mjs";
import { bookModules } from "../../pages/book-pages.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the book itself. */
    book: string;
    /** Address of a site with the pages of fixtures/. */
    workshop: string;
  }
}

/** The fixtures with the outputs of their cells, which hold for one version of the figures only. */
export const workshopDocs: string = join(root, ".cache", "site-tests", "docs");

let servers: SiteServer[] = [];

/** Builds the two sites where something has changed, and serves them while the tests run. */
export async function setup(project: TestProject): Promise<void> {
  await runSteps([build], { cache: setupCache, root });
  await writeWorkshop();
  // Below website/, whose package.json makes Docusaurus' server bundle CommonJS.
  const workshopBuild = join(website, ".cache", "workshop");
  const workshop = siteBuild({ name: "site-workshop", docs: workshopDocs, out: workshopBuild });
  await runSteps([siteBuild(), workshop], { cache: setupCache, root });
  servers = [
    await startSite({ port: await freePort() }),
    await startSite({ port: await freePort(), out: workshopBuild }),
  ];
  project.provide("book", servers[0]!.url);
  project.provide("workshop", servers[1]!.url);
}

export async function teardown(): Promise<void> {
  for (const server of servers) await server.stop();
}

/** Copies the fixtures and runs workshop.md in Node; the outputs of hostile.md are written by hand. */
async function writeWorkshop(): Promise<void> {
  await rm(workshopDocs, { recursive: true, force: true });
  await cp(join(root, "test", "site", "fixtures", "docs"), workshopDocs, { recursive: true });
  const page = join(workshopDocs, "layers", "workshop.md");
  const { outputs, problems } = await runPage(parsePage(await readFile(page, "utf8"), page), {
    modules: bookModules(),
    timeoutMs: 15_000,
  });
  if (problems[0]) throw problems[0];
  await writeFile(page.replace(/\.md$/, ".outputs.json"), serializeOutputs({ format: 1, cells: outputs }));
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { build } from "../../../scripts/setup/build.mjs";
import { root, setupCache } from "../../../scripts/setup/paths.mjs";
import { runSteps } from "../../../scripts/setup/steps.mjs";
import { siteBuild } from "../../../scripts/site/build.mjs";
import { type SiteServer, startSite } from "../../../scripts/site/serve.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the book itself. */
    book: string;
    /** Address of a site with the pages of fixtures/. */
    workshop: string;
  }
}

let servers: SiteServer[] = [];

/** Builds the two sites where something has changed, and serves them while the tests run. */
export async function setup(project: TestProject): Promise<void> {
  const workshopBuild = join(root, ".cache", "site-tests", "workshop");
  const workshop = siteBuild({
    name: "site-workshop",
    docs: join(root, "test", "site", "fixtures", "docs"),
    out: workshopBuild,
  });
  await runSteps([build, siteBuild(), workshop], { cache: setupCache, root });
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

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

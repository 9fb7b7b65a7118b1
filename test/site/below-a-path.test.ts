import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { freePort } from "../../scripts/setup/port.mjs";
import { buildPages, website } from "../../scripts/site/build.mjs";
import { startSite } from "../../scripts/site/serve.mjs";
import { close, open, useBrowser } from "./browser.ts";
import { draw, expectSeven, mouse, seven } from "./drawing-paper.ts";
import { outputs, run } from "./page-cells.ts";
import { workshopDocs } from "./setup/sites.ts";

useBrowser();

const out = join(website, ".cache", "below");
const baseUrl = "/library/book/";
afterAll(() => rm(out, { recursive: true, force: true }));

test("below a path of its server the site asks for nothing outside of it, reads a digit and runs cells", async () => {
  const work = { log: join(website, ".cache", "below.log"), signal: undefined, onLine: () => {} };
  await buildPages({ name: "below", docs: workshopDocs, out, baseUrl }, work);
  const server = await startSite({ port: await freePort(), out, baseUrl });
  try {
    const opened = await open(server.url);
    await draw(opened.page, mouse(opened.page), seven);
    await expectSeven(opened);
    await opened.page.goto(`${server.url}layers/workshop`);
    await run(opened.page, "value");
    expect(await outputs(opened.page, "value").textContent()).toBe("42");
    const paths = opened.requests
      .filter((address) => address.startsWith("http"))
      .map((address) => new URL(address).pathname);
    expect(paths).toContain(`${baseUrl}weights/digits.safetensors`);
    expect(paths.filter((path) => !path.startsWith(baseUrl))).toEqual([]);
    await close(opened);
  } finally {
    await server.stop();
  }
});

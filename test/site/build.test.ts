import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { buildPages, website } from "../../scripts/site/build.mjs";
import { workshopDocs } from "./setup/sites.ts";

const docs = join(website, ".cache", "changed-docs");
const out = join(website, ".cache", "changed");
afterAll(() => Promise.all([docs, out].map((folder) => rm(folder, { recursive: true, force: true }))));

afterEach(() => void vi.unstubAllEnvs());

/** The folder's pages as a site; what the environment says of it counts. */
function buildIn(folder: string): Promise<void> {
  const work = { log: join(website, ".cache", "changed.log"), signal: undefined, onLine: () => {} };
  return buildPages({ name: "changed", docs: folder, out }, work);
}

test("a page shows its outputs as they are now, not those of an earlier build", async () => {
  await cp(workshopDocs, docs, { recursive: true });
  const file = join(docs, "layers", "workshop.outputs.json");
  const before = await readFile(file, "utf8");
  const build = async (text: string) => {
    await writeFile(file, before.replace("start 20", text));
    await buildIn(docs);
    return readFile(join(out, "layers", "workshop.html"), "utf8");
  };
  expect(await build("start 20")).toContain("start 20");
  const after = await build("start 99");
  expect(after).toContain("start 99");
  expect(after).not.toContain("start 20");
  // No address of the sources is known here.
  expect(after).not.toContain("Edit this page");
});

test("addresses in the environment are those of the sitemap and of the links to the sources", async () => {
  vi.stubEnv("LAYERBOOK_SITE_URL", "https://books.example");
  vi.stubEnv("LAYERBOOK_BASE_URL", "/layers/");
  vi.stubEnv("LAYERBOOK_REPOSITORY_URL", "https://code.example/layerbook/");
  await buildIn(workshopDocs);
  const sitemap = await readFile(join(out, "sitemap.xml"), "utf8");
  const addresses = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => url!);
  expect(addresses).toContain("https://books.example/layers/layers/workshop");
  expect(addresses.filter((url) => !url.startsWith("https://books.example/layers/"))).toEqual([]);
  expect(addresses.filter((url) => /search|404/.test(url))).toEqual([]);
  expect(await readFile(join(out, "layers", "workshop.html"), "utf8")).toContain(
    "https://code.example/layerbook/edit/main/website/docs/layers/workshop.md",
  );
});

import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { buildPages, website } from "../../scripts/site/build.mjs";
import { workshopDocs } from "./setup/sites.ts";

const docs = join(website, ".cache", "changed-docs");
const out = join(website, ".cache", "changed");
afterAll(() => Promise.all([docs, out].map((folder) => rm(folder, { recursive: true, force: true }))));

test("a page shows its outputs as they are now, not those of an earlier build", async () => {
  await cp(workshopDocs, docs, { recursive: true });
  const file = join(docs, "layers", "workshop.outputs.json");
  const before = await readFile(file, "utf8");
  const build = async (text: string) => {
    await writeFile(file, before.replace("start 20", text));
    await buildPages(
      { name: "changed", docs, out },
      { log: join(website, ".cache", "changed.log"), signal: undefined, onLine: () => {} },
    );
    return readFile(join(out, "layers", "workshop.html"), "utf8");
  };
  expect(await build("start 20")).toContain("start 20");
  const after = await build("start 99");
  expect(after).toContain("start 99");
  expect(after).not.toContain("start 20");
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parsePage } from "@layerbook/literate";
import { compareOutputs, parseOutputs } from "@layerbook/literate/outputs";
import { expect, inject, test } from "vitest";
import { root } from "../../scripts/setup/paths.mjs";
import { close, open, useBrowser } from "./browser.ts";
import { run, settled, status, watchRuns } from "./page-cells.ts";
import { workshopDocs } from "./setup/sites.ts";

useBrowser();

const folders = [
  { site: inject("book"), docs: join(root, "website", "docs"), pages: /\.md$/ },
  { site: inject("workshop"), docs: workshopDocs, pages: /workshop\.md$/ },
];
const pages = folders.flatMap(({ site, docs, pages }) =>
  readdirSync(docs, { recursive: true, encoding: "utf8" })
    .filter((name) => pages.test(name))
    .map((name) => ({ name, file: join(docs, name), address: site + name.replace(/\.md$/, "") }))
    .filter(({ file }) => parsePage(readFileSync(file, "utf8"), file).cells.length > 0),
);

test("the book has pages with cells", () => expect(pages.length).toBeGreaterThan(1));

test.each(pages)("in Chromium the cells of $name give the checked outputs", async ({ file, address }) => {
  const { cells } = parsePage(readFileSync(file, "utf8"), file);
  const outputsFile = file.replace(/\.md$/, ".outputs.json");
  const checked = parseOutputs(readFileSync(outputsFile, "utf8"), outputsFile);

  const opened = await open(address);
  const { page, misdeeds } = opened;
  const runs = await watchRuns(page);
  await page.getByRole("button", { name: "Run all" }).click();
  await settled(page);
  expect(await status(page).textContent()).toMatch(/^Ran \d+ cells/);
  for (const details of await page.locator("summary", { hasText: "Solution" }).all()) await details.click();
  for (const { id, solution } of cells) if (solution) await run(page, id);

  const given = await runs();
  const differences = cells.flatMap(({ id, tolerance }) =>
    compareOutputs(checked.cells[id]!, given[id] ?? [], tolerance).map((difference) => ({
      id,
      ...difference,
    })),
  );
  expect(differences).toEqual([]);
  expect(misdeeds).toEqual({ requests: [], dialogs: [], errors: [] });
  await close(opened);
});

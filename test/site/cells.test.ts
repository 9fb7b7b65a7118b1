import { expect, test } from "vitest";
import { close, open, useBrowser } from "./browser.ts";
import { notedRuns, noteRuns, run, settled, status } from "./page-cells.ts";
import { differencesFromChecked, pagesWithCells } from "./pages-with-cells.ts";

useBrowser();

const pages = pagesWithCells();

test("the book has pages with cells", () => expect(pages.length).toBeGreaterThan(1));

test.each(pages)("in Chromium the cells of $name give the checked outputs", async (page) => {
  const { file, address, solutions } = page;
  const opened = await open(address);
  const { page: tab, misdeeds } = opened;
  await tab.evaluate(noteRuns);
  await tab.getByRole("button", { name: "Run all" }).click();
  await settled(tab);
  expect(await status(tab).textContent()).toMatch(/^Ran \d+ cells/);
  for (const details of await tab.locator("summary", { hasText: "Solution" }).all()) await details.click();
  for (const id of solutions) await run(tab, id);

  expect(differencesFromChecked(file, await tab.evaluate(notedRuns))).toEqual([]);
  expect(misdeeds).toEqual({ requests: [], dialogs: [], errors: [] });
  await close(opened);
});

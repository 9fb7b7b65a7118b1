import { expect, inject, test } from "vitest";
import {
  closeInFirefox,
  editInFirefox,
  type FirefoxPage,
  openInFirefox,
  outputsInFirefox,
  press,
  settledInFirefox,
  useFirefox,
} from "./firefox.ts";
import { notedRuns, noteRuns, timeStop } from "./page-cells.ts";
import { differencesFromChecked, pagesWithCells } from "./pages-with-cells.ts";

useFirefox();

const clean = { requests: [], dialogs: [], errors: [] };
const workshop = (): Promise<FirefoxPage> => openInFirefox(`${inject("workshop")}layers/workshop`);

test.each(pagesWithCells())("in Firefox the cells of $name give the checked outputs", async (about) => {
  const opened = await openInFirefox(about.address);
  const { page, misdeeds } = opened;
  await page.evaluate(noteRuns);
  await press(page, "Run all");
  expect(await settledInFirefox(page)).toMatch(/^Ran \d+ cells/);
  await page.$$eval("details", (all) => {
    for (const details of all) details.open = true;
  });
  for (const id of about.solutions) {
    await press(page, `Run cell ${id}`);
    await settledInFirefox(page);
  }
  expect(differencesFromChecked(about.file, await page.evaluate(notedRuns))).toEqual([]);
  expect(misdeeds).toEqual(clean);
  await closeInFirefox(opened);
});

test("in Firefox an edited cell runs, a slider draws its figure anew, and plotly draws it", async () => {
  const opened = await workshop();
  const { page, misdeeds } = opened;
  await editInFirefox(page, "value", "twice(start) + 3");
  await press(page, "Run cell value");
  expect(await settledInFirefox(page)).toMatch(/^Ran 2 cells/);
  expect(await outputsInFirefox(page, "value")).toBe("43");

  await page.focus('input[type="range"]');
  await page.keyboard.press("ArrowRight");
  await settledInFirefox(page);
  await page.waitForSelector("#cell-figure [data-drawn=true].js-plotly-plot");
  expect(misdeeds).toEqual(clean);
  await closeInFirefox(opened);
});

test("in Firefox Stop ends an endless loop within 200 ms, and the page runs again", async () => {
  const opened = await workshop();
  const { page, misdeeds } = opened;
  await editInFirefox(page, "value", "while (true) {}");
  await press(page, "Run cell value");
  await page.waitForSelector("#cell-value[data-status=running]");
  const took = await page.evaluate(timeStop);
  expect(took).toBeLessThan(200);
  await press(page, "Reset cell value");
  await press(page, "Run cell value");
  await settledInFirefox(page);
  expect(await outputsInFirefox(page, "value")).toBe("42");
  expect(misdeeds).toEqual(clean);
  await closeInFirefox(opened);
});

test.each([
  ["fetches from the site", () => `await fetch("${inject("workshop")}")`, /NetworkError/],
  [
    "imports a module",
    () => `await import("${inject("workshop")}runner/worker.js")`,
    /may import @layerbook/,
  ],
  ["opens a data base", () => 'indexedDB.open("x")', /SecurityError|insecure/],
  ["asks for 4 GB", () => "new Float32Array(2 ** 40)", /RangeError/],
  ["reads the page's cookies", () => "document.cookie", /document is not defined/],
])("in Firefox a cell that %s is refused, and the page lives", async (_, code, message) => {
  const opened = await workshop();
  const { page } = opened;
  await editInFirefox(page, "start", code());
  await press(page, "Run cell start");
  await settledInFirefox(page);
  expect(await outputsInFirefox(page, "start")).toMatch(message);
  await press(page, "Reset cell start");
  await press(page, "Run cell value");
  await settledInFirefox(page);
  expect(await outputsInFirefox(page, "value")).toBe("42");
  expect(opened.misdeeds).toEqual(clean);
  await closeInFirefox(opened);
});

import { afterEach, expect, inject, test } from "vitest";
import { close, type OpenPage, open, useBrowser } from "./browser.ts";
import { outputs, run } from "./page-cells.ts";

useBrowser();

const address = `${inject("workshop")}layers/workshop`;
let opened: OpenPage | undefined;
afterEach(async () => {
  if (opened) await close(opened);
  opened = undefined;
});

test("without JavaScript text, formulas, code, outputs and figures are there", async () => {
  opened = await open(address, { javaScriptEnabled: false });
  const { page } = opened;
  expect(await page.locator(".katex-display").count()).toBe(1);
  expect(await page.getByText("function twice").isVisible()).toBe(true);
  expect(await outputs(page, "value").textContent()).toBe("42");
  expect(await outputs(page, "refused").textContent()).toContain("20 is too many");
  const figure = outputs(page, "figure").getByRole("img");
  expect(await figure.getAttribute("aria-label")).toMatch(/Row less column.*2 by 3/);
  expect(await figure.locator("svg").isVisible()).toBe(true);
  expect(await figure.locator("text", { hasText: "Row less column" }).isVisible()).toBe(true);
  // A folded cell's output is shown, its code is not; a solution is hidden with all that it gives.
  expect(await outputs(page, "photograph").isVisible()).toBe(true);
  expect(await page.getByText("brick().shape").isVisible()).toBe(false);
  expect(await outputs(page, "solution").isVisible()).toBe(false);
  await page.locator("summary", { hasText: "Solution" }).click();
  expect(await outputs(page, "solution").textContent()).toBe("42");
  expect(await page.getByRole("button", { name: "Run all" }).isVisible()).toBe(false);
});

test("code between cells keeps its dollar signs and angle brackets", async () => {
  opened = await open(address);
  expect(await opened.page.getByText("=> `$${value}`").isVisible()).toBe(true);
  expect(await opened.page.getByText("Array<number>").isVisible()).toBe(true);
});

test("plotly, the editor and the runner come only when the reader asks, and nothing from elsewhere", async () => {
  opened = await open(address);
  const { page, requests, misdeeds } = opened;
  await page.waitForLoadState("networkidle");
  const before = requests.length;
  expect(requests.filter((url) => /\/(?:runner|figures)\//.test(url))).toEqual([]);
  const size = await transferred(page);
  expect(size, "bytes of scripts").toBeLessThan(1_000_000);

  await page.getByRole("button", { name: "Interactive figure" }).click();
  await page.locator("#cell-figure .js-plotly-plot .main-svg").first().waitFor();
  const asked = requests.slice(before);
  expect(asked.filter((url) => /\/figures\/.*\.json$/.test(url))).toHaveLength(1);
  expect((await transferred(page)) - size, "bytes of plotly").toBeGreaterThan(1_000_000);
  expect(requests.filter((url) => url.includes("/runner/"))).toEqual([]);

  await run(page, "start");
  expect(requests.flatMap((url) => /\/runner\/(.*\..*)/.exec(url)?.[1] ?? [])).toEqual([
    "frame.htm",
    "worker.js",
    "data.js",
    "figures.js",
  ]);
  expect(misdeeds).toEqual({ requests: [], dialogs: [], errors: [] });
});

function transferred(page: OpenPage["page"]): Promise<number> {
  return page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry) => entry.name.endsWith(".js"))
      .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).decodedBodySize, 0),
  );
}

test("the search finds a word of a page without a server", async () => {
  opened = await open(inject("workshop"));
  const { page, misdeeds } = opened;
  await page.getByPlaceholder("Search").fill("formula");
  await page.getByRole("option").first().waitFor();
  expect(await page.getByRole("option").first().textContent()).toContain("Workshop");
  expect(misdeeds).toEqual({ requests: [], dialogs: [], errors: [] });
});

test("the home page names the two commands, shows a digit and its maps and leads to the page to begin with", async () => {
  opened = await open(inject("book"));
  const { page } = opened;
  for (const command of ["npm start", "npm run site"]) {
    expect(await page.getByText(command, { exact: true }).first().isVisible()).toBe(true);
  }
  expect(await page.getByRole("img", { name: "8 maps of 8 by 8" }).first().isVisible()).toBe(true);
  await page.getByRole("link", { name: /^Read/ }).click();
  await page.getByRole("heading", { level: 1, name: "Linear" }).waitFor();
});

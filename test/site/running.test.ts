import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { close, type OpenPage, open, useBrowser } from "./browser.ts";
import { cell, edit, outputs, run, settled, status, timeStop } from "./page-cells.ts";

useBrowser();

let opened: OpenPage;
let page: OpenPage["page"];
beforeEach(async () => {
  opened = await open(`${inject("workshop")}layers/workshop`);
  page = opened.page;
});
afterEach(async () => {
  expect(opened.misdeeds).toEqual({ requests: [], dialogs: [], errors: [] });
  await close(opened);
});

test("running a cell first runs those above it that have not run", async () => {
  await run(page, "value");
  expect(await status(page).textContent()).toMatch(/^Ran 2 cells/);
  expect(await outputs(page, "value").textContent()).toBe("42");
  await run(page, "value");
  expect(await status(page).textContent()).toMatch(/^Ran 1 cell /);
});

test("an edited cell runs with its new text, is marked, and Reset brings the page's text and output back", async () => {
  await edit(
    page,
    "start",
    'const start = 3; function twice(value: number) { return 2 * value }\nconsole.log("now", start);',
  );
  expect(await cell(page, "start").textContent()).toContain("edited");
  await run(page, "value");
  expect(await outputs(page, "start").textContent()).toContain("now 3");
  expect(await outputs(page, "value").textContent()).toBe("8");

  await page.getByRole("button", { name: "Reset cell start" }).click();
  expect(await outputs(page, "start").textContent()).toBe("start 20");
  expect(await page.getByRole("textbox", { name: "Code of cell start." }).textContent()).toContain(
    "start: number = 20",
  );
  await run(page, "value");
  expect(await outputs(page, "value").textContent()).toBe("42");
});

test("in the editor Shift+Enter runs, Tab goes on and Escape leaves", async () => {
  const editor = await edit(
    page,
    "start",
    "const start = 1; function twice(v: number) { return v } twice(5)",
  );
  await editor.press("Shift+Enter");
  await settled(page);
  expect(await outputs(page, "start").textContent()).toBe("5");
  await editor.press("Tab");
  expect(await editor.evaluate((element) => element === document.activeElement)).toBe(false);
  await editor.focus();
  await editor.press("Escape");
  expect(await editor.isVisible()).toBe(false);
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe(
    "Edit cell start",
  );
  expect(await cell(page, "start").locator("pre").first().textContent()).toContain("twice(5)");
});

test("a loop that never yields shows how far it has come while it runs", async () => {
  await edit(
    page,
    "start",
    `import { lossCurve, progress } from "@layerbook/figures";
    const curve = lossCurve({ train: [] }, { title: "Live" });
    for (const step of progress(40, { label: "Steps" })) {
      curve.push({ train: 1 / (step + 1) });
      const end = Date.now() + 100;
      while (Date.now() < end) {}
    }`,
  );
  await page.getByRole("button", { name: "Run cell start", exact: true }).click();
  const bar = outputs(page, "start").locator("pre").first();
  const seen = new Set<string | null>();
  while (!(await bar.textContent())?.includes("40 of 40")) {
    const text = await bar.textContent();
    if (/Steps .* of 40 · .* left/.test(text ?? "")) seen.add(text);
    await page.waitForTimeout(50);
  }
  expect(seen.size).toBeGreaterThan(1);
  await settled(page);
  expect(await bar.textContent()).toBe(`Steps  ${"█".repeat(24)}  40 of 40`);
  await outputs(page, "start").locator("[data-drawn=true]").waitFor();
  expect(await outputs(page, "start").locator("figure").count()).toBe(1);
  expect(await outputs(page, "start").locator("figure .scatterlayer path.point").count()).toBe(40);
});

test("a cell that does not compile says where", async () => {
  await edit(page, "start", "const start = ;");
  await run(page, "start");
  expect(await outputs(page, "start").textContent()).toMatch(/SyntaxError.*1/s);
  expect(await status(page).textContent()).toMatch(/^Cell start failed/);
});

test("an error ends a run, and the cells after it do not run", async () => {
  await edit(page, "value", "nowhere.at.all");
  await run(page, "below");
  expect(await status(page).textContent()).toBe(
    "Cell value failed with ReferenceError; the cells after it did not run.",
  );
  expect(await outputs(page, "value").textContent()).toContain("nowhere is not defined");
  expect(await cell(page, "below").getAttribute("data-status")).toBe("fresh");
});

test("a slider runs its cell and the quick cells below it again, with its value", async () => {
  await run(page, "below");
  const slider = page.getByRole("slider", { name: "rows" });
  await slider.focus();
  await slider.press("ArrowRight");
  await settled(page);
  expect(await outputs(page, "below").textContent()).toBe("3 by 3");
  expect(await cell(page, "figure").locator(".js-plotly-plot").isVisible()).toBe(true);
  expect(await cell(page, "figure").locator("output").first().textContent()).toBe("3");
});

test("of many positions of a slider the last one wins", async () => {
  const slider = page.getByRole("slider", { name: "columns" });
  await slider.evaluate((input: HTMLInputElement) => {
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")!.set!;
    for (const value of ["1", "4", "2", "3", "1", "4"]) {
      set.call(input, value);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  await settled(page);
  await run(page, "below");
  expect(await outputs(page, "below").textContent()).toBe("2 by 4");
});

test("a solution sees the page's names and leaves none of its own", async () => {
  await page.locator("summary", { hasText: "Solution" }).click();
  await run(page, "solution");
  expect(await outputs(page, "solution").textContent()).toBe("42");
  await run(page, "after");
  expect(await outputs(page, "after").textContent()).toBe("'undefined'");
});

test("an expected error is shown as such, in the checked outputs and after a run", async () => {
  expect(await outputs(page, "refused").textContent()).toContain("Throws, as it should");
  await run(page, "refused");
  expect(await outputs(page, "refused").textContent()).toContain("Throws, as it should");
  expect(await status(page).textContent()).toMatch(/^Ran/);
});

test("Stop ends an endless loop within 200 ms; the page lives and runs again from the top", async () => {
  await edit(page, "value", "while (true) {}");
  await page.getByRole("button", { name: "Run cell value" }).click();
  await cell(page, "value").and(page.locator("[data-status=running]")).waitFor();
  const took = await page.evaluate(timeStop);
  expect(took).toBeLessThan(200);
  expect(await status(page).textContent()).toContain("What the cells had defined is gone");

  await page.getByRole("button", { name: "Reset cell value" }).click();
  await run(page, "value");
  expect(await status(page).textContent()).toMatch(/^Ran 2 cells/);
  expect(await outputs(page, "value").textContent()).toBe("42");
});

test("a run that gives as much as before does not move the page", async () => {
  const place = () =>
    cell(page, "after").evaluate((element) => element.getBoundingClientRect().top + scrollY);
  await cell(page, "after").scrollIntoViewIfNeeded();
  const before = await place();
  await page.getByRole("button", { name: "Run all" }).click();
  await settled(page);
  await page.locator("#cell-figure [data-drawn=true]").waitFor();
  expect(Math.abs((await place()) - before)).toBeLessThan(80);
});

test("the copy button gives exactly the code", async () => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await cell(page, "value").hover();
  await cell(page, "value").getByRole("button", { name: "Copy this code" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    "await Promise.resolve(twice(start) + 2);",
  );
});

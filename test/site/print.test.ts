import { expect, inject, test } from "vitest";
import { close, open, useBrowser } from "./browser.ts";
import { cell } from "./page-cells.ts";

useBrowser();

test("a page that is read dark is printed light, whole and without what can only be pressed, and is dark again after", async () => {
  const opened = await open(`${inject("workshop")}layers/workshop`, { colorScheme: "dark" });
  const { page } = opened;
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  expect(await theme()).toBe("dark");
  await page.evaluate(() => {
    window.addEventListener("beforeprint", () => {
      const { color } = getComputedStyle(document.querySelector("#cell-value pre")!);
      Object.assign(window, { printed: [document.documentElement.dataset.theme, color] });
    });
  });
  const paper = await page.pdf({ format: "A4" });
  expect(paper.length).toBeGreaterThan(10_000);
  expect(await page.evaluate(() => (window as unknown as { printed: unknown }).printed)).toEqual([
    "light",
    "rgb(36, 41, 47)",
  ]);
  expect(await theme()).toBe("dark");

  await page.emulateMedia({ media: "print" });
  expect(await page.getByRole("button", { name: "Run cell value", exact: true }).isVisible()).toBe(false);
  expect(await page.getByRole("button", { name: "Run all" }).isVisible()).toBe(false);
  expect(await page.getByRole("slider", { name: "rows" }).isVisible()).toBe(false);
  expect(await cell(page, "figure").locator("svg").first().isVisible()).toBe(true);
  expect(await cell(page, "value").getByText("twice").isVisible()).toBe(true);
  await close(opened);
});

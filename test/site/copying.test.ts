import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { violations } from "./axe.ts";
import { close, type OpenPage, open, useBrowser } from "./browser.ts";
import { cell, edit, settled, status } from "./page-cells.ts";

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

const copyButton = (id: string) => page.getByRole("button", { name: `Copy as program: cell ${id}` });

test("a cell is copied as a program that runs by itself, with sliders and edits as they stand", async () => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("slider", { name: "rows" }).focus();
  await page.keyboard.press("ArrowRight");
  await settled(page);
  await edit(page, "below", "console.log(rows + columns)");
  await copyButton("below").click();
  await status(page).filter({ hasText: "Copied cell below as a program that runs by itself." }).waitFor();
  const lines = (await page.evaluate(() => navigator.clipboard.readText())).split("\n");
  expect(lines.filter((line) => /^(?:import|const|console|show)/.test(line))).toEqual([
    'import { show } from "@layerbook/figures";',
    'import { tensor, type Tensor } from "@layerbook/layers";',
    "const rows = 3;",
    "const columns = 3;",
    "const table: Tensor = tensor(",
    'show(table, { title: "Row less column" });',
    "console.log(rows + columns);",
  ]);
});

test("where the clipboard is blocked the program is there to be copied by hand", async () => {
  await page.evaluate(() => {
    Object.defineProperty(navigator.clipboard, "writeText", {
      value: () => Promise.reject(new DOMException("Write permission denied.", "NotAllowedError")),
    });
  });
  await copyButton("value").click();
  const dialog = page.getByRole("dialog", { name: "Cell value as a program" });
  await dialog.waitFor();
  expect(await page.evaluate(() => getSelection()?.toString() || document.activeElement?.tagName)).toMatch(
    /await Promise|TEXTAREA/,
  );
  expect(await dialog.getByRole("textbox").inputValue()).toContain("await Promise.resolve(twice(start) + 2)");
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  expect(await cell(page, "value").isVisible()).toBe(true);
});

test("a cell that makes no program says why", async () => {
  await edit(page, "start", "const start = ;");
  await copyButton("value").click();
  await status(page)
    .filter({ hasText: /start.*Unexpected token/ })
    .waitFor();
});

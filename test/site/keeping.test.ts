import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { violations } from "./axe.ts";
import { close, type OpenPage, open, useBrowser } from "./browser.ts";
import { cell, chooseMore, edit, outputs, run, settled, status } from "./page-cells.ts";

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

async function reload(): Promise<void> {
  await page.reload({ waitUntil: "load" });
  await page.waitForSelector("html[data-has-hydrated=true]");
}

const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));

test.each(["Control+Enter", "Meta+Enter"])("in the editor %s runs and stays", async (keys) => {
  // Which of the two is CodeMirror's Mod depends on the machine; Control works on every one.
  if (keys === "Meta+Enter") {
    await page.addInitScript(() => Object.defineProperty(navigator, "platform", { value: "MacIntel" }));
    await reload();
  }
  const editor = await edit(
    page,
    "start",
    'const start = 5; function twice(v: number) { return 2 * v } "ran"',
  );
  await editor.press(keys);
  await settled(page);
  expect(await outputs(page, "start").textContent()).toBe("'ran'");
  expect(await focused()).toMatch(/^Code of cell start\./);
});

test("in the editor Shift+Enter runs and goes on to the next cell that is to be seen", async () => {
  const editor = await edit(page, "below", '"ran"');
  await editor.press("Shift+Enter");
  await settled(page);
  expect(await outputs(page, "below").textContent()).toBe("'ran'");
  // The cell photograph is folded: its buttons are closed away.
  expect(await focused()).toBe("Run cell refused");
});

test("edits and sliders survive a reload, marked and not run", async () => {
  await edit(page, "start", "const start = 4; function twice(v: number) { return 2 * v }");
  await page.getByRole("slider", { name: "rows" }).focus();
  await page.keyboard.press("ArrowRight");
  await settled(page);
  await reload();
  expect(await cell(page, "start").textContent()).toContain("const start = 4;");
  expect(await cell(page, "start").textContent()).toContain("edited, not run since");
  expect(await page.getByRole("slider", { name: "rows" }).inputValue()).toBe("3");
  expect(await cell(page, "figure").textContent()).toContain("edited, not run since");
  expect(await status(page).textContent()).toBe("Your edits of 2 cells are back; nothing has been run.");
  expect(opened.requests.filter((address) => /frame\.htm/.test(address))).toHaveLength(1);
  await run(page, "value");
  expect(await outputs(page, "value").textContent()).toBe("10");
});

test("Undo gives back what a cell's reset took, and the reset is kept too", async () => {
  await edit(page, "start", "const start = 4; function twice(v: number) { return 2 * v }");
  await page.getByRole("button", { name: "Reset cell start" }).click();
  expect(await focused()).toBe("Undo the reset of cell start");
  await page.keyboard.press("Enter");
  expect(await page.getByRole("textbox", { name: "Code of cell start." }).textContent()).toContain(
    "start = 4",
  );
  await page.getByRole("button", { name: "Reset cell start" }).click();
  await reload();
  expect(await cell(page, "start").textContent()).toContain("start: number = 20");
  expect(await status(page).textContent()).toBe("");
});

test("Reset page throws all edits away, and Undo brings them back", async () => {
  await edit(page, "start", "const start = 4; function twice(v: number) { return 2 * v }");
  await edit(page, "value", "start");
  await chooseMore(page, "Reset page");
  expect(await focused()).toBeNull();
  expect(await cell(page, "value").textContent()).not.toContain("edited");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  expect(await status(page).textContent()).toBe("Your edits are back; they have not been run.");
  expect(await cell(page, "value").textContent()).toContain("edited");
  await run(page, "value");
  expect(await outputs(page, "value").textContent()).toBe("4");
});

test("an edit of a text that the book has changed since is offered beside it", async () => {
  await edit(page, "value", "start + 1");
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith("layerbook:edits:"))!;
    localStorage.setItem(
      key,
      localStorage.getItem(key)!.replace(/"digest":"\w+"/, `"digest":"${"0".repeat(16)}"`),
    );
  });
  await reload();
  const note = page.getByRole("complementary", { name: "An earlier edit of cell value" });
  await note.waitFor();
  expect(await note.textContent()).toContain("The book has changed this cell since this edit was made.");
  expect(await cell(page, "value").locator("pre").first().textContent()).toContain("twice(start) + 2");
  expect(await violations(page)).toEqual([]);
  await note.getByRole("button", { name: "Use the edit" }).click();
  expect(await note.isVisible()).toBe(false);
  await run(page, "value");
  expect(await outputs(page, "value").textContent()).toBe("21");
});

test("without storage the page works, and says that edits are not kept", async () => {
  await page.addInitScript(() =>
    Object.defineProperty(window, "localStorage", {
      get: () => {
        throw new DOMException("The operation is insecure.", "SecurityError");
      },
    }),
  );
  await reload();
  await edit(page, "value", "start + 1");
  expect(await status(page).textContent()).toMatch(
    /^Your edits are here until you leave the page, and not kept/,
  );
  await run(page, "value");
  expect(await outputs(page, "value").textContent()).toBe("21");
});

test("the menu More opens and closes by keyboard, and axe finds nothing in it", async () => {
  const more = page.locator("summary", { hasText: "More" });
  await more.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Reset page" }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  expect(await page.getByRole("button", { name: "Reset page" }).isVisible()).toBe(false);
  expect(await more.evaluate((element) => element === document.activeElement)).toBe(true);
});

test.each([360, 1280])(
  "at %i pixels the toolbar covers no line of the cell that has the keyboard",
  async (width) => {
    await page.setViewportSize({ width, height: 740 });
    for (const button of await page.getByRole("button", { name: /^(Run|Edit) cell/ }).all()) {
      if (!(await button.isVisible())) continue;
      await button.focus();
      const covered = await button.evaluate((element) => {
        const { top, left, height } = element.getBoundingClientRect();
        return document.elementFromPoint(left + 3, top + height / 2)?.closest("button") !== element;
      });
      expect(covered).toBe(false);
    }
  },
);

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Locator } from "playwright-core";
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { website } from "../../scripts/site/build.mjs";
import { typesSize } from "../../website/src/types/types-worker.ts";
import { violations } from "./axe.ts";
import { close, type OpenPage, open, useBrowser } from "./browser.ts";
import { cell, edit, outputs, run } from "./page-cells.ts";

useBrowser();

let opened: OpenPage;
let page: OpenPage["page"];
/** Opens the page of the tests; types are off. */
async function openPage(options: Parameters<typeof open>[1] = {}): Promise<void> {
  opened = await open(`${inject("workshop")}layers/workshop`, options);
  page = opened.page;
}
beforeEach(() => openPage());
afterEach(async () => {
  expect(opened.misdeeds).toEqual({ requests: [], dialogs: [], errors: [] });
  await close(opened);
});

const button = (id: string) => page.getByRole("button", { name: `in the editor of cell ${id}` });
const pressed = (id: string) => button(id).getAttribute("aria-pressed");
const loaded = () => opened.requests.filter((address) => new URL(address).pathname.includes("/types/"));
const redLines = (id: string) => cell(page, id).locator(".cm-lintRange-error");
const hoverTooltip = () => page.locator(".cm-tooltip-hover");
const completions = () => page.getByRole("listbox", { name: "Completions" });

/** Opens the cell's editor with a text and asks for types. */
async function editWithTypes(id: string, text: string): Promise<Locator> {
  const editor = await edit(page, id, text);
  await button(id).click();
  await page.locator(".cm-content[aria-autocomplete=list]").first().waitFor();
  await editor.press("Control+End");
  return editor;
}

describe("types are loaded", () => {
  test("when a reader asks for them, who was told what they weigh, and not before", async () => {
    await edit(page, "value", "twice(1).");
    await page.waitForTimeout(500);
    expect(loaded()).toEqual([]);
    expect(await button("value").textContent()).toBe(`Types (${typesSize})`);
    expect(await pressed("value")).toBe("false");

    await editWithTypes("value", "twice(1)");
    expect(loaded().map((address) => address.split("/types/")[1])).toEqual(["worker.js", "files.json"]);
    expect(await pressed("value")).toBe("true");
    expect(await button("value").textContent()).toBe("Types");
  });

  test("by Control+Space in the editor", async () => {
    const editor = await edit(page, "value", "twi");
    await editor.press("Control+Space");
    await completions().getByText("twice").waitFor();
    expect(await pressed("value")).toBe("true");
  });

  test("by themselves for a reader who had them, until they are turned off", async () => {
    await editWithTypes("value", "1");
    await page.reload();
    const wrong = "const wrong: string = start;";
    await edit(page, "value", wrong);
    await redLines("value").waitFor();

    await button("value").click();
    expect(await redLines("value").count()).toBe(0);
    expect(await pressed("value")).toBe("false");
    await page.reload();
    const before = loaded().length;
    await edit(page, "value", wrong);
    await page.waitForTimeout(500);
    expect(loaded().length).toBe(before);
  });

  test("or not, without a network: the reader is told, writes on, and may try again", async () => {
    await page.route("**/types/files.json", (route) => route.abort());
    await edit(page, "value", "1");
    await button("value").click();
    const said = cell(page, "value").getByText("Types did not load; the editor goes on without them.");
    await said.waitFor();
    expect(await pressed("value")).toBe("false");
    const editor = await edit(page, "value", "2");
    expect(await editor.textContent()).toBe("2");

    await page.unroute("**/types/files.json");
    await editWithTypes("value", "3");
    expect(await said.count()).toBe(0);
  });

  test("and let be, when the button is pressed again before they are there", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route("**/types/files.json", (route) => held.then(() => route.continue()));
    await edit(page, "value", "const wrong: string = start;");
    await button("value").click();
    await cell(page, "value").getByText("loading types").waitFor();
    await button("value").click();
    expect(await pressed("value")).toBe("false");
    await expect.poll(() => page.workers(), { timeout: 10_000 }).toEqual([]);
    release();
  });
});

describe("the types of a cell", () => {
  test("are shown at the pointer, with the doc comment as text, and Escape puts them away first", async () => {
    await edit(
      page,
      "start",
      "/** Twice <b>as</b> much. */\nconst twice = (value: number) => 2 * value;\nconst start = 1;",
    );
    const editor = await editWithTypes("value", "twice(start)");
    await editor.getByText("twice").hover();
    await hoverTooltip().waitFor();
    expect(await hoverTooltip().locator("code").textContent()).toBe("const twice: (value: number) => number");
    expect(await hoverTooltip().locator("p").textContent()).toBe("Twice <b>as</b> much.");
    await editor.press("Escape");
    expect(await hoverTooltip().count()).toBe(0);
    expect(await editor.isVisible()).toBe(true);
    await editor.press("Escape");
    expect(await editor.isVisible()).toBe(false);
  });

  test("are shown at the cursor by Control+I", async () => {
    const editor = await editWithTypes("value", "start");
    await editor.press("Home");
    await editor.press("Control+i");
    await hoverTooltip().waitFor();
    expect(await hoverTooltip().textContent()).toBe("const start: number");
    await editor.press("ArrowRight");
    expect(await hoverTooltip().count()).toBe(0);
  });

  test("complete what follows a dot; Enter chooses, and Tab still leaves", async () => {
    const editor = await editWithTypes("below", "table");
    await editor.pressSequentially(".resh");
    await completions().getByText("reshape").waitFor();
    // A list that has just opened takes no key: it might have been meant for the text.
    await page.waitForTimeout(200);
    await editor.press("Enter");
    expect(await editor.textContent()).toBe("table.reshape");
    await editor.pressSequentially("; table.");
    await completions().waitFor();
    await editor.press("Tab");
    expect(await editor.evaluate((element) => element === document.activeElement)).toBe(false);
    expect(await editor.textContent()).toBe("table.reshape; table.");
  });

  test("complete a word by Control+Space; Escape closes the list and then leaves", async () => {
    const editor = await editWithTypes("below", "colu");
    // What is asked for while the editor still takes in the text may be given up: a reader asks again.
    await vi.waitFor(
      async () => {
        await editor.press("Control+Space");
        await completions().getByText("columns").waitFor({ timeout: 2000 });
      },
      { timeout: 15_000 },
    );
    await editor.press("Escape");
    expect(await completions().count()).toBe(0);
    expect(await editor.textContent()).toBe("colu");
    await editor.press("Escape");
    expect(await editor.isVisible()).toBe(false);
  });

  test("give a red line, whose message F8 shows, and which goes with the mistake", async () => {
    const editor = await editWithTypes("value", "const wrong: string = start;");
    await redLines("value").waitFor();
    expect(await redLines("value").textContent()).toBe("wrong");
    // What screen readers are told stands there for a moment only.
    await cell(page, "value")
      .locator(".cm-announced")
      .evaluate((element) => {
        new MutationObserver((_, observer) => {
          observer.disconnect();
          element.setAttribute("data-told", element.textContent);
        }).observe(element, { childList: true });
      });
    await editor.press("F8");
    await hoverTooltip().waitFor();
    const message = "Type 'number' is not assignable to type 'string'.";
    expect(await hoverTooltip().textContent()).toBe(message);
    expect(await cell(page, "value").locator("[data-told]").getAttribute("data-told")).toBe(message);
    await edit(page, "value", "const wrong: number = start;");
    await redLines("value").waitFor({ state: "detached" });
  });

  test("follow an edit of a cell above", async () => {
    await editWithTypes("value", "const sum: number = start;");
    await page.waitForTimeout(500);
    expect(await redLines("value").count()).toBe(0);
    await edit(page, "start", 'const start = "twenty";');
    await redLines("value").waitFor();
  });
});

test.each(["light", "dark"] as const)(
  "axe finds nothing in %s while types are shown",
  async (colorScheme) => {
    await close(opened);
    await openPage({ colorScheme });
    const editor = await editWithTypes("below", "const wrong: string = rows;\ntable");
    await redLines("below").waitFor();
    await editor.getByText("table").hover();
    await hoverTooltip().waitFor();
    expect(await violations(page)).toEqual([]);
    await editor.pressSequentially(".");
    await completions().waitFor();
    await page.locator(".cm-completionInfo").waitFor();
    expect(await violations(page)).toEqual([]);
  },
);

test("every global that a cell is promised is there when it runs", async () => {
  const text = await readFile(join(website, "types", "cell-globals.d.ts"), "utf8");
  const names = [...text.matchAll(/^declare (?:var|function) (\w+)/gm)].map(([, name]) => name!);
  expect(names).toContain("console");
  await edit(page, "value", `${JSON.stringify(names)}.filter((name) => !(name in globalThis))`);
  await run(page, "value");
  expect(await outputs(page, "value").textContent()).toBe("[]");
});

test("the weight that a reader is told is that of the files", async () => {
  const pack = promisify(gzip);
  const files = ["worker.js", "files.json"].map((name) => readFile(join(website, "build", "types", name)));
  const packed = await Promise.all((await Promise.all(files)).map((file) => pack(file)));
  const megabytes = packed.reduce((sum, { length }) => sum + length, 0) / 1e6;
  expect(`${megabytes.toFixed(1)} MB`).toBe(typesSize);
});

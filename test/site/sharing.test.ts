import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { writeEditsLink } from "../../website/src/edits/edits-link.ts";
import { violations } from "./axe.ts";
import { close, type OpenPage, open, useBrowser } from "./browser.ts";
import { cell, chooseMore, edit, outputs, run, status } from "./page-cells.ts";

useBrowser();

const address = `${inject("workshop")}layers/workshop`;
const note = () => opened.page.getByRole("region", { name: "Edits from a link" });

let opened: OpenPage;
beforeEach(async () => {
  opened = await open(address);
});
afterEach(async () => {
  expect(opened.misdeeds).toEqual({ requests: [], dialogs: [], errors: [] });
  await close(opened);
});

/** The link that a reader with these edits copies. */
async function linkWith(texts: Readonly<Record<string, string>>): Promise<string> {
  const reader = await open(address);
  await reader.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  for (const [id, text] of Object.entries(texts)) await edit(reader.page, id, text);
  await chooseMore(reader.page, "Share edits");
  await status(reader.page).filter({ hasText: "Copied a link" }).waitFor();
  const link = await reader.page.evaluate(() => navigator.clipboard.readText());
  await close(reader);
  return link;
}

async function visit(link: string): Promise<void> {
  await close(opened);
  opened = await open(link);
}

const texts = { value: "start + 1", below: 'console.log("shared")' };

test("a link brings edits, asks, and runs nothing by itself", async () => {
  await visit(await linkWith(texts));
  const { page } = opened;
  await note().waitFor();
  expect(await note().getByRole("alert").textContent()).toBe(
    "This link brings edits to 2 cells; they have not been run.",
  );
  expect(await cell(page, "value").textContent()).toContain("twice(start) + 2");
  expect(await violations(page)).toEqual([]);
  await note().getByRole("button", { name: "Keep" }).click();
  expect(await note().isVisible()).toBe(false);
  expect(page.url()).toBe(address);
  expect(await cell(page, "value").textContent()).toContain("edited, not run since");
  expect(opened.requests.filter((request) => /frame\.htm/.test(request))).toEqual([]);
  await run(page, "value");
  expect(await outputs(page, "value").textContent()).toBe("21");
  await page.reload();
  await status(page).filter({ hasText: "Your edits of 2 cells are back; nothing has been run." }).waitFor();
});

test("a link's edits that are thrown away leave nothing", async () => {
  await visit(await linkWith(texts));
  const { page } = opened;
  await note().getByRole("button", { name: "Throw away" }).click();
  expect(await status(page).textContent()).toBe("The link's edits were thrown away.");
  expect(await cell(page, "value").textContent()).toContain("twice(start) + 2");
  await page.reload();
  await page.waitForSelector("html[data-has-hydrated=true]");
  expect(await note().isVisible()).toBe(false);
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("layerbook:edits"))),
  ).toEqual([]);
});

test("a link does not take the place of the reader's own edits without asking, and Undo brings them back", async () => {
  const link = await linkWith(texts);
  const { page } = opened;
  await edit(page, "value", "start + 100");
  await page.evaluate((hash) => {
    location.hash = hash;
  }, new URL(link).hash);
  await note().waitFor();
  expect(await note().getByRole("alert").textContent()).toContain(
    "Of these, 1 cell you have edited yourself.",
  );
  expect(await cell(page, "value").textContent()).toContain("start + 100");
  await note().getByRole("button", { name: "Keep, but not over mine" }).click();
  expect(await cell(page, "value").textContent()).toContain("start + 100");
  expect(await cell(page, "below").textContent()).toContain("shared");

  await page.evaluate((hash) => {
    location.hash = hash;
  }, new URL(link).hash);
  await note().getByRole("button", { name: "Keep, replacing mine" }).click();
  expect(await page.getByRole("textbox", { name: "Code of cell value." }).textContent()).toBe("start + 1");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  expect(await page.getByRole("textbox", { name: "Code of cell value." }).textContent()).toBe("start + 100");
});

test("an edit of a text that the book has changed since is offered, not put on the new one", async () => {
  const old = { cell: "value", digest: "0".repeat(16), source: "start + 7" };
  await visit(address + (await writeEditsLink([old])));
  await note().getByRole("button", { name: "Keep" }).click();
  expect(await cell(opened.page, "value").textContent()).toContain("twice(start) + 2");
  await cell(opened.page, "value").getByRole("button", { name: "Use the edit" }).click();
  expect(await cell(opened.page, "value").textContent()).toContain("start + 7");
});

const digest = "0".repeat(16);
const hostile: [string, () => Promise<string>, RegExp][] = [
  [
    "a link that was cut",
    async () => (await writeEditsLink([{ cell: "value", digest, source: "1" }])).slice(0, -3),
    /damaged/,
  ],
  ["no base64", async () => "#edits=1.00000000.<script>alert(1)</script>", /damaged/],
  ["a newer form", async () => "#edits=9.x", /does not know/],
  ["a huge one", async () => `#edits=1.00000000.${"A".repeat(70_000)}`, /too long/],
  [
    "one for another page",
    () => writeEditsLink([{ cell: "elsewhere", digest, source: "1" }]),
    /has no cell elsewhere/,
  ],
];
test.each(hostile)("%s is told and leaves the page untouched", async (_, fragment, message) => {
  await visit(address + (await fragment()));
  await status(opened.page).filter({ hasText: message }).waitFor();
  expect(await note().isVisible()).toBe(false);
  expect(await cell(opened.page, "value").textContent()).toContain("twice(start) + 2");
  await run(opened.page, "value");
  expect(await status(opened.page).textContent()).toMatch(/^Ran 2 cells/);
  expect(await outputs(opened.page, "value").textContent()).toBe("42");
});

test("text in a link is never markup", async () => {
  await visit(await linkWith({ value: '"<img src=x onerror=alert(1)>"' }));
  await note().getByRole("button", { name: "Keep" }).click();
  expect(await cell(opened.page, "value").textContent()).toContain("<img src=x onerror=alert(1)>");
});

test("with nothing to share, or too much, the reader is told what to do", async () => {
  const { page } = opened;
  await chooseMore(page, "Share edits");
  expect(await status(page).textContent()).toMatch(/nothing to share yet/);
  const noise = Array.from({ length: 20_000 }, (_, index) =>
    ((index * 7919) ^ (index << 5)).toString(36),
  ).join(" ");
  await edit(page, "value", `"${noise.slice(0, 40_000)}"`);
  await chooseMore(page, "Share edits");
  await status(page)
    .filter({ hasText: /^The link would have [\d,]+ characters, and many programs cut links at 8,000/ })
    .waitFor();
});

test("links to headings and cells work as before", async () => {
  await visit(`${address}#a-figure`);
  expect(
    await opened.page.locator("#a-figure").evaluate((element) => element.getBoundingClientRect().top),
  ).toBeLessThan(400);
  expect(await note().isVisible()).toBe(false);
  expect(await status(opened.page).textContent()).toBe("");
});

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { website } from "../../scripts/site/build.mjs";
import { violations } from "./axe.ts";
import { close, open, useBrowser } from "./browser.ts";
import { edit, settled } from "./page-cells.ts";

useBrowser();

const docs = readdirSync(join(website, "docs"), { recursive: true, encoding: "utf8" });
const pages = docs
  .filter((file) => file.endsWith(".md"))
  .map((file) => file.replaceAll("\\", "/").slice(0, -3));
const places = ["", "no-such-page", "changelog", ...pages];
const themes = ["light", "dark"] as const;

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true };
const looks = [
  { look: "light", options: { colorScheme: "light" } },
  { look: "dark", options: { colorScheme: "dark" } },
  { look: "360 pixels", options: phone },
] as const;

test.each(places.flatMap((place) => looks.map((look) => ({ place, ...look }))))(
  "axe finds nothing on /$place in $look",
  async ({ place, options }) => {
    const opened = await open(inject("book") + place, options);
    expect(await violations(opened.page)).toEqual([]);
    await close(opened);
  },
);

test.each(themes)("axe finds nothing in %s while a page is edited and has run", async (theme) => {
  const opened = await open(`${inject("workshop")}layers/workshop`, { colorScheme: theme });
  const { page } = opened;
  await edit(page, "value", "nowhere");
  await page.getByRole("button", { name: "Run all" }).click();
  await settled(page);
  expect(await violations(page)).toEqual([]);
  await close(opened);
});

test.each(places)("at 360 pixels /%s does not scroll sideways, before and after a run", async (place) => {
  const opened = await open(inject("book") + place, phone);
  const { page } = opened;
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(await overflow()).toBe(0);
  const runAll = page.getByRole("button", { name: "Run all" });
  if (await runAll.isVisible()) {
    await runAll.click();
    await settled(page);
    expect(await overflow()).toBe(0);
  }
  await close(opened);
});

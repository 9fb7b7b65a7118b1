import { afterEach, expect, inject, test } from "vitest";
import { pages } from "../../scripts/reference/contents.mjs";
import { violations } from "./axe.ts";
import { close, type OpenPage, open, useBrowser } from "./browser.ts";

useBrowser();

const book = inject("book");
let opened: OpenPage | undefined;
afterEach(async () => {
  if (opened) await close(opened);
  opened = undefined;
});

test.each(["conv2d", "clipGradNorm", "Conv2d", "loadSafetensors", "reshape"])(
  "the search finds %s in the reference",
  async (name) => {
    opened = await open(book);
    const { page, misdeeds } = opened;
    await page.getByPlaceholder("Search").fill(name);
    await page.getByRole("option").filter({ hasText: name }).first().waitFor();
    const options = await page.getByRole("option").allTextContents();
    expect(options.filter((text) => text.toLowerCase().startsWith(name.toLowerCase()))).not.toEqual([]);
    expect(misdeeds).toEqual({ requests: [], dialogs: [], errors: [] });
  },
);

test("a page of the book leads to the reference and back", async () => {
  opened = await open(`${book}layers/convolution`);
  const { page } = opened;
  await page.getByRole("link", { name: "Convolution layers" }).click();
  await page.getByRole("heading", { level: 1, name: "Convolution layers" }).waitFor();
  await page.getByRole("link", { name: "formula, examples and exercises" }).click();
  await page.getByRole("heading", { level: 1, name: "Convolution", exact: true }).waitFor();
});

test("a type in a signature leads to its description", async () => {
  opened = await open(`${book}reference/layers/convolution`);
  const { page } = opened;
  const signature = page.locator("pre", { hasText: "new Conv2d(" });
  await signature.getByRole("link", { name: "ConvolutionLayerOptions" }).click();
  expect(new URL(page.url()).hash).toBe("#ConvolutionLayerOptions");
  await signature.getByRole("link", { name: "Size" }).click();
  await page.waitForURL(`${book}reference/tensors/tensor#Size`);
  expect(await page.locator("#Size").isVisible()).toBe(true);
});

test("a page of the reference is read without a script", async () => {
  opened = await open(`${book}reference/training/losses`, { javaScriptEnabled: false });
  const { page } = opened;
  expect(await page.locator("#crossEntropy").isVisible()).toBe(true);
  expect(await page.locator("pre", { hasText: "crossEntropy(" }).first().isVisible()).toBe(true);
});

// Each page once, in the look that leaves least room; all have the same parts.
test.each(["", ...pages.map(({ path }) => `/${path}`)])(
  "axe finds nothing on /reference%s, dark at 360 pixels, and it does not scroll sideways",
  async (path) => {
    const viewport = { width: 360, height: 740 };
    opened = await open(`${book}reference${path}`, { viewport, hasTouch: true, colorScheme: "dark" });
    const { page } = opened;
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  },
);

test("axe finds nothing on a page of the reference in light", async () => {
  opened = await open(`${book}reference/layers/convolution`, { colorScheme: "light" });
  expect(await violations(opened.page)).toEqual([]);
});

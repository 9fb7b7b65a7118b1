import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodePng } from "@layerbook/data";
import { afterEach, expect, inject, test } from "vitest";
import { pages } from "../../scripts/reference/contents.mjs";
import { website } from "../../scripts/site/build.mjs";
import { bookPages, root } from "../pages/book-pages.ts";
import { close, type OpenPage, open, useBrowser } from "./browser.ts";

useBrowser();

const book = inject("book");
let opened: OpenPage | undefined;
afterEach(async () => {
  if (opened) await close(opened);
  opened = undefined;
});

test("llms.txt lists every page of the book with its Markdown", async () => {
  const text = await (await fetch(`${book}llms.txt`)).text();
  expect(text).toMatch(/^# Layerbook\n\n> .+\n\n## Pages\n\n- \[/);
  const links = [...text.matchAll(/^- \[(?<title>.+)\]\((?<url>.+)\): .+$/gm)].map(({ groups }) => groups!);
  const paths = links.map(({ url }) => new URL(url!).pathname);
  for (const { path } of bookPages) expect(paths).toContain(path.replace(/^website\/docs/, ""));
  for (const [i, path] of paths.entries()) {
    const page = await fetch(new URL(path, book));
    expect(page.status).toBe(200);
    expect(await page.text()).toMatch(new RegExp(`^---\\ntitle: "?${links[i]!.title}`));
  }
});

test("the sitemap has every page of the book and of the reference, and nothing else but the first page and the changelog", async () => {
  const text = await (await fetch(`${book}sitemap.xml`)).text();
  const paths = [...text.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => new URL(url!).pathname);
  const docs = readdirSync(join(website, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `/${file.replaceAll("\\", "/").slice(0, -3)}`);
  const reference = pages.map(({ path }) => `/reference/${path}`);
  expect(paths.sort()).toEqual(["/", "/changelog", "/reference", ...docs, ...reference].sort());
});

test("the footer leads to the changelog, which is the repository's", async () => {
  opened = await open(book);
  const { page } = opened;
  await page.getByRole("contentinfo").getByRole("link", { name: "Changelog" }).click();
  await page.getByRole("heading", { level: 2, name: "Unreleased" }).waitFor();
  const items = readFileSync(join(root, "CHANGELOG.md"), "utf8").match(/^- /gm)!.length;
  expect(await page.locator("article li").count()).toBe(items);
});

test("an address that the book does not have leads back into it", async () => {
  opened = await open(`${book}layers/no-such-layer`);
  const { page } = opened;
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  await page.getByRole("link", { name: "The page to begin with: Linear" }).click();
  await page.getByRole("heading", { level: 1, name: "Linear" }).waitFor();
});

test("a link to the site is shown with its card, 1200 x 630", async () => {
  const html = await (await fetch(book)).text();
  const image = /property="?og:image"? content="?([^" >]+)/.exec(html)?.[1];
  const png = new Uint8Array(await (await fetch(new URL(new URL(image!).pathname, book))).arrayBuffer());
  const [width, height] = decodePng(png).shape.slice(1).reverse();
  expect([width, height]).toEqual([1200, 630]);
});

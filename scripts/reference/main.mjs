// Writes the reference's pages from the docstrings of the packages: node scripts/reference/main.mjs [folder]
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { root } from "../setup/paths.mjs";
import { pages, subjects } from "./contents.mjs";
import { readEntries } from "./entries.mjs";
import { indexText, pageText, placesOf } from "./markdown.mjs";

const folder = process.argv[2] ?? join(root, "website", ".cache", "reference");
const entries = readEntries();

/** @param {string} path @param {string} text */
async function write(path, text) {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

await rm(folder, { recursive: true, force: true });
await write("index.md", indexText(entries));
for (const [position, page] of pages.entries())
  await write(`${page.path}.md`, pageText(page, entries, position + 1));
for (const [position, { folder: name, title }] of subjects.entries()) {
  const category = { label: title, position: position + 1, collapsible: true, collapsed: false };
  await write(join(name, "_category_.json"), JSON.stringify(category));
}
// What the site's plugin needs to link signatures, and the book's pages, to the reference.
const names = [...placesOf(entries)].filter(([name]) => !name.includes(".") || name.startsWith("init."));
await write(
  "links.json",
  JSON.stringify({
    names: Object.fromEntries(names.map(([name, { page }]) => [name, `/reference/${page.path}#${name}`])),
    book: Object.fromEntries(
      pages.flatMap(({ book, path, title }) => (book ? [[book, { path: `/reference/${path}`, title }]] : [])),
    ),
  }),
);

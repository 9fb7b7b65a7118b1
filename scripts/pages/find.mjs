import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { root } from "../setup/paths.mjs";

/**
 * A page with cells and the files that are made from it.
 * @typedef {object} PageFiles
 * @property {string} name the base name of all of them: `convolution`
 * @property {string} path of the page from the repository's folder, with `/`
 * @property {string} notebookPath of the notebook, likewise
 * @property {string} page
 * @property {string} outputs
 * @property {string} notebook
 */

/**
 * The site's pages that have cells, by name.
 * @param {string} [folder] the repository's
 * @returns {PageFiles[]}
 * @throws {Error} when two have one name, and so one notebook
 */
export function findPages(folder = root) {
  const docs = join(folder, "website", "docs");
  const pages = readdirSync(docs, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join(docs, file))
    .filter((file) => hasCells(readFileSync(file, "utf8")))
    .map((page) => filesOf(page, folder))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const [index, { name, path }] of pages.entries()) {
    const before = pages[index - 1];
    if (before?.name === name) {
      throw new Error(
        `${path}:1: ${before.path} has the name ${name} too, and so the same notebook; rename one`,
      );
    }
  }
  return pages;
}

/**
 * Whether a cell's fence opens in the text; one that is shown inside another fence is none. The parser of pages would
 * tell too, but it is not there before the packages are built.
 * @param {string} markdown
 */
function hasCells(markdown) {
  let open = "";
  for (const line of markdown.split(/\r?\n/)) {
    const [, fence = "", info = ""] = /^\s*(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (open === "") {
      if (/^ts cell\b/.test(info)) return true;
      open = fence;
    } else if (fence.startsWith(open) && info.trim() === "") {
      open = "";
    }
  }
  return false;
}

/**
 * @param {string} page
 * @param {string} folder
 * @returns {PageFiles}
 */
function filesOf(page, folder) {
  const name = basename(page, ".md");
  return {
    name,
    path: relative(folder, page).split(sep).join("/"),
    notebookPath: `notebooks/${name}.ipynb`,
    page,
    outputs: page.replace(/\.md$/, ".outputs.json"),
    notebook: join(folder, "notebooks", `${name}.ipynb`),
  };
}

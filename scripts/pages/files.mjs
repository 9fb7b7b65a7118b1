import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parsePage } from "@layerbook/literate";
import { editedCell, serializeNotebook, toNotebook } from "@layerbook/literate/notebook";
import { parseOutputs, serializeOutputs } from "@layerbook/literate/outputs";

/** @import { Page } from "@layerbook/literate" */
/** @import { CheckedOutputs } from "@layerbook/literate/outputs" */
/** @import { PageFiles } from "./find.mjs" */

/** How the notebooks name the kernel; the name is the folder's in which it is installed. */
const kernel = { name: "layerbook", displayName: "TypeScript (Layerbook)" };

/**
 * @param {PageFiles} files
 * @returns {Page}
 */
export function readPage({ page, path }) {
  return parsePage(readFileSync(page, "utf8"), path);
}

/**
 * @param {PageFiles} files
 * @returns {CheckedOutputs}
 */
export function readOutputs({ outputs, path }) {
  const name = path.replace(/\.md$/, ".outputs.json");
  if (!existsSync(outputs)) throw new Error(`${name}: there is no such file; make it with \`npm run pages\``);
  return parseOutputs(readFileSync(outputs, "utf8"), name);
}

/**
 * The text of a page's notebook.
 * @param {PageFiles} files
 * @param {Page} page
 * @param {CheckedOutputs} outputs
 * @param {readonly PageFiles[]} all the pages that have notebooks, for links from one to another
 * @returns {string}
 */
export function notebookText({ notebookPath }, page, outputs, all) {
  const notebookOf = (/** @type {string} */ path) => all.find((other) => other.path === path)?.notebookPath;
  return serializeNotebook(toNotebook(page, outputs, { kernel, path: notebookPath, notebookOf }));
}

/**
 * @param {PageFiles} files
 * @throws {Error} when the notebook is not as it was made, so that making it again would lose someone's work
 */
export function refuseEdited({ notebook, notebookPath, path }) {
  if (!existsSync(notebook)) return;
  const edited = editedCell(readFileSync(notebook, "utf8"));
  if (edited === undefined) return;
  throw new Error(
    `${notebookPath}: ${edited} by hand; take the change over into ${path}, then run \`npm run pages -- --force\``,
  );
}

/**
 * Writes what a run of a page gave: both files, or on a failure none.
 * @param {PageFiles} files
 * @param {CheckedOutputs} outputs
 * @param {string} notebook its text
 */
export function writePage(files, outputs, notebook) {
  const texts = /** @type {const} */ ([
    [files.outputs, serializeOutputs(outputs)],
    [files.notebook, notebook],
  ]);
  const written = texts.map(([file, text]) => {
    const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
    return { file, temporary, text };
  });
  try {
    for (const { temporary, text } of written) writeFileSync(temporary, text, { flag: "wx" });
    for (const { file, temporary } of written) renameSync(temporary, file);
  } finally {
    for (const { temporary } of written) rmSync(temporary, { force: true });
  }
}

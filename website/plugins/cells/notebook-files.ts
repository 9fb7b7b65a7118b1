import { readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { type Page, parsePage } from "@layerbook/literate";
import { serializeNotebook, toNotebook } from "@layerbook/literate/notebook";
import { outputsPath, readCheckedOutputs } from "./checked-outputs.ts";

/** Below the site's base URL: where the pages' notebooks lie. */
export const notebookFolder = "notebooks/";

/** The kernel of the book's notebooks, as `scripts/pages/files.mjs` has it; a test compares the files. */
const kernel = { name: "layerbook", displayName: "TypeScript (Layerbook)" };

export interface NotebookFile {
  /** `linear.ipynb` */
  readonly name: string;
  readonly content: string;
}

/** `docs/layers/linear.md` -> `linear.ipynb`: names of pages are given once in the book. */
export function notebookName(page: string): string {
  return `${basename(page, ".md")}.ipynb`;
}

/**
 * The notebooks of the pages that have cells, the same as in the repository's folder `notebooks`.
 *
 * @param files paths of the pages from `docs`
 */
export function notebookFiles(repository: string, docs: string, files: readonly string[]): NotebookFile[] {
  const pages = files.map((file): [file: string, page: Page] => {
    const path = relative(repository, join(docs, file)).split(sep).join("/");
    return [file, parsePage(readFileSync(join(docs, file), "utf8"), path)];
  });
  const withCells = pages.filter(([, { cells }]) => cells.length > 0);
  const notebooks = new Map(withCells.map(([file, { path }]) => [path, notebookFolder + notebookName(file)]));
  return withCells.map(([file, page]) => {
    const outputs = readCheckedOutputs(outputsPath(join(docs, file)));
    const options = {
      kernel,
      path: notebooks.get(page.path)!,
      notebookOf: (path: string) => notebooks.get(path),
    };
    const notebook = toNotebook(page, { format: 1, cells: Object.fromEntries(outputs) }, options);
    return { name: notebookName(file), content: serializeNotebook(notebook) };
  });
}

import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fromNotebookOutputs, type NotebookOutput } from "@layerbook/literate/notebook";
import { comparePage } from "@layerbook/literate/outputs";
import { readOutputs } from "../../scripts/pages/files.mjs";
import { bookPages } from "../pages/book-pages.ts";

/** The repository's folder. */
export const root: string = resolve(import.meta.dirname, "../..");

export interface Notebook {
  readonly cells: readonly {
    readonly id: string;
    readonly cell_type: string;
    readonly execution_count?: number | null;
    readonly outputs?: readonly NotebookOutput[];
  }[];
}

/** The file names of the notebooks. */
export const notebookNames: readonly string[] = readdirSync(join(root, "notebooks")).filter((name) =>
  name.endsWith(".ipynb"),
);

/** How the outputs of a notebook that was run differ from the checked ones of its page, each difference in a line. */
export function differences(name: string, notebook: Notebook): string[] {
  const book = bookPages.find((page) => `${page.name}.ipynb` === name);
  if (book === undefined) return [`${name} comes from no page`];
  const cells = notebook.cells.filter((cell) => cell.cell_type === "code");
  const outputs = cells.map(({ id, outputs: given = [] }) => [id, fromNotebookOutputs(given.map(asSent))]);
  return comparePage(book.page(), readOutputs(book.files), Object.fromEntries(outputs));
}

/** JupyterLab's plotly adds a picture of each figure that it has drawn when the notebook is saved. */
function asSent(output: NotebookOutput): NotebookOutput {
  if (!("data" in output) || !("application/vnd.plotly.v1+json" in output.data)) return output;
  const { "image/png": _added, ...data } = output.data;
  return { ...output, data };
}

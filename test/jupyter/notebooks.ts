import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The repository's folder. */
export const root: string = resolve(import.meta.dirname, "../..");

export interface Output {
  readonly output_type: "stream" | "display_data" | "execute_result" | "error";
  readonly name?: string;
  readonly ename?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface Notebook {
  readonly cells: readonly {
    readonly id: string;
    readonly cell_type: string;
    readonly execution_count?: number | null;
    readonly metadata: { readonly tags?: readonly string[] };
    readonly outputs?: readonly Output[];
  }[];
}

/** The file names of the notebooks. */
export const notebookNames: readonly string[] = readdirSync(join(root, "notebooks")).filter((name) =>
  name.endsWith(".ipynb"),
);

export function readNotebook(name: string): Notebook {
  return JSON.parse(readFileSync(join(root, "notebooks", name), "utf8"));
}

/** What each code cell gave, without the values: kinds of outputs, their mime types, names of errors. */
export function shape(notebook: Notebook): Record<string, string[]> {
  const cells = notebook.cells.filter((cell) => cell.cell_type === "code");
  return Object.fromEntries(cells.map(({ id, outputs = [] }) => [id, kinds(outputs)]));
}

function kinds(outputs: readonly Output[]): string[] {
  const all = outputs.map(({ output_type, name, ename, data = {} }) =>
    [output_type, name, ename, ...mimeTypes(data)].filter(Boolean).join(" "),
  );
  // One stream or two: that depends on how fast the texts follow each other.
  return all.filter((kind, index) => !kind.startsWith("stream") || kind !== all[index - 1]);
}

/** JupyterLab's plotly adds a picture of each figure that it has drawn when the notebook is saved. */
function mimeTypes(data: Readonly<Record<string, unknown>>): string[] {
  const added = "application/vnd.plotly.v1+json" in data ? "image/png" : undefined;
  return Object.keys(data)
    .filter((mime) => mime !== added)
    .sort();
}

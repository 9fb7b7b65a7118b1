import { posix } from "node:path";
import { rewriteLinks } from "./links.ts";
import { cellDigests } from "./notebook-digest.ts";
import { type NotebookOutput, splitLines, toNotebookOutput } from "./notebook-outputs.ts";
import type { CheckedOutputs } from "./outputs.ts";
import type { Cell, Page, Prose } from "./page.ts";

export { editedCell } from "./notebook-digest.ts";
export { fromNotebookOutputs, type MultilineText, type NotebookOutput } from "./notebook-outputs.ts";
export { serializeNotebook } from "./notebook-text.ts";

export interface MarkdownCell {
  readonly cell_type: "markdown";
  readonly id: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly source: readonly string[];
}

export interface CodeCell {
  readonly cell_type: "code";
  /** Null for a cell that has not run. */
  readonly execution_count: number | null;
  readonly id: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly outputs: readonly NotebookOutput[];
  readonly source: readonly string[];
}

/** A notebook of nbformat 4.5. */
export interface Notebook {
  readonly cells: readonly (MarkdownCell | CodeCell)[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly nbformat: 4;
  readonly nbformat_minor: 5;
}

/** A kernel as Jupyter lists it. */
export interface KernelSpec {
  readonly name: string;
  readonly displayName: string;
}

export interface NotebookOptions {
  readonly kernel: KernelSpec;
  /** Where the notebook will lie, from the same folder as the page's path, with `/`: `notebooks/convolution.ipynb`. */
  readonly path: string;
  /** The notebook of another page, for links to it; links to pages without one lead to the page. */
  readonly notebookOf?: (page: string) => string | undefined;
}

/** The notebook of a page with the outputs of its cells. The same page and outputs give the same notebook. */
export function toNotebook(
  page: Page,
  { cells: outputs }: CheckedOutputs,
  options: NotebookOptions,
): Notebook {
  let count = 0;
  let before: string | undefined;
  const cells = page.parts.map((part): MarkdownCell | CodeCell => {
    if (part.kind === "prose") return markdownCell(part, before, page, options);
    before = part.id;
    count += 1;
    return codeCell(part, count, outputs);
  });
  const { name, displayName } = options.kernel;
  return {
    cells,
    metadata: {
      kernelspec: { display_name: displayName, language: "typescript", name },
      language_info: { file_extension: ".ts", mimetype: "text/x-typescript", name: "typescript" },
      layerbook: { digests: cellDigests(cells), page: page.path },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** The id has an underscore, which no cell of a page can have. */
function markdownCell(
  part: Prose,
  before: string | undefined,
  page: Page,
  options: NotebookOptions,
): MarkdownCell {
  const source = rewriteLinks(part.source, (url) => rebase(url, page.path, options));
  const id = before === undefined ? "opening_" : `after_${before}`;
  return { cell_type: "markdown", id, metadata: {}, source: splitLines(source) };
}

function codeCell(cell: Cell, count: number, outputs: CheckedOutputs["cells"]): CodeCell {
  const given = outputs[cell.id];
  if (given === undefined)
    throw new Error(`Cannot make the notebook: cell ${cell.id} has no checked outputs; run the page`);
  const tags = cell.throws === undefined ? {} : { tags: ["raises-exception"] };
  const closed = cell.folded || cell.solution ? { jupyter: { source_hidden: true } } : {};
  return {
    cell_type: "code",
    execution_count: count,
    id: cell.id,
    metadata: { ...closed, ...tags },
    outputs: given.map((output) => toNotebookOutput(output, count)),
    source: splitLines(cell.source),
  };
}

/** An address relative to the page, as one relative to the notebook. */
function rebase(url: string, pagePath: string, { path, notebookOf }: NotebookOptions): string {
  const [, file, rest] = /^([^?#]*)(.*)$/s.exec(url)!;
  const target = posix.join(posix.dirname(pagePath), file!);
  return posix.relative(posix.dirname(path), notebookOf?.(target) ?? target) + rest;
}

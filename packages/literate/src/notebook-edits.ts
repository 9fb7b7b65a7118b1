import { withConstants } from "./constants.ts";
import type { CodeCell, MarkdownCell, Notebook } from "./notebook.ts";
import { splitLines, toNotebookOutput } from "./notebook-outputs.ts";
import type { Output } from "./output-types.ts";

export type { CodeCell, MarkdownCell, Notebook } from "./notebook.ts";
export { serializeNotebook } from "./notebook-text.ts";

/** A cell of a page as a reader has it: what is absent is the page's. */
export interface ReadersCell {
  readonly id: string;
  readonly source?: string;
  /** Values of sliders. */
  readonly constants?: Readonly<Record<string, number>>;
  /** What it gave when the reader ran it. */
  readonly outputs?: readonly Output[];
}

/**
 * A page's notebook as a reader has the page. A cell with another text or other values has the outputs of the reader's
 * run, or none: those that the page was checked with belong to another text.
 */
export function readersNotebook(notebook: Notebook, cells: readonly ReadersCell[]): Notebook {
  const known = new Map(cells.map((cell) => [cell.id, cell]));
  return {
    ...notebook,
    cells: notebook.cells.map((cell) => {
      const readers = known.get(cell.id);
      return cell.cell_type === "markdown" || readers === undefined ? cell : readersCell(cell, readers);
    }),
  };
}

function readersCell(cell: CodeCell, { source, constants = {}, outputs }: ReadersCell): CodeCell {
  const text = withConstants(source ?? cell.source.join(""), constants);
  const isEdited = text !== cell.source.join("");
  if (!isEdited && outputs === undefined) return cell;
  const count = outputs === undefined ? null : cell.execution_count;
  return {
    ...cell,
    execution_count: count,
    outputs: (outputs ?? []).map((output) => toNotebookOutput(output, count ?? 0)),
    source: splitLines(text),
  };
}

/**
 * A page's notebook to be worked through: without the cells of these ids, the solutions, and without outputs. It does not
 * say any more that it was made from the page, as it is there to be changed.
 */
export function studentsNotebook(notebook: Notebook, solutions: ReadonlySet<string>): Notebook {
  const { layerbook: _layerbook, ...metadata } = notebook.metadata;
  return {
    ...notebook,
    cells: notebook.cells
      .filter(({ id }) => !solutions.has(id))
      .map((cell): MarkdownCell | CodeCell =>
        cell.cell_type === "markdown" ? cell : { ...cell, execution_count: null, outputs: [] },
      ),
    metadata,
  };
}

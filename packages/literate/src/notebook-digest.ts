import { createHash } from "node:crypto";
import type { CodeCell, MarkdownCell } from "./notebook.ts";
import {
  fromNotebookOutputs,
  joinLines,
  type MultilineText,
  type NotebookOutput,
} from "./notebook-outputs.ts";
import { sortKeys } from "./sort-keys.ts";

/** Of each cell, in order: its id and a digest of its kind, source and outputs. */
export function cellDigests(
  cells: readonly (MarkdownCell | CodeCell)[],
): (readonly [id: string, digest: string])[] {
  return cells.map((cell) => [cell.id, digest(cell)] as const);
}

/**
 * The first cell of a notebook's text that is not as it was made, in words: `cell edges was changed`. Undefined when all
 * are. Counts of execution and the way in which Jupyter breaks texts into lines do not matter.
 */
export function editedCell(text: string): string | undefined {
  let notebook: {
    cells: (MarkdownCell | CodeCell)[];
    metadata: { layerbook: { digests: [string, string][] } };
  };
  let cells: { id: string; digest: string }[];
  let made: readonly (readonly [string, string])[];
  try {
    notebook = JSON.parse(text);
    cells = notebook.cells.map((cell) => ({ id: cell.id, digest: digest(cell) }));
    made = [...notebook.metadata.layerbook.digests];
  } catch {
    return "it was not made from a page";
  }
  const known = new Map(made);
  for (const [index, { id, digest: now }] of cells.entries()) {
    if (!known.has(id)) return `cell ${index + 1} (${id}) was added`;
    if (known.get(id) !== now) return `cell ${index + 1} (${id}) was changed`;
    if (made[index]?.[0] !== id) return `cell ${index + 1} (${id}) was moved, or one before it removed`;
  }
  const removed = made[cells.length];
  return removed === undefined ? undefined : `cell ${cells.length + 1} (${removed[0]}) was removed`;
}

function digest(cell: {
  cell_type: string;
  source: MultilineText;
  outputs?: readonly NotebookOutput[];
}): string {
  const outputs = cell.outputs === undefined ? [] : fromNotebookOutputs(cell.outputs);
  const text = JSON.stringify([cell.cell_type, joinLines(cell.source), sortKeys(outputs)]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

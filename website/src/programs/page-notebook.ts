import {
  type Notebook,
  type ReadersCell,
  readersNotebook,
  serializeNotebook,
  studentsNotebook,
} from "@layerbook/literate/notebook-edits";
import type { CellState } from "../edits/page-state.ts";

/** The text of a page's notebook as the reader has the page: with texts, sliders and what was run since. */
export function notebookAsItStands(text: string, cells: readonly CellState[]): string {
  const readers = cells.map(
    ({ data, source, constants, outputs }): ReadersCell => ({
      id: data.id,
      constants,
      ...(source === data.source ? {} : { source }),
      ...(outputs === undefined ? {} : { outputs }),
    }),
  );
  return serializeNotebook(readersNotebook(JSON.parse(text) as Notebook, readers));
}

/** The same without solutions and outputs, with the book's own texts, for somebody to work through. */
export function notebookForStudents(text: string, cells: readonly CellState[]): string {
  const solutions = cells.filter(({ data }) => data.solution).map(({ data }) => data.id);
  return serializeNotebook(studentsNotebook(JSON.parse(text) as Notebook, new Set(solutions)));
}

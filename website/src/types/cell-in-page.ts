import type { CellText } from "@layerbook/literate/types";
import type { PageState } from "../edits/page-state.ts";

/** A cell that is edited, and the page that it stands in. */
export interface CellInPage {
  readonly page: PageState;
  readonly id: string;
}

/** The cells of the page down to this one, as their editors have them; this one with the given text. */
export function cellsDownTo({ page, id }: CellInPage, source: string): CellText[] {
  const cells: CellText[] = [];
  for (const { data, source: text } of page.cells.values()) {
    const { solution } = data;
    if (data.id === id) return [...cells, { source, solution }];
    cells.push({ source: text, solution });
  }
  return [{ source, solution: false }];
}

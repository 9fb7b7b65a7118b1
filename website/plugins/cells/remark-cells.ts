import type { Root, RootContent } from "mdast";
import type { Plugin } from "unified";
import { SKIP, visit } from "unist-util-visit";
import { jsxElement } from "../static/jsx-element.ts";
import { notebookFolder, notebookName } from "./notebook-files.ts";
import { pageCells } from "./page-cells.ts";

export interface RemarkCellsOptions {
  /** Path under which the site is served, with both slashes. */
  readonly baseUrl: string;
}

/**
 * Turns each cell of a page into an element `Cell` whose attribute `data` is a `CellData` as JSON. The fence stays inside
 * it, so that it is highlighted by the build and read without a script. A `CellToolbar` stands before the first cell.
 */
export const remarkCells: Plugin<[RemarkCellsOptions], Root> =
  ({ baseUrl }) =>
  (tree, file) => {
    const cells = new Map(pageCells(String(file.value), file.path, baseUrl).map((cell) => [cell.line, cell]));
    if (cells.size === 0) return;
    let first = true;
    const toolbar = { count: String(cells.size), notebook: notebookFolder + notebookName(file.path) };
    visit(tree, "code", (code, index, parent) => {
      const cell = cells.get(code.position?.start.line ?? 0);
      if (cell === undefined || parent === undefined || index === undefined) return undefined;
      const elements: RootContent[] = [
        jsxElement("Cell", { data: JSON.stringify(cell.data) }, { children: [code] }),
      ];
      if (first) elements.unshift(jsxElement("CellToolbar", toolbar));
      first = false;
      parent.children.splice(index, 1, ...elements);
      return [SKIP, index + elements.length];
    });
  };

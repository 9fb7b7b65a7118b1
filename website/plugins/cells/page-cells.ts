import { createHash } from "node:crypto";
import { parsePage } from "@layerbook/literate";
import { compileCell } from "@layerbook/literate/compile";
import type { CellData } from "./cell-data.ts";
import { outputsPath, readCheckedOutputs } from "./checked-outputs.ts";
import type { Asset } from "./picture.ts";
import { staticOutputs } from "./static-outputs.ts";

export interface PageCell {
  readonly data: CellData;
  /** Line in the page of the cell's fence, from 1. */
  readonly line: number;
  readonly assets: readonly Asset[];
}

/**
 * The cells of a page with the outputs that lie checked beside it.
 *
 * @param markdown the whole page
 * @param path the page's file
 * @throws {Error} naming file and line when the page breaks the grammar or a cell has no checked outputs
 */
export function pageCells(markdown: string, path: string, baseUrl: string): readonly PageCell[] {
  const { cells } = parsePage(markdown, path);
  if (cells.length === 0) return [];
  const checked = readCheckedOutputs(outputsPath(path));
  return cells.map((cell) => {
    const line = cell.line - 1;
    const outputs = checked.get(cell.id);
    if (outputs === undefined) {
      throw new Error(
        `${path}:${line}: cell ${cell.id} has no checked outputs; run \`npm run pages\` to write them`,
      );
    }
    const { outputs: shown, assets } = staticOutputs(cell.id, outputs, baseUrl);
    const { names } = compileCell(cell.source, cell.id);
    const data: CellData = {
      id: cell.id,
      source: cell.source,
      digest: createHash("sha256").update(cell.source).digest("hex").slice(0, 16),
      controls: cell.controls.map((control) => ({
        ...control,
        // The page was parsed: each control has its constant.
        value: names.find(({ name }) => name === control.name)!.number!,
      })),
      ...(cell.throws === undefined ? {} : { throws: cell.throws }),
      folded: cell.folded,
      solution: cell.solution,
      outputs: shown,
    };
    return { data, line, assets };
  });
}

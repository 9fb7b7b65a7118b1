import { type Plan, tileOrigin } from "./plan.ts";
import { poolMap } from "./pool.ts";

/** A value of a sheet that no colour can show. */
export interface Mark {
  readonly row: number;
  readonly column: number;
  readonly tile: number;
  readonly value: number;
}

/** One frame as a matrix of cells, NaN in the gutters. */
export interface Sheet {
  readonly values: Float64Array;
  /** Cells of maps that hold NaN or an infinity. */
  readonly marks: readonly Mark[];
}

/** The maps of a frame, each made as small as the plan says by `pool`. */
export function sheetOf(
  plan: Plan,
  values: ArrayLike<number>,
  frame: number,
  pool: typeof poolMap = poolMap,
): Sheet {
  const { view } = plan;
  const cells = new Float64Array(plan.rows * plan.columns).fill(Number.NaN);
  const marks: Mark[] = [];
  plan.tiles.forEach((tile, place) => {
    const offset = (frame * view.tiles + tile) * view.height * view.width;
    const map = pool(values, offset, view.height, view.width, plan.factor);
    const origin = tileOrigin(plan, place);
    for (let r = 0; r < map.rows; r++) {
      for (let c = 0; c < map.columns; c++) {
        const value = map.values[r * map.columns + c]!;
        const row = origin.row + r;
        const column = origin.column + c;
        cells[row * plan.columns + column] = value;
        if (!Number.isFinite(value)) marks.push({ row, column, tile, value });
      }
    }
  });
  return { values: cells, marks };
}

/** The tile that each cell belongs to; 0 in the gutters, where nothing asks for it. */
export function tileIndices(plan: Plan): Float64Array {
  const indices = new Float64Array(plan.rows * plan.columns);
  plan.tiles.forEach((tile, place) => {
    const origin = tileOrigin(plan, place);
    for (let r = 0; r < plan.mapRows; r++) {
      const start = (origin.row + r) * plan.columns + origin.column;
      indices.fill(tile, start, start + plan.mapColumns);
    }
  });
  return indices;
}

/** The rows, or columns, of a map that cell `index` stands for: "5", or "4–5" where maps are pooled. */
export function cellLabel(index: number, factor: number, size: number): string {
  const first = index * factor;
  const last = Math.min(size, first + factor) - 1;
  return first === last ? String(first) : `${first}–${last}`;
}

/** The number in binary, in two characters that have no width and that nothing trims or collapses. */
function invisible(n: number): string {
  return n === 0 ? "" : n.toString(2).replaceAll("0", "\u200b").replaceAll("1", "\u200c");
}

/** A label as it is read. */
export function visible(label: string): string {
  return label.replaceAll(/[\u200b\u200c]/g, "");
}

/**
 * One label for each row (or column) of the sheet, all different, as a category axis wants. A label says the row within its
 * map; rows of different tiles are told apart by characters without width. In a grid of kernels the label names
 * the output (or input) channel as well.
 */
export function axisLabels(plan: Plan, axis: "row" | "column"): string[] {
  const rows = axis === "row";
  const labels = Array.from({ length: rows ? plan.rows : plan.columns }, (_, i) => `gap ${i}`);
  const { grid, height, width } = plan.view;
  for (let t = 0; t < (rows ? plan.tileRows : plan.tileColumns); t++) {
    const place = rows ? t * plan.tileColumns : t;
    const origin = tileOrigin(plan, place);
    const start = rows ? origin.row : origin.column;
    const cells = rows ? plan.mapRows : plan.mapColumns;
    for (let i = 0; i < cells; i++) {
      const label = cellLabel(i, plan.factor, rows ? height : width);
      if (!grid) labels[start + i] = label + invisible(t);
      else if (rows) labels[start + i] = `out ${Math.floor(plan.tiles[place]! / grid.columns)}, row ${label}`;
      else labels[start + i] = `in ${t}, column ${label}`;
    }
  }
  return labels;
}

/** A sheet's cells, each tile multiplied by its own gain. */
export function scaleTiles(plan: Plan, sheet: Sheet, gains: readonly number[]): Float64Array {
  const tiles = tileIndices(plan);
  return sheet.values.map((cell, i) => cell * gains[tiles[i]!]!);
}

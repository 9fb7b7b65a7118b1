import type { Panel } from "./panel.ts";

/** A window over the maps of a panel, counted in values. */
export interface Window {
  /** Its first row, and its first column in each map. */
  readonly row: number;
  readonly starts: readonly number[];
  /** How many values it takes each way, and how far apart they are. */
  readonly rows: number;
  readonly columns: number;
  readonly down: number;
  readonly across: number;
}

/** The window at [row, column] in each of the maps that stand side by side. */
export function windowAt(
  [row, column]: readonly [number, number],
  maps: number,
  { pitch }: Panel,
  [rows, columns]: readonly [number, number],
  [down, across]: readonly [number, number],
): Window {
  const starts = Array.from({ length: maps }, (_, place) => column + place * pitch);
  return { row, starts, rows, columns, down, across };
}

/** Rows and columns from the first value to the last. */
export function spanOf({ rows, columns, down, across }: Window): readonly [rows: number, columns: number] {
  return [(rows - 1) * down + 1, (columns - 1) * across + 1];
}

/** Row and column of each value that the window takes; none where it takes all that it covers. */
export function tapsOf(window: Window): (readonly [row: number, column: number])[] {
  const { row, starts, rows, columns, down, across } = window;
  if (down === 1 && across === 1) return [];
  return starts.flatMap((start) =>
    Array.from(
      { length: rows * columns },
      (_, i) => [row + Math.floor(i / columns) * down, start + (i % columns) * across] as const,
    ),
  );
}

export type Path = Readonly<Record<"x" | "y", readonly (number | null)[]>>;

/** The `line.shape` of paths: from point to point across, then down or up. Half of the corners need not be said. */
export const pathShape = "hv";

/** The outline of height x width cells whose first is at [row, column]. */
export function rectangle(row: number, column: number, height: number, width: number): Path {
  const [top, left, bottom, right] = [row - 0.5, column - 0.5, row + height - 0.5, column + width - 0.5];
  return { x: [left, right, left], y: [top, bottom, top] };
}

export function joined(paths: readonly Path[]): Path {
  const gap = (values: readonly (number | null)[], i: number): (number | null)[] => [
    ...(i > 0 ? [null] : []),
    ...values,
  ];
  return {
    x: paths.flatMap(({ x }, i) => gap(x, i)),
    y: paths.flatMap(({ y }, i) => gap(y, i)),
  };
}

/** The outline of the window in each map. */
export function windowPath(window: Window): Path {
  const [height, width] = spanOf(window);
  return joined(window.starts.map((start) => rectangle(window.row, start, height, width)));
}

/** The outline of all cells of a map of rows x columns after [row, column], row by row. */
export function remaining(rows: number, columns: number, row: number, column: number): Path {
  if (row === rows - 1 && column === columns - 1) return { x: [], y: [] };
  if (column === columns - 1) return rectangle(row + 1, 0, rows - row - 1, columns);
  const [top, middle, bottom] = [row - 0.5, row + 0.5, rows - 0.5];
  const [left, start, right] = [-0.5, column + 0.5, columns - 0.5];
  return { x: [start, right, left, start], y: [top, bottom, middle, top] };
}

import { poolMap } from "./pool.ts";

/** Maps side by side, one for each channel shown, with an empty column between them. */
export interface Panel {
  /** Cells, row-major; NaN between the maps. */
  readonly values: Float64Array;
  readonly rows: number;
  readonly columns: number;
  /** A cell stands for scale x scale values; positions count in values. */
  readonly scale: number;
  /** From one map's first column to the next one's, in values. */
  readonly pitch: number;
}

/** Rows and columns of a map of one or two spatial dimensions; undefined for other ranks. */
export function mapSize(spatial: readonly number[]): readonly [rows: number, columns: number] | undefined {
  if (spatial.length === 1) return [1, spatial[0]!];
  return spatial.length === 2 ? [spatial[0]!, spatial[1]!] : undefined;
}

/** Position in the plane of a step's index: what has one dimension lies in row 0. */
export function inPlane(index: readonly number[]): readonly [row: number, column: number] {
  return index.length === 1 ? [0, index[0]!] : [index[0]!, index[1]!];
}

/** Maps of `values`, one for each channel, made smaller where they have more than `mostAlong` cells along a side. */
export function panelOf(
  values: ArrayLike<number>,
  channels: readonly number[],
  height: number,
  width: number,
  mostAlong: number,
): Panel {
  const scale = Math.ceil(Math.max(height, width) / mostAlong);
  const rows = Math.ceil(height / scale);
  const mapColumns = Math.ceil(width / scale);
  const columns = channels.length * (mapColumns + 1) - 1;
  const cells = new Float64Array(rows * columns).fill(Number.NaN);
  channels.forEach((channel, place) => {
    const map = poolMap(values, channel * height * width, height, width, scale);
    for (let row = 0; row < rows; row++) {
      const line = map.values.subarray(row * mapColumns, (row + 1) * mapColumns);
      cells.set(line, row * columns + place * (mapColumns + 1));
    }
  });
  return { values: cells, rows, columns, scale, pitch: (mapColumns + 1) * scale };
}

/** At most `most` of the items, evenly spread, the first and the last among them. */
export function sample<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  if (most === 1) return items.slice(0, 1);
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]!);
}

/** A map made smaller: [rows, columns] flat, each the value of largest size, with its sign, of a block of the map. */
export interface PooledMap {
  readonly values: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Pools blocks of `factor` x `factor`, smaller at the far edges, keeping the signed value of largest size: a mean would
 * hide single strong answers and cancel opposite ones. NaN wins over an infinity, and that over every number.
 */
export function poolMap(
  values: ArrayLike<number>,
  offset: number,
  height: number,
  width: number,
  factor: number,
): PooledMap {
  const rows = Math.ceil(height / factor);
  const columns = Math.ceil(width / factor);
  const pooled = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const rowEnd = Math.min(height, (row + 1) * factor);
    for (let column = 0; column < columns; column++) {
      const columnEnd = Math.min(width, (column + 1) * factor);
      let largest = values[offset + row * factor * width + column * factor]!;
      for (let r = row * factor; r < rowEnd; r++) {
        for (let c = column * factor; c < columnEnd; c++) {
          const value = values[offset + r * width + c]!;
          if (Math.abs(value) > Math.abs(largest) || Number.isNaN(value)) largest = value;
        }
      }
      pooled[row * columns + column] = largest;
    }
  }
  return { values: pooled, rows, columns };
}

/** The first value of each block, for maps whose values must go together with those of another map in the same place. */
export function sampleMap(
  values: ArrayLike<number>,
  offset: number,
  height: number,
  width: number,
  factor: number,
): PooledMap {
  const rows = Math.ceil(height / factor);
  const columns = Math.ceil(width / factor);
  const sampled = Float64Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns) * factor, (i % columns) * factor];
    return values[offset + row * width + column]!;
  });
  return { values: sampled, rows, columns };
}

import { type Tensor, tensor } from "@layerbook/layers";

/** Pooling as its definition says, window by window, with no thought of speed: the measure for the library's own. */

export interface PoolSettings {
  readonly stride: number;
  readonly padding: number;
  readonly dilation?: number;
  readonly ceilMode?: boolean;
}

/** What becomes of the numbers of a window; `places` counts the padding too. */
type Reduce = (numbers: readonly number[], places: number) => number;

export const largest: Reduce = (numbers) => Math.max(...numbers);
export const meanWithPadding: Reduce = (numbers, places) => total(numbers) / places;
export const mean: Reduce = (numbers) => total(numbers) / numbers.length;

export function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0);
}

/** The places of each window along one dimension, those in the padding and none past it. */
function slidingWindows(size: number, kernel: number, settings: PoolSettings): number[][] {
  const { stride, padding, dilation = 1, ceilMode = false } = settings;
  const span = dilation * (kernel - 1) + 1;
  const windows: number[][] = [];
  for (let origin = -padding; ; origin += stride) {
    const fits = origin + span <= size + padding;
    const before = origin - stride + span;
    // In ceilMode one more window begins inside if the one before did not reach the padded end.
    if (!fits && !(ceilMode && before < size + padding && origin < size)) return windows;
    const places = Array.from({ length: kernel }, (_, i) => origin + i * dilation);
    windows.push(places.filter((place) => place < size + padding));
  }
}

/** The places of each window when `count` windows share `size` places. */
function adaptiveWindows(size: number, count: number): number[][] {
  return Array.from({ length: count }, (_, y) =>
    Array.from({ length: size }, (_, i) => i).filter(
      // Place i covers [i, i + 1): it belongs to window y if that meets [y size / count, (y + 1) size / count).
      (i) => (i + 1) * count > y * size && i * count < (y + 1) * size,
    ),
  );
}

function pool(input: Tensor, rows: number[][], columns: number[][], reduce: Reduce): Tensor {
  const [batch, channels, height, width] = input.shape as [number, number, number, number];
  const values: number[] = [];
  for (let n = 0; n < batch; n++)
    for (let c = 0; c < channels; c++)
      for (const down of rows)
        for (const across of columns) {
          const inRows = down.filter((row) => row >= 0 && row < height);
          const inColumns = across.filter((column) => column >= 0 && column < width);
          const numbers = inRows.flatMap((row) => inColumns.map((column) => input.at(n, c, row, column)));
          values.push(reduce(numbers, down.length * across.length));
        }
  return tensor(values, { shape: [batch, channels, rows.length, columns.length], dtype: input.dtype });
}

/** Input [N, channels, height, width]. */
export function naivePool2d(
  input: Tensor,
  [kernelHeight, kernelWidth]: readonly [number, number],
  settings: PoolSettings,
  reduce: Reduce,
): Tensor {
  const [height, width] = input.shape.slice(2) as [number, number];
  const rows = slidingWindows(height, kernelHeight, settings);
  return pool(input, rows, slidingWindows(width, kernelWidth, settings), reduce);
}

export function naiveAdaptivePool2d(
  input: Tensor,
  [outHeight, outWidth]: readonly [number, number],
  reduce: Reduce,
): Tensor {
  const [height, width] = input.shape.slice(2) as [number, number];
  return pool(input, adaptiveWindows(height, outHeight), adaptiveWindows(width, outWidth), reduce);
}

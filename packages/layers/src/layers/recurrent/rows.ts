import { record } from "../../autograd.ts";
import { blank, dataOf, type Tensor } from "../../tensor.ts";

/**
 * The order in which a batch of sequences is worked through: one row for each step of each sequence, the rows of one
 * step together. The longest sequence comes first, so that those which are still running are the first of a step's
 * rows, and nothing is computed past a sequence's end. PyTorch calls it a packed sequence.
 */
export interface Rows {
  readonly total: number;
  readonly batch: number;
  /** How many sequences are running at each step: never more than at the step before. */
  readonly counts: readonly number[];
  /** The first row of each step. */
  readonly starts: readonly number[];
  /** Which sequence of the batch comes at each place. */
  readonly order: readonly number[];
  /** Where each row stands among the batch's [steps * batch] rows, or [batch * steps] where the batch comes first. */
  readonly positions: Int32Array;
}

/** Lengths are checked: whole numbers from 1 to `steps`, one per sequence. */
export function rowsOf(
  steps: number,
  batch: number,
  batchFirst: boolean,
  lengths: readonly number[] | undefined,
): Rows {
  const order = Array.from({ length: batch }, (_, i) => i);
  // The sort keeps the order of sequences that are equally long.
  if (lengths !== undefined) order.sort((a, b) => lengths[b]! - lengths[a]!);
  const counts: number[] = [];
  const starts: number[] = [];
  let total = 0;
  let running = batch;
  for (let step = 0; step < steps; step++) {
    if (lengths !== undefined) while (running > 0 && lengths[order[running - 1]!]! <= step) running--;
    starts.push(total);
    counts.push(running);
    total += running;
  }
  const positions = new Int32Array(total);
  for (let step = 0; step < steps; step++) {
    for (let place = 0; place < counts[step]!; place++) {
      const sequence = order[place]!;
      positions[starts[step]! + place] = batchFirst ? sequence * steps + step : step * batch + sequence;
    }
  }
  return { total, batch, counts, starts, order, positions };
}

/** out[i] = matrix[indices[i]]. No index comes twice, so the gradient only goes back to where its row was. */
export function takeRows(matrix: Tensor, indices: ArrayLike<number>): Tensor {
  const [rows, columns] = matrix.shape as [number, number];
  if (inPlace(indices, rows)) return matrix;
  const from = dataOf(matrix);
  const { data, shape } = blank(matrix.dtype, [indices.length, columns]);
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i]! * columns;
    data.set(from.subarray(start, start + columns), i * columns);
  }
  return record("takeRows", [matrix], data, shape, [(gradient) => placeRows(gradient, indices, rows)]);
}

/** out[indices[i]] = matrix[i], and 0 in the other of `rows` rows: `takeRows` the other way, and each the other's gradient. */
export function placeRows(matrix: Tensor, indices: ArrayLike<number>, rows: number): Tensor {
  if (inPlace(indices, rows)) return matrix;
  const columns = matrix.shape[1]!;
  const from = dataOf(matrix);
  const { data, shape } = blank(matrix.dtype, [rows, columns]);
  for (let i = 0; i < indices.length; i++) {
    data.set(from.subarray(i * columns, (i + 1) * columns), indices[i]! * columns);
  }
  return record("placeRows", [matrix], data, shape, [(gradient) => takeRows(gradient, indices)]);
}

function inPlace(indices: ArrayLike<number>, rows: number): boolean {
  if (indices.length !== rows) return false;
  for (let i = 0; i < rows; i++) if (indices[i] !== i) return false;
  return true;
}

import type { TypedArray } from "../dtype.ts";
import type { PoolAxis, PoolDivisors, PoolSizes } from "./backend.ts";

/** The pooling of the reference backend: windows in row-major order, and so are the inputs in each. */

export function maxPool(
  input: TypedArray,
  out: TypedArray,
  indices: Int32Array,
  { maps, axes }: PoolSizes,
): void {
  const [depth, height, width] = axes;
  const inputSize = depth.size * height.size * width.size;
  let position = 0;
  for (let map = 0; map < maps; map++) {
    for (let d = 0; d < depth.starts.length; d++) {
      for (let h = 0; h < height.starts.length; h++) {
        for (let w = 0; w < width.starts.length; w++, position++) {
          const best = largestIn(input, map * inputSize, axes, d, h, w);
          indices[position] = best;
          out[position] = input[map * inputSize + best]!;
        }
      }
    }
  }
}

/** Where in its map, which begins at `start`, the first of the largest numbers of the window [d, h, w] stands. */
function largestIn(
  input: TypedArray,
  start: number,
  [depth, height, width]: readonly [PoolAxis, PoolAxis, PoolAxis],
  d: number,
  h: number,
  w: number,
): number {
  const [first, end] = [width.starts[w]!, width.ends[w]!];
  let best = -1;
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = depth.starts[d]!; i < depth.ends[d]!; i += depth.step) {
    for (let j = height.starts[h]!; j < height.ends[h]!; j += height.step) {
      const row = (i * height.size + j) * width.size;
      for (let k = first; k < end; k += width.step) {
        const value = input[start + row + k]!;
        if (best < 0 || value > largest || (Number.isNaN(value) && !Number.isNaN(largest))) {
          best = row + k;
          largest = value;
        }
      }
    }
  }
  return best;
}

export function averagePool(
  input: TypedArray,
  out: TypedArray,
  divisors: PoolDivisors,
  { maps, axes: [depth, height, width] }: PoolSizes,
): void {
  const inputSize = depth.size * height.size * width.size;
  let position = 0;
  for (let map = 0; map < maps; map++) {
    for (let d = 0; d < depth.starts.length; d++) {
      for (let h = 0; h < height.starts.length; h++) {
        for (let w = 0; w < width.starts.length; w++, position++) {
          const [first, end] = [width.starts[w]!, width.ends[w]!];
          let sum = 0;
          for (let i = depth.starts[d]!; i < depth.ends[d]!; i += depth.step) {
            for (let j = height.starts[h]!; j < height.ends[h]!; j += height.step) {
              const row = map * inputSize + (i * height.size + j) * width.size;
              for (let k = first; k < end; k += width.step) sum += input[row + k]!;
            }
          }
          out[position] = sum / (divisors[0][d]! * divisors[1][h]! * divisors[2][w]!);
        }
      }
    }
  }
}

export function averagePoolInputGradient(
  gradient: TypedArray,
  inputGradient: TypedArray,
  divisors: PoolDivisors,
  { maps, axes: [depth, height, width] }: PoolSizes,
): void {
  const sums = new Float64Array(depth.size * height.size * width.size);
  let position = 0;
  for (let map = 0; map < maps; map++) {
    sums.fill(0);
    for (let d = 0; d < depth.starts.length; d++) {
      for (let h = 0; h < height.starts.length; h++) {
        for (let w = 0; w < width.starts.length; w++, position++) {
          const [first, end] = [width.starts[w]!, width.ends[w]!];
          const share = gradient[position]! / (divisors[0][d]! * divisors[1][h]! * divisors[2][w]!);
          for (let i = depth.starts[d]!; i < depth.ends[d]!; i += depth.step) {
            for (let j = height.starts[h]!; j < height.ends[h]!; j += height.step) {
              const row = (i * height.size + j) * width.size;
              for (let k = first; k < end; k += width.step) sums[row + k]! += share;
            }
          }
        }
      }
    }
    inputGradient.set(sums, map * sums.length);
  }
}

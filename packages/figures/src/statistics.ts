import { formatNumber, groupDigits } from "./numbers.ts";
import type { TensorLike } from "./recognise.ts";

/** Counted over every element, before anything is cut. Moments are those of the finite values. */
export interface Statistics {
  readonly count: number;
  readonly finite: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** With divisor N - 1, as `tensor.std()` has it; NaN below two finite values. */
  readonly std: number;
  /** Root of the mean square. */
  readonly rms: number;
  readonly zeros: number;
  readonly nan: number;
  readonly positiveInfinities: number;
  readonly negativeInfinities: number;
}

/** Outside of these, squares and sums could underflow or overflow. */
const [smallestSize, largestSize] = [1e-140, 1e140];

/** Statistics of flat `values`; two passes, so that the deviation does not cancel. */
export function statistics(values: ArrayLike<number>): Statistics {
  let [min, max, sum, squares] = [Infinity, -Infinity, 0, 0];
  let [zeros, nan, positiveInfinities, negativeInfinities] = [0, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value - value === 0) {
      sum += value;
      squares += value * value;
      if (value < min) min = value;
      if (value > max) max = value;
      if (value === 0) zeros++;
    } else if (value > 0) positiveInfinities++;
    else if (value < 0) negativeInfinities++;
    else nan++;
  }
  const finite = values.length - nan - positiveInfinities - negativeInfinities;
  const size = Math.max(Math.abs(min), Math.abs(max));
  if (finite > 0 && size > 0 && (size < smallestSize || size > largestSize)) {
    const scaled = statistics(Float64Array.from(values, (value) => value / size));
    const [mean, std, rms] = [scaled.mean * size, scaled.std * size, scaled.rms * size];
    return { ...scaled, min, max, mean, std, rms, zeros };
  }
  const mean = finite > 0 ? sum / finite : Number.NaN;
  let deviations = 0;
  for (let i = 0; i < values.length; i++) {
    const difference = values[i]! - mean;
    if (difference - difference === 0) deviations += difference * difference;
  }
  return {
    count: values.length,
    finite,
    min: finite > 0 ? min : Number.NaN,
    max: finite > 0 ? max : Number.NaN,
    mean,
    std: finite > 1 ? Math.sqrt(deviations / (finite - 1)) : Number.NaN,
    rms: finite > 0 ? Math.sqrt(squares / finite) : Number.NaN,
    zeros,
    nan,
    positiveInfinities,
    negativeInfinities,
  };
}

/** Statistics of all the parts together. */
export function jointStatistics(...parts: readonly ArrayLike<number>[]): Statistics {
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let start = 0;
  for (const part of parts) {
    all.set(part, start);
    start += part.length;
  }
  return statistics(all);
}

/** `float32 [64, 56, 56]`. */
export function shapeLabel(tensor: TensorLike): string {
  return `${tensor.dtype} [${tensor.shape.join(", ")}]`;
}

/** ["min -1.2", "max 3.4", "mean 0.01", "std 0.9", "zeros 12"], and NaN, +inf and -inf where there are any. */
export function statisticsParts(found: Statistics): readonly string[] {
  const parts: string[] = [];
  if (found.finite > 0) {
    parts.push(`min ${formatNumber(found.min)}`, `max ${formatNumber(found.max)}`);
    parts.push(`mean ${formatNumber(found.mean)}`);
    if (found.finite > 1) parts.push(`std ${formatNumber(found.std)}`);
  }
  const counts = [
    ["zeros", found.zeros],
    ["NaN", found.nan],
    ["+inf", found.positiveInfinities],
    ["-inf", found.negativeInfinities],
  ] as const;
  return [...parts, ...counts.filter(([, n]) => n > 0).map(([name, n]) => `${name} ${groupDigits(n)}`)];
}

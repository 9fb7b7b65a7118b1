import { record } from "../autograd.ts";
import { allocate, convert } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import type { Shape } from "../shape.ts";
import { checkList, checkShape, formatShape, lengthOf, replaceAxis } from "../shape.ts";
import { blank, dataOf, Tensor } from "../tensor.ts";

/**
 * What stands outside the input: zeros; the input mirrored without its edge (`reflect`); its edge repeated
 * (`replicate`); or the input over again (`circular`).
 */
export type PaddingMode = "zeros" | "reflect" | "replicate" | "circular";

/** What padding is filled with. */
export interface PadOptions {
  readonly mode?: PaddingMode;
  /** What stands outside in mode "zeros"; 0 by default. */
  readonly value?: number;
}

/** Numbers before and after along one axis. */
export type Margin = readonly [before: number, after: number];

/** For an index that may lie outside 0..size-1, the index of the number that stands there; -1 for none. */
const sources: Readonly<Record<PaddingMode, (index: number, size: number) => number>> = {
  zeros: (index, size) => (index < 0 || index >= size ? -1 : index),
  reflect: (index, size) => (index < 0 ? -index : index >= size ? 2 * (size - 1) - index : index),
  replicate: (index, size) => Math.min(Math.max(index, 0), size - 1),
  circular: (index, size) => (index + size) % size,
};

/** The widest margin of a mode: what it repeats must be there. */
const widest: Readonly<Record<PaddingMode, (size: number) => number>> = {
  zeros: () => Number.POSITIVE_INFINITY,
  reflect: (size) => Math.max(0, size - 1),
  replicate: (size) => (size > 0 ? Number.POSITIVE_INFINITY : 0),
  circular: (size) => size,
};

export function checkPaddingMode(mode: PaddingMode): PaddingMode {
  if (Object.hasOwn(sources, mode)) return mode;
  const modes = Object.keys(sources).map((name) => `"${name}"`);
  throw new ShapeError(`Cannot pad with mode ${JSON.stringify(mode)}: expected one of ${modes.join(", ")}`);
}

/** The shape after padding; throws ShapeError for a mode or a margin that is not allowed. */
export function padShape(shape: Shape, margins: readonly Margin[], mode: PaddingMode): Shape {
  checkPaddingMode(mode);
  const padded = shape.map((size, axis) => {
    const [before, after] = margins[axis]!;
    for (const width of [before, after]) {
      if (!Number.isSafeInteger(width) || width < 0) {
        throw new ShapeError(
          `Cannot pad ${formatShape(shape)} by ${width}: expected a whole number of at least 0`,
        );
      }
      if (width > widest[mode](size)) {
        throw new ShapeError(
          `Cannot pad ${formatShape(shape)} by ${width} at axis ${axis} with mode "${mode}": its size is ${size}, so at most ${widest[mode](size)} can be added on each side`,
        );
      }
    }
    return before + size + after;
  });
  return checkShape(padded);
}

/** See `Tensor.pad`: pairs from the last axis to the first, as in PyTorch. */
export function pad(input: Tensor, padding: readonly number[], options: PadOptions): Tensor {
  checkOptions("pad", options);
  const { mode = "zeros", value = 0 } = options;
  const rank = input.shape.length;
  checkList(`pad ${formatShape(input.shape)} by`, padding);
  if (padding.length % 2 !== 0 || padding.length > 2 * rank) {
    throw new ShapeError(
      `Cannot pad ${formatShape(input.shape)} by ${formatShape(padding)}: expected a [before, after] pair for at most ${rank} axes, from the last to the first`,
    );
  }
  const margins = input.shape.map((_, axis): Margin => {
    const pair = 2 * (rank - 1 - axis);
    return [padding[pair] ?? 0, padding[pair + 1] ?? 0];
  });
  return padAxes(input, margins, mode, value);
}

/** `margins` for each axis, first to last. */
export function padAxes(input: Tensor, margins: readonly Margin[], mode: PaddingMode, value = 0): Tensor {
  padShape(input.shape, margins, mode);
  let padded = input;
  for (const [axis, [before, after]] of margins.entries()) {
    if (before + after === 0) continue;
    const size = input.shape[axis]!;
    const source = Int32Array.from({ length: before + size + after }, (_, i) =>
      sources[mode](i - before, size),
    );
    padded = take(padded, axis, source, value);
  }
  return padded;
}

/**
 * out[.., i, ..] = in[.., source[i], ..] along `axis`, or `value` where source[i] is -1.
 * Gradient: in'[.., source[i], ..] += out'[.., i, ..].
 */
function take(input: Tensor, axis: number, source: Int32Array, value: number): Tensor {
  const size = input.shape[axis]!;
  const outer = lengthOf(input.shape.slice(0, axis));
  const inner = lengthOf(input.shape.slice(axis + 1));
  const from = dataOf(input);
  const { data, shape } = blank(input.dtype, replaceAxis(input.shape, axis, source.length));
  if (value !== 0) data.fill(convert([value], input.dtype)[0]!);
  for (let o = 0; o < outer; o++) {
    for (const [i, index] of source.entries()) {
      if (index < 0) continue;
      const start = (o * size + index) * inner;
      const end = (o * source.length + i) * inner;
      for (let j = 0; j < inner; j++) data[end + j] = from[start + j]!;
    }
  }
  return record("pad", [input], data, shape, [
    (gradient) => {
      const upstream = dataOf(gradient);
      const sums = new Float64Array(input.numel());
      for (let o = 0; o < outer; o++) {
        for (const [i, index] of source.entries()) {
          if (index < 0) continue;
          const start = (o * size + index) * inner;
          const end = (o * source.length + i) * inner;
          for (let j = 0; j < inner; j++) sums[start + j]! += upstream[end + j]!;
        }
      }
      const result = allocate(input.dtype, input.numel());
      result.set(sums);
      return new Tensor(result, input.shape);
    },
  ]);
}

import { record } from "../autograd.ts";
import { ShapeError } from "../errors.ts";
import type { Shape } from "../shape.ts";
import {
  axesOf,
  axisOf,
  checkList,
  checkShape,
  formatShape,
  lengthOf,
  replaceAxis,
  sameShape,
  stridesOf,
} from "../shape.ts";
import { blank, dataOf, Tensor } from "../tensor.ts";

/**
 * Which number of the input each number of the output is: the one at `offset` plus the output's index along
 * each axis times `strides[axis]`. Transposing, slicing, flipping and repeating are all of this form.
 */
interface Walk {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly offset: number;
}

/** Calls `visit` for each row of the output along its last axis: where it starts, and where in the input. */
function forEachRow({ shape, strides, offset }: Walk, visit: (output: number, input: number) => void): void {
  const length = lengthOf(shape);
  if (length === 0) return;
  const rank = shape.length;
  const row = shape[rank - 1] ?? 1;
  const index = new Array<number>(rank).fill(0);
  let position = offset;
  for (let output = 0; output < length; output += row) {
    visit(output, position);
    // Counts up like an odometer, from the axis before the last.
    for (let axis = rank - 2; axis >= 0; axis--) {
      position += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      position -= shape[axis]! * strides[axis]!;
      index[axis] = 0;
    }
  }
}

/** out[i] = in[walk(i)]; the gradient goes back the same way: in'[walk(i)] += out'[i]. */
function move(name: string, input: Tensor, walk: Walk): Tensor {
  const row = walk.shape[walk.shape.length - 1] ?? 1;
  const step = walk.strides[walk.shape.length - 1] ?? 0;
  const from = dataOf(input);
  const { data, shape } = blank(input.dtype, walk.shape);
  forEachRow(walk, (output, start) => {
    for (let i = 0; i < row; i++) data[output + i] = from[start + i * step]!;
  });
  return record(name, [input], data, shape, [
    (gradient) => {
      const upstream = dataOf(gradient);
      // In float64, as a repeated number may gather many shares.
      const sums = new Float64Array(input.numel());
      forEachRow(walk, (output, start) => {
        for (let i = 0; i < row; i++) sums[start + i * step]! += upstream[output + i]!;
      });
      const result = blank(input.dtype, input.shape);
      result.data.set(sums);
      return new Tensor(result.data, result.shape);
    },
  ]);
}

export function reshape(input: Tensor, shape: Shape): Tensor {
  const target = inferSize(input, shape);
  return record("reshape", [input], dataOf(input), target, [(gradient) => reshape(gradient, input.shape)]);
}

function inferSize(input: Tensor, shape: Shape): Shape {
  // What is no array has no -1 either, and checkShape says so.
  const inferred = Array.isArray(shape) ? shape.indexOf(-1) : -1;
  const length = input.numel();
  if (inferred >= 0) {
    const rest = lengthOf(checkShape(replaceAxis(shape, inferred)));
    if (rest > 0 && length % rest === 0) return checkShape(replaceAxis(shape, inferred, length / rest));
  } else if (lengthOf(checkShape(shape)) === length) {
    return checkShape(shape);
  }
  throw new ShapeError(
    `Cannot reshape ${formatShape(input.shape)} to ${formatShape(shape)}: it holds ${length} numbers, which do not fill that shape`,
  );
}

export function permute(input: Tensor, dims: readonly number[]): Tensor {
  checkList(`permute ${formatShape(input.shape)} by`, dims);
  const axes = dims.map((dim) => axisOf("permute", dim, input.shape));
  if (axes.length !== input.shape.length || new Set(axes).size !== axes.length) {
    throw new ShapeError(
      `Cannot permute ${formatShape(input.shape)} by ${formatShape(dims)}: expected each of its ${input.shape.length} axes once`,
    );
  }
  const strides = stridesOf(input.shape);
  return move("permute", input, {
    shape: axes.map((axis) => input.shape[axis]!),
    strides: axes.map((axis) => strides[axis]!),
    offset: 0,
  });
}

export function transpose(input: Tensor, a: number, b: number): Tensor {
  const axes = input.shape.map((_, axis) => axis);
  const first = axisOf("transpose", a, input.shape);
  const second = axisOf("transpose", b, input.shape);
  axes[first] = second;
  axes[second] = first;
  return permute(input, axes);
}

export function flatten(input: Tensor, start: number, end: number): Tensor {
  if (input.shape.length === 0) return reshape(input, [1]);
  const first = axisOf("flatten", start, input.shape);
  const last = axisOf("flatten", end, input.shape);
  if (first > last) {
    throw new ShapeError(
      `Cannot flatten ${formatShape(input.shape)} from axis ${first} to axis ${last}: the first comes after the last`,
    );
  }
  const joined = lengthOf(input.shape.slice(first, last + 1));
  return reshape(input, [...input.shape.slice(0, first), joined, ...input.shape.slice(last + 1)]);
}

export function squeeze(input: Tensor, dim?: number): Tensor {
  if (dim === undefined)
    return reshape(
      input,
      input.shape.filter((size) => size !== 1),
    );
  const axis = axisOf("squeeze", dim, input.shape);
  return input.shape[axis] === 1
    ? reshape(input, replaceAxis(input.shape, axis))
    : reshape(input, input.shape);
}

export function unsqueeze(input: Tensor, dim: number): Tensor {
  const axis = axisOf("unsqueeze", dim, input.shape, input.shape.length + 1);
  return reshape(input, [...input.shape.slice(0, axis), 1, ...input.shape.slice(axis)]);
}

export function slice(input: Tensor, dim: number, start: number, end?: number, step = 1): Tensor {
  const axis = axisOf("slice", dim, input.shape);
  if (!Number.isSafeInteger(step) || step < 1) {
    throw new ShapeError(
      `Cannot slice ${formatShape(input.shape)} with step ${step}: expected a whole number of at least 1; use .flip() to turn the order round`,
    );
  }
  const size = input.shape[axis]!;
  const first = boundOf(input.shape, start, size);
  const last = boundOf(input.shape, end ?? size, size);
  const strides = stridesOf(input.shape);
  return move("slice", input, {
    shape: replaceAxis(input.shape, axis, Math.max(0, Math.ceil((last - first) / step))),
    strides: replaceAxis(strides, axis, strides[axis]! * step),
    offset: first * strides[axis]!,
  });
}

function boundOf(shape: Shape, bound: number, size: number): number {
  if (!Number.isInteger(bound) && Math.abs(bound) !== Number.POSITIVE_INFINITY) {
    throw new ShapeError(`Cannot slice ${formatShape(shape)} at ${bound}: expected a whole number`);
  }
  return Math.min(Math.max(bound < 0 ? bound + size : bound, 0), size);
}

export function select(input: Tensor, dim: number, index: number): Tensor {
  const axis = axisOf("select from", dim, input.shape);
  const size = input.shape[axis]!;
  if (!Number.isInteger(index) || index < -size || index >= size) {
    throw new ShapeError(
      `Cannot select index ${index} of ${formatShape(input.shape)} along dim ${dim}: that axis has size ${size}`,
    );
  }
  const strides = stridesOf(input.shape);
  return move("select", input, {
    shape: replaceAxis(input.shape, axis),
    strides: replaceAxis(strides, axis),
    offset: (index < 0 ? index + size : index) * strides[axis]!,
  });
}

export function split(input: Tensor, sizes: number | readonly number[], dim: number): Tensor[] {
  const axis = axisOf("split", dim, input.shape);
  const size = input.shape[axis]!;
  const pieces = typeof sizes === "number" ? evenPieces(input.shape, sizes, size) : sizes;
  checkList(`split ${formatShape(input.shape)} into`, pieces);
  const fail = (reason: string): never => {
    throw new ShapeError(
      `Cannot split ${formatShape(input.shape)} along dim ${dim} into ${formatShape(pieces)}: ${reason}`,
    );
  };
  const wrong = pieces.find((piece) => !Number.isSafeInteger(piece) || piece < 0);
  if (wrong !== undefined) fail(`${wrong} is not a whole number of at least 0`);
  const total = pieces.reduce((sum, piece) => sum + piece, 0);
  if (total !== size) fail(`they add up to ${total}, that axis has size ${size}`);
  let start = 0;
  return pieces.map((piece) => {
    start += piece;
    return slice(input, axis, start - piece, start);
  });
}

function evenPieces(shape: Shape, piece: number, size: number): number[] {
  if (!Number.isSafeInteger(piece) || piece < 1) {
    throw new ShapeError(
      `Cannot split ${formatShape(shape)} into pieces of ${piece}: expected a whole number of at least 1`,
    );
  }
  return Array.from({ length: Math.max(1, Math.ceil(size / piece)) }, (_, i) =>
    Math.min(piece, size - i * piece),
  );
}

export function flip(input: Tensor, dims: readonly number[]): Tensor {
  const strides = stridesOf(input.shape);
  let offset = 0;
  for (const axis of axesOf("flip", dims, input.shape)) {
    offset += Math.max(0, input.shape[axis]! - 1) * strides[axis]!;
    strides[axis] = -strides[axis]!;
  }
  return move("flip", input, { shape: input.shape, strides, offset });
}

/** Repeated along axes of size 1, and new ones in front, to `shape`, which broadcasting found. */
export function expand(input: Tensor, shape: Shape): Tensor {
  if (sameShape(input.shape, shape)) return input;
  const missing = shape.length - input.shape.length;
  const own = stridesOf(input.shape);
  const strides = shape.map((_, axis) =>
    axis < missing || input.shape[axis - missing] === 1 ? 0 : own[axis - missing]!,
  );
  return move("expand", input, { shape, strides, offset: 0 });
}

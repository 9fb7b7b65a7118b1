import { MemoryError, ShapeError } from "./errors.ts";
import { written } from "./range.ts";

/** Sizes of a tensor's axes, outermost first. `[]` is a single number. */
export type Shape = readonly number[];

/** One number for every spatial dimension, or one for each: `3` or `[3, 5]`. */
export type Size = number | readonly number[];

/** As many numbers as V8, JavaScriptCore and SpiderMonkey all put into one typed array of 8-byte numbers. */
export const largestLength: number = 2 ** 28;

export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** How many numbers a tensor of `shape` holds. Call it on checked shapes. */
export function lengthOf(shape: Shape): number {
  let length = 1;
  for (const size of shape) length *= size;
  return length;
}

/**
 * Returns a frozen copy of `shape`.
 * Throws ShapeError for a size that is no whole number from 0, MemoryError if the product is too large.
 */
export function checkShape(shape: Shape): Shape {
  if (!Array.isArray(shape)) {
    throw new ShapeError(`Cannot use ${String(shape)} as a shape: expected an array of sizes such as [2, 3]`);
  }
  let length = 1;
  for (const size of shape) {
    if (!Number.isInteger(size) || size < 0) {
      throw new ShapeError(
        `Cannot use ${formatShape(shape)} as a shape: ${size} is not a whole number of at least 0`,
      );
    }
    // Zero sizes are left out so that [0, 2 ** 52] is refused too.
    if (size > 0) length *= size;
  }
  if (length > largestLength) {
    throw new MemoryError(
      `Cannot make a tensor of shape ${formatShape(shape)}: ${length} numbers are more than the ${largestLength} that one tensor can hold`,
    );
  }
  return Object.freeze([...shape]);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** Throws ShapeError for what is no array, before anything reads it as one. */
export function checkList(action: string, list: readonly number[]): void {
  if (Array.isArray(list)) return;
  throw new ShapeError(
    `Cannot ${action} ${written(list)}: expected an array of whole numbers, such as [1, 0]`,
  );
}

/** How far apart in row-major data the neighbours along each axis lie. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

/** `sizes` in place of what is at `axis`; without sizes, that axis is left out. */
export function replaceAxis(shape: Shape, axis: number, ...sizes: number[]): number[] {
  return [...shape.slice(0, axis), ...sizes, ...shape.slice(axis + 1)];
}

/** A `dim` counted from the end if negative, as an axis of a tensor of `rank`; throws ShapeError outside. */
export function axisOf(action: string, dim: number, shape: Shape, rank: number = shape.length): number {
  if (!Number.isInteger(dim) || dim < -rank || dim >= rank) {
    const range = rank === 0 ? "it has no axes" : `expected a whole number from ${-rank} to ${rank - 1}`;
    throw new ShapeError(`Cannot ${action} ${formatShape(shape)} along dim ${dim}: ${range}`);
  }
  return dim < 0 ? dim + rank : dim;
}

/** Several dims as ascending axes, all of them if none is given; throws ShapeError if one is named twice. */
export function axesOf(action: string, dims: Size | undefined, shape: Shape): number[] {
  if (dims === undefined) return shape.map((_, axis) => axis);
  const list = typeof dims === "number" ? [dims] : dims;
  checkList(`${action} ${formatShape(shape)} along dims`, list);
  const axes = list.map((dim) => axisOf(action, dim, shape)).sort((a, b) => a - b);
  const twice = axes.find((axis, i) => axis === axes[i + 1]);
  if (twice !== undefined) {
    throw new ShapeError(
      `Cannot ${action} ${formatShape(shape)} along dims ${formatShape(list)}: axis ${twice} is named twice`,
    );
  }
  return axes;
}

/**
 * The shape of an elementwise result: shapes are aligned at their last axis, and a missing axis or a size
 * of 1 is repeated to fit. Throws ShapeError if two sizes differ and neither is 1.
 */
export function broadcastShape(action: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const sizeA = a[axis - rank + a.length] ?? 1;
    const sizeB = b[axis - rank + b.length] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      throw new ShapeError(
        `Cannot ${action} ${formatShape(a)} and ${formatShape(b)}: sizes ${sizeA} and ${sizeB} at axis ${axis - rank} differ and neither is 1`,
      );
    }
    shape.push(sizeA === 1 ? sizeB : sizeA);
  }
  return checkShape(shape);
}

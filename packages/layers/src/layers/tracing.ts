import { MemoryError, ShapeError } from "../errors.ts";
import type { Shape } from "../shape.ts";
import { formatShape } from "../shape.ts";

/** Throws ShapeError unless `index` is one of the `count` things, counted from 0, that a trace can follow. */
export function checkTraced(what: string, index: number, count: number, owner: string): void {
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new ShapeError(`Cannot trace ${what} ${index}: ${owner} has ${count}, counted from 0`);
  }
}

/** Some 32 MB of numbers, and already far more windows than an animation can show. */
const mostNumbers = 4_000_000;

/** Throws MemoryError for more windows, each with its numbers, than a trace keeps. */
export function checkTraceSize(
  layer: string,
  inputShape: Shape,
  windows: number,
  size: number,
  noun: "products" | "values",
): void {
  if (windows * size > mostNumbers) {
    throw new MemoryError(
      `Cannot trace the ${layer} of ${formatShape(inputShape)}: ${windows} windows of ${size} ${noun} are more than the ${mostNumbers} ${noun} that a trace keeps; trace a part of the input, such as .slice(-1, 0, 32).slice(-2, 0, 32)`,
    );
  }
}

/** Every index of a tensor of `shape`, in row-major order. */
export function positionsIn(shape: Shape): number[][] {
  return shape.reduce<number[][]>(
    (positions, size) => positions.flatMap((index) => Array.from({ length: size }, (_, i) => [...index, i])),
    [[]],
  );
}

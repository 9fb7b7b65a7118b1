import { FormatError } from "./errors.ts";
import type { Shape } from "./shape.ts";
import { checkShape, formatShape } from "./shape.ts";

/** Numbers, or arrays of equal length of such: `[[1, 2], [3, 4]]`. `true` counts as 1, `false` as 0. */
export type NestedArray = number | boolean | readonly NestedArray[];
/** What a tensor can be made of: one number, nested arrays, or a list of numbers. */
export type TensorValues = NestedArray | ArrayLike<number>;

const deepest = 64;

/** Nested arrays as one flat list and its shape. Throws FormatError if they are ragged or hold no numbers. */
export function flatten(values: TensorValues): { flat: ArrayLike<number>; shape: Shape } {
  if (ArrayBuffer.isView(values)) {
    const flat = values as ArrayLike<number> & ArrayBufferView;
    if (flat instanceof DataView || flat instanceof BigInt64Array || flat instanceof BigUint64Array) {
      throw new FormatError(
        `Cannot make a tensor from ${flat.constructor.name}: expected an array of numbers`,
      );
    }
    return { flat, shape: checkShape([flat.length]) };
  }
  const shape: number[] = [];
  for (let level: unknown = values; Array.isArray(level); level = level[0]) {
    shape.push(level.length);
    // An array that holds itself would go on for ever.
    if (shape.length > deepest) {
      throw new FormatError(`Cannot make a tensor from arrays nested more than ${deepest} deep`);
    }
  }
  const checked = checkShape(shape);
  const flat: number[] = [];
  collect(values as NestedArray, checked, 0, flat);
  return { flat, shape: checked };
}

function collect(values: NestedArray, shape: Shape, axis: number, flat: number[]): void {
  if (axis === shape.length) {
    if (typeof values !== "number" && typeof values !== "boolean") {
      const found = Array.isArray(values) ? "an array" : typeof values;
      throw new FormatError(`Cannot make a tensor: expected a number at depth ${axis}, found ${found}`);
    }
    flat.push(Number(values));
    return;
  }
  if (!Array.isArray(values) || values.length !== shape[axis]) {
    const found = Array.isArray(values) ? `an array of ${values.length}` : typeof values;
    throw new FormatError(
      `Cannot make a tensor from ragged arrays: expected an array of ${shape[axis]} at depth ${axis} (shape ${formatShape(shape)}), found ${found}`,
    );
  }
  for (const inner of values) collect(inner, shape, axis + 1, flat);
}

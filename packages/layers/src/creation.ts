import type { DType, TypedArray } from "./dtype.ts";
import { allocate, checkDType, convert } from "./dtype.ts";
import { FormatError, ShapeError } from "./errors.ts";
import type { TensorValues } from "./nested.ts";
import { flatten } from "./nested.ts";
import { checkOptions } from "./options.ts";
import type { Shape } from "./shape.ts";
import { checkShape, formatShape, lengthOf } from "./shape.ts";
import { Tensor } from "./tensor.ts";

/** What may be chosen of a new tensor. */
export interface TensorOptions {
  /** `float32` by default. */
  readonly dtype?: DType;
  /** Whether `backward` computes a gradient for the tensor; false by default. */
  readonly requiresGrad?: boolean;
}

/**
 * A tensor of the given numbers: nested arrays, a flat array with a `shape`, or a typed array, whose type is
 * kept where a tensor has it. The numbers are copied.
 * Throws FormatError for ragged arrays or values that are no numbers, ShapeError if `shape` does not fit.
 *
 * @example
 * import { tensor } from "@layerbook/layers";
 * tensor([[1, 2], [3, 4]]).shape; // [2, 2]
 * tensor([1, 2, 3, 4, 5, 6], { shape: [2, 3] }); // [[1, 2, 3], [4, 5, 6]]
 * tensor([1, 2], { dtype: "int32" }).dtype; // "int32"
 */
export function tensor(
  values: TensorValues,
  options: TensorOptions & { readonly shape?: Shape } = {},
): Tensor {
  checkOptions("make a tensor", options);
  const { shape, dtype, requiresGrad = false } = options;
  const { flat, shape: found } = flatten(values);
  const type = checkDType(dtype ?? ownType(flat));
  const target = shape === undefined ? found : checkShape(shape);
  if (lengthOf(target) !== flat.length) {
    throw new ShapeError(
      `Cannot make a tensor of shape ${formatShape(target)} from ${flat.length} numbers: that shape holds ${lengthOf(target)}`,
    );
  }
  return new Tensor(convert(flat, type), target, requiresGrad);
}

function ownType(flat: ArrayLike<number>): DType {
  if (flat instanceof Float64Array) return "float64";
  return flat instanceof Int32Array ? "int32" : "float32";
}

/** A zeroed array for a tensor of `shape`; throws for a shape or dtype that is not allowed. */
export function prepare(shape: Shape, dtype: DType = "float32"): { data: TypedArray; shape: Shape } {
  const checked = checkShape(shape);
  return { data: allocate(checkDType(dtype), lengthOf(checked)), shape: checked };
}

/**
 * A tensor of zeros. Throws ShapeError for what is no shape, MemoryError for one too large.
 *
 * @example
 * import { zeros } from "@layerbook/layers";
 * zeros([2, 3]); // [[0, 0, 0], [0, 0, 0]]
 */
export function zeros(shape: Shape, options: TensorOptions = {}): Tensor {
  checkOptions("make a tensor", options);
  const { dtype, requiresGrad } = options;
  const { data, shape: checked } = prepare(shape, dtype);
  return new Tensor(data, checked, requiresGrad);
}

/**
 * A tensor of ones. Throws as `zeros` does.
 *
 * @example
 * import { ones } from "@layerbook/layers";
 * ones([3]); // [1, 1, 1]
 */
export function ones(shape: Shape, options: TensorOptions = {}): Tensor {
  return full(shape, 1, options);
}

/**
 * A tensor whose numbers are yet to be assigned. They are zeros: JavaScript shows nobody old memory. Throws as `zeros`.
 *
 * @example
 * import { empty } from "@layerbook/layers";
 * empty([2]).assign([3, 4]); // [3, 4]
 */
export function empty(shape: Shape, options: TensorOptions = {}): Tensor {
  return zeros(shape, options);
}

/**
 * A tensor of one value throughout. Throws as `zeros` does, and FormatError for a value that int32 cannot hold.
 *
 * @example
 * import { full } from "@layerbook/layers";
 * full([2], 0.5); // [0.5, 0.5]
 */
export function full(shape: Shape, value: number, options: TensorOptions = {}): Tensor {
  checkOptions("make a tensor", options);
  const { dtype = "float32", requiresGrad } = options;
  const [checkedValue] = convert([value], checkDType(dtype));
  const { data, shape: checked } = prepare(shape, dtype);
  return new Tensor(data.fill(checkedValue!), checked, requiresGrad);
}

/**
 * start, start + step, ... up to, without, `end`. Throws FormatError for a step that never gets there.
 *
 * @example
 * import { arange } from "@layerbook/layers";
 * arange(0, 4); // [0, 1, 2, 3]
 * arange(0, 1, 0.25); // [0, 0.25, 0.5, 0.75]
 */
export function arange(start: number, end: number, step = 1, options: TensorOptions = {}): Tensor {
  const count = Math.ceil((end - start) / step);
  if (!Number.isFinite(count) || count < 0) {
    throw new FormatError(`Cannot count from ${start} to ${end} in steps of ${step}: it never gets there`);
  }
  return fromIndex(count, options, (i) => start + i * step);
}

/**
 * `steps` numbers evenly spaced from `start` to `end`, both included. Throws ShapeError for a count that is none.
 *
 * @example
 * import { linspace } from "@layerbook/layers";
 * linspace(0, 1, 5); // [0, 0.25, 0.5, 0.75, 1]
 */
export function linspace(start: number, end: number, steps: number, options: TensorOptions = {}): Tensor {
  const last = steps - 1;
  // From the nearer end, so that both ends are exact.
  return fromIndex(steps, options, (i) =>
    2 * i < steps
      ? start + (i * (end - start)) / Math.max(1, last)
      : end - ((last - i) * (end - start)) / last,
  );
}

function fromIndex(count: number, options: TensorOptions, value: (i: number) => number): Tensor {
  checkOptions("make a tensor", options);
  const { dtype = "float32", requiresGrad } = options;
  const shape = checkShape([count]);
  const values = Float64Array.from({ length: count }, (_, i) => value(i));
  return new Tensor(convert(values, checkDType(dtype)), shape, requiresGrad);
}

/**
 * [n, m] with ones on the diagonal and zeros elsewhere; m = n by default. Throws as `zeros` does.
 *
 * @example
 * import { eye } from "@layerbook/layers";
 * eye(2); // [[1, 0], [0, 1]]
 * eye(1, 3); // [[1, 0, 0]]
 */
export function eye(n: number, m: number = n, options: TensorOptions = {}): Tensor {
  checkOptions("make a tensor", options);
  const { dtype, requiresGrad } = options;
  const { data, shape } = prepare([n, m], dtype);
  for (let i = 0; i < Math.min(n, m); i++) data[i * m + i] = 1;
  return new Tensor(data, shape, requiresGrad);
}

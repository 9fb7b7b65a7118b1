import type { Step } from "./autograd.ts";
import { backward } from "./autograd.ts";
import type { Displayed } from "./display.ts";
import { makeDisplayed } from "./display.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { allocate, convert, dtypeOf } from "./dtype.ts";
import { LayerbookError, ShapeError } from "./errors.ts";
import type { NestedArray, TensorValues } from "./nested.ts";
import { flatten as flattenValues } from "./nested.ts";
import * as arithmetic from "./operations/arithmetic.ts";
import * as combining from "./operations/combining.ts";
import * as comparison from "./operations/comparison.ts";
import * as elementwise from "./operations/elementwise.ts";
import { matmul } from "./operations/matmul.ts";
import * as movement from "./operations/movement.ts";
import type { PadOptions } from "./operations/padding.ts";
import { pad } from "./operations/padding.ts";
import type { ReduceOptions, VarianceOptions } from "./operations/reduction.ts";
import * as reduction from "./operations/reduction.ts";
import { logSoftmax, softmax } from "./operations/softmax.ts";
import type { Shape, Size } from "./shape.ts";
import { checkShape, formatShape, lengthOf, sameShape, stridesOf } from "./shape.ts";
import { internals, kind } from "./symbols.ts";
import { tensorText } from "./text.ts";

/** What only this package sees of a tensor. Backends that keep numbers elsewhere change this and `dataOf`. */
interface Internals {
  /** Row-major; never written to once the tensor exists, so several tensors may share it. */
  data: TypedArray;
  gradient: Tensor | null;
  readonly history: Step | null;
  isParameter: boolean;
}

/** The numbers of a tensor, row-major. Read only: another tensor may share them. */
export function dataOf(tensor: Tensor): TypedArray {
  return tensor[internals].data;
}

export interface Tensor extends Displayed<"tensor"> {
  [internals]: Internals;
}

/**
 * Numbers of one type in a grid of any rank, stored row by row, with the history that gradients need.
 *
 * Make one with `tensor`, `zeros`, `rand` and their like. Every method returns a new tensor; only `assign`,
 * and `backward` through `grad`, change one. All throw ShapeError for axes, shapes or dtypes that do not fit, and
 * FormatError for numbers that int32 cannot hold.
 *
 * @example
 * import { tensor } from "@layerbook/layers";
 * const x = tensor([[1, 2], [3, 4]], { requiresGrad: true });
 * const y = x.mul(x).sum();
 * y.item(); // 30
 * y.backward();
 * x.grad!; // [[2, 4], [6, 8]]
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: isolated declarations allow these names in an interface only.
export class Tensor {
  /** The size of each axis; [] for a single number. */
  readonly shape: Shape;
  /** Whether `backward` computes a gradient for this tensor or through it. */
  readonly requiresGrad: boolean;

  /** @internal Takes `data` over; `shape` is checked by the caller. */
  constructor(data: TypedArray, shape: Shape, requiresGrad = false, history: Step | null = null) {
    this.shape = shape;
    if (requiresGrad && dtypeOf(data) === "int32") {
      throw new ShapeError('Cannot require a gradient of an int32 tensor: use dtype "float32" or "float64"');
    }
    this.requiresGrad = requiresGrad;
    this[internals] = { data, gradient: null, history, isParameter: false };
  }

  /** The type of the numbers. */
  get dtype(): DType {
    return dtypeOf(dataOf(this));
  }

  /** The gradient gathered by `backward` so far, or null. Only tensors made with `requiresGrad` get one. */
  get grad(): Tensor | null {
    return this[internals].gradient;
  }

  /** How many numbers there are: the product of the shape. */
  numel(): number {
    return dataOf(this).length;
  }

  /** The number of a tensor that holds just one; throws ShapeError for any other. */
  item(): number {
    if (this.numel() !== 1) {
      throw new ShapeError(
        `Cannot take the item of ${formatShape(this.shape)}: it holds ${this.numel()} numbers, expected 1`,
      );
    }
    return dataOf(this)[0]!;
  }

  /** The number at one index per axis; a negative index counts from the end. Throws ShapeError outside. */
  at(...index: number[]): number {
    if (index.length !== this.shape.length) {
      throw new ShapeError(
        `Cannot read ${formatShape(this.shape)} at ${formatShape(index)}: expected ${this.shape.length} indices, got ${index.length}`,
      );
    }
    const strides = stridesOf(this.shape);
    let position = 0;
    for (const [axis, i] of index.entries()) {
      const size = this.shape[axis]!;
      if (!Number.isInteger(i) || i < -size || i >= size) {
        throw new ShapeError(
          `Cannot read ${formatShape(this.shape)} at ${formatShape(index)}: index ${i} is outside axis ${axis} of size ${size}`,
        );
      }
      position += (i < 0 ? i + size : i) * strides[axis]!;
    }
    return dataOf(this)[position]!;
  }

  /** The numbers as nested arrays, or one number for a tensor of shape []. */
  toArray(): NestedArray {
    const data = dataOf(this);
    let position = 0;
    const nest = (axis: number): NestedArray =>
      axis === this.shape.length
        ? data[position++]!
        : Array.from({ length: this.shape[axis]! }, () => nest(axis + 1));
    return nest(0);
  }

  /** A copy of the numbers, row by row. */
  toTypedArray(): TypedArray {
    return dataOf(this).slice();
  }

  /**
   * Gives this tensor new numbers, in its own shape and dtype, and returns it. What was computed from the old
   * ones, or shares them (`detach`, `reshape`), keeps them.
   * Throws ShapeError if the shape or dtype differs, LayerbookError for the result of an operation.
   */
  assign(values: TensorValues | Tensor): Tensor {
    if (this[internals].history !== null) {
      throw new LayerbookError(
        `Cannot assign to the result of ${this[internals].history.name}: its gradient would be wrong; assign to a tensor of your own, or to .detach()`,
      );
    }
    if (isTensor(values)) {
      if (values.dtype !== this.dtype) {
        throw new ShapeError(
          `Cannot assign ${values.dtype} ${formatShape(values.shape)} to ${this.dtype} ${formatShape(this.shape)}: convert it first with .to("${this.dtype}")`,
        );
      }
      this.#checkAssigned(values.shape);
      this[internals].data = dataOf(values);
      return this;
    }
    const { flat, shape } = flattenValues(values);
    if (!(shape.length === 1 && shape[0] === this.numel())) this.#checkAssigned(shape);
    this[internals].data = convert(flat, this.dtype);
    return this;
  }

  #checkAssigned(shape: Shape): void {
    if (!sameShape(shape, this.shape)) {
      throw new ShapeError(
        `Cannot assign ${formatShape(shape)} to ${formatShape(this.shape)}: shapes differ`,
      );
    }
  }

  /** The same numbers without history: gradients stop here. */
  detach(): Tensor {
    return new Tensor(dataOf(this), this.shape);
  }

  /** A copy through which gradients flow. */
  clone(): Tensor {
    return elementwise.clone(this);
  }

  /** The numbers as `dtype`; gradients flow through. To int32, fractions are cut off, as in PyTorch. */
  to(dtype: DType): Tensor {
    return elementwise.to(this, dtype);
  }

  /**
   * Computes the gradient of this tensor with respect to every tensor it was computed from that was made with
   * `requiresGrad`, and adds it to their `grad`. The history is released: a second call throws.
   * `gradient`, of this tensor's shape, weighs its numbers; a tensor with one number needs none.
   */
  backward(gradient?: Tensor): void {
    backward(this, gradient);
  }

  /** The same numbers, row by row, in another shape; one size may be -1, to be worked out. */
  reshape(shape: Shape): Tensor {
    return movement.reshape(this, shape);
  }

  /** The axes in another order: axis `i` of the result is axis `dims[i]`. */
  permute(dims: readonly number[]): Tensor {
    return movement.permute(this, dims);
  }

  /** Two axes swapped. */
  transpose(a: number, b: number): Tensor {
    return movement.transpose(this, a, b);
  }

  /** The axes from `start` to `end`, both included, as one. */
  flatten(start = 0, end = -1): Tensor {
    return movement.flatten(this, start, end);
  }

  /** Without the axis `dim` if its size is 1, or without all axes of size 1. */
  squeeze(dim?: number): Tensor {
    return movement.squeeze(this, dim);
  }

  /** With a new axis of size 1 at `dim`. */
  unsqueeze(dim: number): Tensor {
    return movement.unsqueeze(this, dim);
  }

  /** Every `step`-th index from `start` up to, without, `end` along `dim`. Indices past the end are cut. */
  slice(dim: number, start: number, end?: number, step = 1): Tensor {
    return movement.slice(this, dim, start, end, step);
  }

  /** What is at `index` of `dim`, without that axis. */
  select(dim: number, index: number): Tensor {
    return movement.select(this, dim, index);
  }

  /** The numbers whose index along `dim` is given by `index`, an int32 tensor of the result's shape. */
  gather(dim: number, index: Tensor): Tensor {
    return combining.gather(this, dim, index);
  }

  /** Cut along `dim` into pieces of one size (the last may be smaller) or of the given sizes. */
  split(sizes: number | readonly number[], dim = 0): Tensor[] {
    return movement.split(this, sizes, dim);
  }

  /** The order of indices along `dims` turned round. */
  flip(dims: readonly number[]): Tensor {
    return movement.flip(this, dims);
  }

  /** More numbers around: `padding` is [before, after] of the last axis, then of the one before it, and so on. */
  pad(padding: readonly number[], options: PadOptions = {}): Tensor {
    return pad(this, padding, options);
  }

  /** Sum, elementwise with broadcasting. */
  add(other: Tensor | number): Tensor {
    return arithmetic.add(this, other);
  }

  /** Difference, elementwise with broadcasting. */
  sub(other: Tensor | number): Tensor {
    return arithmetic.sub(this, other);
  }

  /** Product, elementwise with broadcasting. */
  mul(other: Tensor | number): Tensor {
    return arithmetic.mul(this, other);
  }

  /** Quotient, elementwise with broadcasting; of floating-point numbers only. */
  div(other: Tensor | number): Tensor {
    return arithmetic.div(this, other);
  }

  /** Power, elementwise with broadcasting; of floating-point numbers only. */
  pow(exponent: Tensor | number): Tensor {
    return arithmetic.pow(this, exponent);
  }

  /** The larger of two, elementwise with broadcasting; NaN if either is. */
  maximum(other: Tensor | number): Tensor {
    return arithmetic.maximum(this, other);
  }

  /** The smaller of two, elementwise with broadcasting; NaN if either is. */
  minimum(other: Tensor | number): Tensor {
    return arithmetic.minimum(this, other);
  }

  /** 1 where equal, else 0, as int32. */
  eq(other: Tensor | number): Tensor {
    return comparison.eq(this, other);
  }

  /** 1 where greater, else 0, as int32. */
  gt(other: Tensor | number): Tensor {
    return comparison.gt(this, other);
  }

  /** 1 where less, else 0, as int32. */
  lt(other: Tensor | number): Tensor {
    return comparison.lt(this, other);
  }

  /** The numbers with their signs changed. */
  neg(): Tensor {
    return elementwise.neg(this);
  }

  /** e to the power of each number. */
  exp(): Tensor {
    return elementwise.exp(this);
  }

  /** Natural logarithm; -Infinity at 0, NaN below. */
  log(): Tensor {
    return elementwise.log(this);
  }

  /** Square root; NaN below 0. */
  sqrt(): Tensor {
    return elementwise.sqrt(this);
  }

  /** Absolute values; the gradient at 0 is 0. */
  abs(): Tensor {
    return elementwise.abs(this);
  }

  /** Each number, but no less than `min` and no more than `max`. */
  clamp(min?: number, max?: number): Tensor {
    return elementwise.clamp(this, min, max);
  }

  /** Hyperbolic tangent, in -1..1. */
  tanh(): Tensor {
    return elementwise.tanh(this);
  }

  /** 1 / (1 + exp(-x)), in 0..1. */
  sigmoid(): Tensor {
    return elementwise.sigmoid(this);
  }

  /** max(x, 0); the gradient at 0 is 0. */
  relu(): Tensor {
    return elementwise.relu(this);
  }

  /**
   * Matrix product over the last two axes, [..., n, m] by [..., m, p] to [..., n, p]; the axes before are
   * broadcast. A vector counts as a row on the left and as a column on the right, and its axis is left out.
   */
  matmul(other: Tensor): Tensor {
    return matmul(this, other);
  }

  /** Sum over `dim`, or over everything. */
  sum(dim?: Size, options: ReduceOptions = {}): Tensor {
    return reduction.sum(this, dim, options);
  }

  /** Mean over `dim`, or over everything; NaN over nothing. */
  mean(dim?: Size, options: ReduceOptions = {}): Tensor {
    return reduction.mean(this, dim, options);
  }

  /** Variance with divisor N - correction (1 by default). */
  var(dim?: Size, options: VarianceOptions = {}): Tensor {
    return reduction.variance(this, dim, options);
  }

  /** Standard deviation: the square root of `var`. */
  std(dim?: Size, options: VarianceOptions = {}): Tensor {
    return reduction.standardDeviation(this, dim, options);
  }

  /** Largest number over `dim`, or of all; NaN if any is. The gradient is shared among equals, as in `torch.amax`. */
  max(dim?: Size, options: ReduceOptions = {}): Tensor {
    return reduction.max(this, dim, options);
  }

  /** Smallest number over `dim`, or of all; NaN if any is. The gradient is shared among equals, as in `torch.amin`. */
  min(dim?: Size, options: ReduceOptions = {}): Tensor {
    return reduction.min(this, dim, options);
  }

  /** Index of the first largest number along `dim`, or in row-major order of all, as int32. */
  argmax(dim?: number, options: ReduceOptions = {}): Tensor {
    return reduction.argmax(this, dim, options);
  }

  /** exp(x) / sum of exp(x) along `dim`: positive, with sum 1. */
  softmax(dim: number): Tensor {
    return softmax(this, dim);
  }

  /** log(softmax(x)) along `dim`, without overflow. */
  logSoftmax(dim: number): Tensor {
    return logSoftmax(this, dim);
  }
}

makeDisplayed(Tensor.prototype, "tensor", tensorText);

/** Whether `value` is a tensor, of this copy of the package or of another. */
export function isTensor(value: unknown): value is Tensor {
  return typeof value === "object" && value !== null && (value as Partial<Tensor>)[kind] === "tensor";
}

/** A tensor of zeros, for an operation to fill. */
export function blank(dtype: DType, shape: Shape): { data: TypedArray; shape: Shape } {
  const checked = checkShape(shape);
  return { data: allocate(dtype, lengthOf(checked)), shape: checked };
}

import { record } from "../autograd.ts";
import type { TypedArray } from "../dtype.ts";
import { checkFloat, checkInt32 } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import type { Shape, Size } from "../shape.ts";
import { axesOf, formatShape, lengthOf } from "../shape.ts";
import { blank, dataOf, Tensor } from "../tensor.ts";
import { where } from "./combining.ts";
import { expand, permute, reshape } from "./movement.ts";

/** Whether a reduction keeps the axes that it takes. */
export interface ReduceOptions {
  /** Keep the reduced axes, with size 1. */
  readonly keepdim?: boolean;
}
/** By what a variance is divided. */
export interface VarianceOptions extends ReduceOptions {
  /** Divisor N - correction; 1 by default, as in PyTorch. */
  readonly correction?: number;
}

/** What a reduction needs to know: `rows` groups of `length` numbers, one after the other, once permuted. */
interface Groups {
  readonly input: Tensor;
  readonly length: number;
  readonly shape: Shape;
  /** The result's shape with the reduced axes kept, so that it broadcasts against the input. */
  readonly keptShape: Shape;
}

function groupsOf(action: string, input: Tensor, dim: Size | undefined, options: ReduceOptions): Groups {
  checkOptions(`${action} ${formatShape(input.shape)}`, options);
  const { keepdim = false } = options;
  const axes = axesOf(action, dim, input.shape);
  const others = input.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const inOrder = axes.length === 0 || axes[0] === others.length;
  const keptShape = input.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return {
    input: inOrder ? input : permute(input, [...others, ...axes]),
    length: lengthOf(axes.map((axis) => input.shape[axis]!)),
    shape: keepdim ? keptShape : others.map((axis) => input.shape[axis]!),
    keptShape,
  };
}

/** Sum, in float64; throws FormatError if int32 cannot hold it. Gradient: each number gets the gradient of the sum it went into. */
export function sum(input: Tensor, dim: Size | undefined, options: ReduceOptions): Tensor {
  const { input: grouped, length, shape, keptShape } = groupsOf("sum", input.detach(), dim, options);
  const from = dataOf(grouped);
  const result = blank(input.dtype, shape);
  for (let group = 0; group < result.data.length; group++) {
    let total = 0;
    for (let i = group * length; i < (group + 1) * length; i++) total += from[i]!;
    if (input.dtype === "int32") checkInt32(total);
    result.data[group] = total;
  }
  return record("sum", [input], result.data, result.shape, [
    (gradient) => expand(reshape(gradient, keptShape), input.shape),
  ]);
}

export function mean(input: Tensor, dim: Size | undefined, options: ReduceOptions): Tensor {
  checkFloat("take the mean of", input);
  checkOptions(`take the mean of ${formatShape(input.shape)}`, options);
  const count = lengthOf(axesOf("take the mean of", dim, input.shape).map((axis) => input.shape[axis]!));
  return sum(input, dim, options).div(count);
}

/** Mean of squared deviations from the mean, with divisor N - correction, but no less than 0: then NaN or infinite. */
export function variance(input: Tensor, dim: Size | undefined, options: VarianceOptions): Tensor {
  checkFloat("take the variance of", input);
  checkOptions(`take the variance of ${formatShape(input.shape)}`, options);
  const count = lengthOf(axesOf("take the variance of", dim, input.shape).map((axis) => input.shape[axis]!));
  const divisor = Math.max(0, count - (options.correction ?? 1));
  const deviation = input.sub(mean(input, dim, { keepdim: true }));
  return sum(deviation.mul(deviation), dim, options).div(divisor);
}

/** The square root of the variance. Gradient: 0 where all numbers are equal, as the variance has its least there. */
export function standardDeviation(input: Tensor, dim: Size | undefined, options: VarianceOptions): Tensor {
  const squared = variance(input, dim, options);
  const root = squared.detach().sqrt();
  return record("std", [squared], dataOf(root), root.shape, [
    (gradient) => where(root.eq(0), 0, gradient.div(root.mul(2))),
  ]);
}

/** Index within each group of the first number that no other beats; NaN beats all. */
function winners(from: TypedArray, length: number, groups: number, sign: 1 | -1): Int32Array {
  const indices = new Int32Array(groups);
  for (let group = 0; group < groups; group++) {
    const start = group * length;
    let best = 0;
    for (let i = 1; i < length; i++) {
      const value = from[start + i]!;
      const leader = from[start + best]!;
      if (sign * value > sign * leader || (Number.isNaN(value) && !Number.isNaN(leader))) best = i;
    }
    indices[group] = best;
  }
  return indices;
}

/** 1 where there is no number. */
function notANumber(input: Tensor): Tensor {
  return input.eq(input).eq(0);
}

/** The largest or smallest number. Gradient: shared evenly among the numbers that equal it, as in `torch.amax`. */
function extreme(name: "max" | "min", input: Tensor, dim: Size | undefined, options: ReduceOptions): Tensor {
  const action = `take the ${name} of`;
  const { input: grouped, length, shape, keptShape } = groupsOf(action, input.detach(), dim, options);
  checkNotEmpty(action, input, length);
  const from = dataOf(grouped);
  const result = blank(input.dtype, shape);
  const best = winners(from, length, result.data.length, name === "max" ? 1 : -1);
  for (const [group, i] of best.entries()) result.data[group] = from[group * length + i]!;
  return record(name, [input], result.data, result.shape, [
    (gradient) => {
      const extremes = new Tensor(result.data, keptShape);
      const ties = where(notANumber(extremes), notANumber(input), input.eq(extremes)).to(input.dtype);
      const share = gradient.div(sum(ties, dim, options));
      return ties.mul(reshape(share, keptShape));
    },
  ]);
}

export function max(input: Tensor, dim: Size | undefined, options: ReduceOptions): Tensor {
  return extreme("max", input, dim, options);
}

export function min(input: Tensor, dim: Size | undefined, options: ReduceOptions): Tensor {
  return extreme("min", input, dim, options);
}

export function argmax(input: Tensor, dim: number | undefined, options: ReduceOptions): Tensor {
  const { input: grouped, length, shape } = groupsOf("take the argmax of", input.detach(), dim, options);
  checkNotEmpty("take the argmax of", input, length);
  const indices = winners(dataOf(grouped), length, lengthOf(shape), 1);
  return new Tensor(indices, shape);
}

function checkNotEmpty(action: string, input: Tensor, length: number): void {
  if (length === 0)
    throw new ShapeError(`Cannot ${action} ${formatShape(input.shape)}: there is nothing to compare`);
}

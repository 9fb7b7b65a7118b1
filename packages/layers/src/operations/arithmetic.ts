import { record } from "../autograd.ts";
import { allocate, checkFloat, convert } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { log, pow as power } from "../mathematics.ts";
import { broadcastShape, formatShape } from "../shape.ts";
import { dataOf, isTensor, Tensor } from "../tensor.ts";
import { expand } from "./movement.ts";

/** A function of two numbers and its derivative by each; `y` is the function's value at (a, b). */
export interface Pairwise {
  readonly name: string;
  /** What it does, for messages. */
  readonly action: string;
  readonly value: (a: number, b: number) => number;
  /** The same for int32, where `value` would be rounded before it wraps around. */
  readonly wholeValue?: (a: number, b: number) => number;
  readonly byFirst: (a: number, b: number, y: number) => number;
  readonly bySecond: (a: number, b: number, y: number) => number;
}

/** `first` and `second` as tensors of one dtype and one shape. Gradients of repeated numbers are summed by `expand`. */
export function broadcast(action: string, first: Tensor, second: Tensor | number): [Tensor, Tensor] {
  const other = isTensor(second) ? second : scalar(action, second, first);
  if (first.dtype !== other.dtype) {
    throw new ShapeError(
      `Cannot ${action} ${first.dtype} ${formatShape(first.shape)} and ${other.dtype} ${formatShape(other.shape)}: convert one of them with .to("${first.dtype === "int32" ? other.dtype : first.dtype}")`,
    );
  }
  const shape = broadcastShape(action, first.shape, other.shape);
  return [expand(first, shape), expand(other, shape)];
}

function scalar(action: string, value: number, like: Tensor): Tensor {
  if (typeof value !== "number") {
    throw new ShapeError(
      `Cannot ${action} ${formatShape(like.shape)} and ${typeof value}: expected a tensor or a number`,
    );
  }
  return new Tensor(convert([value], like.dtype), []);
}

/** The function of every pair of numbers, after broadcasting, as one entry of the tape. */
export function applyToPairs(
  { name, action, value, wholeValue, byFirst, bySecond }: Pairwise,
  first: Tensor,
  second: Tensor | number,
): Tensor {
  const [left, right] = broadcast(action, first, second);
  const a = dataOf(left);
  const b = dataOf(right);
  const y = allocate(left.dtype, a.length);
  const compute = left.dtype === "int32" && wholeValue !== undefined ? wholeValue : value;
  for (let i = 0; i < a.length; i++) y[i] = compute(a[i]!, b[i]!);
  const rule = (derivative: Pairwise["byFirst"]) => (gradient: Tensor) => {
    const upstream = dataOf(gradient);
    const result = allocate(left.dtype, a.length);
    for (let i = 0; i < a.length; i++) result[i] = upstream[i]! * derivative(a[i]!, b[i]!, y[i]!);
    return new Tensor(result, left.shape);
  };
  return record(name, [left, right], y, left.shape, [rule(byFirst), rule(bySecond)]);
}

const sum: Pairwise = {
  name: "add",
  action: "add",
  value: (a, b) => a + b,
  byFirst: () => 1,
  bySecond: () => 1,
};
const difference: Pairwise = {
  name: "sub",
  action: "subtract",
  value: (a, b) => a - b,
  byFirst: () => 1,
  bySecond: () => -1,
};
const product: Pairwise = {
  name: "mul",
  action: "multiply",
  value: (a, b) => a * b,
  wholeValue: Math.imul,
  byFirst: (_, b) => b,
  bySecond: (a) => a,
};
const quotient: Pairwise = {
  name: "div",
  action: "divide",
  value: (a, b) => a / b,
  byFirst: (_, b) => 1 / b,
  bySecond: (_, b, y) => -y / b,
};
const exponentiation: Pairwise = {
  name: "pow",
  action: "take powers of",
  value: power,
  // The derivative of a constant, x ** 0, is 0 even where x ** -1 has none.
  byFirst: (a, b) => (b === 0 ? 0 : b * power(a, b - 1)),
  bySecond: (a, b, y) => (a === 0 && b >= 0 ? 0 : y * log(a)),
};
/** Equal numbers share the gradient, as in PyTorch. */
const larger: Pairwise = {
  name: "maximum",
  action: "compare",
  value: Math.max,
  byFirst: (a, b) => (a > b ? 1 : a === b ? 0.5 : 0),
  bySecond: (a, b) => (b > a ? 1 : a === b ? 0.5 : 0),
};
const smaller: Pairwise = {
  name: "minimum",
  action: "compare",
  value: Math.min,
  byFirst: larger.bySecond,
  bySecond: larger.byFirst,
};

export const add = (first: Tensor, second: Tensor | number): Tensor => applyToPairs(sum, first, second);
export const sub = (first: Tensor, second: Tensor | number): Tensor =>
  applyToPairs(difference, first, second);
export const mul = (first: Tensor, second: Tensor | number): Tensor => applyToPairs(product, first, second);
export const maximum = (first: Tensor, second: Tensor | number): Tensor =>
  applyToPairs(larger, first, second);
export const minimum = (first: Tensor, second: Tensor | number): Tensor =>
  applyToPairs(smaller, first, second);

export function div(first: Tensor, second: Tensor | number): Tensor {
  checkFloat("divide", first);
  return applyToPairs(quotient, first, second);
}

export function pow(first: Tensor, second: Tensor | number): Tensor {
  checkFloat("take powers of", first);
  return applyToPairs(exponentiation, first, second);
}

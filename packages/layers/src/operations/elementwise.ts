import { record } from "../autograd.ts";
import type { DType } from "../dtype.ts";
import { allocate, checkDType, checkFloat, checkInt32 } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import * as mathematics from "../mathematics.ts";
import { formatShape } from "../shape.ts";
import { dataOf, Tensor } from "../tensor.ts";
import { checkTensors } from "../tensor-argument.ts";

/** A function of one number; its derivative is a function of the number x and the function's value y there. */
export interface Elementwise {
  readonly name: string;
  readonly value: (x: number) => number;
  readonly derivative: (x: number, y: number) => number;
}

function apply({ name, value, derivative }: Elementwise, input: Tensor): Tensor {
  checkTensors(`take ${name}`, { input });
  const x = dataOf(input);
  const y = allocate(input.dtype, x.length);
  for (let i = 0; i < x.length; i++) y[i] = value(x[i]!);
  return record(name, [input], y, input.shape, [
    (gradient) => {
      const upstream = dataOf(gradient);
      const result = allocate(input.dtype, x.length);
      for (let i = 0; i < x.length; i++) result[i] = upstream[i]! * derivative(x[i]!, y[i]!);
      return new Tensor(result, input.shape);
    },
  ]);
}

/** The function of every number, as one entry of the tape. Throws ShapeError for int32. */
export function applyToFloat(operation: Elementwise, input: Tensor): Tensor {
  checkTensors(`take ${operation.name}`, { input });
  checkFloat(`take ${operation.name} of`, input);
  return apply(operation, input);
}

const negation: Elementwise = { name: "neg", value: (x) => -x, derivative: () => -1 };
const exponential: Elementwise = { name: "exp", value: mathematics.exp, derivative: (_, y) => y };
const logarithm: Elementwise = { name: "log", value: mathematics.log, derivative: (x) => 1 / x };
const squareRoot: Elementwise = { name: "sqrt", value: Math.sqrt, derivative: (_, y) => 0.5 / y };
const absolute: Elementwise = { name: "abs", value: Math.abs, derivative: Math.sign };
const hyperbolicTangent: Elementwise = {
  name: "tanh",
  value: mathematics.tanh,
  derivative: (_, y) => 1 - y * y,
};
const logistic: Elementwise = {
  name: "sigmoid",
  value: mathematics.sigmoid,
  derivative: (_, y) => y * (1 - y),
};
const rectifier: Elementwise = {
  name: "relu",
  value: (x) => Math.max(x, 0),
  derivative: (x) => (x > 0 ? 1 : 0),
};

export const neg = (input: Tensor): Tensor => apply(negation, input);
export const exp = (input: Tensor): Tensor => applyToFloat(exponential, input);
export const log = (input: Tensor): Tensor => applyToFloat(logarithm, input);
export const sqrt = (input: Tensor): Tensor => applyToFloat(squareRoot, input);
export const abs = (input: Tensor): Tensor => apply(absolute, input);

/**
 * The hyperbolic tangent, elementwise, -1..1; its gradient is 1 - tanh(x)^2. Throws ShapeError for int32 and for what is no tensor.
 *
 * @example
 * import { tanh, tensor } from "@layerbook/layers";
 * tanh(tensor([0, 1])); // [0, 0.7616]
 */
export function tanh(input: Tensor): Tensor {
  return applyToFloat(hyperbolicTangent, input);
}

/**
 * 1 / (1 + exp(-x)), elementwise, 0..1; its gradient is s (1 - s). Throws ShapeError for int32 and for what is no tensor.
 *
 * @example
 * import { sigmoid, tensor } from "@layerbook/layers";
 * sigmoid(tensor([-1, 0, 1])); // [0.2689, 0.5, 0.7311]
 */
export function sigmoid(input: Tensor): Tensor {
  return applyToFloat(logistic, input);
}

/**
 * max(x, 0), elementwise. NaN stays NaN; the gradient at 0 is 0. Throws ShapeError for what is no tensor.
 *
 * @example
 * import { relu, tensor } from "@layerbook/layers";
 * relu(tensor([-1, 2])); // [0, 2]
 */
export function relu(input: Tensor): Tensor {
  return apply(rectifier, input);
}

export function clamp(
  input: Tensor,
  min: number = Number.NEGATIVE_INFINITY,
  max: number = Number.POSITIVE_INFINITY,
): Tensor {
  if (!(min <= max)) {
    throw new ShapeError(
      `Cannot clamp ${formatShape(input.shape)} to ${min}..${max}: the lower bound must not be above the upper`,
    );
  }
  if (input.dtype === "int32") [min, max].filter(Number.isFinite).forEach(checkInt32);
  const bounded: Elementwise = {
    name: "clamp",
    value: (x) => Math.min(Math.max(x, min), max),
    derivative: (x) => (x >= min && x <= max ? 1 : 0),
  };
  return apply(bounded, input);
}

export function clone(input: Tensor): Tensor {
  return record("clone", [input], dataOf(input).slice(), input.shape, [(gradient) => gradient]);
}

export function to(input: Tensor, dtype: DType): Tensor {
  if (checkDType(dtype) === input.dtype) return input;
  const from = dataOf(input);
  const data = allocate(dtype, from.length);
  if (dtype !== "int32") {
    data.set(from);
    return record("to", [input], data, input.shape, [(gradient) => to(gradient, input.dtype)]);
  }
  for (let i = 0; i < from.length; i++) {
    const whole = Math.trunc(from[i]!);
    checkInt32(whole);
    data[i] = whole;
  }
  return new Tensor(data, input.shape);
}

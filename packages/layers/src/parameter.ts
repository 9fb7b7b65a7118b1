import { internals } from "./symbols.ts";
import { dataOf, isTensor, Tensor } from "./tensor.ts";
import { checkTensors } from "./tensor-argument.ts";

/**
 * A tensor that a module learns: it requires a gradient, and optimizers change it. As a public property of a module it
 * belongs to it.
 *
 * @example
 * import { ones, Parameter } from "@layerbook/layers";
 * const scale = new Parameter(ones([3]));
 * scale.mul(2).sum().backward();
 * scale.grad!; // [2, 2, 2]
 */
export class Parameter extends Tensor {
  /** Takes over the numbers of `values`; throws ShapeError for int32 and for what is no tensor. */
  constructor(values: Tensor) {
    checkTensors("make a Parameter", { values });
    super(dataOf(values), values.shape, true);
    this[internals].isParameter = true;
  }
}

/**
 * Whether `value` is a parameter, of this copy of the package or of another.
 *
 * @example
 * import { isParameter, Linear, ones } from "@layerbook/layers";
 * isParameter(new Linear(2, 3).weight); // true
 * isParameter(ones([2])); // false
 */
export function isParameter(value: unknown): value is Parameter {
  return isTensor(value) && value[internals].isParameter;
}

/** Whether `value` can be gone through, as a list of parameters can; a tensor, and a module that is no ParameterList, can not. */
export function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

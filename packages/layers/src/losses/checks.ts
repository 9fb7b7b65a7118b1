import { checkSameFloat } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { formatShape, sameShape, stridesOf } from "../shape.ts";
import { dataOf, type Tensor } from "../tensor.ts";
import { checkTensors } from "../tensor-argument.ts";

/** Throws ShapeError unless input and target have one shape; two that broadcast are rarely meant to. */
export function checkShapes(action: string, input: Tensor, target: Tensor): void {
  checkTensors(`${action} input and target`, { input, target });
  if (sameShape(input.shape, target.shape)) return;
  throw new ShapeError(
    `Cannot ${action} input ${formatShape(input.shape)} with target ${formatShape(target.shape)}: shapes must be the same; broadcasting would hide a mistake`,
  );
}

/** Throws ShapeError unless input and target have one shape and one floating-point dtype. */
export function checkPair(action: string, input: Tensor, target: Tensor): void {
  checkShapes(action, input, target);
  checkSameFloat(
    `${action} input ${formatShape(input.shape)} with target ${formatShape(target.shape)}`,
    input,
    { target },
  );
}

/** Throws ShapeError unless the factors have the input's dtype and a shape that broadcasts to the input's. */
export function checkFactors(name: string, factors: Tensor | undefined, input: Tensor): void {
  if (factors === undefined) return;
  checkTensors("weigh a loss", { [name]: factors });
  const { shape, dtype } = input;
  const missing = shape.length - factors.shape.length;
  const fits = factors.shape.every((size, axis) => size === 1 || size === shape[axis + missing]);
  if (missing >= 0 && fits && factors.dtype === dtype) return;
  throw new ShapeError(
    `Cannot weigh a loss of ${dtype} ${formatShape(shape)} by ${name} ${factors.dtype} ${formatShape(factors.shape)}: expected ${dtype} in a shape that broadcasts to ${formatShape(shape)}`,
  );
}

/** Throws ShapeError that names the first number of `tensor` for which `has` does not hold, and its place. */
export function checkNumbers(
  action: string,
  name: string,
  tensor: Tensor,
  has: (value: number) => boolean,
  reason: string,
): void {
  const index = dataOf(tensor).findIndex((value) => !has(value));
  if (index === -1) return;
  const position = stridesOf(tensor.shape).map(
    (stride, axis) => Math.floor(index / stride) % tensor.shape[axis]!,
  );
  throw new ShapeError(
    `Cannot ${action} ${name} ${formatShape(tensor.shape)}: ${dataOf(tensor)[index]} at ${formatShape(position)} ${reason}`,
  );
}

/** How far rounding may take a probability's logarithm above 0, such as log(p + 1e-5). */
const slack = 1e-3;

/** Throws ShapeError for a number above 0, which no logarithm of a probability is. */
export function checkLogProbabilities(action: string, name: string, tensor: Tensor, fix: string): void {
  checkNumbers(
    action,
    name,
    tensor,
    (value) => !(value > slack),
    `is above 0, which no log-probability is; ${fix}`,
  );
}

import { ShapeError } from "./errors.ts";
import { broadcast } from "./operations/arithmetic.ts";
import { checkOptions } from "./options.ts";
import type { Tensor } from "./tensor.ts";
import { dataOf } from "./tensor.ts";
import { checkTensors } from "./tensor-argument.ts";

/** How far apart two tensors may be; see `allClose`. */
export interface AllCloseOptions {
  /** Allowed difference relative to |b|; 1e-5 by default. */
  readonly rtol?: number;
  /** Allowed difference beside that; 1e-8 by default. */
  readonly atol?: number;
}

/**
 * Whether |a - b| <= atol + rtol |b| holds for all numbers, with broadcasting. Infinities are close to themselves,
 * NaN to nothing. Throws ShapeError if shapes or dtypes do not fit.
 *
 * @example
 * import { allClose, tensor } from "@layerbook/layers";
 * allClose(tensor([1]), tensor([1.000001])); // true
 * allClose(tensor([1]), tensor([1.1])); // false
 */
export function allClose(a: Tensor, b: Tensor, options: AllCloseOptions = {}): boolean {
  checkOptions("compare tensors", options);
  const { rtol = 1e-5, atol = 1e-8 } = options;
  if (!(rtol >= 0 && atol >= 0)) {
    throw new ShapeError(`Cannot compare with rtol ${rtol} and atol ${atol}: expected numbers of at least 0`);
  }
  checkTensors("compare tensors", { a, b });
  const [left, right] = broadcast("compare", a.detach(), b.detach());
  const others = dataOf(right);
  return dataOf(left).every((value, i) => isClose(value, others[i]!, rtol, atol));
}

export function isClose(value: number, expected: number, rtol: number, atol: number): boolean {
  if (value === expected) return true;
  return Number.isFinite(expected) && Math.abs(value - expected) <= atol + rtol * Math.abs(expected);
}

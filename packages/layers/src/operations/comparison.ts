import { allocate } from "../dtype.ts";
import { dataOf, Tensor } from "../tensor.ts";
import { broadcast } from "./arithmetic.ts";

/** 1 where `holds`, else 0. No gradient flows: the result is a step function. */
function compare(first: Tensor, second: Tensor | number, holds: (a: number, b: number) => boolean): Tensor {
  // Whole numbers may be compared with a fraction, which no int32 tensor can hold.
  const comparable = typeof second === "number" && first.dtype === "int32" ? first.to("float64") : first;
  const [left, right] = broadcast("compare", comparable, second);
  const a = dataOf(left);
  const b = dataOf(right);
  const mask = allocate("int32", a.length);
  for (let i = 0; i < a.length; i++) mask[i] = holds(a[i]!, b[i]!) ? 1 : 0;
  return new Tensor(mask, left.shape);
}

export const eq = (first: Tensor, second: Tensor | number): Tensor =>
  compare(first, second, (a, b) => a === b);
export const gt = (first: Tensor, second: Tensor | number): Tensor => compare(first, second, (a, b) => a > b);
export const lt = (first: Tensor, second: Tensor | number): Tensor => compare(first, second, (a, b) => a < b);

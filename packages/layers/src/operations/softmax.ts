import { record } from "../autograd.ts";
import { checkFloat } from "../dtype.ts";
import { exp, log } from "../mathematics.ts";
import { axisOf, lengthOf } from "../shape.ts";
import { blank, dataOf, Tensor } from "../tensor.ts";
import { checkTensors } from "../tensor-argument.ts";

/**
 * softmax(x)_i = exp(x_i) / sum over j of exp(x_j). Gradient: x'_i = y_i (y'_i - sum over j of y'_j y_j).
 * Throws ShapeError for int32 and for a dim that there is not.
 *
 * @example
 * import { softmax, tensor } from "@layerbook/layers";
 * softmax(tensor([[0, 0], [0, 1]]), 1); // [[0.5, 0.5], [0.2689, 0.7311]]
 */
export function softmax(input: Tensor, dim: number): Tensor {
  const y = normalize("softmax", input, dim, (x, largest, total) => exp(x - largest) / total);
  return record("softmax", [input], dataOf(y), input.shape, [
    (gradient) => gradient.sub(gradient.mul(y).sum(dim, { keepdim: true })).mul(y),
  ]);
}

/**
 * log(softmax(x))_i = x_i - log(sum over j of exp(x_j)). Gradient: x'_i = y'_i - exp(y_i) sum over j of y'_j.
 * Throws ShapeError as `softmax` does.
 *
 * @example
 * import { logSoftmax, tensor } from "@layerbook/layers";
 * logSoftmax(tensor([0, 0]), 0); // [-0.6931, -0.6931]
 */
export function logSoftmax(input: Tensor, dim: number): Tensor {
  const y = normalize("logSoftmax", input, dim, (x, largest, total) => x - largest - log(total));
  return record("logSoftmax", [input], dataOf(y), input.shape, [
    (gradient) => gradient.sub(y.exp().mul(gradient.sum(dim, { keepdim: true }))),
  ]);
}

/** `formula` of each number, the largest along `dim`, and the sum there of exp(number - largest). */
function normalize(
  name: string,
  input: Tensor,
  dim: number,
  formula: (x: number, largest: number, total: number) => number,
): Tensor {
  checkTensors(`take the ${name}`, { input });
  checkFloat(`take the ${name} of`, input);
  const axis = axisOf(`take the ${name} of`, dim, input.shape);
  const size = input.shape[axis]!;
  const inner = lengthOf(input.shape.slice(axis + 1));
  const x = dataOf(input);
  const { data, shape } = blank(input.dtype, input.shape);
  for (let start = 0; start < x.length; start += size * inner) {
    for (let first = start; first < start + inner; first++) {
      const end = first + size * inner;
      // Taking off the largest first keeps exp from overflowing and changes nothing else.
      let largest = Number.NEGATIVE_INFINITY;
      for (let i = first; i < end; i += inner) largest = Math.max(largest, x[i]!);
      let total = 0;
      for (let i = first; i < end; i += inner) total += exp(x[i]! - largest);
      for (let i = first; i < end; i += inner) data[i] = formula(x[i]!, largest, total);
    }
  }
  return new Tensor(data, shape);
}

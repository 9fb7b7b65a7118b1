import { randn } from "../drawing.ts";
import { checkFloat } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { checkRange, finite } from "../range.ts";
import { formatShape } from "../shape.ts";
import { blank, dataOf, Tensor } from "../tensor.ts";
import { checkTensors } from "../tensor-argument.ts";
import { replace } from "./replace.ts";
import type { XavierOptions } from "./variance.ts";

/**
 * A random matrix W [out, in] whose rows are at right angles and of length `gain`, so that W x is as long as x times gain;
 * where there are more rows than columns, its columns are. Further axes are taken as columns.
 * Throws ShapeError for fewer than 2 axes, int32, or a gain that is not finite.
 * Source: Saxe, McClelland and Ganguli, Exact solutions to the nonlinear dynamics of learning in deep linear neural
 * networks (2014).
 *
 * @example
 * import { init, Linear } from "@layerbook/layers";
 * const { weight } = new Linear(3, 2);
 * init.orthogonal(weight);
 * weight.matmul(weight.transpose(0, 1)); // [[1, 0], [0, 1]]
 */
export function orthogonal<Own extends Tensor>(tensor: Own, options: XavierOptions = {}): Own {
  checkOptions("draw an orthogonal matrix", options);
  const { gain = 1 } = options;
  checkTensors("draw an orthogonal matrix", { tensor });
  checkFloat("draw an orthogonal matrix for", tensor);
  checkRange("draw an orthogonal matrix", { gain }, finite);
  if (tensor.shape.length < 2) {
    throw new ShapeError(
      `Cannot draw an orthogonal matrix for ${formatShape(tensor.shape)}: expected at least 2 axes, [out, in]`,
    );
  }
  return replace(tensor, ({ shape, dtype }) => {
    const { data } = blank(dtype, shape);
    const rows = shape[0]!;
    const columns = data.length / rows;
    const start = dataOf(randn(shape, { dtype, ...options }));
    // The fewer ones: of those at most as many as each is long can be at right angles.
    const wide = rows < columns;
    const [count, length] = wide ? [rows, columns] : [columns, rows];
    const place = (vector: number, i: number): number => (wide ? vector * columns + i : i * columns + vector);
    const vectors = Array.from({ length: count }, (_, vector) =>
      Float64Array.from({ length }, (_, i) => start[place(vector, i)]!),
    );
    orthonormalize(vectors);
    for (const [vector, numbers] of vectors.entries()) {
      for (const [i, value] of numbers.entries()) data[place(vector, i)] = gain * value;
    }
    return new Tensor(data, shape);
  });
}

/**
 * Makes vectors orthonormal, in place, by the method of Gram and Schmidt: from each is taken what lies along those before
 * it, then it is brought to length 1. Drawn from a normal distribution, they become evenly distributed.
 */
function orthonormalize(vectors: readonly Float64Array[]): void {
  for (const [k, vector] of vectors.entries()) {
    // Twice, as rounding leaves a part the first time. Source: Giraud et al., Numerische Mathematik 101 (2005).
    for (let pass = 0; pass < 2; pass++) {
      for (const before of vectors.slice(0, k)) addScaled(vector, before, -dot(vector, before));
    }
    addScaled(vector, vector, 1 / Math.sqrt(dot(vector, vector)) - 1);
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * source[i]!;
}

import { isClose } from "./closeness.ts";
import { LayerbookError, ShapeError } from "./errors.ts";
import { checkOptions } from "./options.ts";
import { formatShape } from "./shape.ts";
import { dataOf, Tensor } from "./tensor.ts";
import { checkTensors, kindOf } from "./tensor-argument.ts";

/** The step of the differences, and how far from them a gradient may be; see `gradcheck`. */
export interface GradcheckOptions {
  /** How far each number is moved, both ways; 1e-6 by default. */
  readonly eps?: number;
  /** Allowed difference; 1e-5 by default. */
  readonly atol?: number;
  /** Allowed difference relative to the numeric gradient; 1e-3 by default. */
  readonly rtol?: number;
}

/**
 * Compares the gradients that `backward` gives for `fn` with differences of its values, (f(x + eps) - f(x - eps)) /
 * (2 eps), for every number of every input and every number of the output. Returns true.
 *
 * Throws LayerbookError that names the first pair that differs, ShapeError for inputs that are not float64 and for
 * an output that depends on none of them.
 *
 * @example
 * import { gradcheck, tensor } from "@layerbook/layers";
 * const x = tensor([0.5, 2], { dtype: "float64", requiresGrad: true });
 * gradcheck((x) => x.mul(x), [x]); // true
 */
export function gradcheck(
  fn: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  options: GradcheckOptions = {},
): boolean {
  checkOptions("check gradients", options);
  const { eps = 1e-6, atol = 1e-5, rtol = 1e-3 } = options;
  if (!Array.isArray(inputs)) {
    throw new ShapeError(
      `Cannot check gradients of ${kindOf(inputs)}: expected the function's inputs as an array of tensors`,
    );
  }
  for (const [i, input] of inputs.entries()) {
    checkTensors("check gradients", { [`input ${i}`]: input });
    if (input.dtype === "float64") continue;
    throw new ShapeError(
      `Cannot check gradients of ${input.dtype} ${formatShape(input.shape)}: differences need float64, make it with { dtype: "float64" }`,
    );
  }
  const numeric = inputs.map((_, which) => numericJacobian(fn, inputs, which, eps));
  const outputs = fn(...inputs.map((input) => input.detach())).numel();
  for (let output = 0; output < outputs; output++) {
    const gradients = gradientsOf(fn, inputs, output);
    for (const [which, gradient] of gradients.entries()) {
      for (const [i, value] of gradient.entries()) {
        const difference = numeric[which]![i]![output]!;
        if (isClose(value, difference, rtol, atol)) continue;
        throw new LayerbookError(
          `Wrong gradient of output number ${output} with respect to number ${i} of input ${which}, ${formatShape(inputs[which]!.shape)}: backward gives ${value}, differences give ${difference}`,
        );
      }
    }
  }
  return true;
}

/** For each number of one input, how much every number of the output changes with it. */
function numericJacobian(
  fn: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  which: number,
  eps: number,
): number[][] {
  const input = inputs[which]!;
  const outputAt = (i: number, change: number): ArrayLike<number> => {
    const values = dataOf(input).slice();
    values[i]! += change;
    const moved = inputs.map((tensor, other) =>
      other === which ? new Tensor(values, tensor.shape) : tensor.detach(),
    );
    return dataOf(fn(...moved));
  };
  return Array.from({ length: input.numel() }, (_, i) => {
    const above = outputAt(i, eps);
    const below = outputAt(i, -eps);
    return Array.from(above, (value, output) => (value - below[output]!) / (2 * eps));
  });
}

/** The gradient of one number of the output with respect to each input, by `backward`. */
function gradientsOf(
  fn: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  output: number,
): Float64Array[] {
  const leaves = inputs.map((input) => new Tensor(dataOf(input), input.shape, true));
  const result = fn(...leaves);
  if (!result.requiresGrad) {
    throw new ShapeError("Cannot check gradients: the output was computed from none of the inputs");
  }
  const seed = new Float64Array(result.numel());
  seed[output] = 1;
  result.backward(new Tensor(seed, result.shape));
  return leaves.map((leaf) =>
    leaf.grad === null ? new Float64Array(leaf.numel()) : Float64Array.from(dataOf(leaf.grad)),
  );
}

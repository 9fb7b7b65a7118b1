import { allocate, dtypeOf } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { pow } from "../mathematics.ts";
import { checkOptions } from "../options.ts";
import { isIterable } from "../parameter.ts";
import { aboveZero, atLeastZero, checkRange } from "../range.ts";
import { internals } from "../symbols.ts";
import { dataOf, isTensor, Tensor } from "../tensor.ts";

/** Which norm `clipGradNorm` holds down. */
export interface ClipGradNormOptions {
  /** The p of the norm (sum of |g|^p)^(1/p): above 0, or Infinity for the largest |g|; 2 by default. */
  readonly normType?: number;
}

/**
 * Scales all gradients together so that their norm, as one long vector, is at most `maxNorm`; returns the norm they had.
 * What is longer is multiplied by maxNorm / (norm + 1e-6), so that its direction stays. Call it between `backward` and
 * `step`.
 *
 * Throws ShapeError for options out of range or what is no parameter.
 * Source: Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks (2013), algorithm 1.
 *
 * @example
 * import { clipGradNorm, Parameter, tensor } from "@layerbook/layers";
 * const p = new Parameter(tensor([3, 4]));
 * p.pow(2).sum().div(2).backward(); // the gradient is p, its norm 5
 * clipGradNorm([p], 1); // 5
 * p.grad!; // [0.6, 0.8]
 */
export function clipGradNorm(
  parameters: Iterable<Tensor>,
  maxNorm: number,
  options: ClipGradNormOptions = {},
): number {
  checkOptions("clip gradients", options);
  const { normType = 2 } = options;
  checkRange("clip gradients", { maxNorm }, atLeastZero);
  checkRange("clip gradients", { normType }, aboveZero);
  const learnt = withGradient(parameters);
  const norm = normOf(learnt, normType);
  const factor = maxNorm / (norm + 1e-6);
  // A norm that is NaN shows in the gradients too, as in PyTorch.
  if (!(factor >= 1)) change(learnt, (g) => g * factor);
  return norm;
}

/**
 * Cuts each number of the gradients off at -clipValue and clipValue. Call it between `backward` and `step`.
 * Throws ShapeError for a value below 0 or what is no parameter.
 *
 * @example
 * import { clipGradValue, Parameter, tensor } from "@layerbook/layers";
 * const p = new Parameter(tensor([3, -0.25]));
 * p.pow(2).sum().backward();
 * clipGradValue([p], 1);
 * p.grad!; // [1, -0.5]
 */
export function clipGradValue(parameters: Iterable<Tensor>, clipValue: number): void {
  checkRange("clip gradients", { clipValue }, atLeastZero);
  change(withGradient(parameters), (g) => Math.min(Math.max(g, -clipValue), clipValue));
}

/** Each tensor once: a gradient that was scaled twice would be too short. */
function withGradient(parameters: Iterable<Tensor>): readonly Tensor[] {
  const given = isIterable(parameters) ? [...new Set(parameters)] : [parameters];
  if (!given.every(isTensor) || !isIterable(parameters)) {
    throw new ShapeError("Cannot clip gradients: expected Parameters, such as those of module.parameters()");
  }
  return given.filter(({ grad }) => grad !== null);
}

function normOf(learnt: readonly Tensor[], normType: number): number {
  let total = 0;
  for (const { grad } of learnt) {
    const numbers = dataOf(grad!);
    if (normType === Number.POSITIVE_INFINITY) {
      for (const g of numbers) total = Math.max(total, Math.abs(g));
    } else if (normType === 2) {
      for (const g of numbers) total += g * g;
    } else {
      for (const g of numbers) total += pow(Math.abs(g), normType);
    }
  }
  return normType === Number.POSITIVE_INFINITY ? total : pow(total, 1 / normType);
}

function change(learnt: readonly Tensor[], rule: (g: number) => number): void {
  const changed = learnt.map(({ grad }) => {
    const numbers = dataOf(grad!);
    const data = allocate(dtypeOf(numbers), numbers.length);
    for (let i = 0; i < data.length; i++) data[i] = rule(numbers[i]!);
    return new Tensor(data, grad!.shape);
  });
  for (const [i, tensor] of learnt.entries()) tensor[internals].gradient = changed[i]!;
}

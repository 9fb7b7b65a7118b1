import { checkOptions } from "../options.ts";
import type { Parameter } from "../parameter.ts";
import { atLeastZero, checkRange } from "../range.ts";
import type { Change } from "./optimizer.ts";
import { Optimizer } from "./optimizer.ts";

/** What may be chosen of `Adagrad`. */
export interface AdagradOptions {
  /** Learning rate: how far a parameter moves in its first step; 0.01 by default. */
  readonly lr?: number;
  /** After t steps the rate is lr / (1 + lrDecay t); 0 by default. */
  readonly lrDecay?: number;
  /** How much of each parameter is added to its gradient, which keeps it small; 0 by default. */
  readonly weightDecay?: number;
  /** What the sum of squares begins with; 0 by default. */
  readonly initialAccumulatorValue?: number;
  /** Added to the divisor, which may be 0; 1e-10 by default. */
  readonly eps?: number;
  /** Climb in place of descending; false by default. */
  readonly maximize?: boolean;
}

/**
 * Adagrad: p = p - lr g / (sqrt(s) + eps), with the sum s = s + g^2 of the squares of all gradients g so far, so that
 * what has moved much moves less.
 *
 * Throws ShapeError for options out of range, no parameters, or one parameter given twice.
 * Source: Duchi, Hazan and Singer, Adaptive subgradient methods for online learning and stochastic optimization (2011),
 * figure 1, with diagonal matrices.
 *
 * @example
 * import { Adagrad, Parameter, tensor } from "@layerbook/layers";
 * const p = new Parameter(tensor([1, -1]));
 * const optimizer = new Adagrad([p], { lr: 0.1 });
 * p.pow(2).sum().backward();
 * optimizer.step(); // the first step is lr, whatever the gradient's size
 * p; // [0.9, -0.9]
 */
export class Adagrad extends Optimizer<"sum"> {
  readonly #options: Required<Omit<AdagradOptions, "lr">>;

  constructor(parameters: Iterable<Parameter>, options: AdagradOptions = {}) {
    checkOptions("make Adagrad", options);
    const {
      lr = 0.01,
      lrDecay = 0,
      weightDecay = 0,
      initialAccumulatorValue = 0,
      eps = 1e-10,
      maximize = false,
    } = options;
    checkRange("make Adagrad", { lr, lrDecay, weightDecay, initialAccumulatorValue, eps }, atLeastZero);
    super("Adagrad", parameters, lr);
    this.#options = { lrDecay, weightDecay, initialAccumulatorValue, eps, maximize };
  }

  protected override buffers(): { readonly sum: number } {
    return { sum: this.#options.initialAccumulatorValue };
  }

  protected override update({ values, gradient, moved, buffers, count }: Change<"sum">): void {
    const { lrDecay, weightDecay, eps, maximize } = this.#options;
    const rate = this.lr / (1 + (count - 1) * lrDecay);
    const sign = maximize ? -1 : 1;
    const sum = buffers.sum!;
    for (let i = 0; i < values.length; i++) {
      const p = values[i]!;
      const g = sign * gradient[i]! + weightDecay * p;
      const s = sum[i]! + g * g;
      sum[i] = s;
      moved[i] = p - (rate * g) / (Math.sqrt(s) + eps);
    }
  }
}

import { checkOptions } from "../options.ts";
import type { Parameter } from "../parameter.ts";
import { atLeastZero, checkRange } from "../range.ts";
import type { Change } from "./optimizer.ts";
import { Optimizer } from "./optimizer.ts";

/** What may be chosen of `RMSprop`. */
export interface RMSpropOptions {
  /** Learning rate: about how far a parameter moves in one step; 0.01 by default. */
  readonly lr?: number;
  /** How much of the mean of squares is kept; 0.99 by default. */
  readonly alpha?: number;
  /** Added to the divisor, which may be 0; 1e-8 by default. */
  readonly eps?: number;
  /** How much of each parameter is added to its gradient, which keeps it small; 0 by default. */
  readonly weightDecay?: number;
  /** How much of the last step's direction is kept; 0 by default. */
  readonly momentum?: number;
  /** Divide by the deviation of the gradient, not by its size: see RMSprop; false by default. */
  readonly centered?: boolean;
  /** Climb in place of descending; false by default. */
  readonly maximize?: boolean;
}

type Average = "square" | "mean" | "direction";

/**
 * RMSprop: p = p - lr d, with direction d = momentum d + g / (sqrt(v) + eps) and the running mean
 * v = alpha v + (1 - alpha) g^2 of the squared gradient g. With `centered`, the square of the gradient's own running
 * mean is taken off v, which leaves the variance.
 *
 * Throws ShapeError for options out of range, no parameters, or one parameter given twice.
 * Source: Tieleman and Hinton, Neural networks for machine learning, lecture 6.5 (2012); `centered`: Graves, Generating
 * sequences with recurrent neural networks (2013), equations 38 to 41.
 *
 * @example
 * import { Parameter, RMSprop, tensor } from "@layerbook/layers";
 * const p = new Parameter(tensor([1, -1]));
 * const optimizer = new RMSprop([p], { lr: 0.1, alpha: 0.75 });
 * p.pow(2).sum().backward();
 * optimizer.step(); // lr / sqrt(1 - alpha)
 * p; // [0.8, -0.8]
 */
export class RMSprop extends Optimizer<Average> {
  readonly #options: Required<Omit<RMSpropOptions, "lr" | "momentum">>;
  #momentum: number;

  constructor(parameters: Iterable<Parameter>, options: RMSpropOptions = {}) {
    checkOptions("make RMSprop", options);
    const {
      lr = 0.01,
      alpha = 0.99,
      eps = 1e-8,
      weightDecay = 0,
      momentum = 0,
      centered = false,
      maximize = false,
    } = options;
    checkRange("make RMSprop", { lr, alpha, eps, weightDecay, momentum }, atLeastZero);
    super("RMSprop", parameters, lr);
    this.#momentum = momentum;
    this.#options = { alpha, eps, weightDecay, centered, maximize };
  }

  /** How much of the last direction is kept; may be changed between steps. Throws ShapeError for a number below 0. */
  get momentum(): number {
    return this.#momentum;
  }

  set momentum(momentum: number) {
    checkRange("step RMSprop", { momentum }, atLeastZero);
    this.#momentum = momentum;
  }

  protected override buffers(): Readonly<Partial<Record<Average, number>>> {
    return {
      square: 0,
      ...(this.#options.centered ? { mean: 0 } : {}),
      ...(this.#momentum > 0 ? { direction: 0 } : {}),
    };
  }

  protected override update({ values, gradient, moved, buffers }: Change<Average>): void {
    const { lr, momentum } = this;
    const { alpha, eps, weightDecay, maximize } = this.#options;
    const sign = maximize ? -1 : 1;
    const [square, mean, direction] = [buffers.square!, buffers.mean, buffers.direction];
    for (let i = 0; i < values.length; i++) {
      const p = values[i]!;
      const g = sign * gradient[i]! + weightDecay * p;
      let v = alpha * square[i]! + (1 - alpha) * g * g;
      square[i] = v;
      if (mean !== undefined) {
        const m = alpha * mean[i]! + (1 - alpha) * g;
        mean[i] = m;
        // Where gradients hardly change, rounding can leave less than nothing.
        v = Math.max(0, v - m * m);
      }
      let d = g / (Math.sqrt(v) + eps);
      if (direction !== undefined) {
        d += momentum * direction[i]!;
        direction[i] = d;
      }
      moved[i] = p - lr * d;
    }
  }
}

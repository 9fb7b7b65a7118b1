import { ShapeError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import type { Parameter } from "../parameter.ts";
import { atLeastZero, checkRange, finite } from "../range.ts";
import type { Change } from "./optimizer.ts";
import { Optimizer } from "./optimizer.ts";

/** What may be chosen of `SGD`; the learning rate must be given. */
export interface SGDOptions {
  /** Learning rate: how much of a gradient is taken off in one step. */
  readonly lr: number;
  /** How much of the last step's direction is kept; 0 by default. */
  readonly momentum?: number;
  /** How much of a new gradient is left out of the direction; 0 by default. */
  readonly dampening?: number;
  /** Look ahead along the direction (Nesterov 1983); needs momentum and no dampening. */
  readonly nesterov?: boolean;
  /** How much of each parameter is added to its gradient, which keeps it small; 0 by default. */
  readonly weightDecay?: number;
  /** Climb in place of descending; false by default. */
  readonly maximize?: boolean;
}

/**
 * Stochastic gradient descent: p = p - lr d, with direction d = momentum d + (1 - dampening) gradient, which
 * begins as the first gradient. With `nesterov` the step is along gradient + momentum d.
 *
 * Throws ShapeError for options out of range, no parameters, or one parameter given twice.
 * Source: Sutskever et al., On the importance of initialization and momentum in deep learning (2013).
 *
 * @example
 * import { Linear, mseLoss, ones, SGD } from "@layerbook/layers";
 * const layer = new Linear(2, 1);
 * const optimizer = new SGD(layer.parameters(), { lr: 0.1, momentum: 0.9 });
 * mseLoss(layer.forward(ones([4, 2])), ones([4, 1])).backward();
 * optimizer.step();
 * optimizer.zeroGrad();
 */
export class SGD extends Optimizer<"direction"> {
  readonly #options: Required<Omit<SGDOptions, "lr" | "momentum">>;
  #momentum: number;

  constructor(parameters: Iterable<Parameter>, options: SGDOptions) {
    checkOptions("make SGD", options);
    const { lr, momentum = 0, dampening = 0, nesterov = false, weightDecay = 0, maximize = false } = options;
    checkRange("make SGD", { lr, momentum, weightDecay }, atLeastZero);
    checkRange("make SGD", { dampening }, finite);
    if (nesterov && (momentum === 0 || dampening !== 0)) {
      throw new ShapeError(
        `Cannot make SGD with nesterov, momentum ${momentum} and dampening ${dampening}: expected momentum above 0 and dampening 0`,
      );
    }
    super("SGD", parameters, lr);
    this.#momentum = momentum;
    this.#options = { dampening, nesterov, weightDecay, maximize };
  }

  /** How much of the last direction is kept; may be changed between steps. Throws ShapeError for a number below 0. */
  get momentum(): number {
    return this.#momentum;
  }

  set momentum(momentum: number) {
    checkRange("step SGD", { momentum }, atLeastZero);
    this.#momentum = momentum;
  }

  protected override buffers(): { readonly direction?: number } {
    return this.#momentum === 0 ? {} : { direction: 0 };
  }

  protected override update({
    values,
    gradient,
    moved,
    buffers: { direction },
    count,
  }: Change<"direction">): void {
    const { lr, momentum } = this;
    const { dampening, nesterov, weightDecay, maximize } = this.#options;
    const sign = maximize ? -1 : 1;
    const share = count === 1 ? 1 : 1 - dampening;
    for (let i = 0; i < values.length; i++) {
      const p = values[i]!;
      const g = sign * gradient[i]! + weightDecay * p;
      let d = g;
      if (direction !== undefined) {
        d = momentum * direction[i]! + share * g;
        direction[i] = d;
        if (nesterov) d = g + momentum * d;
      }
      moved[i] = p - lr * d;
    }
  }
}

import { noGrad } from "./autograd.ts";
import { ShapeError } from "./errors.ts";
import type { Parameter } from "./parameter.ts";
import { isParameter } from "./parameter.ts";
import { internals } from "./symbols.ts";
import type { Tensor } from "./tensor.ts";
import { dataOf } from "./tensor.ts";

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
 * Throws ShapeError for options out of range or when there are no parameters.
 * Source: Sutskever et al., On the importance of initialization and momentum in deep learning (2013).
 */
export class SGD {
  /** Learning rate; may be changed between steps. */
  lr: number;
  readonly #parameters: readonly Parameter[];
  readonly #options: Required<SGDOptions>;
  readonly #directions = new Map<Parameter, Tensor>();

  constructor(parameters: Iterable<Parameter>, options: SGDOptions) {
    const { lr, momentum = 0, dampening = 0, nesterov = false, weightDecay = 0, maximize = false } = options;
    for (const [name, value] of Object.entries({ lr, momentum, weightDecay })) {
      if (!(value >= 0))
        throw new ShapeError(`Cannot make SGD with ${name} ${value}: expected a number of at least 0`);
    }
    if (nesterov && (momentum === 0 || dampening !== 0)) {
      throw new ShapeError(
        `Cannot make SGD with nesterov, momentum ${momentum} and dampening ${dampening}: expected momentum above 0 and dampening 0`,
      );
    }
    this.#parameters = [...parameters];
    if (this.#parameters.length === 0 || !this.#parameters.every(isParameter)) {
      throw new ShapeError(
        "Cannot make SGD: expected at least one Parameter, such as those of module.parameters()",
      );
    }
    this.lr = lr;
    this.#options = { lr, momentum, dampening, nesterov, weightDecay, maximize };
  }

  /** Moves every parameter that has a gradient. */
  step(): void {
    noGrad(() => {
      for (const parameter of this.#parameters) {
        if (parameter.grad === null) continue;
        const values = parameter.detach();
        parameter[internals].data = dataOf(values.sub(this.#directionOf(parameter, values).mul(this.lr)));
      }
    });
  }

  #directionOf(parameter: Parameter, values: Tensor): Tensor {
    const { momentum, dampening, nesterov, weightDecay, maximize } = this.#options;
    let gradient = parameter.grad!;
    if (maximize) gradient = gradient.neg();
    if (weightDecay !== 0) gradient = gradient.add(values.mul(weightDecay));
    if (momentum === 0) return gradient;
    const last = this.#directions.get(parameter);
    const direction = last === undefined ? gradient : last.mul(momentum).add(gradient.mul(1 - dampening));
    this.#directions.set(parameter, direction);
    return nesterov ? gradient.add(direction.mul(momentum)) : direction;
  }

  /** Drops the gradients of all parameters: `backward` adds to what is there. */
  zeroGrad(): void {
    for (const parameter of this.#parameters) parameter[internals].gradient = null;
  }
}

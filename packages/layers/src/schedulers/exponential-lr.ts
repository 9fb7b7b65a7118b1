import { checkOptions } from "../options.ts";
import { atLeastZero, checkRange } from "../range.ts";
import type { Scheduled } from "./scheduler.ts";
import { Scheduler } from "./scheduler.ts";

/** By what `ExponentialLR` multiplies at every step. */
export interface ExponentialLROptions {
  /** What the rate is multiplied by at each step. */
  readonly gamma: number;
}

/**
 * Multiplies the learning rate by `gamma` at each step: lr = lr0 gamma^t after t steps.
 * Throws ShapeError for a factor below 0.
 *
 * @example
 * import { ExponentialLR, Linear, SGD } from "@layerbook/layers";
 * const optimizer = new SGD(new Linear(2, 1).parameters(), { lr: 1 });
 * const scheduler = new ExponentialLR(optimizer, { gamma: 0.5 });
 * const rates = [0, 1, 2].map(() => (scheduler.step(), optimizer.lr));
 * rates; // [0.5, 0.25, 0.125]
 */
export class ExponentialLR extends Scheduler {
  readonly #gamma: number;

  constructor(optimizer: Scheduled, options: ExponentialLROptions) {
    checkOptions("make ExponentialLR", options);
    const { gamma } = options;
    checkRange("make ExponentialLR", { gamma }, atLeastZero);
    super(optimizer);
    this.#gamma = gamma;
  }

  protected override next(_: number, lr: number): number {
    return lr * this.#gamma;
  }
}

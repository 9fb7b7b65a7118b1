import { checkOptions } from "../options.ts";
import { atLeastZero, checkRange, wholeAboveZero } from "../range.ts";
import type { Scheduled } from "./scheduler.ts";
import { Scheduler } from "./scheduler.ts";

/** Every how many steps `StepLR` multiplies, and by what. */
export interface StepLROptions {
  /** After how many steps the rate drops, and drops again. */
  readonly stepSize: number;
  /** What the rate is multiplied by; 0.1 by default. */
  readonly gamma?: number;
}

/**
 * Multiplies the learning rate by `gamma` every `stepSize` steps: lr = lr0 gamma^floor(t / stepSize) after t steps.
 * Throws ShapeError for a size that is no whole number of at least 1 or a factor below 0.
 *
 * @example
 * import { Linear, SGD, StepLR } from "@layerbook/layers";
 * const optimizer = new SGD(new Linear(2, 1).parameters(), { lr: 1 });
 * const scheduler = new StepLR(optimizer, { stepSize: 2, gamma: 0.5 });
 * const rates = [0, 1, 2, 3].map(() => (scheduler.step(), optimizer.lr));
 * rates; // [1, 0.5, 0.5, 0.25]
 */
export class StepLR extends Scheduler {
  readonly #stepSize: number;
  readonly #gamma: number;

  constructor(optimizer: Scheduled, options: StepLROptions) {
    checkOptions("make StepLR", options);
    const { stepSize, gamma = 0.1 } = options;
    checkRange("make StepLR", { stepSize }, wholeAboveZero);
    checkRange("make StepLR", { gamma }, atLeastZero);
    super(optimizer);
    this.#stepSize = stepSize;
    this.#gamma = gamma;
  }

  protected override next(step: number, lr: number): number {
    return step % this.#stepSize === 0 ? lr * this.#gamma : lr;
  }
}

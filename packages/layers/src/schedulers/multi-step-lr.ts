import { ShapeError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { atLeastZero, checkRange } from "../range.ts";
import { formatShape } from "../shape.ts";
import type { Scheduled } from "./scheduler.ts";
import { Scheduler } from "./scheduler.ts";

/** At which steps `MultiStepLR` multiplies, and by what. */
export interface MultiStepLROptions {
  /** After how many steps the rate drops, in any order; a number that is named twice counts twice. */
  readonly milestones: readonly number[];
  /** What the rate is multiplied by; 0.1 by default. */
  readonly gamma?: number;
}

/**
 * Multiplies the learning rate by `gamma` at each milestone: lr = lr0 gamma^n when n milestones have been reached.
 * Throws ShapeError for milestones that are no whole numbers of at least 0 or a factor below 0.
 *
 * @example
 * import { Linear, MultiStepLR, SGD } from "@layerbook/layers";
 * const optimizer = new SGD(new Linear(2, 1).parameters(), { lr: 1 });
 * const scheduler = new MultiStepLR(optimizer, { milestones: [1, 3], gamma: 0.5 });
 * const rates = [0, 1, 2].map(() => (scheduler.step(), optimizer.lr));
 * rates; // [0.5, 0.5, 0.25]
 */
export class MultiStepLR extends Scheduler {
  readonly #milestones: readonly number[];
  readonly #gamma: number;

  constructor(optimizer: Scheduled, options: MultiStepLROptions) {
    checkOptions("make MultiStepLR", options);
    const { milestones, gamma = 0.1 } = options;
    if (!Array.isArray(milestones)) {
      throw new ShapeError(
        `Cannot make MultiStepLR with milestones ${String(milestones)}: expected an array of step counts such as [30, 80]`,
      );
    }
    const wrong = milestones.find((milestone) => !(Number.isInteger(milestone) && milestone >= 0));
    if (wrong !== undefined) {
      throw new ShapeError(
        `Cannot make MultiStepLR with milestones ${formatShape(milestones)}: ${wrong} is not a whole number of at least 0`,
      );
    }
    checkRange("make MultiStepLR", { gamma }, atLeastZero);
    super(optimizer);
    this.#milestones = [...milestones];
    this.#gamma = gamma;
  }

  protected override next(step: number, lr: number): number {
    return this.#milestones.reduce((rate, milestone) => (milestone === step ? rate * this.#gamma : rate), lr);
  }
}

import { checkOptions } from "../options.ts";
import { aboveZero, atLeastZero, checkRange, wholeAboveZero } from "../range.ts";
import type { Scheduled } from "./scheduler.ts";
import { checkScheduled, Scheduler } from "./scheduler.ts";

/** From which factor to which `LinearLR` goes, and in how many steps. */
export interface LinearLROptions {
  /** What the rate is multiplied by at first; above 0, 1/3 by default. */
  readonly startFactor?: number;
  /** What it is multiplied by at the end; 1 by default. */
  readonly endFactor?: number;
  /** After how many steps the end is reached; 5 by default. */
  readonly totalIters?: number;
}

/**
 * Warms up: the learning rate goes evenly from lr0 startFactor to lr0 endFactor in `totalIters` steps and stays there.
 * Throws ShapeError for factors out of range or a number of steps that is no whole number of at least 1.
 *
 * @example
 * import { Linear, LinearLR, SGD } from "@layerbook/layers";
 * const optimizer = new SGD(new Linear(2, 1).parameters(), { lr: 1 });
 * const scheduler = new LinearLR(optimizer, { startFactor: 0.5, totalIters: 2 });
 * const rates = [0, 1, 2].map(() => (scheduler.step(), optimizer.lr));
 * rates; // [0.75, 1, 1]
 */
export class LinearLR extends Scheduler {
  readonly #startFactor: number;
  readonly #endFactor: number;
  readonly #totalIters: number;

  constructor(optimizer: Scheduled, options: LinearLROptions = {}) {
    checkScheduled("make LinearLR", optimizer);
    checkOptions("make LinearLR", options);
    const { startFactor = 1 / 3, endFactor = 1, totalIters = 5 } = options;
    checkRange("make LinearLR", { startFactor }, aboveZero);
    checkRange("make LinearLR", { endFactor }, atLeastZero);
    checkRange("make LinearLR", { totalIters }, wholeAboveZero);
    super(optimizer, optimizer.lr * startFactor);
    this.#startFactor = startFactor;
    this.#endFactor = endFactor;
    this.#totalIters = totalIters;
  }

  protected override next(step: number, lr: number): number {
    if (step > this.#totalIters) return lr;
    return lr * (this.#factor(step) / this.#factor(step - 1));
  }

  #factor(step: number): number {
    const part = step / this.#totalIters;
    return this.#startFactor * (1 - part) + this.#endFactor * part;
  }
}

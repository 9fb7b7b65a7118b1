import { cosineAndSine } from "../mathematics.ts";
import { checkOptions } from "../options.ts";
import { atLeastZero, checkRange, wholeAboveZero } from "../range.ts";
import type { Scheduled } from "./scheduler.ts";
import { Scheduler } from "./scheduler.ts";

/** How long `CosineAnnealingLR` goes down, and to what. */
export interface CosineAnnealingLROptions {
  /** After how many steps the lowest rate is reached: half a wave. */
  readonly tMax: number;
  /** The lowest rate; 0 by default. */
  readonly etaMin?: number;
}

/**
 * Lets the learning rate fall from lr0 to `etaMin` along half a cosine wave of `tMax` steps, slowly at both ends:
 * lr = etaMin + (lr0 - etaMin) (1 + cos(pi t / tMax)) / 2 after t steps. After tMax it rises again.
 *
 * Throws ShapeError for a tMax that is no whole number of at least 1 or a rate below 0.
 * Source: Loshchilov and Hutter, SGDR: Stochastic gradient descent with warm restarts (2017), equation 5, without restarts.
 *
 * @example
 * import { CosineAnnealingLR, Linear, SGD } from "@layerbook/layers";
 * const optimizer = new SGD(new Linear(2, 1).parameters(), { lr: 1 });
 * const scheduler = new CosineAnnealingLR(optimizer, { tMax: 2 });
 * const rates = [0, 1].map(() => (scheduler.step(), optimizer.lr));
 * rates; // [0.5, 0]
 */
export class CosineAnnealingLR extends Scheduler {
  readonly #baseLR: number;
  readonly #tMax: number;
  readonly #etaMin: number;

  constructor(optimizer: Scheduled, options: CosineAnnealingLROptions) {
    checkOptions("make CosineAnnealingLR", options);
    const { tMax, etaMin = 0 } = options;
    checkRange("make CosineAnnealingLR", { tMax }, wholeAboveZero);
    checkRange("make CosineAnnealingLR", { etaMin }, atLeastZero);
    super(optimizer);
    this.#baseLR = optimizer.lr;
    this.#tMax = tMax;
    this.#etaMin = etaMin;
  }

  protected override next(step: number, lr: number): number {
    const before = this.#height(step - 1);
    // From the bottom of the wave no factor leads up again.
    if (before === 0) return this.#etaMin + (this.#baseLR - this.#etaMin) * this.#height(step);
    return this.#etaMin + (lr - this.#etaMin) * (this.#height(step) / before);
  }

  /** (1 + cos(pi step / tMax)) / 2, in 0..1. */
  #height(step: number): number {
    const turns = (step % (2 * this.#tMax)) / (2 * this.#tMax);
    return (1 + cosineAndSine(turns)[0]) / 2;
  }
}

import { ShapeError } from "../errors.ts";
import { cosineAndSine } from "../mathematics.ts";
import { checkOptions } from "../options.ts";
import { aboveZero, atLeastZero, checkRange, wholeAboveZero, zeroToBelowOne, zeroToOne } from "../range.ts";
import type { Scheduled } from "./scheduler.ts";
import { checkScheduled, Scheduler } from "./scheduler.ts";

/** How high, how long and in what form the cycle of `OneCycleLR` is. */
export interface OneCycleLROptions {
  /** The highest rate. */
  readonly maxLR: number;
  /** How many steps the cycle has; else epochs times stepsPerEpoch. */
  readonly totalSteps?: number;
  readonly epochs?: number;
  readonly stepsPerEpoch?: number;
  /** Which part of the cycle the rate rises, 0..1; 0.3 by default. */
  readonly pctStart?: number;
  /** Along half a cosine wave, the default, or a straight line. */
  readonly annealStrategy?: "cos" | "linear";
  /** Whether the momentum, or beta1, falls as the rate rises and the other way round; true by default. */
  readonly cycleMomentum?: boolean;
  /** The momentum at the highest rate; 0.85 by default. */
  readonly baseMomentum?: number;
  /** The momentum at the first and last rate; 0.95 by default. */
  readonly maxMomentum?: number;
  /** The first rate is maxLR / divFactor; 25 by default. */
  readonly divFactor?: number;
  /** The last rate is the first / finalDivFactor; 1e4 by default. */
  readonly finalDivFactor?: number;
  /** Fall to the first rate in as many steps as it rose, and only then to the last; false by default. */
  readonly threePhase?: boolean;
}

/** An optimizer, and how its momentum is reached: SGD and RMSprop have one, for Adam and AdamW it is beta1. */
interface Cycled extends Scheduled {
  momentum?: number;
  betas?: readonly [number, number];
}

/** Learning rate and momentum at one step of the cycle. */
interface Point {
  readonly lr: number;
  readonly momentum: number;
}

/** A stretch of the cycle, to the step `end`; the last one's end is the first one's beginning. */
interface Phase {
  readonly end: number;
  readonly from: Point;
  readonly to: Point;
}

/**
 * One rise of the learning rate from maxLR / divFactor to `maxLR` and one fall far below, while the momentum falls and
 * rises, in `totalSteps` steps; call `step` after each batch.
 *
 * Throws ShapeError for options out of range, an optimizer without momentum to cycle, or more than `totalSteps` steps.
 * Source: Smith and Topin, Super-convergence: Very fast training of neural networks using large learning rates (2019).
 * The numbers are PyTorch's, which falls straight to the end unless `threePhase` asks for the paper's way.
 *
 * @example
 * import { Linear, OneCycleLR, SGD } from "@layerbook/layers";
 * const optimizer = new SGD(new Linear(2, 1).parameters(), { lr: 1, momentum: 0.9 });
 * const scheduler = new OneCycleLR(optimizer, { maxLR: 0.5, totalSteps: 100 });
 * optimizer.lr; // 0.02
 * scheduler.step(); // after each step of the optimizer
 */
export class OneCycleLR extends Scheduler {
  readonly #optimizer: Cycled;
  readonly #totalSteps: number;
  readonly #phases: readonly Phase[];
  readonly #strategy: "cos" | "linear";
  readonly #cycleMomentum: boolean;

  constructor(optimizer: Cycled, options: OneCycleLROptions) {
    checkScheduled("make OneCycleLR", optimizer);
    checkOptions("make OneCycleLR", options);
    const { annealStrategy = "cos", cycleMomentum = true } = options;
    const totalSteps = stepsOf(options);
    const phases = phasesOf(totalSteps, options);
    if (annealStrategy !== "cos" && annealStrategy !== "linear") {
      throw new ShapeError(
        `Cannot make OneCycleLR with annealStrategy ${JSON.stringify(annealStrategy)}: expected "cos" or "linear"`,
      );
    }
    if (cycleMomentum && optimizer.momentum === undefined && optimizer.betas === undefined) {
      throw new ShapeError(
        "Cannot make OneCycleLR: the optimizer has neither momentum nor betas to cycle; use { cycleMomentum: false }",
      );
    }
    const first = pointAt(0, phases, annealStrategy);
    super(optimizer, first.lr);
    this.#optimizer = optimizer;
    this.#totalSteps = totalSteps;
    this.#phases = phases;
    this.#strategy = annealStrategy;
    this.#cycleMomentum = cycleMomentum;
    this.#setMomentum(first.momentum);
  }

  protected override next(step: number): number {
    if (step > this.#totalSteps) {
      throw new ShapeError(
        `Cannot take step ${step} of OneCycleLR: its cycle has ${this.#totalSteps}; make it with larger totalSteps`,
      );
    }
    const { lr, momentum } = pointAt(step, this.#phases, this.#strategy);
    this.#setMomentum(momentum);
    return lr;
  }

  #setMomentum(momentum: number): void {
    if (!this.#cycleMomentum) return;
    const { betas } = this.#optimizer;
    if (betas === undefined) this.#optimizer.momentum = momentum;
    else this.#optimizer.betas = [momentum, betas[1]];
  }
}

function stepsOf({ totalSteps, epochs, stepsPerEpoch }: OneCycleLROptions): number {
  if (totalSteps !== undefined) {
    checkRange("make OneCycleLR", { totalSteps }, wholeAboveZero);
    return totalSteps;
  }
  if (epochs === undefined || stepsPerEpoch === undefined) {
    throw new ShapeError("Cannot make OneCycleLR: expected totalSteps, or epochs and stepsPerEpoch");
  }
  checkRange("make OneCycleLR", { epochs, stepsPerEpoch }, wholeAboveZero);
  return epochs * stepsPerEpoch;
}

function phasesOf(totalSteps: number, options: OneCycleLROptions): readonly Phase[] {
  const { maxLR, pctStart = 0.3, divFactor = 25, finalDivFactor = 1e4, threePhase = false } = options;
  const { baseMomentum = 0.85, maxMomentum = 0.95 } = options;
  checkRange("make OneCycleLR", { maxLR }, atLeastZero);
  checkRange("make OneCycleLR", { pctStart }, zeroToOne);
  checkRange("make OneCycleLR", { divFactor, finalDivFactor }, aboveZero);
  checkRange("make OneCycleLR", { baseMomentum, maxMomentum }, zeroToBelowOne);
  const start: Point = { lr: maxLR / divFactor, momentum: maxMomentum };
  const top: Point = { lr: maxLR, momentum: baseMomentum };
  const bottom: Point = { lr: maxLR / divFactor / finalDivFactor, momentum: maxMomentum };
  const rise = pctStart * totalSteps - 1;
  return [
    { end: rise, from: start, to: top },
    ...(threePhase ? [{ end: 2 * rise, from: top, to: start }] : []),
    { end: totalSteps - 1, from: threePhase ? start : top, to: bottom },
  ];
}

function pointAt(step: number, phases: readonly Phase[], strategy: "cos" | "linear"): Point {
  const found = phases.findIndex(({ end }) => step <= end);
  const index = found < 0 ? phases.length - 1 : found;
  const { end, from, to } = phases[index]!;
  const begin = index === 0 ? 0 : phases[index - 1]!.end;
  // After the cycle, where PyTorch goes on along the curve, the rate stays at its end. A phase can be of length 0.
  const part = end > begin ? Math.min(1, (step - begin) / (end - begin)) : 1;
  const share = strategy === "linear" ? part : (1 - cosineAndSine(part / 2)[0]) / 2;
  const between = (a: number, b: number): number => a + (b - a) * share;
  return { lr: between(from.lr, to.lr), momentum: between(from.momentum, to.momentum) };
}

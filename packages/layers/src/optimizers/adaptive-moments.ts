import { ShapeError } from "../errors.ts";
import { pow } from "../mathematics.ts";
import type { Parameter } from "../parameter.ts";
import { atLeastZero, checkRange, zeroToBelowOne } from "../range.ts";
import type { Change } from "./optimizer.ts";
import { Optimizer } from "./optimizer.ts";

/** What may be chosen of `Adam` and `AdamW`. */
export interface AdamOptions {
  /** Learning rate: about how far a parameter moves in one step; 0.001 by default. */
  readonly lr?: number;
  /** How much is kept of the mean of the gradients and of their squares, each in 0..1 without 1; [0.9, 0.999] by default. */
  readonly betas?: readonly [number, number];
  /** Added to the divisor, which may be 0; 1e-8 by default. */
  readonly eps?: number;
  /** How much a parameter is drawn towards 0: see Adam, default 0, and AdamW, default 0.01. */
  readonly weightDecay?: number;
  /** Divide by the largest mean of squares so far (Reddi et al. 2018); false by default. */
  readonly amsgrad?: boolean;
  /** Climb in place of descending; false by default. */
  readonly maximize?: boolean;
}

type Moment = "first" | "second" | "largest";

/** What Adam and AdamW share: all but where the weight decay goes, into the gradient or, decoupled, past it. */
export abstract class AdaptiveMoments extends Optimizer<Moment> {
  readonly #name: string;
  readonly #decoupled: boolean;
  readonly #options: Required<Omit<AdamOptions, "lr" | "betas">>;
  #betas: readonly [number, number];

  protected constructor(
    name: string,
    parameters: Iterable<Parameter>,
    options: Required<AdamOptions>,
    decoupled: boolean,
  ) {
    const { lr, betas, ...rest } = options;
    const { eps, weightDecay } = rest;
    checkRange(`make ${name}`, { lr, eps, weightDecay }, atLeastZero);
    const checked = checkBetas(`make ${name}`, betas);
    super(name, parameters, lr);
    this.#name = name;
    this.#decoupled = decoupled;
    this.#options = rest;
    this.#betas = checked;
  }

  /** How much is kept of both means; may be changed between steps. Throws ShapeError for numbers outside 0..1. */
  get betas(): readonly [number, number] {
    return this.#betas;
  }

  set betas(betas: readonly [number, number]) {
    this.#betas = checkBetas(`step ${this.#name}`, betas);
  }

  protected override buffers(): Readonly<Partial<Record<Moment, number>>> {
    return this.#options.amsgrad ? { first: 0, second: 0, largest: 0 } : { first: 0, second: 0 };
  }

  protected override update({ values, gradient, moved, buffers, count }: Change<Moment>): void {
    const { lr } = this;
    const [beta1, beta2] = this.#betas;
    const { eps, weightDecay, maximize } = this.#options;
    const sign = maximize ? -1 : 1;
    const coupledDecay = this.#decoupled ? 0 : weightDecay;
    const keptOfValue = this.#decoupled ? 1 - lr * weightDecay : 1;
    const [first, second, largest] = [buffers.first!, buffers.second!, buffers.largest];
    // Both means began at 0; these divisors take that out again.
    const stepSize = lr / (1 - pow(beta1, count));
    const secondScale = Math.sqrt(1 - pow(beta2, count));
    for (let i = 0; i < values.length; i++) {
      const g = sign * gradient[i]! + coupledDecay * values[i]!;
      const m = beta1 * first[i]! + (1 - beta1) * g;
      let v = beta2 * second[i]! + (1 - beta2) * g * g;
      first[i] = m;
      second[i] = v;
      if (largest !== undefined) {
        v = Math.max(largest[i]!, v);
        largest[i] = v;
      }
      moved[i] = keptOfValue * values[i]! - (stepSize * m) / (Math.sqrt(v) / secondScale + eps);
    }
  }
}

function checkBetas(action: string, betas: readonly [number, number]): readonly [number, number] {
  if (!Array.isArray(betas) || betas.length !== 2) {
    throw new ShapeError(
      `Cannot ${action} with betas ${String(betas)}: expected two numbers, [beta1, beta2]`,
    );
  }
  const [beta1, beta2] = betas;
  checkRange(action, { beta1, beta2 }, zeroToBelowOne);
  return [beta1, beta2];
}

import { ShapeError } from "../errors.ts";
import { kindOf } from "../tensor-argument.ts";

/** What a scheduler changes: an optimizer, or anything else with a learning rate. */
export interface Scheduled {
  lr: number;
}

/** Changes an optimizer's learning rate from step to step. What differs between schedulers is `next`. */
export abstract class Scheduler {
  readonly #optimizer: Scheduled;
  #steps = 0;
  #lastLR: number;

  /** Throws ShapeError for what has no learning rate. */
  protected constructor(optimizer: Scheduled, firstLR?: number) {
    checkScheduled(`make ${new.target.name}`, optimizer);
    this.#optimizer = optimizer;
    this.#lastLR = firstLR ?? optimizer.lr;
    optimizer.lr = this.#lastLR;
  }

  /** Sets the learning rate of what comes next. Call it after the optimizer's steps, once per epoch or per batch. */
  step(): void {
    const lr = this.next(this.#steps + 1, this.#optimizer.lr);
    this.#optimizer.lr = lr;
    this.#lastLR = lr;
    this.#steps++;
  }

  /** The learning rate that this scheduler has set last. */
  getLastLR(): number {
    return this.#lastLR;
  }

  /** The learning rate after `step` steps. Where it follows from the present rate `lr`, schedulers can be combined. */
  protected abstract next(step: number, lr: number): number;
}

/** Throws ShapeError for what has no learning rate. */
export function checkScheduled(action: string, optimizer: Scheduled): void {
  if (typeof optimizer === "object" && optimizer !== null && typeof optimizer.lr === "number") return;
  throw new ShapeError(
    `Cannot ${action} for ${kindOf(optimizer)} without a learning rate: expected an optimizer, such as new SGD(module.parameters(), { lr: 0.1 })`,
  );
}

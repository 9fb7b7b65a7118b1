import type { TypedArray } from "../dtype.ts";
import { allocate, convert, dtypeOf } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import type { Parameter } from "../parameter.ts";
import { isIterable, isParameter } from "../parameter.ts";
import { atLeastZero, checkRange } from "../range.ts";
import { formatShape } from "../shape.ts";
import { internals } from "../symbols.ts";
import { dataOf } from "../tensor.ts";

/** One parameter in one step: what the step reads, and what it writes. */
export interface Change<Name extends string> {
  readonly values: TypedArray;
  readonly gradient: TypedArray;
  /** What the parameter's numbers become; other tensors may share `values`. */
  readonly moved: TypedArray;
  /** What is kept from step to step, of the names that `buffers` gave. */
  readonly buffers: Readonly<Partial<Record<Name, TypedArray>>>;
  /** Which of the parameter's steps this is, from 1. */
  readonly count: number;
}

/** What is kept of one parameter. */
interface Memory<Name extends string> {
  readonly buffers: Partial<Record<Name, TypedArray>>;
  readonly count: number;
}

/** Changes parameters by their gradients. What differs between optimizers is `update`. */
export abstract class Optimizer<Name extends string = string> {
  readonly #name: string;
  readonly #parameters: readonly Parameter[];
  readonly #memories = new Map<Parameter, Memory<Name>>();
  #lr: number;

  /** Throws ShapeError for a rate below 0, no parameters, or one parameter given twice. */
  protected constructor(name: string, parameters: Iterable<Parameter>, lr: number) {
    checkRange(`make ${name}`, { lr }, atLeastZero);
    this.#name = name;
    this.#lr = lr;
    this.#parameters = isIterable(parameters) ? [...parameters] : [];
    if (this.#parameters.length === 0 || !this.#parameters.every(isParameter)) {
      throw new ShapeError(
        `Cannot make ${name}: expected at least one Parameter, such as those of module.parameters()`,
      );
    }
    for (const [i, parameter] of this.#parameters.entries()) {
      const first = this.#parameters.indexOf(parameter);
      if (first === i) continue;
      throw new ShapeError(
        `Cannot make ${name}: parameters ${first} and ${i}, ${formatShape(parameter.shape)}, are the same, which would be moved twice; give each once, as module.parameters() does`,
      );
    }
  }

  /** Learning rate; may be changed between steps. Throws ShapeError for a number below 0. */
  get lr(): number {
    return this.#lr;
  }

  set lr(lr: number) {
    checkRange(`step ${this.#name}`, { lr }, atLeastZero);
    this.#lr = lr;
  }

  /** Moves every parameter that has a gradient. */
  step(): void {
    // Memory is all that can be missing: with all of it at hand, a step is taken whole or not at all.
    const changes = this.#parameters
      .filter((parameter) => parameter.grad !== null)
      .map((parameter) => [parameter, this.#prepare(parameter)] as const);
    for (const [parameter, change] of changes) {
      this.update(change);
      parameter[internals].data = change.moved;
      const buffers = { ...this.#memories.get(parameter)?.buffers, ...change.buffers };
      if (Object.keys(buffers).length > 0) this.#memories.set(parameter, { buffers, count: change.count });
    }
  }

  /** Drops the gradients of all parameters: `backward` adds to what is there. */
  zeroGrad(): void {
    for (const parameter of this.#parameters) parameter[internals].gradient = null;
  }

  /** What the next step needs to have kept of each parameter, and the number with which it begins. */
  protected abstract buffers(): Readonly<Partial<Record<Name, number>>>;

  /** Computes one parameter's step in float64 and writes it, and its buffers, rounded once. */
  protected abstract update(change: Change<Name>): void;

  #prepare(parameter: Parameter): Change<Name> {
    const { dtype } = parameter;
    const values = dataOf(parameter);
    const memory = this.#memories.get(parameter);
    const buffers: Partial<Record<Name, TypedArray>> = {};
    for (const [name, initial] of Object.entries(this.buffers()) as [Name, number][]) {
      const kept = memory?.buffers[name];
      if (kept === undefined) buffers[name] = allocate(dtype, values.length).fill(initial);
      // A module may have been turned into another dtype since the last step.
      else buffers[name] = dtypeOf(kept) === dtype ? kept : convert(kept, dtype);
    }
    return {
      values,
      gradient: dataOf(parameter.grad!),
      moved: allocate(dtype, values.length),
      buffers,
      count: (memory?.count ?? 0) + 1,
    };
  }
}

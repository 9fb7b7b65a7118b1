import { Module } from "../../module.ts";
import { checkOptions } from "../../options.ts";
import type { RandomGenerator } from "../../random.ts";
import { checkRange, zeroToOne } from "../../range.ts";
import type { Shape } from "../../shape.ts";
import { checkShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import type { Kind, Mask } from "./mask.ts";
import { applyMask, drawMask } from "./mask.ts";

/** Where the masks of a dropout layer come from. */
export interface DropoutLayerOptions {
  /** Where masks come from; the generator that `manualSeed` seeds by default. */
  readonly generator?: RandomGenerator;
}

/** What all layers that drop at random have in common: all but what they drop and put in its place. */
export abstract class DropoutLayer extends Module {
  /** With which probability, in 0..1, a number or channel is dropped while training. */
  readonly p: number;
  readonly #kind: Kind;
  readonly #generator: RandomGenerator | undefined;

  constructor(kind: Kind, p: number, options: DropoutLayerOptions) {
    super();
    checkRange(`make ${new.target.name}`, { p }, zeroToOne);
    checkOptions(`make ${new.target.name}`, options);
    this.p = p;
    this.#kind = kind;
    this.#generator = options.generator;
  }

  /** Gives the input's shape; in evaluation, the input itself. Throws ShapeError for an input that does not fit. */
  override forward(input: Tensor): Tensor {
    const drawn = this.draw(input);
    return drawn === null ? input : applyMask(this.#kind.name, input, drawn);
  }

  /** The shape that `forward` gives for an input of `inputShape`, the same; throws ShapeError as it does. */
  outputShape(inputShape: Shape): Shape {
    const shape = checkShape(inputShape);
    this.#kind.units(shape);
    return shape;
  }

  /** The mask of one forward pass. See `drawMask`. */
  protected draw(input: Tensor): Mask | null {
    const generator = this.#generator;
    const options = { p: this.p, training: this.training, ...(generator && { generator }) };
    return drawMask(this.#kind, input, options);
  }

  override describe(): string {
    return String(this.p);
  }
}

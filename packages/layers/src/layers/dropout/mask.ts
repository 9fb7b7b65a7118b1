import { record } from "../../autograd.ts";
import { full, zeros } from "../../creation.ts";
import { bernoulli } from "../../drawing.ts";
import { checkFloat } from "../../dtype.ts";
import { checkOptions } from "../../options.ts";
import type { RandomGenerator } from "../../random.ts";
import { checkRange, zeroToOne } from "../../range.ts";
import { blank, dataOf, Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensor-argument.ts";
import type { Units } from "./units.ts";

/** What the functions of dropout take by name. */
export interface DropoutOptions {
  /** With which probability, in 0..1, a number is dropped; 0.5 by default. */
  readonly p?: number;
  /** Whether anything is dropped at all; true by default. */
  readonly training?: boolean;
  /** Where the mask comes from; the generator that `manualSeed` seeds by default. */
  readonly generator?: RandomGenerator;
}

/** What a dropped number becomes, and how all are scaled and shifted afterwards so that statistics stay the same. */
export interface Replacement {
  readonly saturation: number;
  readonly scale: number;
  readonly shift: number;
}

/** A kind of dropout: what is dropped as one, and what comes in its place at probability p below 1. */
export interface Kind {
  readonly name: string;
  readonly units: Units;
  readonly replacement: (p: number) => Replacement;
}

/** 1 for each of the input's units that is kept, 0 for each that is dropped, and what follows from that. */
export interface Mask extends Replacement {
  readonly mask: Tensor;
}

const nothingLeft: Replacement = { saturation: 0, scale: 0, shift: 0 };

/**
 * The mask of one forward pass, null where nothing is dropped. The generator is asked only where chance decides, for p
 * between 0 and 1. Throws ShapeError for a p outside 0..1 and for an input that does not fit.
 */
export function drawMask(
  { name, units, replacement }: Kind,
  input: Tensor,
  options: DropoutOptions,
): Mask | null {
  checkTensors(`apply ${name}`, { input });
  checkOptions(`apply ${name}`, options);
  const { p = 0.5, training = true, generator } = options;
  const shape = units(input.shape);
  checkRange(`apply ${name}`, { p }, zeroToOne);
  checkFloat(`apply ${name} to`, input);
  const { dtype } = input;
  if (!training || p === 0) return null;
  if (p === 1) return { mask: zeros(shape, { dtype }), ...nothingLeft };
  // In float64 whatever the input's dtype, so that one seed gives one mask.
  const kept = full(shape, 1 - p, { dtype: "float64" });
  return { mask: bernoulli(kept, { dtype, ...(generator && { generator }) }), ...replacement(p) };
}

/**
 * Forward, with a number m of the mask for each unit, 1 to keep and 0 to drop:
 *
 *     y = scale (m x + (1 - m) saturation) + shift
 *
 * Backward:    x' = scale m y'
 */
export function applyMask(name: string, input: Tensor, drawn: Mask): Tensor {
  const { mask, saturation, scale, shift } = drawn;
  const x = dataOf(input);
  const { data, shape } = blank(input.dtype, input.shape);
  eachUnit(mask, x.length, (m, i) => {
    data[i] = scale * (m * x[i]! + (1 - m) * saturation) + shift;
  });
  const inputGradient = (gradient: Tensor): Tensor => {
    const upstream = dataOf(gradient);
    const result = blank(input.dtype, input.shape);
    eachUnit(mask, upstream.length, (m, i) => {
      result.data[i] = scale * m * upstream[i]!;
    });
    return new Tensor(result.data, result.shape);
  };
  return record(name, [input], data, shape, [inputGradient]);
}

/** Calls `visit` with each of `length` places and its number of the mask; the places of a unit lie side by side. */
function eachUnit(mask: Tensor, length: number, visit: (m: number, place: number) => void): void {
  const marks = dataOf(mask);
  const size = length / marks.length;
  for (let unit = 0, i = 0; unit < marks.length; unit++) {
    for (const end = i + size; i < end; i++) visit(marks[unit]!, i);
  }
}

/** One forward pass: where nothing is dropped, the input itself. */
export function drop(kind: Kind, input: Tensor, options: DropoutOptions): Tensor {
  const drawn = drawMask(kind, input, options);
  return drawn === null ? input : applyMask(kind.name, input, drawn);
}

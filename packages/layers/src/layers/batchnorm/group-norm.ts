import { ones, zeros } from "../../creation.ts";
import type { DType } from "../../dtype.ts";
import { checkFloatDType } from "../../dtype.ts";
import { ShapeError } from "../../errors.ts";
import { Module } from "../../module.ts";
import { checkOptions } from "../../options.ts";
import { Parameter } from "../../parameter.ts";
import { checkRange, wholeAboveZero } from "../../range.ts";
import type { Shape } from "../../shape.ts";
import { checkShape, formatShape, lengthOf } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensor-argument.ts";
import type { Argument } from "./geometry.ts";
import { checkChannels, checkCompanions, checkEps } from "./geometry.ts";
import type { Grouping } from "./grouping.ts";
import type { NormArguments } from "./normalize.ts";
import { normalize, statisticsOf } from "./normalize.ts";

/**
 * The shape rule: [batch, channels, ...] to the same, channels a multiple of `numGroups`, and `numChannels` unless that
 * is null. Throws ShapeError for anything that does not fit.
 */
function groupGrouping(
  input: Argument,
  numGroups: number,
  numChannels: number | null,
  weight: Argument | null,
  bias: Argument | null,
): Grouping {
  const { shape } = input;
  const action = `normalise input ${formatShape(shape)}`;
  if (shape.length < 2) {
    throw new ShapeError(`Cannot ${action}: expected [batch, channels, ...], got ${shape.length} axes`);
  }
  const [batch, channels, ...positions] = shape as [number, number, ...number[]];
  if (numChannels !== null) checkChannels(action, shape, 1, numChannels);
  checkGroups(action, numGroups, channels);
  checkCompanions(action, input, { weight, bias }, [channels], "one number per channel");
  const together = channels / numGroups;
  return { batch, channels, inner: lengthOf(positions), together, acrossBatch: false };
}

function checkGroups(action: string, numGroups: number, channels: number): void {
  checkRange(action, { numGroups }, wholeAboveZero);
  if (channels % numGroups !== 0) {
    throw new ShapeError(`Cannot ${action}: numGroups ${numGroups} does not divide the ${channels} channels`);
  }
}

/**
 * Groups of neighbouring channels of each sample less their mean and divided by their standard deviation, over channels
 * of the group and positions: [batch, channels, ...] to the same, y = (x - mean) / sqrt(variance + eps) * weight + bias.
 *
 * `weight` and `bias` are [channels]. Throws ShapeError for shapes, dtypes or options that do not fit, or if `numGroups`
 * does not divide the channels.
 * Source: Wu and He, Group Normalization (2018).
 *
 * @example
 * import { groupNorm, tensor } from "@layerbook/layers";
 * groupNorm(tensor([[1, 3, 10, 30]]), 2); // [[-1, 1, -1, 1]]
 */
export function groupNorm(input: Tensor, numGroups: number, options: NormArguments = {}): Tensor {
  checkOptions("apply groupNorm", options);
  return applyGroupNorm(input, numGroups, null, options);
}

function applyGroupNorm(
  input: Tensor,
  numGroups: number,
  numChannels: number | null,
  { weight = null, bias = null, eps = 1e-5 }: NormArguments,
): Tensor {
  checkTensors("normalise", { input });
  checkEps(`normalise input ${formatShape(input.shape)}`, eps);
  const grouping = groupGrouping(input, numGroups, numChannels, weight, bias);
  return normalize("groupNorm", input, { weight, bias }, grouping, statisticsOf(input, grouping), eps);
}

/** What may be chosen of a `GroupNorm`. */
export interface GroupNormOptions {
  /** Added to the variance, so that the divisor is never 0; 1e-5 by default. */
  readonly eps?: number;
  /** Whether each channel is then scaled by a learnt `weight` and shifted by a learnt `bias`; true by default. */
  readonly affine?: boolean;
  /** `float32` by default. */
  readonly dtype?: DType;
}

/**
 * Group normalisation: [N, numChannels, ...] to the same, each of `numGroups` groups of neighbouring channels of each
 * sample by its own mean and variance, the same in training and evaluation. See `groupNorm`.
 *
 * `weight` and `bias`, [numChannels], start as ones and zeros. Throws ShapeError for sizes below 1, groups that do not
 * divide the channels, or options that are not allowed.
 */
export class GroupNorm extends Module {
  readonly numGroups: number;
  readonly numChannels: number;
  readonly eps: number;
  readonly affine: boolean;
  readonly weight: Parameter | null;
  readonly bias: Parameter | null;

  constructor(numGroups: number, numChannels: number, options: GroupNormOptions = {}) {
    super();
    const action = `make a normalisation of ${numChannels} channels in ${numGroups} groups`;
    checkOptions(action, options);
    const { eps = 1e-5, affine = true, dtype = "float32" } = options;
    checkRange(action, { numChannels }, wholeAboveZero);
    checkGroups(action, numGroups, numChannels);
    checkEps(action, eps);
    checkFloatDType(action, dtype);
    this.numGroups = numGroups;
    this.numChannels = numChannels;
    this.eps = eps;
    this.affine = affine;
    this.weight = affine ? new Parameter(ones([numChannels], { dtype })) : null;
    this.bias = affine ? new Parameter(zeros([numChannels], { dtype })) : null;
  }

  override forward(input: Tensor): Tensor {
    return applyGroupNorm(input, this.numGroups, this.numChannels, this);
  }

  /** The shape that `forward` gives for an input of `inputShape`; throws ShapeError as it does. */
  outputShape(inputShape: Shape): Shape {
    const input = { shape: checkShape(inputShape), dtype: this.weight?.dtype ?? "float32" };
    groupGrouping(input, this.numGroups, this.numChannels, this.weight, this.bias);
    return inputShape;
  }

  override describe(): string {
    const eps = this.eps === 1e-5 ? [] : [`eps: ${this.eps}`];
    const affine = this.affine ? [] : ["affine: false"];
    return [this.numGroups, this.numChannels, ...eps, ...affine].join(", ");
  }
}

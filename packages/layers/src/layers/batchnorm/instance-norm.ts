import { checkOptions } from "../../options.ts";
import type { Tensor } from "../../tensor.ts";
import { layoutOf } from "../spatial.ts";
import type { ChannelNormOptions } from "./channel-layer.ts";
import { ChannelNormLayer } from "./channel-layer.ts";
import type { ChannelNormArguments } from "./channel-norm.ts";
import { applyChannelNorm } from "./channel-norm.ts";

/** What the function `instanceNorm` takes by name. */
export interface InstanceNormArguments extends ChannelNormArguments {
  /** Whether to normalise by the input's own mean and variance and update the running ones; true by default. */
  readonly useInputStats?: boolean;
}

/**
 * Each channel of each sample of [batch, channels, length, ...] less its mean and divided by its standard deviation,
 * over its positions: y = (x - mean) / sqrt(variance + eps) * weight + bias.
 *
 * `runningMean` and `runningVar`, [channels] or null, take up the average over the samples; with `useInputStats` false
 * they are what is normalised by. Throws as `batchNorm` does.
 * Source: Ulyanov, Vedaldi and Lempitsky, Instance Normalization (2016).
 *
 * @example
 * import { instanceNorm, tensor } from "@layerbook/layers";
 * instanceNorm(tensor([[[1, 3], [10, 30]]])); // [[[-1, 1], [-1, 1]]]
 */
export function instanceNorm(
  input: Tensor,
  runningMean: Tensor | null = null,
  runningVar: Tensor | null = null,
  options: InstanceNormArguments = {},
): Tensor {
  checkOptions("apply instanceNorm", options);
  const { useInputStats = true } = options;
  return applyChannelNorm("instanceNorm", input, runningMean, runningVar, options, useInputStats);
}

/** `affine` and `trackRunningStats` are false by default. */
export interface InstanceNormOptions extends ChannelNormOptions {
  /** The input's share of the running statistics, in 0..1; 0.1 by default. */
  readonly momentum?: number;
}

/** What `InstanceNorm1d`, `InstanceNorm2d` and `InstanceNorm3d` have in common: all but the layout of the input. */
abstract class InstanceNorm extends ChannelNormLayer {
  constructor(dimensions: number, numFeatures: number, options: InstanceNormOptions) {
    const ranks = { leastRank: dimensions + 1, mostRank: dimensions + 2 };
    const accepted = { layout: layoutOf(dimensions), ...ranks, unbatched: true };
    super({ name: "instanceNorm", accepted, affine: false, trackRunningStats: false }, numFeatures, options);
  }
}

/** Instance normalisation over [N, numFeatures, length] or without batch. See `InstanceNorm2d`. */
export class InstanceNorm1d extends InstanceNorm {
  constructor(numFeatures: number, options: InstanceNormOptions = {}) {
    super(1, numFeatures, options);
  }
}

/**
 * Instance normalisation of images, [N, numFeatures, height, width] or [numFeatures, height, width]: each channel of
 * each sample by its own mean and variance, or in evaluation by running statistics where they are tracked. See
 * `instanceNorm`. Throws ShapeError for sizes or options that are not allowed.
 *
 * @example
 * import { InstanceNorm2d, tensor } from "@layerbook/layers";
 * new InstanceNorm2d(1).forward(tensor([[[[1, 3]]]])); // [[[[-1, 1]]]]
 */
export class InstanceNorm2d extends InstanceNorm {
  constructor(numFeatures: number, options: InstanceNormOptions = {}) {
    super(2, numFeatures, options);
  }
}

/** Instance normalisation over [N, numFeatures, depth, height, width] or without batch. See `InstanceNorm2d`. */
export class InstanceNorm3d extends InstanceNorm {
  constructor(numFeatures: number, options: InstanceNormOptions = {}) {
    super(3, numFeatures, options);
  }
}

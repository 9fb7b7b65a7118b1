import { checkOptions } from "../../options.ts";
import type { Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensor-argument.ts";
import type { ChannelNormOptions } from "./channel-layer.ts";
import { ChannelNormLayer } from "./channel-layer.ts";
import type { ChannelNormArguments } from "./channel-norm.ts";
import { applyChannelNorm } from "./channel-norm.ts";
import type { BatchNormTrace } from "./trace.ts";
import { traceBatchNorm } from "./trace.ts";

/** What the function `batchNorm` takes by name. */
export interface BatchNormArguments extends ChannelNormArguments {
  /** Whether to normalise by the batch's own mean and variance and update the running ones; false by default. */
  readonly training?: boolean;
}

/**
 * Each channel of [batch, channels, ...] less its mean and divided by its standard deviation, over batch and
 * positions: y = (x - mean) / sqrt(variance + eps) * weight + bias.
 *
 * In training, mean and variance are this batch's, and `runningMean` and `runningVar`, [channels] or null, are given
 * new numbers: (1 - momentum) running + momentum batch's, the variance with divisor N - 1. Else they are the running
 * ones.
 *
 * Throws ShapeError for shapes, dtypes or options that do not fit, or for 1 number per channel in training;
 * LayerbookError for running statistics that require a gradient. Nothing is changed then.
 * Source: Ioffe and Szegedy, Batch Normalization (2015), algorithms 1 and 2.
 *
 * @example
 * import { batchNorm, tensor } from "@layerbook/layers";
 * const batch = tensor([[1, 10], [3, 30]]);
 * batchNorm(batch, null, null, { training: true }); // [[-1, -1], [1, 1]]
 * batchNorm(batch, tensor([1, 10]), tensor([4, 400])); // [[0, 0], [1, 1]]
 */
export function batchNorm(
  input: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  options: BatchNormArguments = {},
): Tensor {
  checkOptions("apply batchNorm", options);
  const { training = false } = options;
  return applyChannelNorm("batchNorm", input, runningMean, runningVar, options, training);
}

/** `affine` and `trackRunningStats` are true by default. */
export interface BatchNormOptions extends ChannelNormOptions {
  /** The batch's share of the running statistics, in 0..1, or null for their average over all batches; 0.1 by default. */
  readonly momentum?: number | null;
}

/** What `BatchNorm1d`, `BatchNorm2d` and `BatchNorm3d` have in common: all but the layout of the input. */
abstract class BatchNorm extends ChannelNormLayer {
  constructor(
    layout: string,
    ranks: readonly [number, number],
    numFeatures: number,
    options: BatchNormOptions,
  ) {
    const [leastRank, mostRank] = ranks;
    const accepted = { layout, leastRank, mostRank, unbatched: false };
    super({ name: "batchNorm", accepted, affine: true, trackRunningStats: true }, numFeatures, options);
  }

  /**
   * The computation as `forward` would do it now, for drawing; running statistics stay as they are.
   * Throws ShapeError as `forward` does.
   */
  trace(input: Tensor): BatchNormTrace {
    checkTensors("trace a batch normalisation", { input });
    return traceBatchNorm(input, this.norm());
  }
}

/**
 * Batch normalisation over [N, numFeatures] or [N, numFeatures, length]. See `BatchNorm2d`.
 *
 * @example
 * import { BatchNorm1d, tensor } from "@layerbook/layers";
 * const layer = new BatchNorm1d(1);
 * layer.forward(tensor([[1], [3]])); // [[-1], [1]]
 * layer.runningMean!; // [0.2]
 */
export class BatchNorm1d extends BatchNorm {
  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    super("[batch, channels] or [batch, channels, length]", [2, 3], numFeatures, options);
  }
}

/**
 * Batch normalisation of images, [N, numFeatures, height, width]: in training by the mean and variance of each channel
 * over the batch, which running statistics follow; in evaluation by these. See `batchNorm`.
 *
 * Throws ShapeError for sizes or options that are not allowed. Source: Ioffe and Szegedy (2015).
 *
 * @example
 * import { BatchNorm2d, zeros } from "@layerbook/layers";
 * const layer = new BatchNorm2d(8);
 * layer.forward(zeros([4, 8, 5, 5])).shape; // [4, 8, 5, 5]
 * layer.eval(); // from now on by the running statistics
 */
export class BatchNorm2d extends BatchNorm {
  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    super("[batch, channels, height, width]", [4, 4], numFeatures, options);
  }
}

/** Batch normalisation over [N, numFeatures, depth, height, width]. See `BatchNorm2d`. */
export class BatchNorm3d extends BatchNorm {
  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    super("[batch, channels, depth, height, width]", [5, 5], numFeatures, options);
  }
}

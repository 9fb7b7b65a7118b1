import { ones, tensor, zeros } from "../../creation.ts";
import type { DType } from "../../dtype.ts";
import { checkFloatDType } from "../../dtype.ts";
import { Module } from "../../module.ts";
import { checkOptions } from "../../options.ts";
import { Parameter } from "../../parameter.ts";
import { checkRange, wholeAboveZero } from "../../range.ts";
import type { Shape } from "../../shape.ts";
import { checkShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import type { ChannelNorm } from "./channel-norm.ts";
import { groupingOf, normalizeChannels } from "./channel-norm.ts";
import type { Accepted } from "./geometry.ts";
import { checkEps } from "./geometry.ts";
import { checkMomentum, runningStatistics } from "./running.ts";

export interface ChannelNormOptions {
  /** Added to the variance, so that the divisor is never 0; 1e-5 by default. */
  readonly eps?: number;
  /** Whether each channel is then scaled by a learnt `weight` and shifted by a learnt `bias`. */
  readonly affine?: boolean;
  /** Whether running statistics are kept in training, to be used in evaluation. */
  readonly trackRunningStats?: boolean;
  /** `float32` by default. */
  readonly dtype?: DType;
}

/** What sets the layers that normalise channels apart. */
interface Kind {
  readonly name: ChannelNorm["name"];
  readonly accepted: Omit<Accepted, "numFeatures">;
  /** The defaults of the options `affine` and `trackRunningStats`. */
  readonly affine: boolean;
  readonly trackRunningStats: boolean;
}

/** What BatchNorm and InstanceNorm have in common: options, parameters and running statistics. */
export abstract class ChannelNormLayer extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number | null;
  readonly affine: boolean;
  readonly trackRunningStats: boolean;
  /** [numFeatures], ones at first; null without `affine`. */
  readonly weight: Parameter | null;
  /** [numFeatures], zeros at first; null without `affine`. */
  readonly bias: Parameter | null;
  /** [numFeatures], zeros at first; null without `trackRunningStats`. */
  readonly runningMean: Tensor | null;
  /** [numFeatures], ones at first, with divisor N - 1; null without `trackRunningStats`. */
  readonly runningVar: Tensor | null;
  /** How many batches BatchNorm's running statistics come from, int32 []; null without `trackRunningStats`. */
  readonly numBatchesTracked: Tensor | null;
  readonly #kind: Kind;

  constructor(
    kind: Kind,
    numFeatures: number,
    options: ChannelNormOptions & { readonly momentum?: number | null },
  ) {
    super();
    const action = `make a normalisation of ${numFeatures} features`;
    checkOptions(action, options);
    const { eps = 1e-5, momentum = 0.1, affine = kind.affine, dtype = "float32" } = options;
    const { trackRunningStats = kind.trackRunningStats } = options;
    checkRange(action, { numFeatures }, wholeAboveZero);
    checkEps(action, eps);
    checkMomentum(action, momentum, kind.name === "batchNorm");
    checkFloatDType(action, dtype);
    this.#kind = kind;
    this.numFeatures = numFeatures;
    this.eps = eps;
    this.momentum = momentum;
    this.affine = affine;
    this.trackRunningStats = trackRunningStats;
    this.weight = affine ? new Parameter(ones([numFeatures], { dtype })) : null;
    this.bias = affine ? new Parameter(zeros([numFeatures], { dtype })) : null;
    this.runningMean = trackRunningStats ? zeros([numFeatures], { dtype }) : null;
    this.runningVar = trackRunningStats ? ones([numFeatures], { dtype }) : null;
    this.numBatchesTracked = trackRunningStats ? tensor(0, { dtype: "int32" }) : null;
  }

  /**
   * Gives the input's shape. Normalises by the input's own mean and variance in training, which then update the
   * running ones, and where there are no running ones; else by these.
   * Throws ShapeError for shapes or dtypes that do not fit, and for 1 number per mean.
   */
  override forward(input: Tensor): Tensor {
    const norm = this.norm();
    const output = normalizeChannels(input, norm);
    // InstanceNorm keeps the count at 0, as in PyTorch.
    const counts = norm.name === "batchNorm" && this.training && input.numel() > 0;
    if (counts) this.numBatchesTracked?.assign(this.numBatchesTracked.item() + 1);
    return output;
  }

  /** The shape that `forward` gives for an input of `inputShape`; throws ShapeError as it does. */
  outputShape(inputShape: Shape): Shape {
    const dtype = (this.weight ?? this.runningMean)?.dtype ?? "float32";
    groupingOf({ shape: checkShape(inputShape), dtype }, this.norm());
    return inputShape;
  }

  /** What the next forward pass does. */
  protected norm(): ChannelNorm {
    const { weight, bias, eps, runningMean, runningVar, numFeatures } = this;
    const { name, accepted } = this.#kind;
    const running = runningStatistics("normalise by a layer", runningMean, runningVar);
    return {
      name,
      accepted: { ...accepted, numFeatures },
      weight,
      bias,
      running,
      fromInput: this.training || running === null,
      eps,
      // With a share of 1/n for the n-th batch, the running statistics are the average over all.
      momentum: this.momentum ?? 1 / ((this.numBatchesTracked?.item() ?? 0) + 1),
    };
  }

  override describe(): string {
    const { affine, trackRunningStats } = this.#kind;
    const usual = { eps: 1e-5, momentum: 0.1, affine, trackRunningStats };
    const changed = Object.entries(usual)
      .map(([name, value]) => [name, this[name as keyof typeof usual], value] as const)
      .filter(([, value, expected]) => value !== expected)
      .map(([name, value]) => `${name}: ${value}`);
    return [this.numFeatures, ...changed].join(", ");
  }
}

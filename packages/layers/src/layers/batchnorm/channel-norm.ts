import { ShapeError } from "../../errors.ts";
import { formatShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensor-argument.ts";
import type { Accepted, Argument } from "./geometry.ts";
import { channelGrouping, checkEps } from "./geometry.ts";
import type { Grouping } from "./grouping.ts";
import { countOf } from "./grouping.ts";
import type { Affine, NormArguments, Statistics } from "./normalize.ts";
import { normalize, statisticsOf } from "./normalize.ts";
import type { RunningStatistics } from "./running.ts";
import { checkMomentum, givenStatistics, runningStatistics, updateRunning } from "./running.ts";

/** How a layer or a function normalises each channel of its input by itself. */
export interface ChannelNorm extends Affine {
  readonly name: "batchNorm" | "instanceNorm";
  readonly accepted: Accepted;
  /** Used in place of the input's own mean and variance, or else updated by them; null for none. */
  readonly running: RunningStatistics | null;
  /** Whether mean and variance are the input's own; they must be where there are no running ones. */
  readonly fromInput: boolean;
  readonly eps: number;
  /** The input's share of the running statistics. */
  readonly momentum: number;
}

/** Which numbers of the input are normalised together; throws ShapeError for anything that does not fit. */
export function groupingOf(input: Argument, norm: ChannelNorm): Grouping {
  const { weight, bias, running } = norm;
  const runningMean = running?.mean ?? null;
  const runningVar = running?.variance ?? null;
  // Running statistics are one per channel, whatever they were taken over.
  const acrossBatch = norm.name === "batchNorm" || !norm.fromInput;
  const companions = { weight, bias, runningMean, runningVar };
  return channelGrouping(input, companions, norm.accepted, acrossBatch, norm.fromInput);
}

/** The mean and the variance that the input is normalised by. */
export function statisticsFor(input: Tensor, grouping: Grouping, norm: ChannelNorm): Statistics {
  return norm.fromInput ? statisticsOf(input, grouping) : givenStatistics(norm.running!);
}

/** Normalises, and only then updates the running statistics: an error leaves them as they were. */
export function normalizeChannels(input: Tensor, norm: ChannelNorm): Tensor {
  checkTensors("normalise", { input });
  const grouping = groupingOf(input, norm);
  const statistics = statisticsFor(input, grouping, norm);
  const output = normalize(norm.name, input, norm, grouping, statistics, norm.eps);
  // An empty batch says nothing about means and variances.
  if (norm.fromInput && norm.running !== null && input.numel() > 0) {
    updateRunning(norm.running, statistics, countOf(grouping), norm.momentum);
  }
  return output;
}

export interface ChannelNormArguments extends NormArguments {
  /** The input's share of the running statistics, in 0..1; 0.1 by default. */
  readonly momentum?: number;
}

/** What `batchNorm` and `instanceNorm` have in common: [batch, channels, ...] with running statistics or null. */
export function applyChannelNorm(
  name: ChannelNorm["name"],
  input: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  { weight = null, bias = null, momentum = 0.1, eps = 1e-5 }: ChannelNormArguments,
  fromInput: boolean,
): Tensor {
  checkTensors("normalise", { input });
  checkTensors("normalise", {
    ...(runningMean !== null && { runningMean }),
    ...(runningVar !== null && { runningVar }),
  });
  const action = `normalise input ${formatShape(input.shape)}`;
  checkEps(action, eps);
  checkMomentum(action, momentum, false);
  const running = runningStatistics(action, runningMean, runningVar);
  if (!fromInput && running === null) {
    const option = name === "batchNorm" ? "training" : "useInputStats";
    throw new ShapeError(
      `Cannot ${action} by running statistics: there are none; give runningMean and runningVar, or normalise by the input's own with { ${option}: true }`,
    );
  }
  return normalizeChannels(input, {
    name,
    accepted: accepted[name],
    weight,
    bias,
    running,
    fromInput,
    eps,
    momentum,
  });
}

/** What the functions accept; layers know their number of dimensions and channels, functions do not. */
const accepted: Readonly<Record<ChannelNorm["name"], Accepted>> = {
  batchNorm: {
    layout: "[batch, channels, ...]",
    leastRank: 2,
    mostRank: Number.POSITIVE_INFINITY,
    unbatched: false,
    numFeatures: null,
  },
  instanceNorm: {
    layout: "[batch, channels, length, ...]",
    leastRank: 3,
    mostRank: Number.POSITIVE_INFINITY,
    unbatched: false,
    numFeatures: null,
  },
};

import { noGrad } from "../../autograd.ts";
import type { Displayed } from "../../display.ts";
import { makeDisplayed } from "../../display.ts";
import { formatShape } from "../../shape.ts";
import { Tensor } from "../../tensor.ts";
import type { ChannelNorm } from "./channel-norm.ts";
import { groupingOf, statisticsFor } from "./channel-norm.ts";
import { normalize } from "./normalize.ts";

/** One forward pass of batch normalisation, step by step. Plain data for drawing. */
export interface BatchNormTrace extends Displayed<"trace"> {
  readonly layer: "batchnorm";
  /** Whose mean and variance: those of this batch, as in training, or the running ones. */
  readonly statistics: "batch" | "running";
  readonly eps: number;
  /** [N, channels, ...] */
  readonly input: Tensor;
  /** Of each channel, [channels], float64. */
  readonly mean: Tensor;
  /** Of each channel, [channels], float64; a batch's own has divisor N. */
  readonly variance: Tensor;
  /** (input - mean) / sqrt(variance + eps), of the input's shape. */
  readonly normalized: Tensor;
  /** [channels], or null where normalised numbers are not scaled and shifted. */
  readonly weight: Tensor | null;
  /** [channels], or null. */
  readonly bias: Tensor | null;
  /** normalized * weight + bias: what `forward` gives. */
  readonly output: Tensor;
}

/** See `BatchNorm2d.trace`. */
export function traceBatchNorm(input: Tensor, norm: ChannelNorm): BatchNormTrace {
  const { name, eps, fromInput } = norm;
  const grouping = groupingOf(input, norm);
  const statistics = statisticsFor(input, grouping, norm);
  const bare = { weight: null, bias: null };
  const [normalized, output] = noGrad(() => [
    normalize(name, input, bare, grouping, statistics, eps),
    normalize(name, input, norm, grouping, statistics, eps),
  ]) as [Tensor, Tensor];
  const trace = {
    layer: "batchnorm" as const,
    statistics: fromInput ? ("batch" as const) : ("running" as const),
    eps,
    input: input.detach(),
    mean: new Tensor(statistics.mean, [grouping.channels]),
    variance: new Tensor(statistics.variance, [grouping.channels]),
    normalized,
    weight: norm.weight?.detach() ?? null,
    bias: norm.bias?.detach() ?? null,
    output,
  };
  makeDisplayed(trace, "trace", traceText);
  return trace as typeof trace & Displayed<"trace">;
}

function traceText({ statistics, input }: Omit<BatchNormTrace, keyof Displayed<"trace">>): string {
  const channels = input.shape[1]!;
  const whose = statistics === "batch" ? "the batch's" : "the running";
  return `trace of batchnorm: input ${formatShape(input.shape)}, ${channels} channel${channels === 1 ? "" : "s"} by ${whose} mean and variance`;
}

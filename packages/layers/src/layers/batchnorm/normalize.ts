import { record } from "../../autograd.ts";
import { blank, dataOf, Tensor } from "../../tensor.ts";
import type { Grouping } from "./grouping.ts";
import { countOf, forEachRow, groupsOf } from "./grouping.ts";

/** The mean and the variance of each group, in float64. */
export interface Statistics {
  readonly mean: Float64Array;
  /** With divisor N, not N - 1. */
  readonly variance: Float64Array;
  /** Whether they were given from outside, such as running statistics, and do not depend on the input. */
  readonly given: boolean;
}

/** The statistics of the input's own numbers. Two passes, so that the variance does not cancel. */
export function statisticsOf(input: Tensor, grouping: Grouping): Statistics {
  const x = dataOf(input);
  const count = countOf(grouping);
  const sums = new Float64Array(groupsOf(grouping));
  forEachRow(grouping, (start, end, group) => {
    let sum = 0;
    for (let i = start; i < end; i++) sum += x[i]!;
    sums[group]! += sum;
  });
  const mean = sums.map((sum) => sum / count);
  const deviations = new Float64Array(mean.length);
  forEachRow(grouping, (start, end, group) => {
    const center = mean[group]!;
    let squares = 0;
    for (let i = start; i < end; i++) squares += (x[i]! - center) ** 2;
    deviations[group]! += squares;
  });
  return { mean, variance: deviations.map((squares) => squares / count), given: false };
}

/** What the functions that normalise take by name. */
export interface NormArguments {
  /** One number per channel, which the normalised numbers are multiplied by; null, the default, for 1. */
  readonly weight?: Tensor | null;
  /** One number per channel, added after that; null, the default, for 0. */
  readonly bias?: Tensor | null;
  /** Added to the variance, so that the divisor is never 0; 1e-5 by default. */
  readonly eps?: number;
}

export interface Affine {
  readonly weight: Tensor | null;
  readonly bias: Tensor | null;
}

/**
 * Forward, for number i of the input, in group S of m numbers and in channel c:
 *
 *     mean     = sum over j in S of x[j] / m
 *     variance = sum over j in S of (x[j] - mean)^2 / m
 *     xhat[i]  = (x[i] - mean) / sqrt(variance + eps)
 *     y[i]     = weight[c] xhat[i] + bias[c]
 *
 * Backward, with xhat'[i] = weight[c] y'[i]; x acts through the mean and the variance too, which takes from xhat'
 * its mean and its part along xhat:
 *
 *     x'[i]      = (xhat'[i] - sum over S of xhat'[j] / m - xhat[i] sum over S of xhat'[j] xhat[j] / m) / sqrt(variance + eps)
 *     weight'[c] = sum over i in c of y'[i] xhat[i]
 *     bias'[c]   = sum over i in c of y'[i]
 *
 * Where mean and variance are `given`, not taken from this input, x'[i] is xhat'[i] / sqrt(variance + eps).
 */
export function normalize(
  name: string,
  input: Tensor,
  { weight, bias }: Affine,
  grouping: Grouping,
  { mean, variance, given }: Statistics,
  eps: number,
): Tensor {
  const x = dataOf(input);
  const w = weight && dataOf(weight);
  const b = bias && dataOf(bias);
  const inverse = variance.map((value) => 1 / Math.sqrt(value + eps));
  const { data, shape } = blank(input.dtype, input.shape);
  forEachRow(grouping, (start, end, group, channel) => {
    const [center, scale, factor, shift] = [
      mean[group]!,
      inverse[group]!,
      w?.[channel] ?? 1,
      b?.[channel] ?? 0,
    ];
    for (let i = start; i < end; i++) data[i] = (x[i]! - center) * scale * factor + shift;
  });

  const inputGradient = (gradient: Tensor): Tensor => {
    const upstream = dataOf(gradient);
    const result = blank(input.dtype, input.shape);
    const count = countOf(grouping);
    const meanOfGradient = new Float64Array(mean.length);
    const meanOfProduct = new Float64Array(mean.length);
    if (!given) {
      forEachRow(grouping, (start, end, group, channel) => {
        const [center, scale, factor] = [mean[group]!, inverse[group]!, w?.[channel] ?? 1];
        let sum = 0;
        let product = 0;
        for (let i = start; i < end; i++) {
          sum += upstream[i]!;
          product += upstream[i]! * (x[i]! - center);
        }
        meanOfGradient[group]! += (factor * sum) / count;
        meanOfProduct[group]! += (factor * scale * product) / count;
      });
    }
    forEachRow(grouping, (start, end, group, channel) => {
      const [center, scale, factor] = [mean[group]!, inverse[group]!, w?.[channel] ?? 1];
      const [level, slope] = [meanOfGradient[group]!, meanOfProduct[group]! * scale];
      for (let i = start; i < end; i++) {
        result.data[i] = (factor * upstream[i]! - level - slope * (x[i]! - center)) * scale;
      }
    });
    return new Tensor(result.data, result.shape);
  };
  const weightGradient = (gradient: Tensor): Tensor => {
    const upstream = dataOf(gradient);
    return perChannel(weight!, grouping, (start, end, group) => {
      const center = mean[group]!;
      let sum = 0;
      for (let i = start; i < end; i++) sum += upstream[i]! * (x[i]! - center);
      return sum * inverse[group]!;
    });
  };
  const biasGradient = (gradient: Tensor): Tensor => {
    const upstream = dataOf(gradient);
    return perChannel(bias!, grouping, (start, end) => {
      let sum = 0;
      for (let i = start; i < end; i++) sum += upstream[i]!;
      return sum;
    });
  };

  const steps = [
    [input, inputGradient],
    [weight, weightGradient],
    [bias, biasGradient],
  ] as const;
  const taken = steps.filter((step): step is readonly [Tensor, typeof inputGradient] => step[0] !== null);
  return record(
    name,
    taken.map(([tensor]) => tensor),
    data,
    shape,
    taken.map(([, rule]) => rule),
  );
}

/** The sums, per channel, of what `term` gives for each row, in the shape of `like`; added up in float64. */
function perChannel(
  like: Tensor,
  grouping: Grouping,
  term: (start: number, end: number, group: number) => number,
): Tensor {
  const sums = new Float64Array(grouping.channels);
  forEachRow(grouping, (start, end, group, channel) => {
    sums[channel]! += term(start, end, group);
  });
  const { data, shape } = blank(like.dtype, like.shape);
  data.set(sums);
  return new Tensor(data, shape);
}

import { type Axis, linearAxis } from "./axis.ts";
import type { TensorLike } from "./recognise.ts";
import { statistics } from "./statistics.ts";

/** What `layer.trace(x)` of a batch normalisation gives: one forward pass, step by step. */
export interface BatchNormTraceLike {
  readonly layer: "batchnorm";
  readonly statistics: "batch" | "running";
  readonly eps: number;
  /** [N, channels, ...] */
  readonly input: TensorLike;
  readonly mean: TensorLike;
  readonly variance: TensorLike;
  readonly normalized: TensorLike;
  readonly weight: TensorLike | null;
  readonly bias: TensorLike | null;
  readonly output: TensorLike;
}

/** How the finite values of a channel are spread; NaN where there are none. */
export interface Box {
  readonly low: number;
  readonly firstQuartile: number;
  readonly median: number;
  readonly thirdQuartile: number;
  readonly high: number;
}

/** Input, normalised or output: what is there and what the layer goes by. */
export interface Stage {
  readonly name: string;
  /** What the orange mark stands for. */
  readonly mark: string;
  /** Of each channel that is shown. */
  readonly boxes: readonly Box[];
  readonly marks: readonly { readonly centre: number; readonly spread: number }[];
  readonly axis: Axis;
}

export interface BatchNormScene {
  readonly stages: readonly Stage[];
  /** How many channels there are, and how many of them, the first, are shown. */
  readonly channels: number;
  readonly shown: number;
}

export const boxColor = "#4393c3";
/** Of the room for a channel: how wide its box is, and where box and mark stand from its middle. */
export const boxWidth = 0.44;
export const boxAt = -0.1;
export const markAt = 0.26;

/** More boxes side by side are no longer told apart. */
const mostChannels = 32;

/** "input, orange: mean ± √variance". */
export function captionOf({ name, mark }: Stage): string {
  return `${name}, orange: ${mark}`;
}

/** The spread of each channel at each stage. */
export function sceneOf(trace: BatchNormTraceLike): BatchNormScene {
  const channels = trace.input.shape[1]!;
  const shown = Math.min(channels, mostChannels);
  const all = Array.from({ length: shown }, (_, channel) => channel);
  const numbers = (tensor: TensorLike | null, other: number): number[] => {
    const values = tensor?.toTypedArray();
    return all.map((channel) => values?.[channel] ?? other);
  };
  const stage = (
    name: string,
    mark: string,
    tensor: TensorLike,
    centres: number[],
    spreads: number[],
  ): Stage => {
    const boxes = all.map((channel) => boxOf(valuesOf(tensor, channel)));
    const marks = centres.map((centre, i) => ({ centre, spread: Math.abs(spreads[i]!) }));
    return { name, mark, boxes, marks, axis: axisOf(boxes, marks) };
  };
  const learnt = trace.weight !== null || trace.bias !== null;
  const deviations = numbers(trace.variance, 1).map((variance) => Math.sqrt(variance));
  return {
    stages: [
      stage("input", "mean ± √variance", trace.input, numbers(trace.mean, 0), deviations),
      stage("normalised", "0 ± 1", trace.normalized, numbers(null, 0), numbers(null, 1)),
      stage(
        "output",
        learnt ? "bias ± weight" : "0 ± 1",
        trace.output,
        numbers(trace.bias, 0),
        numbers(trace.weight, 1),
      ),
    ],
    channels,
    shown,
  };
}

/** The finite values of one channel of [N, channels, ...], from the smallest to the largest. */
function valuesOf(tensor: TensorLike, channel: number): Float64Array {
  const [batch, channels, ...inner] = tensor.shape as readonly [number, number, ...number[]];
  const size = inner.reduce((product, length) => product * length, 1);
  const values = tensor.toTypedArray();
  const found = new Float64Array(batch * size);
  for (let n = 0; n < batch; n++) {
    const start = (n * channels + channel) * size;
    found.set(values.subarray(start, start + size), n * size);
  }
  return found.filter(Number.isFinite).sort();
}

function boxOf(sorted: Float64Array): Box {
  return {
    low: quantile(sorted, 0),
    firstQuartile: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    thirdQuartile: quantile(sorted, 0.75),
    high: quantile(sorted, 1),
  };
}

/** Between two values in proportion, as NumPy's `quantile` has it. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const [before, after] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (before === undefined || after === undefined) return Number.NaN;
  const part = place - Math.floor(place);
  return (1 - part) * before + part * after;
}

function axisOf(boxes: readonly Box[], marks: Stage["marks"]): Axis {
  const ends = [
    ...boxes.flatMap(({ low, high }) => [low, high]),
    ...marks.flatMap(({ centre, spread }) => [centre - spread, centre + spread]),
  ];
  const { min, max, finite } = statistics(ends);
  return finite > 0 ? linearAxis(min, max, 4) : linearAxis(-1, 1, 4);
}

import { batchNormFigure } from "./batchnorm-figure.ts";
import { type BatchNormScene, type BatchNormTraceLike, sceneOf } from "./batchnorm-scene.ts";
import { batchNormPicture } from "./batchnorm-svg.ts";
import type { Drawing } from "./drawing.ts";
import type { Heading } from "./heading.ts";
import { count, formatNumber } from "./numbers.ts";
import type { ShowOptions } from "./options.ts";
import { plotlyReaches } from "./plotly.ts";
import type { TensorLike } from "./recognise.ts";
import { jointStatistics, shapeLabel, statistics } from "./statistics.ts";
import { svgDocument } from "./svg.ts";
import { textTable } from "./text.ts";

/**
 * The trace of a batch normalisation: how the values of each channel are spread as input, normalised and as output, with
 * the mean and variance that they are normalised by, and the weight and bias that they get.
 */
export function drawBatchNorm(trace: BatchNormTraceLike, options: ShowOptions): Drawing {
  const description = describeBatchNorm(trace);
  if (trace.input.shape.includes(0)) return { description, text: description };
  const scene = sceneOf(trace);
  const heading = batchNormHeading(trace, scene, options);
  const found = jointStatistics(...scene.stages.map(({ axis }) => [axis.low, axis.high]));
  return {
    description,
    text: [
      description,
      "columns: channel, mean, variance, smallest and largest output",
      table(scene, trace),
    ].join("\n"),
    svg: svgDocument(heading, description, batchNormPicture(scene)),
    ...(plotlyReaches(found) ? { plotly: batchNormFigure(scene, heading) } : {}),
  };
}

/** "Batch normalisation of 2 channels by the batch's means from 1 to 2 and variances ...: values ... become values ..., and the output ...." */
function describeBatchNorm(trace: BatchNormTraceLike): string {
  const { mean, variance, input, normalized, weight, bias, output } = trace;
  const by = `${whose(trace)} means ${rangeOf(mean)} and variances ${rangeOf(variance)}`;
  const learnt = weight === null && bias === null ? "" : " with weight and bias";
  return `${nameOf(trace)} by ${by}: values ${rangeOf(input)} become values ${rangeOf(normalized)}, and${learnt} outputs ${rangeOf(output)}.`;
}

function rangeOf(tensor: TensorLike): string {
  const { finite, min, max } = statistics(tensor.toTypedArray());
  return finite > 0 ? `from ${formatNumber(min)} to ${formatNumber(max)}` : "that are not finite";
}

function nameOf({ input }: BatchNormTraceLike): string {
  return `Batch normalisation of ${count(input.shape[1]!, "channel")}`;
}

function whose({ statistics: of }: BatchNormTraceLike): string {
  return of === "batch" ? "the batch's" : "the running";
}

function batchNormHeading(trace: BatchNormTraceLike, scene: BatchNormScene, options: ShowOptions): Heading {
  const { count: all, finite } = statistics(trace.input.toTypedArray());
  const what = nameOf(trace);
  const notes = [
    ...(scene.shown < scene.channels ? [`the first ${scene.shown} channels shown`] : []),
    ...(finite < all ? [`${count(all - finite, "value")} not finite, left out`] : []),
  ];
  return {
    title: options.title ?? what,
    lines: [
      [
        ...(options.title === undefined ? [] : [what]),
        shapeLabel(trace.input),
        `by ${whose(trace)} mean and variance`,
        `ε = ${formatNumber(trace.eps)}`,
        "boxes: quartiles and extremes",
      ],
      ...(notes.length > 0 ? [notes] : []),
    ],
  };
}

const mostRows = 12;

function table({ stages, shown }: BatchNormScene, { mean, variance }: BatchNormTraceLike): string {
  const [means, variances] = [mean.toTypedArray(), variance.toTypedArray()];
  const boxes = stages.at(-1)!.boxes;
  const rows = Math.min(shown, mostRows);
  const numbers = Array.from({ length: rows }, (_, channel) => [
    channel,
    means[channel]!,
    variances[channel]!,
    boxes[channel]!.low,
    boxes[channel]!.high,
  ]);
  return textTable(numbers.flat(), 0, rows, 5);
}

import { colorRange, countClipped } from "./colors.ts";
import { digitFormat } from "./digits.ts";
import type { Drawing } from "./drawing.ts";
import type { Heading } from "./heading.ts";
import { heatmapFigure } from "./heatmap.ts";
import { heatmapPicture } from "./heatmap-svg.ts";
import { bytesPerCell, numberFormat } from "./maps.ts";
import { count, formatNumber, groupDigits } from "./numbers.ts";
import type { ShowOptions } from "./options.ts";
import { omissions, planSheet } from "./plan.ts";
import { plotlyReaches } from "./plotly.ts";
import type { TensorLike } from "./recognise.ts";
import { statistics } from "./statistics.ts";
import { svgDocument } from "./svg.ts";
import { textPicture } from "./text.ts";
import { viewOf } from "./view.ts";

/** What `layer.trace(x)` of a linear map gives: one sample, output by output. */
export interface LinearTraceLike {
  readonly layer: "linear";
  readonly sample: number;
  /** The whole input, [N, inFeatures]. */
  readonly input: TensorLike;
  readonly bias: TensorLike | null;
  readonly output: TensorLike;
  readonly steps: readonly LinearStepLike[];
}
export interface LinearStepLike {
  readonly products: readonly number[];
  readonly bias: number;
  readonly value: number;
}

/**
 * The trace of a linear map as one table, a row for each output: what each feature times its weight contributes, the
 * bias, and at the end what they add up to.
 */
export function drawLinear(trace: LinearTraceLike, options: ShowOptions, budget: number): Drawing {
  const columns = columnsOf(trace);
  const values = Float64Array.from(trace.steps.flatMap((step) => rowOf(trace, step)));
  const found = statistics(values);
  const range = colorRange(found, "diverging");
  const view = viewOf([trace.steps.length, columns.length]);
  const format = numberFormat(found, false);
  const plan = planSheet(view, undefined, budget, bytesPerCell(view, format, undefined, options));
  // A cell that stands for several columns has no name.
  const named = plan.factor === 1 ? { columns } : {};
  const clipped = countClipped(values, range);
  const notes = [
    ...(clipped > 0
      ? [`colours end at 3 RMS = ${formatNumber(range.high)}, ${groupDigits(clipped)} beyond`]
      : []),
    ...omissions(plan),
  ];
  const heading = linearHeading(trace, options, notes);
  const description = describeLinear(trace);
  return {
    description,
    text: [
      description,
      `columns: ${trace.bias === null ? "weight × feature" : "weight × feature, bias"}, output`,
      textPicture(values, view, range),
    ].join("\n"),
    svg: svgDocument(heading, description, heatmapPicture(plan, values, range, found, named)),
    ...(plotlyReaches(found)
      ? {
          plotly: heatmapFigure(plan, values, {
            heading,
            range,
            format,
            integers: false,
            digits: digitFormat(found),
            plain: options.plain ?? false,
            ...named,
          }),
        }
      : {}),
  };
}

/** Names of the table's columns: the features by their place, then the bias, if there is one, and the output. */
function columnsOf({ input, bias }: LinearTraceLike): readonly string[] {
  const features = Array.from({ length: input.shape[1]! }, (_, i) => String(i));
  return [...features, ...(bias === null ? [] : ["bias"]), "output"];
}

function rowOf(trace: LinearTraceLike, { products, bias, value }: LinearStepLike): readonly number[] {
  return [...products, ...(trace.bias === null ? [] : [bias]), value];
}

/** "Linear map of 2 features to 3 outputs: ..., the output, from -0.5 to 4." */
function describeLinear(trace: LinearTraceLike): string {
  const { min, max } = statistics(trace.output.toTypedArray());
  const bias = trace.bias === null ? "" : " and the bias";
  return `${sizesOf(trace)}: each row holds what every feature times its weight contributes${bias}, and their sum, one output, from ${formatNumber(min)} to ${formatNumber(max)}.`;
}

function sizesOf(trace: LinearTraceLike): string {
  return `Linear map of ${count(trace.input.shape[1]!, "feature")} to ${count(trace.steps.length, "output")}`;
}

function linearHeading(trace: LinearTraceLike, options: ShowOptions, notes: readonly string[]): Heading {
  const sizes = sizesOf(trace);
  const about = [
    ...(options.title === undefined ? [] : [sizes]),
    ...(trace.input.shape[0]! > 1 ? [`sample ${trace.sample}`] : []),
    "rows: outputs",
    `columns: weight × feature, ${trace.bias === null ? "" : "bias, "}output`,
  ];
  return { title: options.title ?? sizes, lines: [about, ...(notes.length > 0 ? [notes] : [])] };
}

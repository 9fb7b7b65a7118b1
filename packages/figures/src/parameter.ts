import { isParameter } from "@layerbook/layers";
import { type Bins, binsOf } from "./bins.ts";
import { colorRange, countClipped } from "./colors.ts";
import type { Drawing } from "./drawing.ts";
import type { Heading } from "./heading.ts";
import { histogramAxes, histogramBars, histogramPicture } from "./histogram-drawing.ts";
import { type PlotBelow, type StackedMap, stackFigure, stackPicture } from "./map-stack.ts";
import { bytesPerCell, describeMaps, kernelNote } from "./maps.ts";
import { formatNumber, groupDigits } from "./numbers.ts";
import type { ShowOptions } from "./options.ts";
import { omissions, planSheet } from "./plan.ts";
import { plotlyReaches } from "./plotly.ts";
import type { TensorLike } from "./recognise.ts";
import { shapeLabel, statistics, statisticsParts } from "./statistics.ts";
import { moved, type Picture, svgDocument, textElement } from "./svg.ts";
import { sparkline, textPicture } from "./text.ts";
import { type View, viewOf } from "./view.ts";

/** What a layer learns: a tensor that may have a gradient. */
export interface ParameterLike extends TensorLike {
  readonly grad: TensorLike | null;
}

/**
 * Whether the value is drawn with its gradient and a histogram: a parameter, or a tensor with a gradient, of at least one
 * dimension, that fits into one frame. Options that ask for another layout leave it to the tensor's own view.
 */
export function drawsAsParameter(tensor: TensorLike, options: ShowOptions): tensor is ParameterLike {
  const { channels, scale = "figure", layout = "tiles" } = options;
  const { grad } = tensor as Partial<ParameterLike>;
  if (!isParameter(tensor) && !grad) return false;
  if (tensor.shape.length === 0 || tensor.shape.includes(0)) return false;
  return (
    channels === undefined && scale === "figure" && layout === "tiles" && viewOfRows(tensor).frames === 1
  );
}

/** A vector is drawn as one row. */
function viewOfRows({ shape }: TensorLike): View {
  return viewOf(shape.length === 1 ? [1, ...shape] : shape);
}

/** Draws a parameter: its values, its gradient below them in colours of its own, and how often which values occur. */
export function drawParameter(tensor: ParameterLike, options: ShowOptions, budget: number): Drawing {
  const { title, plain = false, colorscale } = options;
  const view = viewOfRows(tensor);
  const panels = [
    mapOf("values", tensor, 0, colorscale),
    ...(tensor.grad ? [mapOf("gradient", tensor.grad, 1, colorscale)] : []),
  ];
  const perCell = bytesPerCell(view, "f8", undefined, options);
  const plan = planSheet(view, undefined, budget / panels.length, perCell);
  const stack = { vector: tensor.shape.length === 1, panels, plan };
  const label = shapeLabel(tensor);
  const notes = [...(view.grid ? [kernelNote] : []), ...panels.flatMap(clippedNote), ...omissions(plan)];
  const heading: Heading = {
    title: title ?? label,
    lines: [
      ...(title === undefined ? [] : [[label]]),
      ...panels.map(({ name, found }) => [name, ...statisticsParts(found)]),
      ...(tensor.grad ? [] : [["no gradient yet: backward() gives one"]]),
      ...(notes.length > 0 ? [notes] : []),
    ],
  };
  const description = describeParameter(tensor, view, panels);
  const [{ values, found }] = panels as [StackedMap, ...StackedMap[]];
  const bins = found.finite > 0 ? binsOf(values, found, undefined) : undefined;
  return {
    description,
    text: [label, ...panels.map((panel) => panelText(panel, view)), ...(bins ? [binsText(bins)] : [])].join(
      "\n",
    ),
    svg: svgDocument(heading, description, withHistogram(stackPicture(stack), bins)),
    ...(panels.every((panel) => plotlyReaches(panel.found))
      ? { plotly: stackFigure(stack, heading, plain, bins && histogramBelow(bins, plain)) }
      : {}),
  };
}

function mapOf(
  name: string,
  tensor: TensorLike,
  colors: 0 | 1,
  colorscale: ShowOptions["colorscale"],
): StackedMap {
  const values = tensor.toTypedArray();
  const found = statistics(values);
  return { name, values, found, range: colorRange(found, colorscale), colors };
}

function clippedNote({ name, values, range }: StackedMap): string[] {
  const clipped = countClipped(values, range);
  if (clipped === 0) return [];
  return [`colours of ${name} end at 3 RMS = ${formatNumber(range.high)}, ${groupDigits(clipped)} beyond`];
}

/** "A map of 2 by 3 values, float32 [2, 3], from -1 to 2, mean 0.5; its gradient is from 0 to 1, mean 0.25." */
function describeParameter(
  tensor: ParameterLike,
  view: View,
  [own, gradient]: readonly StackedMap[],
): string {
  const values = describeMaps(tensor, view, own!.found).replace(/\.$/, "");
  if (!gradient) return `${values}; it has no gradient yet.`;
  const { finite, min, max, mean } = gradient.found;
  const range = `from ${formatNumber(min)} to ${formatNumber(max)}, mean ${formatNumber(mean)}`;
  return `${values}; its gradient is ${finite > 0 ? range : "not finite"}.`;
}

function panelText({ name, values, range, found }: StackedMap, view: View): string {
  return `${name}  ${statisticsParts(found).join("  ")}\n${textPicture(values, view, range)}`;
}

function binsText({ edges, counts }: Bins): string {
  return `histogram of the values\n${formatNumber(edges[0]!)} ${sparkline(counts)} ${formatNumber(edges.at(-1)!)}`;
}

const belowName = "how often which values occur";
const belowGap = 20;

function withHistogram(above: Picture, bins: Bins | undefined): Picture {
  if (!bins) return above;
  const below = histogramPicture(bins);
  const top = above.height + belowGap;
  return {
    width: Math.max(above.width, below.width),
    height: top + 12 + below.height,
    body:
      above.body +
      textElement(0, top + 4, belowName, { "font-size": 12, "font-weight": 600 }) +
      moved(0, top + 12, below.body),
  };
}

function histogramBelow(bins: Bins, plain: boolean): PlotBelow {
  return { name: belowName, height: 160, traces: [histogramBars(bins, plain)], ...histogramAxes(bins) };
}

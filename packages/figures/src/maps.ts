import { type ColorRange, colorRange, countClipped } from "./colors.ts";
import { digitFormat } from "./digits.ts";
import { discreteRange } from "./discrete-colors.ts";
import type { Drawing } from "./drawing.ts";
import type { Heading } from "./heading.ts";
import { heatmapFigure } from "./heatmap.ts";
import { heatmapPicture } from "./heatmap-svg.ts";
import { count, formatNumber, groupDigits } from "./numbers.ts";
import type { ShowOptions } from "./options.ts";
import { omissions, type Plan, planSheet } from "./plan.ts";
import { type NumberFormat, plotlyReaches } from "./plotly.ts";
import type { TensorLike } from "./recognise.ts";
import { type Statistics, shapeLabel, statistics, statisticsParts } from "./statistics.ts";
import { svgDocument } from "./svg.ts";
import { textPicture } from "./text.ts";
import { type View, viewOf } from "./view.ts";

/** What the places of kernels in a grid stand for. */
export const kernelNote = "rows: output channels, columns: input channels";

/** Draws a tensor of rank 2 or more, none of whose sizes is 0, as maps within `budget` bytes of JSON. */
export function drawMaps(tensor: TensorLike, options: ShowOptions, budget: number): Drawing {
  const values = tensor.toTypedArray();
  const found = statistics(values);
  const view = viewOf(tensor.shape);
  const integers = tensor.dtype === "int32";
  const format = numberFormat(found, integers);
  const { wanted, range, gains } = mapColors(tensor, values, view, found, options);
  const plan = planSheet(view, options.channels, budget, bytesPerCell(view, format, gains, options));
  const heading = mapsHeading(tensor, options, found, plan, {
    clipped: gains ? 0 : countClipped(values, range),
    range,
    perChannel: gains !== undefined,
  });
  const description = describeMaps(tensor, view, found);
  return {
    description,
    text: `${shapeLabel(tensor)}  ${statisticsParts(found).join("  ")}\n${textPicture(values, view, wanted)}`,
    svg: svgDocument(
      heading,
      description,
      heatmapPicture(plan, values, range, found, gains ? { gains } : {}),
    ),
    ...(plotlyReaches(found)
      ? {
          plotly: heatmapFigure(plan, values, {
            heading,
            range,
            format,
            integers,
            digits: digitFormat(found),
            plain: options.plain ?? false,
            ...(gains ? { gains } : {}),
          }),
        }
      : {}),
  };
}

/** How the cells of maps are coloured. */
interface MapColors {
  /** The range of the values themselves. */
  readonly wanted: ColorRange;
  /** The range of what is coloured: the values, multiplied by their channel's gain where there are gains. */
  readonly range: ColorRange;
  readonly gains: readonly number[] | undefined;
}

/** Whole numbers of few kinds have a colour each, as far as the options ask for no scale. */
export function mapColors(
  tensor: TensorLike,
  values: ArrayLike<number>,
  view: View,
  found: Statistics,
  { scale = "figure", colorscale = "auto" }: ShowOptions,
): MapColors {
  const few = tensor.dtype === "int32" && scale === "figure" && colorscale === "auto";
  const wanted = (few ? discreteRange(values) : undefined) ?? colorRange(found, colorscale);
  if (scale === "figure") return { wanted, range: wanted, gains: undefined };
  const range: ColorRange = { scale: wanted.scale, low: wanted.low < 0 ? -1 : 0, high: 1 };
  return { wanted, range, gains: channelGains(values, view) };
}

/** "A matrix of 3 by 4 values from -1 to 2, mean 0.5." */
export function describeMaps(tensor: TensorLike, view: View, found: Statistics): string {
  const size = `${view.height} by ${view.width}`;
  const layout =
    view.tiles === 1 && view.frames === 1
      ? `A map of ${size} values`
      : view.grid
        ? `A grid of ${view.grid.rows} by ${view.grid.columns} kernels of ${size} values`
        : view.frames > 1
          ? `${count(view.frames * view.tiles, "map")} of ${size} values, ${view.tiles} at a time`
          : `${count(view.tiles, view.noun)} of ${size} values`;
  return `${layout}, ${shapeLabel(tensor)}${spread(found)}.`;
}

function spread(found: Statistics): string {
  const lost = found.count - found.finite;
  const range =
    found.finite > 0
      ? `, from ${formatNumber(found.min)} to ${formatNumber(found.max)}, mean ${formatNumber(found.mean)}`
      : "";
  return lost > 0 ? `${range}, ${groupDigits(lost)} not finite` : range;
}

function mapsHeading(
  tensor: TensorLike,
  options: ShowOptions,
  found: Statistics,
  plan: Plan,
  colors: { readonly clipped: number; readonly range: ColorRange; readonly perChannel: boolean },
): Heading {
  const notes: string[] = [];
  if (plan.view.grid) notes.push(kernelNote);
  if (colors.perChannel) notes.push("colours: each channel to its own largest size");
  const { values } = colors.range;
  if (values)
    notes.push(`a colour for ${values.length === 1 ? "the one value" : `each of ${values.length} values`}`);
  if (colors.clipped > 0) {
    const { high } = colors.range;
    notes.push(`colours end at 3 RMS = ${formatNumber(high)}, ${groupDigits(colors.clipped)} beyond`);
  }
  notes.push(...omissions(plan));
  const label = shapeLabel(tensor);
  const lines = [statisticsParts(found), ...(notes.length > 0 ? [notes] : [])];
  return options.title === undefined
    ? { title: label, lines }
    : { title: options.title, lines: [[label, ...lines[0]!], ...lines.slice(1)] };
}

/** What each channel's values are multiplied by so that its largest size, over all frames, becomes 1. */
function channelGains(values: ArrayLike<number>, view: View): number[] {
  const size = view.height * view.width;
  return Array.from({ length: view.tiles }, (_, tile) => {
    let largest = 0;
    for (let start = tile * size; start < values.length; start += view.tiles * size) {
      for (let i = start; i < start + size; i++) {
        const magnitude = Math.abs(values[i]!);
        if (magnitude > largest && magnitude < Infinity) largest = magnitude;
      }
    }
    return largest > 0 ? 1 / largest : 1;
  });
}

/** float32 unless it would lose a whole number's last digit, overflow or underflow. */
export function numberFormat(found: Statistics, integers: boolean): NumberFormat {
  const largest = Math.max(Math.abs(found.min), Math.abs(found.max));
  const fits = largest === 0 || (largest > 1e-30 && largest < 3.4e38);
  return Number.isFinite(largest) && (!fits || (integers && largest > 2 ** 24)) ? "f8" : "f4";
}

/** How many bytes of JSON a cell takes in all that is drawn of it. */
export function bytesPerCell(
  view: View,
  format: NumberFormat,
  gains: readonly number[] | undefined,
  options: ShowOptions,
): number {
  const size = format === "f8" ? 8 : 4;
  if (options.plain) return gains ? 34 : 15;
  const index = view.tiles === 1 || view.grid || view.frames > 1 ? 0 : view.tiles <= 256 ? 1 : 2;
  // Base64 takes four characters for three bytes; about half a byte more goes to the raster of the SVG.
  return (((gains ? 4 : 0) + size + index) * 4) / 3 + 0.7;
}

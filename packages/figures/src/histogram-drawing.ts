import { linearAxis } from "./axis.ts";
import type { Bins } from "./bins.ts";
import { type Heading, headingHeight, plotlyTitle } from "./heading.ts";
import { formatNumber, groupDigits, shareOf } from "./numbers.ts";
import { pictureWidth } from "./plan.ts";
import { bottomAxis, heightOf, leftAxis, type PlotArea } from "./plot-svg.ts";
import {
  ink,
  type PlotlyFigure,
  type PlotlyObject,
  pageLayout,
  plotlyConfig,
  plotlyNumbers,
} from "./plotly.ts";
import { element, type Picture } from "./svg.ts";

const positive = "#d6604d";
const negative = "#4393c3";
const plotHeight = 220;

/** Bars over their intervals. */
export function histogramPicture(bins: Bins): Picture {
  const { edges, counts } = bins;
  const area: PlotArea = { left: 48, top: 8, width: pictureWidth - 64, height: 180 };
  const scale = linearAxis(0, Math.max(...counts, 1));
  // There is no half of a value.
  const left = { ...scale, ticks: scale.ticks.filter(Number.isInteger) };
  const [low, high] = [edges[0]!, edges.at(-1)!];
  const position = (value: number): number => shareOf(value, low, high);
  // The axis ends where the bars do.
  const ticks = linearAxis(low, high, 8).ticks.filter((tick) => tick >= low && tick <= high);
  const bars = counts.map((n, i) => {
    const x = area.left + position(edges[i]!) * area.width;
    const width = (position(edges[i + 1]!) - position(edges[i]!)) * area.width;
    const y = heightOf(n, left, area);
    const box = { x: x + 0.5, y, width: Math.max(0.5, width - 1), height: area.top + area.height - y };
    return n === 0 ? "" : element("rect", { ...box, fill: fillOf(bins, i) });
  });
  return {
    width: area.left + area.width + 12,
    height: area.top + area.height + 36,
    body: leftAxis(left, area) + bars.join("") + bottomAxis({ low, high, ticks, position }, "value", area),
  };
}

export function histogramFigure(bins: Bins, heading: Heading, plain: boolean): PlotlyFigure {
  const top = headingHeight(heading) + 8;
  const height = top + plotHeight + 44;
  return {
    data: [histogramBars(bins, plain)],
    layout: {
      title: plotlyTitle(heading, height),
      height,
      margin: { l: 52, r: 10, t: top, b: 44 },
      ...pageLayout,
      bargap: 0.05,
      ...histogramAxes(bins),
    },
    config: plotlyConfig,
  };
}

export function histogramBars(bins: Bins, plain: boolean): PlotlyObject {
  const { edges, counts } = bins;
  const centres = counts.map((_, i) => edges[i]! / 2 + edges[i + 1]! / 2);
  const widths = counts.map((_, i) => edges[i + 1]! - edges[i]!);
  const numbers = (of: readonly number[]): unknown => plotlyNumbers(of, [of.length], "f8", plain);
  return {
    type: "bar",
    x: numbers(centres),
    y: numbers(counts),
    width: numbers(widths),
    text: counts.map((n, i) => `${intervalText(bins, i)}: ${groupDigits(n)}`),
    textposition: "none",
    marker: { color: counts.map((_, i) => fillOf(bins, i)) },
    hovertemplate: "%{text}<extra></extra>",
  };
}

export function histogramAxes({ edges, counts }: Bins): {
  readonly xaxis: PlotlyObject;
  readonly yaxis: PlotlyObject;
} {
  const axis = {
    gridcolor: "rgba(127,127,127,0.25)",
    zerolinecolor: ink,
    tickfont: { size: 10, color: ink },
  };
  return {
    xaxis: {
      ...axis,
      showgrid: false,
      zeroline: false,
      range: [edges[0]!, edges.at(-1)!],
      title: { text: "value", font: { size: 11 }, standoff: 6 },
    },
    yaxis: { ...axis, rangemode: "tozero", ...(Math.max(...counts) < 5 ? { dtick: 1 } : {}) },
  };
}

/** In the colours that the two signs have in every figure. */
function fillOf({ edges }: Bins, bin: number): string {
  return edges[bin]! + edges[bin + 1]! < 0 ? negative : positive;
}

/** "0.5 to below 1", or the whole number that alone is in the middle of its interval. */
function intervalText({ edges }: Bins, bin: number): string {
  const [low, high] = [edges[bin]!, edges[bin + 1]!];
  if (high - low === 1 && Number.isInteger(low + 0.5)) return formatNumber(low + 0.5);
  const last = bin === edges.length - 2;
  return `${formatNumber(low)} to ${last ? "" : "below "}${formatNumber(high)}`;
}

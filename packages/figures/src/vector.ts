import { countedAxis, linearAxis } from "./axis.ts";
import type { Drawing } from "./drawing.ts";
import { type Heading, headingHeight, plotlyTitle } from "./heading.ts";
import { count, formatNumber } from "./numbers.ts";
import type { ShowOptions } from "./options.ts";
import { pictureWidth } from "./plan.ts";
import { bottomAxis, heightOf, leftAxis, type PlotArea } from "./plot-svg.ts";
import {
  ink,
  markColor,
  type PlotlyFigure,
  type PlotlyObject,
  pageLayout,
  plotlyConfig,
  plotlyNumbers,
  plotlyReaches,
} from "./plotly.ts";
import type { TensorLike } from "./recognise.ts";
import { shapeLabel, statistics, statisticsParts } from "./statistics.ts";
import { element, type Picture, svgDocument } from "./svg.ts";
import { sparkline } from "./text.ts";

const mostBars = 64;
const mostPoints = 10_000;
const envelopePoints = 1000;
const plotHeight = 220;
const positive = "#d6604d";
const negative = "#4393c3";
const plain = "#2a788e";

/** Draws a tensor of rank 1 with at least one element: bars, a line, or above 10,000 elements its envelope. */
export function drawVector(tensor: TensorLike, options: ShowOptions): Drawing {
  const values = tensor.toTypedArray();
  const found = statistics(values);
  const label = shapeLabel(tensor);
  const parts = statisticsParts(found);
  const step = Math.ceil(values.length / envelopePoints);
  const curve = values.length > mostPoints ? envelope(values, step) : undefined;
  const notes = curve ? [[`band from the least to the greatest of each ${step} values`]] : [];
  const heading: Heading =
    options.title === undefined
      ? { title: label, lines: [parts, ...notes] }
      : { title: options.title, lines: [[label, ...parts], ...notes] };
  const kind = values.length <= mostBars ? "Bars" : curve ? "The envelope of a curve" : "A curve";
  const description = `${kind} of ${count(values.length, "value")}, ${label}${found.finite > 0 ? `, from ${formatNumber(found.min)} to ${formatNumber(found.max)}, mean ${formatNumber(found.mean)}` : ""}.`;
  return {
    description,
    text: `${label}  ${parts.join("  ")}\n${vectorText(values)}`,
    svg: svgDocument(heading, description, vectorPicture(values, curve)),
    ...(plotlyReaches(found) ? { plotly: vectorFigure(values, curve, heading, options.plain ?? false) } : {}),
  };
}

interface Envelope {
  readonly step: number;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Least and greatest finite value of each `step` values; NaN where there is none. */
function envelope(values: ArrayLike<number>, step: number): Envelope {
  const length = Math.ceil(values.length / step);
  const low = new Float64Array(length).fill(Number.NaN);
  const high = new Float64Array(length).fill(Number.NaN);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    const at = Math.floor(i / step);
    if (!(value >= low[at]!)) low[at] = value;
    if (!(value <= high[at]!)) high[at] = value;
  }
  return { step, low, high };
}

function vectorFigure(
  values: ArrayLike<number>,
  curve: Envelope | undefined,
  heading: Heading,
  plainNumbers: boolean,
): PlotlyFigure {
  const top = headingHeight(heading) + 8;
  const height = top + plotHeight + 36;
  const numbers = (of: ArrayLike<number>): unknown => plotlyNumbers(of, [of.length], "f8", plainNumbers);
  const hovertemplate = "[%{x}] = %{y:.4~g}<extra></extra>";
  const axis = {
    gridcolor: "rgba(127,127,127,0.25)",
    zerolinecolor: ink,
    tickfont: { size: 10, color: ink },
  };
  let data: PlotlyObject[];
  if (curve) {
    const line = { type: "scatter", mode: "lines", x0: 0, dx: curve.step, line: { color: plain, width: 1 } };
    data = [
      { ...line, y: numbers(curve.low), hovertemplate: "least from %{x} = %{y:.4~g}<extra></extra>" },
      {
        ...line,
        y: numbers(curve.high),
        fill: "tonexty",
        fillcolor: "rgba(42,120,142,0.4)",
        hovertemplate: "greatest from %{x} = %{y:.4~g}<extra></extra>",
      },
    ];
  } else if (values.length <= mostBars) {
    const color = Array.from(values, (value) => (value < 0 ? negative : positive));
    data = [{ type: "bar", x0: 0, dx: 1, y: numbers(values), marker: { color }, hovertemplate }];
  } else {
    data = [
      {
        type: "scatter",
        mode: "lines",
        x0: 0,
        dx: 1,
        y: numbers(values),
        line: { color: plain, width: 1.5 },
        hovertemplate,
      },
    ];
  }
  return {
    data: [...data, ...lostPoints(values)],
    layout: {
      title: plotlyTitle(heading, height),
      height,
      margin: { l: 52, r: 10, t: top, b: 36 },
      ...pageLayout,
      bargap: 0.15,
      xaxis: { ...axis, showgrid: false, zeroline: false },
      yaxis: axis,
    },
    config: plotlyConfig,
  };
}

const mostMarks = 500;

/** Marks on the axis where a value is NaN or infinite: a curve only has a gap there. */
function lostPoints(values: ArrayLike<number>): PlotlyObject[] {
  const lost = lostIndices(values);
  if (lost.length === 0) return [];
  return [
    {
      type: "scatter",
      mode: "markers",
      x: lost,
      y: lost.map(() => 0),
      text: lost.map((i) => `[${i}] = ${formatNumber(values[i]!)}`),
      marker: { symbol: "x-thin", size: 8, color: markColor, line: { width: 1.5, color: markColor } },
      hovertemplate: "%{text}<extra></extra>",
    },
  ];
}

function lostIndices(values: ArrayLike<number>): number[] {
  const lost: number[] = [];
  for (let i = 0; i < values.length && lost.length < mostMarks; i++)
    if (!Number.isFinite(values[i]!)) lost.push(i);
  return lost;
}

const area: PlotArea = { left: 52, top: 8, width: pictureWidth - 68, height: 180 };

function vectorPicture(values: ArrayLike<number>, curve: Envelope | undefined): Picture {
  const found = curve ? statistics([...curve.low, ...curve.high]) : statistics(values);
  const left = linearAxis(Math.min(0, found.min || 0), Math.max(0, found.max || 0));
  const isBars = !curve && values.length <= mostBars;
  const indices = countedAxis(0, values.length - 1);
  const bottom = isBars ? { ...indices, position: (i: number) => (i + 0.5) / values.length } : indices;
  const across = (i: number): number => area.left + bottom.position(i) * area.width;
  const up = (value: number): number => heightOf(value, left, area);
  const zero = element("path", {
    d: `M${area.left} ${up(0).toFixed(1)}h${area.width}`,
    stroke: "currentColor",
    "stroke-opacity": 0.5,
  });
  const line = { fill: curve ? plain : "none", "fill-opacity": 0.5, stroke: plain };
  const body = isBars
    ? bars(values, across, up)
    : element("path", { d: curve ? outline(curve, across, up) : polyline(values, across, up), ...line });
  return {
    width: area.left + area.width + 16,
    height: area.top + area.height + 36,
    body: [
      leftAxis(left, area),
      zero,
      body,
      lostSigns(values, across, up(0)),
      bottomAxis(bottom, "index", area),
    ].join(""),
  };
}

type Position = (value: number) => number;

function bars(values: ArrayLike<number>, across: Position, up: Position): string {
  const width = (area.width / values.length) * 0.84;
  return Array.from(values, (value, i) => {
    if (!Number.isFinite(value)) return "";
    const box = { x: across(i) - width / 2, y: Math.min(up(value), up(0)), width };
    const fill = value < 0 ? negative : positive;
    return element("rect", { ...box, height: Math.abs(up(value) - up(0)), fill });
  }).join("");
}

/** A cross at 0 where a value is no number or infinite. */
function lostSigns(values: ArrayLike<number>, across: Position, y: number): string {
  const signs = lostIndices(values).map((i) => {
    const [x, size] = [across(i), 3];
    return `M${(x - size).toFixed(1)} ${(y - size).toFixed(1)}l${2 * size} ${2 * size}m0 ${-2 * size}l${-2 * size} ${2 * size}`;
  });
  if (signs.length === 0) return "";
  return element("path", { d: signs.join(""), stroke: markColor, "stroke-width": 1.5, fill: "none" });
}

function polyline(values: ArrayLike<number>, across: Position, up: Position): string {
  let pen = "M";
  return Array.from(values, (value, i) => {
    if (!Number.isFinite(value)) {
      pen = "M";
      return "";
    }
    const point = `${pen}${across(i).toFixed(1)} ${up(value).toFixed(1)}`;
    pen = "L";
    return point;
  }).join("");
}

/** Along the top of an envelope and back along its bottom. */
function outline({ step, low, high }: Envelope, across: Position, up: Position): string {
  const points = [...high.keys()].filter((i) => Number.isFinite(high[i]!));
  const at = (i: number, value: number): string => `${across(i * step).toFixed(1)} ${up(value).toFixed(1)}`;
  const there = points.map((i) => at(i, high[i]!));
  const back = points.reverse().map((i) => at(i, low[i]!));
  return points.length === 0 ? "" : `M${[...there, ...back].join("L")}Z`;
}

const mostNumbers = 12;

/** The numbers themselves when they are few, else a line of blocks. */
function vectorText(values: ArrayLike<number>): string {
  if (values.length > mostNumbers) return sparkline(values);
  return Array.from(values, (value) => formatNumber(value)).join("  ");
}

import type { Drawing } from "./drawing.ts";
import { type Heading, headingHeight, plotlyTitle } from "./heading.ts";
import { count, formatNumber, shareOf } from "./numbers.ts";
import type { ShowOptions } from "./options.ts";
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
import { element, type Picture, svgDocument, textElement } from "./svg.ts";
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
  const lost: number[] = [];
  for (let i = 0; i < values.length && lost.length < mostMarks; i++)
    if (!Number.isFinite(values[i]!)) lost.push(i);
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

const picture = { left: 44, width: 560, height: 150 };

function vectorPicture(values: ArrayLike<number>, curve: Envelope | undefined): Picture {
  const found = curve ? statistics([...curve.low, ...curve.high]) : statistics(values);
  const low = Math.min(0, found.min || 0);
  const high = Math.max(0, found.max || 0) || (low < 0 ? 0 : 1);
  const y = (value: number): number => (1 - shareOf(value, low, high)) * picture.height;
  const body =
    !curve && values.length <= mostBars
      ? bars(values, y)
      : element("path", {
          d: curve ? outline(curve, y) : polyline(values, y),
          fill: curve ? plain : "none",
          "fill-opacity": 0.5,
          stroke: plain,
        });
  const label = { "text-anchor": "end", "font-size": 10 };
  return {
    width: picture.left + picture.width,
    height: picture.height + 20,
    body: [
      element("path", { d: `M${picture.left} ${y(0).toFixed(1)}h${picture.width}`, stroke: "#777777" }),
      textElement(picture.left - 6, 8, formatNumber(high), label),
      textElement(picture.left - 6, picture.height, formatNumber(low), label),
      textElement(picture.left, picture.height + 16, "0", { "font-size": 10 }),
      textElement(picture.left + picture.width, picture.height + 16, String(values.length - 1), label),
      element("g", { transform: `translate(${picture.left} 0)` }, body),
    ].join(""),
  };
}

function bars(values: ArrayLike<number>, y: (value: number) => number): string {
  const pitch = picture.width / values.length;
  return Array.from(values, (value, i) => {
    if (!Number.isFinite(value))
      return textElement((i + 0.5) * pitch, y(0) - 3, "×", { "text-anchor": "middle" });
    const top = Math.min(y(value), y(0));
    const box = { x: (i + 0.08) * pitch, y: top, width: pitch * 0.84, height: Math.abs(y(value) - y(0)) };
    return element("rect", { ...box, fill: value < 0 ? negative : positive });
  }).join("");
}

function polyline(values: ArrayLike<number>, y: (value: number) => number): string {
  let pen = "M";
  return Array.from(values, (value, i) => {
    if (!Number.isFinite(value)) {
      pen = "M";
      return "";
    }
    const point = `${pen}${((i / Math.max(1, values.length - 1)) * picture.width).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = "L";
    return point;
  }).join("");
}

/** Along the top of an envelope and back along its bottom. */
function outline({ low, high }: Envelope, y: (value: number) => number): string {
  const points = [...high.keys()].filter((i) => Number.isFinite(high[i]!));
  const at = (i: number, value: number): string =>
    `${((i / Math.max(1, high.length - 1)) * picture.width).toFixed(1)} ${y(value).toFixed(1)}`;
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

import { inPlane, type Panel } from "./panel.ts";
import { on } from "./panel-stage.ts";
import { accent, ink, type PlotlyObject, plotlyNumbers } from "./plotly.ts";
import type { TensorLike } from "./recognise.ts";
import {
  type Path,
  pathShape,
  rectangle,
  remaining,
  tapsOf,
  type Window,
  windowPath,
} from "./window-path.ts";

/** Covers what is not computed yet; a neutral that stands out from a white and from a dark page. */
const cover = "#8f8f8f";

/** What moves, in the order of `windowStyles`: window, taps, what is made of it, the sum, cover and the output's cell. */
export function windowParts(
  window: Window,
  made: Panel,
  equation: string,
  output: TensorLike,
  position: readonly number[],
  plain: boolean,
): PlotlyObject[] {
  const taps = tapsOf(window);
  const [rows, columns] = inPlane(output.shape.length === 1 ? [1, ...output.shape] : output.shape);
  const [row, column] = inPlane(position);
  return [
    { ...windowPath(window) },
    { x: taps.map((tap) => tap[1]), y: taps.map((tap) => tap[0]) },
    { z: fewNumbers(made, plain) },
    { text: [`<b>${equation}</b>`] },
    { ...remaining(rows, columns, row, column) },
    { ...rectangle(row, column, 1, 1) },
  ];
}

/** Fewer numbers than this are shorter as digits than as base64. */
const few = 40;

function fewNumbers({ values, rows, columns }: Panel, plain: boolean): unknown {
  if (values.length >= few) return plotlyNumbers(values, [rows, columns], "f4", plain);
  const digits = Array.from(values, (value) =>
    Number.isFinite(value) ? Number(value.toPrecision(4)) : null,
  );
  return Array.from({ length: rows }, (_, row) => digits.slice(row * columns, (row + 1) * columns));
}

const lines: PlotlyObject = { type: "scatter", mode: "lines", hoverinfo: "skip", cliponaxis: false };
/** Lines that lead the eye. */
export const accented: PlotlyObject = { ...lines, line: { color: accent, width: 3, shape: pathShape } };

/** A dotted line that parts an input from its padding; none without a path. */
export function paddingLine(path: Path | undefined): PlotlyObject {
  return {
    type: "scatter",
    mode: "lines",
    hoverinfo: "skip",
    ...on("input"),
    ...(path ?? { x: [], y: [] }),
    line: { color: ink, width: 1.5, dash: "dot", shape: pathShape },
  };
}

/** `made` is the style of what is made of the window: a heat map. */
export function windowStyles(made: PlotlyObject): PlotlyObject[] {
  return [
    { ...accented, ...on("input") },
    {
      ...lines,
      ...on("input"),
      mode: "markers",
      marker: { symbol: "circle-open", color: accent, size: 12, line: { width: 2 } },
    },
    { type: "heatmap", ...on("window"), showscale: false, hoverongaps: false, xgap: 1, ygap: 1, ...made },
    {
      ...lines,
      ...on("sum"),
      mode: "text",
      x: [0],
      y: [0],
      textfont: { size: 13, color: accent },
    },
    { ...lines, ...on("output"), fill: "toself", fillcolor: cover, line: { width: 0, shape: pathShape } },
    { ...accented, ...on("output") },
  ];
}

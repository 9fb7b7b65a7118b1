import { plotlyColorscale } from "./colors.ts";
import {
  type ConvolutionStepLike,
  type ConvolutionTraceLike,
  dilationOf,
  equation,
  inPlane,
  type Panel,
  productsOf,
  type Scene,
} from "./convolution-scene.ts";
import { gridOf, on } from "./convolution-stage.ts";
import { decimals } from "./digits.ts";
import { accent, type PlotlyObject, plotlyNumbers } from "./plotly.ts";

/** Covers what is not computed yet; a neutral that stands out from a white and from a dark page. */
const cover = "#8f8f8f";

/** What moves, in the order of `movingStyles`: window, taps, products, sum, cover and the output's cell. */
export function movingParts(
  trace: ConvolutionTraceLike,
  scene: Scene,
  step: ConvolutionStepLike,
  plain: boolean,
): PlotlyObject[] {
  const [row, column] = inPlane(step.origin);
  const [outputRow, outputColumn] = inPlane(step.position);
  const [down, across] = dilationOf(trace);
  const [height, width] = [(scene.kernelRows - 1) * down + 1, (scene.kernelColumns - 1) * across + 1];
  const places = scene.channels.map((_, place) => column + place * scene.input.pitch);
  const taps =
    down > 1 || across > 1 ? places.flatMap((start) => tapsOf(scene, row, start, down, across)) : [];
  const products = productsOf(scene, step);
  return [
    joined(places.map((start) => rectangle(row, start, height, width))),
    { x: taps.map((tap) => tap[1]), y: taps.map((tap) => tap[0]) },
    { z: productNumbers(products, plain) },
    { text: [`<b>${equation(trace, scene, step)}</b>`] },
    remaining(trace, outputRow, outputColumn),
    rectangle(outputRow, outputColumn, 1, 1),
  ];
}

/** Fewer products than this are shorter as digits than as base64. */
const fewProducts = 40;

function productNumbers({ values, rows, columns }: Panel, plain: boolean): unknown {
  if (values.length >= fewProducts) return plotlyNumbers(values, [rows, columns], "f4", plain);
  const digits = Array.from(values, (value) =>
    Number.isFinite(value) ? Number(value.toPrecision(4)) : null,
  );
  return Array.from({ length: rows }, (_, row) => digits.slice(row * columns, (row + 1) * columns));
}

export function movingStyles(scene: Scene): PlotlyObject[] {
  const lines = { type: "scatter", mode: "lines", hoverinfo: "skip", cliponaxis: false };
  const accented = { ...lines, line: { color: accent, width: 3, shape: pathShape } };
  const range = scene.largestProduct || 1;
  return [
    { ...accented, ...on("input") },
    {
      ...lines,
      ...on("input"),
      mode: "markers",
      marker: { symbol: "circle-open", color: accent, size: 12, line: { width: 2 } },
    },
    {
      type: "heatmap",
      ...on("products"),
      ...gridOf(scene.kernel),
      colorscale: plotlyColorscale("diverging"),
      zmin: -range,
      zmax: range,
      showscale: false,
      hoverongaps: false,
      hovertemplate: "product = %{z:.4~g}<extra></extra>",
      xgap: 1,
      ygap: 1,
      texttemplate: `%{z:.${decimals(range)}~f}`,
    },
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

/** Row and column of each input value that the window takes. */
function tapsOf(
  scene: Scene,
  row: number,
  column: number,
  down: number,
  across: number,
): (readonly [row: number, column: number])[] {
  return Array.from({ length: scene.kernelRows * scene.kernelColumns }, (_, i) => [
    row + Math.floor(i / scene.kernelColumns) * down,
    column + (i % scene.kernelColumns) * across,
  ]);
}

type Path = Readonly<Record<"x" | "y", readonly (number | null)[]>>;

/** The `line.shape` of paths: from point to point across, then down or up. Half of the corners need not be said. */
export const pathShape = "hv";

/** The outline of height x width cells whose first is at [row, column]. */
export function rectangle(row: number, column: number, height: number, width: number): Path {
  const [top, left, bottom, right] = [row - 0.5, column - 0.5, row + height - 0.5, column + width - 0.5];
  return { x: [left, right, left], y: [top, bottom, top] };
}

export function joined(paths: readonly Path[]): Path {
  const gap = (values: readonly (number | null)[], i: number): (number | null)[] => [
    ...(i > 0 ? [null] : []),
    ...values,
  ];
  return {
    x: paths.flatMap(({ x }, i) => gap(x, i)),
    y: paths.flatMap(({ y }, i) => gap(y, i)),
  };
}

/** The outline of all cells of the output after [row, column], row by row. */
function remaining(trace: ConvolutionTraceLike, row: number, column: number): Path {
  const shape = trace.output.shape;
  const [rows, columns] = shape.length === 1 ? [1, shape[0]!] : [shape[0]!, shape[1]!];
  if (row === rows - 1 && column === columns - 1) return { x: [], y: [] };
  if (column === columns - 1) return rectangle(row + 1, 0, rows - row - 1, columns);
  const [top, middle, bottom] = [row - 0.5, row + 0.5, rows - 0.5];
  const [left, start, right] = [-0.5, column + 0.5, columns - 0.5];
  return { x: [start, right, left, start], y: [top, bottom, middle, top] };
}

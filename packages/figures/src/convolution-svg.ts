import { type ColorRange, colorOf, colorRange } from "./colors.ts";
import {
  type ConvolutionTraceLike,
  dilationOf,
  equation,
  inPlane,
  type Panel,
  productsOf,
  type Scene,
} from "./convolution-scene.ts";
import { digitSize, digitText } from "./digits.ts";
import { digitCell } from "./heatmap-svg.ts";
import { accent } from "./plotly.ts";
import { pngUri, rasterPng } from "./raster.ts";
import { type Statistics, statistics } from "./statistics.ts";
import { element, type Picture, textElement } from "./svg.ts";

const captionHeight = 20;
const gap = 28;
const largestCell = 40;
/** Maps with more cells than this along a side are drawn as a raster, without numbers. */
const mostPrinted = 16;

/** The first step, for readers without JavaScript: the window, kernel and products, and the whole output. */
export function convolutionPicture(trace: ConvolutionTraceLike, scene: Scene): Picture {
  const step = scene.steps[0]!;
  const products = productsOf(scene, step);
  const [row, column] = inPlane(step.origin);
  const [outputRow, outputColumn] = inPlane(step.position);
  const [down, across] = dilationOf(trace);
  const windowRows = (scene.kernelRows - 1) * down + 1;
  const windowColumns = (scene.kernelColumns - 1) * across + 1;
  const dilated = down > 1 || across > 1;
  const input = drawn(scene.input, 250, 200, (cell) =>
    scene.channels.flatMap((_, place) => {
      const start = column + place * scene.input.pitch;
      const taps = dilated ? tapCircles(scene, row, start, down, across, cell) : [];
      return [frame(row, start, windowRows, windowColumns, cell), ...taps];
    }),
  );
  const output = drawn(scene.output, 250, 200, (cell) => [frame(outputRow, outputColumn, 1, 1, cell)]);
  const kernel = drawn(scene.kernel, 250, 120, () => [], signedRange(scene.kernel));
  const end = scene.largestProduct || 1;
  const product = drawn(products, 250, 120, () => [], { scale: "diverging", low: -end, high: end });
  const upperHeight = Math.max(input.height, output.height);
  const second = captionHeight + upperHeight + gap;
  const lowerHeight = Math.max(kernel.height, product.height);
  const rightOf = Math.max(input.width, kernel.width) + gap;
  const width = rightOf + Math.max(output.width, product.width);
  const padded = trace.padding.some(([before, after]) => before + after > 0);
  const sum = second + captionHeight + lowerHeight + gap;
  const place = `Step 1 of ${scene.allSteps}, output [${step.position.join(", ")}]:`;
  return {
    width: Math.max(width, 350),
    height: sum + 24,
    body: [
      panelAt(0, 0, padded ? "padded input" : "input", input),
      panelAt(rightOf, 0, "output", output),
      panelAt(0, second, "kernel", kernel),
      panelAt(rightOf, second, "window × kernel", product),
      textElement(0, sum, place, { "font-size": 12 }),
      textElement(0, sum + 18, equation(trace, scene, step), { "font-size": 12, "font-weight": 600 }),
    ].join(""),
  };
}

/** Weights are signed by nature: diverging even where all are positive. */
function signedRange(panel: Panel): ColorRange {
  return colorRange(statistics(panel.values), "diverging");
}

interface DrawnPanel {
  readonly width: number;
  readonly height: number;
  readonly markup: string;
}

function panelAt(x: number, y: number, name: string, panel: DrawnPanel): string {
  return element(
    "g",
    { transform: `translate(${Math.round(x)} ${Math.round(y)})` },
    textElement(0, 12, name, { "font-size": 12 }) +
      element("g", { transform: `translate(0 ${captionHeight})` }, panel.markup),
  );
}

/** A panel's cells in the space given, with what `overlay` draws on it, told the size of a value in pixels. */
function drawn(
  panel: Panel,
  width: number,
  height: number,
  overlay: (cell: number) => readonly string[],
  range: ColorRange = colorRange(statistics(panel.values)),
): DrawnPanel {
  const cell = Math.min(largestCell, width / panel.columns, height / panel.rows);
  const found = statistics(panel.values);
  const printed = panel.rows <= mostPrinted && panel.columns <= mostPrinted && cell >= 14;
  const cells = printed ? printedCells(panel, range, found, cell) : rasterCells(panel, range, cell);
  return {
    width: panel.columns * cell,
    height: panel.rows * cell,
    markup: cells + overlay(cell / panel.scale).join(""),
  };
}

function printedCells(panel: Panel, range: ColorRange, found: Statistics, cell: number): string {
  const texts = Array.from(panel.values, (value) => (Number.isFinite(value) ? digitText(value, found) : ""));
  const size = digitSize(texts, cell);
  return texts
    .map((text, i) => {
      if (text === "") return "";
      const [x, y] = [(i % panel.columns) * cell, Math.floor(i / panel.columns) * cell];
      return digitCell(x, y, cell, colorOf(panel.values[i]!, range), text, size);
    })
    .join("");
}

function rasterCells(panel: Panel, range: ColorRange, cell: number): string {
  return element("image", {
    width: panel.columns * cell,
    height: panel.rows * cell,
    preserveAspectRatio: "none",
    "image-rendering": "pixelated",
    href: pngUri(rasterPng(panel.values, panel.rows, panel.columns, range)),
  });
}

function frame(row: number, column: number, rows: number, columns: number, cell: number): string {
  return element("rect", {
    x: column * cell,
    y: row * cell,
    width: columns * cell,
    height: rows * cell,
    fill: "none",
    stroke: accent,
    "stroke-width": 3,
  });
}

function tapCircles(
  scene: Scene,
  row: number,
  column: number,
  down: number,
  across: number,
  cell: number,
): string[] {
  return Array.from({ length: scene.kernelRows * scene.kernelColumns }, (_, i) =>
    element("circle", {
      cx: (column + (i % scene.kernelColumns) * across + 0.5) * cell,
      cy: (row + Math.floor(i / scene.kernelColumns) * down + 0.5) * cell,
      r: cell * 0.4,
      fill: "none",
      stroke: accent,
      "stroke-width": 1.5,
    }),
  );
}

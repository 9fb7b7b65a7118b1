import { type ColorRange, colorOf, colorRange } from "./colors.ts";
import { digitSize, digitText } from "./digits.ts";
import { digitCell } from "./heatmap-svg.ts";
import type { Panel } from "./panel.ts";
import { type Margins, noMargins } from "./panel-stage.ts";
import { accent } from "./plotly.ts";
import { pngUri, rasterPng } from "./raster.ts";
import { type Statistics, statistics } from "./statistics.ts";
import { element, textElement } from "./svg.ts";
import { spanOf, tapsOf, type Window } from "./window-path.ts";

export const captionHeight = 20;
/** Between panels. */
export const gap = 28;
const largestCell = 40;
/** Maps with more cells than this along a side are drawn as a raster, without numbers. */
const mostPrinted = 16;
/** In smaller cells, in pixels, numbers could not be read. */
const smallestPrinted = 20;

/** A panel's markup, drawn from its own origin. */
export interface DrawnPanel {
  readonly width: number;
  readonly height: number;
  readonly markup: string;
}

/** A panel under its name. */
export function panelAt(x: number, y: number, name: string, panel: DrawnPanel): string {
  return element(
    "g",
    { transform: `translate(${Math.round(x)} ${Math.round(y)})` },
    textElement(0, 12, name, { "font-size": 12 }) +
      element("g", { transform: `translate(0 ${captionHeight})` }, panel.markup),
  );
}

/** A panel's cells in the space given, with what `overlay` draws on it, told the size of a value in pixels. */
export function drawPanel(
  panel: Panel,
  width: number,
  height: number,
  overlay: (cell: number) => readonly string[],
  range: ColorRange = colorRange(statistics(panel.values)),
  { top, left, bottom, right }: Margins = noMargins,
): DrawnPanel {
  const columns = panel.columns + (left + right) / panel.scale;
  const rows = panel.rows + (top + bottom) / panel.scale;
  const cell = Math.min(largestCell, width / columns, height / rows);
  const found = statistics(panel.values);
  const printed = panel.rows <= mostPrinted && panel.columns <= mostPrinted && cell >= smallestPrinted;
  const cells = printed ? printedCells(panel, range, found, cell) : rasterCells(panel, range, cell);
  const value = cell / panel.scale;
  const markup = cells + overlay(value).join("");
  const moved = { transform: `translate(${(left * value).toFixed(2)} ${(top * value).toFixed(2)})` };
  return {
    width: columns * cell,
    height: rows * cell,
    markup: left + top === 0 ? markup : element("g", moved, markup),
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

/** A line around rows x columns values. */
export function frame(row: number, column: number, rows: number, columns: number, cell: number): string {
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

/** A thin line around rows x columns values, for places that are empty. */
export function edge(
  row: number,
  column: number,
  rows: number,
  columns: number,
  cell: number,
  dashes: "none" | "3 3" = "none",
): string {
  return element("rect", {
    x: column * cell,
    y: row * cell,
    width: columns * cell,
    height: rows * cell,
    fill: "none",
    stroke: "#777777",
    "stroke-dasharray": dashes,
  });
}

/** The window in each map, and rings around the values that it takes where it leaves some out. */
export function windowFrames(window: Window, cell: number): string[] {
  const [rows, columns] = spanOf(window);
  const rings = tapsOf(window).map(([row, column]) =>
    element("circle", {
      cx: (column + 0.5) * cell,
      cy: (row + 0.5) * cell,
      r: cell * 0.4,
      fill: "none",
      stroke: accent,
      "stroke-width": 1.5,
    }),
  );
  return [...window.starts.map((start) => frame(window.row, start, rows, columns, cell)), ...rings];
}

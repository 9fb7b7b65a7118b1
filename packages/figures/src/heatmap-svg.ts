import { type ColorRange, colorOf, hexColor, inkOn, type Rgb } from "./colors.ts";
import { digitSize, digitText } from "./digits.ts";
import { sheetLabels } from "./heatmap-labels.ts";
import { type Plan, pictureCell, tileOrigin } from "./plan.ts";
import { markColor } from "./plotly.ts";
import { pngUri, rasterPng } from "./raster.ts";
import { type Sheet, scaleTiles, sheetOf } from "./sheet.ts";
import { hasDigits, mostMarks, type SheetOptions } from "./sheet-traces.ts";
import type { Statistics } from "./statistics.ts";
import { element, legend, legendHeight, moved, type Picture, textElement } from "./svg.ts";

/** The first frame of a plan as a picture: cells with digits when they are few, else one pixel per cell. */
export function heatmapPicture(
  plan: Plan,
  values: ArrayLike<number>,
  range: ColorRange,
  found: Statistics,
  { gains, columns }: Pick<SheetOptions, "gains" | "columns"> = {},
): Picture {
  const cell = pictureCell(plan.rows, plan.columns);
  const labels = sheetLabels(plan, columns);
  const cells =
    sheetCells(plan, sheetOf(plan, values, 0), range, found, cell, gains) + tileNumbers(plan, cell);
  return {
    width: labels.left + plan.columns * cell,
    height: legendHeight + plan.rows * cell + labels.below,
    body: legend(range) + moved(labels.left, legendHeight, cells + labels.markup),
  };
}

/** The cells of one sheet, each `cell` pixels wide, and marks where there are values that no colour shows. */
export function sheetCells(
  plan: Plan,
  sheet: Sheet,
  range: ColorRange,
  found: Statistics,
  cell: number,
  gains?: readonly number[],
): string {
  const cells = hasDigits(plan)
    ? digitCells(plan, sheet, range, found, cell)
    : raster(plan, sheet, range, cell, gains);
  return cells + markSigns(sheet, cell);
}

function digitCells(plan: Plan, sheet: Sheet, range: ColorRange, found: Statistics, cell: number): string {
  const texts = Array.from(sheet.values, (value) => (Number.isFinite(value) ? digitText(value, found) : ""));
  const size = digitSize(texts, cell);
  return texts
    .map((text, i) => {
      if (text === "") return "";
      const [x, y] = [(i % plan.columns) * cell, Math.floor(i / plan.columns) * cell];
      return digitCell(x, y, cell, colorOf(sheet.values[i]!, range), text, size);
    })
    .join("");
}

/** A coloured cell with its number in ink that reads on it. */
export function digitCell(
  x: number,
  y: number,
  cell: number,
  color: Rgb,
  text: string,
  fontSize: number,
): string {
  const box = {
    x,
    y,
    width: cell,
    height: cell,
    fill: hexColor(color),
    stroke: "#777777",
    "stroke-width": 0.5,
  };
  const centred = { "text-anchor": "middle", "dominant-baseline": "central" };
  return (
    element("rect", box) +
    textElement(x + cell / 2, y + cell / 2, text, { fill: inkOn(color), "font-size": fontSize, ...centred })
  );
}

function raster(
  plan: Plan,
  sheet: Sheet,
  range: ColorRange,
  cell: number,
  gains: readonly number[] | undefined,
): string {
  const values = gains ? scaleTiles(plan, sheet, gains) : sheet.values;
  return element("image", {
    width: plan.columns * cell,
    height: plan.rows * cell,
    preserveAspectRatio: "none",
    "image-rendering": "pixelated",
    href: pngUri(rasterPng(values, plan.rows, plan.columns, range)),
  });
}

/** A cross for NaN, a triangle up or down for an infinity. */
function markSigns(sheet: Sheet, cell: number): string {
  const size = Math.min(6, Math.max(2.5, cell * 0.3));
  const signs = sheet.marks.slice(0, mostMarks).map(({ row, column, value }) => {
    const [x, y] = [(column + 0.5) * cell, (row + 0.5) * cell];
    const up = value > 0 ? size : -size;
    return Number.isNaN(value)
      ? `M${at(x - size, y - size)}L${at(x + size, y + size)}M${at(x - size, y + size)}L${at(x + size, y - size)}`
      : `M${at(x - size, y + up)}L${at(x, y - up)}L${at(x + size, y + up)}Z`;
  });
  if (signs.length === 0) return "";
  return element("path", { d: signs.join(""), fill: "none", stroke: markColor, "stroke-width": 1.5 });
}

function at(x: number, y: number): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

/** Each map's index above its first column; "" where there is but one. */
export function tileNumbers(plan: Plan, cell: number): string {
  if (plan.labelRows === 0) return "";
  return plan.tiles
    .map((tile, place) => {
      const { row, column } = tileOrigin(plan, place);
      return textElement(column * cell, row * cell - 2, String(tile), {
        "font-size": 10,
        "fill-opacity": 0.8,
      });
    })
    .join("");
}

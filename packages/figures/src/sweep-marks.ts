import { type ColorRange, colorOf } from "./colors.ts";
import { digitSize, digitText } from "./digits.ts";
import { digitCell } from "./heatmap-svg.ts";
import type { PlotArea } from "./plot-svg.ts";
import { pngUri, rasterPng } from "./raster.ts";
import { jointStatistics } from "./statistics.ts";
import { element } from "./svg.ts";
import { type CellsMark, drawnAt, type PlaneMark, type PointsMark, type SweepPanel } from "./sweep.ts";

/** Numbers smaller than this, in CSS pixels, are not written. */
const smallestPrinted = 7;

export type Grid = NonNullable<SweepPanel["grid"]>;

/** A picture of the values all over the plot. */
export function plane(
  { rows, columns, range, ...mark }: PlaneMark,
  position: number,
  area: PlotArea,
): string {
  const values = drawnAt(mark, position);
  const topDown = Float64Array.from(values, (_, i) => {
    return values[(rows - 1 - Math.floor(i / columns)) * columns + (i % columns)]!;
  });
  const { left: x, top: y, width, height } = area;
  return raster(topDown, rows, columns, range, { x, y, width, height });
}

/** Cells of a map with their numbers, where these are large enough to read. */
export function cells(mark: CellsMark, position: number, { rows, columns }: Grid, cell: number): string {
  const values = drawnAt(mark, position);
  const found = jointStatistics(...mark.at);
  const texts = Array.from(values, (value) => (Number.isFinite(value) ? digitText(value, found) : ""));
  const size = digitSize(texts, cell);
  if (size < smallestPrinted) {
    return raster(values, rows, columns, mark.range, {
      x: 0,
      y: 0,
      width: columns * cell,
      height: rows * cell,
    });
  }
  return texts
    .map((text, i) => {
      if (text === "") return "";
      const [x, y] = [(i % columns) * cell, Math.floor(i / columns) * cell];
      return digitCell(x, y, cell, colorOf(values[i]!, mark.range), text, size);
    })
    .join("");
}

/** Cells as a picture, one pixel each. */
function raster(
  values: ArrayLike<number>,
  rows: number,
  columns: number,
  range: ColorRange,
  place: Readonly<Record<"x" | "y" | "width" | "height", number>>,
): string {
  return element("image", {
    ...place,
    preserveAspectRatio: "none",
    "image-rendering": "pixelated",
    href: pngUri(rasterPng(values, rows, columns, range)),
  });
}

/** Points of a mark where `across` and `down` put them; bars stand on `ground`. */
export function points(
  mark: PointsMark,
  position: number,
  across: (x: number) => number,
  down: (y: number) => number,
  ground: number,
): string {
  const { x, y, colors = mark.color } = drawnAt(mark, position);
  const places = Array.from(y, (value, i) => ({ x: across(x[i]!), y: down(value) }));
  if (mark.kind === "line" || mark.kind === "dashes") {
    return element("path", {
      d: pathOf(places),
      fill: "none",
      stroke: String(mark.color),
      "stroke-width": 1.5,
      ...(mark.kind === "dashes" ? { "stroke-dasharray": "4 3" } : {}),
    });
  }
  const half = mark.kind === "bars" ? 0.35 * (across(1) - across(0)) : 0;
  return places
    .map((place, i) => {
      if (!Number.isFinite(place.x) || !Number.isFinite(place.y)) return "";
      const color = typeof colors === "string" ? colors : colors[i]!;
      if (mark.kind === "bars") {
        const [top, height] = [Math.min(place.y, ground), Math.abs(place.y - ground)];
        return element("rect", { x: place.x - half, y: top, width: 2 * half, height, fill: color });
      }
      const ring = mark.kind === "rings";
      const ink = ring ? { fill: "none", stroke: color, "stroke-width": 1.2 } : { fill: color };
      return element("circle", { cx: place.x, cy: place.y, r: ring ? 5 : 3.5, ...ink });
    })
    .join("");
}

/** From point to point, with a gap where there is none. */
function pathOf(places: readonly { readonly x: number; readonly y: number }[]): string {
  let pen = "M";
  return places
    .map(({ x, y }) => {
      if (!Number.isFinite(x) || !Number.isFinite(y)) {
        pen = "M";
        return "";
      }
      const point = `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
      pen = "L";
      return point;
    })
    .join("");
}

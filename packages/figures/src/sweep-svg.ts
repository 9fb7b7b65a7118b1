import { tickTexts } from "./axis.ts";
import { type ColorRange, colorOf } from "./colors.ts";
import { digitSize, digitText } from "./digits.ts";
import { plainText } from "./escape.ts";
import { digitCell } from "./heatmap-svg.ts";
import { edge } from "./panel-svg.ts";
import { bottomAxis, heightOf, leftAxis, type PlotArea } from "./plot-svg.ts";
import { accent } from "./plotly.ts";
import { pngUri, rasterPng } from "./raster.ts";
import { jointStatistics } from "./statistics.ts";
import { element, moved, type Picture, textElement } from "./svg.ts";
import {
  axesOf,
  type CellsMark,
  drawnAt,
  isIn,
  type PlaneMark,
  type PointsMark,
  type Slide,
  type Sweep,
  type SweepMark,
  type SweepPanel,
  slideOf,
} from "./sweep.ts";

const left = 44;
const columnWidth = 112;
const gap = 16;
const plotHeight = 100;
const headHeight = 20;
const captionHeight = 20;
const noteHeight = 16;
const largestCell = 28;
/** Numbers smaller than this, in CSS pixels, are not written. */
const smallestPrinted = 7;

type Grid = NonNullable<SweepPanel["grid"]>;

/** The telling positions side by side, the views one under the other: what a slider shows, without one. */
export function sweepPicture(sweep: Sweep): Picture {
  const { views } = sweep;
  let end = 0;
  let headed: Slide | undefined;
  const parts = panelsInTurn(sweep).map(({ panel, view }) => {
    const slide = slideOf(sweep, view);
    const head = slide === headed ? "" : headOf(slide, end + 12);
    if (slide !== headed) end += headHeight;
    headed = slide;
    const name = view === undefined || views.length < 2 ? "" : `${views[view]}: `;
    const caption = textElement(0, end + 14, plainText(name + panel.caption), { "font-size": 12 });
    const drawn = panelRow(panel, view ?? 0, slide.telling);
    const part = head + caption + moved(0, end + captionHeight, drawn.body);
    end += captionHeight + drawn.height + 6;
    return part;
  });
  return { width: columnAt(sweep.telling.length) - gap, height: end, body: parts.join("") };
}

/** The names of the telling positions above their columns. */
function headOf({ quantity, positions, telling }: Slide, y: number): string {
  return telling
    .map((position, i) => {
      return textElement(columnAt(i), y, plainText(`${quantity} ${positions[position]}`), {
        "font-weight": 600,
      });
    })
    .join("");
}

function columnAt(place: number): number {
  return left + place * (columnWidth + gap);
}

/** What looks the same in each view once, then each view's own. */
function panelsInTurn({
  rows,
  views,
  pictured = [...views.keys()],
}: Sweep): { readonly panel: SweepPanel; readonly view?: number }[] {
  const panels = rows.flat();
  const own = panels.filter(({ marks }) => marks.some(({ view }) => view !== undefined));
  return [
    ...panels.filter((panel) => !own.includes(panel)).map((panel) => ({ panel })),
    ...pictured.flatMap((view) => own.map((panel) => ({ panel, view }))),
  ];
}

/** One panel at the telling positions, or once where nothing in it moves. */
function panelRow(panel: SweepPanel, view: number, telling: readonly number[]): Picture {
  const marks = panel.marks.filter((mark) => isIn(mark, view));
  const shown = marks.some(({ at }) => at.length > 1) ? telling : telling.slice(0, 1);
  const notes = shown.map((position, i) =>
    marks.flatMap((mark) =>
      mark.kind === "note"
        ? [textElement(columnAt(i), 10, plainText(drawnAt(mark, position)), { fill: accent })]
        : [],
    ),
  );
  const above = notes.some(({ length }) => length > 0) ? noteHeight : 0;
  const drawn = panel.grid ? mapRow(panel.grid, marks, shown) : plotRow(panel, marks, shown);
  return {
    ...drawn,
    height: above + drawn.height,
    body: notes.flat().join("") + moved(0, above, drawn.body),
  };
}

function plotRow(panel: SweepPanel, marks: readonly SweepMark[], shown: readonly number[]): Picture {
  const { x, y } = axesOf(panel);
  const width = columnAt(shown.length) - gap - left;
  const height = panel.square ? columnWidth : plotHeight;
  const areas = shown.map((_, i): PlotArea => ({ left: columnAt(i), top: 4, width: columnWidth, height }));
  const { ticks, texts } = fewTicks(panel);
  const columns = areas.map((area, i) => {
    const across = (value: number): number => area.left + x.position(value) * area.width;
    const down = (value: number): number => heightOf(value, y, area);
    const drawn = marks.map((mark) =>
      mark.kind === "plane"
        ? plane(mark, shown[i]!, area)
        : "color" in mark
          ? points(mark, shown[i]!, across, down, down(0))
          : "",
    );
    const label = i === 0 ? (panel.xLabel ?? "") : "";
    return bottomAxis({ ...x, ticks }, label, area, texts) + drawn.join("");
  });
  return {
    width,
    height: height + (panel.xLabel === undefined ? 24 : 40),
    body: leftAxis(y, { left, top: 4, width, height }) + columns.join(""),
  };
}

/** A picture of the values all over the plot. */
function plane({ rows, columns, range, ...mark }: PlaneMark, position: number, area: PlotArea): string {
  const values = drawnAt(mark, position);
  const topDown = Float64Array.from(values, (_, i) => {
    return values[(rows - 1 - Math.floor(i / columns)) * columns + (i % columns)]!;
  });
  const { left: x, top: y, width, height } = area;
  return raster(topDown, rows, columns, range, { x, y, width, height });
}

/** As many numbers, or texts, as a narrow column has room for. */
function fewTicks(panel: SweepPanel): {
  readonly ticks: readonly number[];
  readonly texts: readonly string[];
} {
  const { x } = axesOf(panel);
  const texts = panel.xTexts?.map(plainText) ?? tickTexts(x);
  const every = Math.ceil(texts.length / 5);
  const few = <Item>(items: readonly Item[]): Item[] => items.filter((_, i) => i % every === 0);
  return { ticks: few(x.ticks), texts: few(texts) };
}

function mapRow(grid: Grid, marks: readonly SweepMark[], shown: readonly number[]): Picture {
  const { rows, columns } = grid;
  const cell = Math.min(largestCell, columnWidth / columns);
  const drawn = shown.map((position, i) => {
    const middle = (value: number): number => (value + 0.5) * cell;
    const parts = marks.map((mark) => {
      if (mark.kind === "cells") return cells(mark, position, grid, cell);
      return "color" in mark ? points(mark, position, middle, middle, middle(rows - 0.5)) : "";
    });
    return moved(columnAt(i), 0, parts.join("") + edge(0, 0, rows, columns, cell));
  });
  return { width: columnAt(shown.length) - gap, height: rows * cell + 4, body: drawn.join("") };
}

function cells(mark: CellsMark, position: number, { rows, columns }: Grid, cell: number): string {
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
function points(
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

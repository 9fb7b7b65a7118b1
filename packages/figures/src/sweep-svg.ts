import { tickTexts } from "./axis.ts";
import { plainText } from "./escape.ts";
import { edge } from "./panel-svg.ts";
import { bottomAxis, heightOf, leftAxis, type PlotArea } from "./plot-svg.ts";
import { accent } from "./plotly.ts";
import { moved, type Picture, textElement } from "./svg.ts";
import {
  axesOf,
  drawnAt,
  isIn,
  type Slide,
  type Sweep,
  type SweepMark,
  type SweepPanel,
  slideOf,
} from "./sweep.ts";
import { cells, type Grid, plane, points } from "./sweep-marks.ts";

const left = 44;
const columnWidth = 112;
const gap = 16;
const plotHeight = 100;
const headHeight = 20;
const captionHeight = 20;
const noteHeight = 16;
const largestCell = 28;

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
  const columns = Math.max(...(sweep.slides ?? [sweep]).map(({ telling }) => telling.length));
  return { width: columnAt(columns) - gap, height: end, body: parts.join("") };
}

/** The names of the telling positions above their columns. */
function headOf({ quantity, positions, telling }: Slide, y: number): string {
  const names = telling.map((position) => plainText(`${quantity} ${positions[position]}`));
  const size = Math.max(8, sizeInColumn(names));
  return names
    .map((name, i) => textElement(columnAt(i), y, name, { "font-size": size, "font-weight": 600 }))
    .join("");
}

/** The font size, 12 at most, at which the longest of the texts ends before the next column's begins. */
function sizeInColumn(texts: readonly string[]): number {
  const longest = Math.max(1, ...texts.map(({ length }) => length));
  return Math.min(12, (columnWidth + gap - 6) / (0.58 * longest));
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
  const notes = marks.flatMap((mark) =>
    mark.kind === "note" ? [shown.map((position) => plainText(drawnAt(mark, position)))] : [],
  );
  const size = sizeInColumn(notes.flat());
  // What would be too small to read is left to the text.
  const written = size < 8 ? [] : notes;
  const above = written.length > 0 ? noteHeight : 0;
  const lines = written.flatMap((texts) =>
    texts.map((text, i) => textElement(columnAt(i), 10, text, { fill: accent, "font-size": size })),
  );
  const drawn = panel.grid ? mapRow(panel.grid, marks, shown) : plotRow(panel, marks, shown);
  return {
    ...drawn,
    height: above + drawn.height,
    body: lines.join("") + moved(0, above, drawn.body),
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

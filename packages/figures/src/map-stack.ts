import { type ColorRange, plotlyColorscale } from "./colors.ts";
import { digitFormat } from "./digits.ts";
import { escapePlotly, plainText } from "./escape.ts";
import { type Heading, headingHeight, plotlyTitle } from "./heading.ts";
import { sheetAxis } from "./heatmap.ts";
import { sheetCells, tileNumbers } from "./heatmap-svg.ts";
import { numberFormat } from "./maps.ts";
import { cellSize, type Plan, pictureCell } from "./plan.ts";
import { axisNumber, ink, type PlotlyFigure, type PlotlyObject, pageLayout, plotlyConfig } from "./plotly.ts";
import { sheetOf } from "./sheet.ts";
import { type SheetOptions, sheetTraces } from "./sheet-traces.ts";
import type { Statistics } from "./statistics.ts";
import { legend, legendHeight, moved, type Picture, textElement } from "./svg.ts";

/** One of several maps of one shape. */
export interface StackedMap {
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly range: ColorRange;
  readonly found: Statistics;
  /** Which of the stack's two colour axes it has; maps on one of them have one range. */
  readonly colors: 0 | 1;
}

/** Maps of one shape, one under the other, all made as small as the plan says. */
export interface MapStack {
  /** Drawn as one row, whose cells have one index. */
  readonly vector: boolean;
  readonly panels: readonly StackedMap[];
  readonly plan: Plan;
}

/** A plot below the maps. */
export interface PlotBelow {
  readonly name: string;
  readonly height: number;
  readonly traces: readonly PlotlyObject[];
  readonly xaxis: PlotlyObject;
  readonly yaxis: PlotlyObject;
}

const captionHeight = 22;
/** Several stand one under the other: each is drawn lower than it would be alone. */
const tallestPanel = 220;
const gap = 12;

/** The maps one under the other, each with its name and its colours. */
export function stackPicture({ panels, plan }: MapStack): Picture {
  const cell = Math.min(tallestPanel / plan.rows, pictureCell(plan.rows, plan.columns));
  const panelHeight = captionHeight + legendHeight + plan.rows * cell;
  const parts = panels.map((panel, i) => {
    const cells = sheetCells(plan, sheetOf(plan, panel.values, 0), panel.range, panel.found, cell);
    return moved(
      0,
      i * (panelHeight + gap),
      textElement(0, 14, shortName(panel), { "font-size": 12, "font-weight": 600 }) +
        moved(0, captionHeight, legend(panel.range)) +
        moved(0, captionHeight + legendHeight, cells + tileNumbers(plan, cell)),
    );
  });
  const height = panels.length * (panelHeight + gap) - gap;
  return { width: Math.max(200, plan.columns * cell), height, body: parts.join("") };
}

/** Side of a cell, in CSS pixels. */
function cellOf(plan: Plan): number {
  return Math.min(tallestPanel / plan.rows, cellSize(plan.rows, plan.columns));
}

export function stackFigure(
  { panels, plan, vector }: MapStack,
  heading: Heading,
  plain: boolean,
  below?: PlotBelow,
): PlotlyFigure {
  const panelHeight = Math.max(30, cellOf(plan) * plan.rows);
  const belowHeight = below ? captionHeight + below.height : 0;
  const plotHeight = panels.length * (panelHeight + captionHeight + gap) + belowHeight;
  const top = headingHeight(heading) + 40;
  const bottom = below ? 44 : 12;
  const height = top + plotHeight + bottom;
  const domains = panels.map((_, i) => {
    const start = i * (panelHeight + captionHeight + gap) + captionHeight;
    return [1 - (start + panelHeight) / plotHeight, 1 - start / plotHeight];
  });
  const plot = below ? [0, below.height / plotHeight] : undefined;
  const last = axisNumber(panels.length);
  return {
    data: [
      ...panels.flatMap((panel, i) => panelTraces(panel, i, plan, vector, plain)),
      ...(below?.traces ?? []).map((trace) => ({ ...trace, xaxis: `x${last}`, yaxis: `y${last}` })),
    ],
    layout: {
      title: plotlyTitle(heading, height),
      height,
      margin: { l: below ? 52 : 22, r: 22, t: top, b: bottom },
      ...pageLayout,
      ...Object.assign({}, ...panels.map((_, i) => panelAxes(i, plan, domains[i]!))),
      ...(below
        ? {
            [`xaxis${last}`]: { ...below.xaxis, anchor: `y${last}` },
            [`yaxis${last}`]: { ...below.yaxis, anchor: `x${last}`, domain: plot },
          }
        : {}),
      ...Object.assign({}, ...([0, 1] as const).map((axis) => coloraxis(panels, axis, plotHeight))),
      annotations: [
        ...panels.map((panel, i) => caption(shortName(panel), domains[i]![1]!)),
        ...(below ? [caption(below.name, plot![1]!)] : []),
      ],
    },
    config: plotlyConfig,
  };
}

function panelTraces(
  panel: StackedMap,
  place: number,
  plan: Plan,
  vector: boolean,
  plain: boolean,
): PlotlyObject[] {
  const cells: SheetOptions = {
    format: numberFormat(panel.found, false),
    integers: false,
    digits: digitFormat(panel.found),
    plain,
  };
  return sheetTraces(plan, sheetOf(plan, panel.values, 0), cells).map((trace) => ({
    ...trace,
    xaxis: `x${axisNumber(place)}`,
    yaxis: `y${axisNumber(place)}`,
    ...(trace.type === "heatmap" ? { coloraxis: colorAxisName(panel.colors) } : {}),
    ...hoverOf(trace, escapePlotly(shortName(panel)), vector),
  }));
}

/** Zooming into one map zooms into all. */
function panelAxes(place: number, plan: Plan, domain: readonly number[]): PlotlyObject {
  const number = axisNumber(place);
  return {
    [`xaxis${number}`]: {
      ...hidden,
      anchor: `y${number}`,
      ...(place > 0 ? { matches: "x" } : {}),
      range: [-0.5, plan.columns - 0.5],
      constraintoward: "left",
    },
    [`yaxis${number}`]: {
      ...hidden,
      anchor: `x${number}`,
      domain,
      range: [plan.rows - 0.5, -0.5],
      constraintoward: "top",
      scaleanchor: `x${number}`,
    },
  };
}

function caption(name: string, y: number): PlotlyObject {
  return {
    text: `<b>${escapePlotly(name)}</b>`,
    showarrow: false,
    xref: "paper",
    x: 0,
    xanchor: "left",
    yref: "paper",
    y,
    yanchor: "bottom",
    font: { size: 12, color: ink },
  };
}

/** Which of the maps the pointer is over, and the index; that of a vector without its row. */
function hoverOf({ hovertemplate, text }: PlotlyObject, name: string, vector: boolean): PlotlyObject {
  if (typeof hovertemplate !== "string") return {};
  const template = {
    hovertemplate: `${name} ${vector ? hovertemplate.replace("%{y}, ", "") : hovertemplate}`,
  };
  if (!vector || !Array.isArray(text)) return template;
  return { ...template, text: text.map((mark: string) => mark.replace("[0, ", "[")) };
}

const hidden: PlotlyObject = sheetAxis(false);

function shortName({ name }: StackedMap): string {
  const text = plainText(name);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function colorAxisName(axis: 0 | 1): string {
  return `coloraxis${axis === 0 ? "" : 2}`;
}

/** A short legend above, that of the second colour axis beside that of the first; none for an axis that no map has. */
function coloraxis(panels: readonly StackedMap[], axis: 0 | 1, plotHeight: number): PlotlyObject {
  const range = panels.find(({ colors }) => colors === axis)?.range;
  if (range === undefined) return {};
  return {
    [colorAxisName(axis)]: {
      colorscale: plotlyColorscale(range.scale),
      cmin: range.low,
      cmax: range.high,
      colorbar: {
        orientation: "h",
        x: axis / 2,
        xanchor: "left",
        y: 1 + 10 / plotHeight,
        yanchor: "bottom",
        lenmode: "pixels",
        len: 130,
        thickness: 8,
        xpad: 0,
        ypad: 0,
        outlinewidth: 0,
        tickvals: range.low < 0 ? [range.low, 0, range.high] : [range.low, range.high],
        tickformat: ".3~g",
        tickfont: { size: 10, color: ink },
      },
    },
  };
}

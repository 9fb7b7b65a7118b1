import { type ColorRange, plotlyColorscale } from "./colors.ts";
import { type Heading, headingHeight, plotlyTitle } from "./heading.ts";
import { formatNumber } from "./numbers.ts";
import { cellSize, type Plan, tileOrigin } from "./plan.ts";
import {
  ink,
  markColor,
  type NumberFormat,
  type PlotlyFigure,
  type PlotlyObject,
  pageLayout,
  pageSlider,
  plotlyConfig,
  plotlyNumbers,
} from "./plotly.ts";
import { axisLabels, type Mark, type Sheet, scaleTiles, sheetOf, tileIndices, visible } from "./sheet.ts";

/** Digits are printed into the cells of a matrix up to this size. */
export const mostDigitCells = 16;
/** More marks than this say no more and are slow. */
export const mostMarks = 500;
const colorbarHeight = 40;
const sliderHeight = 54;
const axisHeight = 30;

export interface HeatmapOptions {
  readonly heading: Heading;
  readonly range: ColorRange;
  readonly format: NumberFormat;
  readonly integers: boolean;
  /** Format of the numbers printed into the cells of a small map. */
  readonly digits: string;
  readonly plain: boolean;
  /** What each tile's values are multiplied by before they are coloured: one scale per channel. */
  readonly gains?: readonly number[];
  /** Names of the columns of a single map that is not pooled, each another; their numbers by default. */
  readonly columns?: readonly string[];
}

interface Labels {
  readonly x: readonly string[];
  readonly y: readonly string[];
}

/** Tiles of one or more frames as a single plotly heat map, which stays fast where one sub-plot per map does not. */
export function heatmapFigure(plan: Plan, values: ArrayLike<number>, options: HeatmapOptions): PlotlyFigure {
  const { heading, range } = options;
  const sheets = Array.from({ length: plan.frames }, (_, frame) => sheetOf(plan, values, frame));
  const labels = { x: options.columns ?? axisLabels(plan, "column"), y: axisLabels(plan, "row") };
  const oneMap = plan.view.tiles === 1;
  const marked = sheets.some((sheet) => sheet.marks.length > 0);
  const moving = (sheet: Sheet, frame: number): PlotlyObject[] => [
    cellValues(plan, sheet, frame, options),
    ...(marked ? [markPoints(plan, sheet, frame, labels)] : []),
  ];
  const [first, ...overlay] = moving(sheets[0]!, 0);
  const slider = plan.frames > 1;
  const plotHeight = Math.max(60, Math.round(cellSize(plan.rows, plan.columns) * plan.rows));
  const top = headingHeight(heading) + colorbarHeight + (slider ? sliderHeight : 0);
  const bottom = oneMap ? axisHeight : 8;
  const height = top + plotHeight + bottom;
  const figure = {
    data: [
      { ...cellTrace(plan, options), ...labels, ...first },
      ...overlay.map((points) => ({ ...markTrace, ...points })),
      ...(plan.labelRows > 0 ? [tileNumbers(plan, labels)] : []),
    ],
    layout: {
      title: plotlyTitle(heading, height),
      height,
      margin: { l: oneMap ? (plan.factor > 1 ? 60 : 36) : 8, r: 8, t: top, b: bottom },
      ...pageLayout,
      xaxis: { ...axis(oneMap), range: [-0.5, plan.columns - 0.5], constraintoward: "left" },
      yaxis: { ...axis(oneMap), range: [plan.rows - 0.5, -0.5], constraintoward: "top", scaleanchor: "x" },
      coloraxis: {
        colorscale: plotlyColorscale(range.scale),
        cmin: range.low,
        cmax: range.high,
        colorbar: colorbar(plotHeight),
      },
      ...(slider ? { sliders: [frameSlider(plan, plotHeight)] } : {}),
    },
    config: plotlyConfig,
  };
  if (!slider) return figure;
  const frames = sheets.map((sheet, frame) => ({
    name: String(frame),
    data: moving(sheet, frame),
    traces: overlay.length > 0 ? [0, 1] : [0],
  }));
  return { ...figure, frames };
}

/** The first frame alone, to stand beside other heat maps. */
export function heatmapTrace(plan: Plan, values: ArrayLike<number>, options: HeatmapOptions): PlotlyObject {
  const labels = { x: axisLabels(plan, "column"), y: axisLabels(plan, "row") };
  const cells = cellValues(plan, sheetOf(plan, values, 0), 0, options);
  return { ...cellTrace(plan, options), ...labels, ...cells };
}

/** What a frame changes of the cells: the values, and the indices that hovering shows. */
function cellValues(plan: Plan, sheet: Sheet, frame: number, options: HeatmapOptions): PlotlyObject {
  const { format, plain, integers, gains } = options;
  const size = [plan.rows, plan.columns];
  const number = integers ? "d" : ".4~g";
  const index = `[${[plan.view.grid ? "" : plan.view.tileLabel(frame, tileField(plan, gains)), "%{y}", "%{x}"].filter(Boolean).join(", ")}]`;
  const value = gains ? "%{customdata:" : "%{z:";
  const hovertemplate = `${index} = ${value}${number}}<extra></extra>`;
  if (!gains) return { z: plotlyNumbers(sheet.values, size, format, plain), hovertemplate };
  return {
    z: plotlyNumbers(scaleTiles(plan, sheet, gains), size, "f4", plain),
    customdata: plotlyNumbers(sheet.values, size, format, plain),
    hovertemplate,
  };
}

/** The hovered tile's index: fixed where there is but one, else read from beside the cell's value. */
function tileField(plan: Plan, gains: readonly number[] | undefined): string {
  if (plan.view.tiles === 1) return "0";
  return gains ? "%{text}" : "%{customdata}";
}

/** What stays the same in all frames. */
function cellTrace(plan: Plan, { plain, gains, digits }: HeatmapOptions): PlotlyObject {
  const printed = plan.tiles.length === 1 && plan.rows <= mostDigitCells && plan.columns <= mostDigitCells;
  const indexed = plan.view.tiles > 1 && !plan.view.grid;
  const format = plan.view.tiles <= 256 ? "u1" : plan.view.tiles <= 65_536 ? "u2" : "i4";
  return {
    type: "heatmap",
    coloraxis: "coloraxis",
    hoverongaps: false,
    ...(indexed
      ? {
          // Beside a colour scale per channel, `customdata` holds the values.
          [gains ? "text" : "customdata"]: plotlyNumbers(
            tileIndices(plan),
            [plan.rows, plan.columns],
            format,
            plain,
          ),
        }
      : {}),
    ...(printed ? { texttemplate: `%{z:${digits}}`, xgap: 1, ygap: 1 } : {}),
  };
}

const markTrace: PlotlyObject = {
  type: "scatter",
  mode: "markers",
  hovertemplate: "%{text}<extra></extra>",
};

/** A cross for NaN, triangles for the infinities: a heat map leaves such cells empty. */
function markPoints(plan: Plan, sheet: Sheet, frame: number, labels: Labels): PlotlyObject {
  const shown = sheet.marks.slice(0, mostMarks);
  const symbol = ({ value }: Mark): string =>
    Number.isNaN(value) ? "x-thin" : value > 0 ? "triangle-up-open" : "triangle-down-open";
  const cell = cellSize(plan.rows, plan.columns);
  return {
    x: shown.map(({ column }) => labels.x[column]!),
    y: shown.map(({ row }) => labels.y[row]!),
    text: shown.map(({ row, column, tile, value }) => {
      const index = [plan.view.tileLabel(frame, tile), visible(labels.y[row]!), visible(labels.x[column]!)];
      return `[${index.filter(Boolean).join(", ")}] = ${formatNumber(value)}`;
    }),
    marker: {
      symbol: shown.map(symbol),
      size: Math.min(14, Math.max(6, cell * 0.6)),
      color: markColor,
      line: { width: 1.5, color: markColor },
    },
  };
}

/** Each map's index above its first column. */
function tileNumbers(plan: Plan, labels: Labels): PlotlyObject {
  const cell = cellSize(plan.rows, plan.columns);
  const everyTile = plan.mapColumns * cell >= 24;
  const places = plan.tiles
    .map((_, place) => place)
    .filter((place) => everyTile || place % plan.tileColumns === 0);
  return {
    type: "scatter",
    mode: "text",
    x: places.map((place) => labels.x[tileOrigin(plan, place).column]!),
    y: places.map((place) => labels.y[tileOrigin(plan, place).row - Math.ceil(plan.labelRows / 2)]!),
    text: places.map((place) => String(plan.tiles[place]!)),
    textposition: "middle right",
    textfont: { size: 9, color: ink },
    cliponaxis: false,
    hoverinfo: "skip",
  };
}

function axis(visible: boolean): PlotlyObject {
  return {
    type: "category",
    visible,
    constrain: "domain",
    showgrid: false,
    zeroline: false,
    ticks: "",
    nticks: 9,
    tickangle: 0,
    ticklabelstandoff: 4,
    tickfont: { size: 10, color: ink },
  };
}

/** A short legend above the plot: beside it, it would take a third of a telephone's width. */
function colorbar(plotHeight: number): PlotlyObject {
  return {
    orientation: "h",
    x: 0,
    xanchor: "left",
    y: 1 + 10 / plotHeight,
    yanchor: "bottom",
    lenmode: "pixels",
    len: 230,
    thickness: 8,
    xpad: 0,
    ypad: 0,
    outlinewidth: 0,
    nticks: 5,
    tickfont: { size: 10, color: ink },
  };
}

function frameSlider(plan: Plan, plotHeight: number): PlotlyObject {
  return {
    y: 1 + (colorbarHeight + sliderHeight - 4) / plotHeight,
    yanchor: "top",
    x: 0,
    len: 1,
    pad: { l: 4, r: 8, t: 0, b: 0 },
    currentvalue: { prefix: "index ", xanchor: "left", font: { size: 11, color: ink }, offset: 4 },
    ...pageSlider,
    steps: Array.from({ length: plan.frames }, (_, frame) => ({
      label: `[${plan.view.frameLabel(frame)}]`,
      method: "animate",
      args: [
        [String(frame)],
        { mode: "immediate", frame: { duration: 0, redraw: true }, transition: { duration: 0 } },
      ],
    })),
  };
}

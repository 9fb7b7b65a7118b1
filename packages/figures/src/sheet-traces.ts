import { formatNumber } from "./numbers.ts";
import { cellSize, type Plan, tileOrigin } from "./plan.ts";
import { ink, markColor, type NumberFormat, type PlotlyObject, plotlyNumbers } from "./plotly.ts";
import { axisLabels, type Mark, type Sheet, scaleTiles, tileIndices, visible } from "./sheet.ts";

/** Digits are printed into the cells of a matrix up to this size. */
const mostDigitCells = 16;
/** More marks than this say no more and are slow. */
export const mostMarks = 500;

/** How the cells of a sheet are written. */
export interface SheetOptions {
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

/** Names of a sheet's columns and rows. */
interface Labels {
  readonly x: readonly string[];
  readonly y: readonly string[];
}

/** Whether the cells are few and large enough for numbers. */
export function hasDigits({ tiles, rows, columns }: Plan): boolean {
  return tiles.length === 1 && rows <= mostDigitCells && columns <= mostDigitCells;
}

/** The first frame: its cells, marks where there are values that no colour shows, and the maps' numbers. */
export function sheetTraces(
  plan: Plan,
  sheet: Sheet,
  options: SheetOptions,
  marked: boolean = sheet.marks.length > 0,
): PlotlyObject[] {
  const labels = labelsOf(plan, options);
  const [cells, marks] = movingParts(plan, sheet, 0, options, marked);
  return [
    { ...cellTrace(plan, options), ...labels, ...cells },
    ...(marked ? [{ ...markTrace, ...marks }] : []),
    ...(plan.labelRows > 0 ? [tileNumbers(plan, labels)] : []),
  ];
}

/** What a frame changes: its cells and, where any frame is `marked`, its marks. */
export function movingParts(
  plan: Plan,
  sheet: Sheet,
  frame: number,
  options: SheetOptions,
  marked: boolean,
): PlotlyObject[] {
  const cells = cellValues(plan, sheet, frame, options);
  return marked ? [cells, markPoints(plan, sheet, frame, labelsOf(plan, options))] : [cells];
}

function labelsOf(plan: Plan, { columns }: SheetOptions): Labels {
  return { x: columns ?? axisLabels(plan, "column"), y: axisLabels(plan, "row") };
}

/** What a frame changes of the cells: the values, and the indices that hovering shows. */
function cellValues(plan: Plan, sheet: Sheet, frame: number, options: SheetOptions): PlotlyObject {
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
function cellTrace(plan: Plan, { plain, gains, digits }: SheetOptions): PlotlyObject {
  const printed = hasDigits(plan);
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
  const origins = plan.tiles.map((_, place) => tileOrigin(plan, place));
  return {
    type: "scatter",
    mode: "text",
    x: origins.map(({ column }) => labels.x[column]!),
    y: origins.map(({ row }) => labels.y[row - Math.ceil(plan.labelRows / 2)]!),
    text: plan.tiles.map(String),
    textposition: "middle right",
    textfont: { size: 9, color: ink },
    cliponaxis: false,
    hoverinfo: "skip",
  };
}

import { type ColorRange, plotlyColorscale } from "./colors.ts";
import { discreteColorscale } from "./discrete-colors.ts";
import { type Heading, headingHeight, plotlyTitle } from "./heading.ts";
import { cellSize, type Plan, tileOrigin } from "./plan.ts";
import { ink, type PlotlyFigure, type PlotlyObject, pageLayout, pageSlider, plotlyConfig } from "./plotly.ts";
import { axisLabels, sheetOf } from "./sheet.ts";
import { movingParts, type SheetOptions, sheetTraces } from "./sheet-traces.ts";

export const colorbarHeight = 40;
const sliderHeight = 54;
const axisHeight = 30;
const numberHeight = 13;

export interface HeatmapOptions extends SheetOptions {
  readonly heading: Heading;
  readonly range: ColorRange;
}

/** Tiles of one or more frames as a single plotly heat map, which stays fast where one sub-plot per map does not. */
export function heatmapFigure(plan: Plan, values: ArrayLike<number>, options: HeatmapOptions): PlotlyFigure {
  const { heading, range } = options;
  const sheets = Array.from({ length: plan.frames }, (_, frame) => sheetOf(plan, values, frame));
  const oneMap = plan.view.tiles === 1;
  const marked = sheets.some((sheet) => sheet.marks.length > 0);
  const slider = plan.frames > 1;
  const plotHeight = Math.max(60, Math.round(cellSize(plan.rows, plan.columns) * plan.rows));
  const top = headingHeight(heading) + colorbarHeight + (slider ? sliderHeight : 0);
  const bottom = oneMap ? axisHeight : 8;
  const height = top + plotHeight + bottom;
  const figure = {
    data: sheetTraces(plan, sheets[0]!, options, marked),
    layout: {
      title: plotlyTitle(heading, height),
      height,
      margin: { l: oneMap || plan.numbersAtLeft ? (plan.factor > 1 ? 60 : 36) : 8, r: 8, t: top, b: bottom },
      ...pageLayout,
      xaxis: { ...sheetAxis(oneMap), range: [-0.5, plan.columns - 0.5], constraintoward: "left" },
      yaxis: {
        ...sheetAxis(oneMap || plan.numbersAtLeft),
        ...(plan.numbersAtLeft ? rowNumbers(plan) : {}),
        range: [plan.rows - 0.5, -0.5],
        constraintoward: "top",
        scaleanchor: "x",
      },
      coloraxis: {
        colorscale:
          range.values && range.colors
            ? discreteColorscale(range.values, range.colors)
            : plotlyColorscale(range.scale),
        cmin: range.low,
        cmax: range.high,
        colorbar: { ...colorbar(plotHeight), ...(range.values ? { tickvals: range.values } : {}) },
      },
      ...(slider ? { sliders: [frameSlider(plan, plotHeight)] } : {}),
    },
    config: plotlyConfig,
  };
  if (!slider) return figure;
  const frames = sheets.map((sheet, frame) => ({
    name: String(frame),
    data: movingParts(plan, sheet, frame, options, marked),
    traces: marked ? [0, 1] : [0],
  }));
  return { ...figure, frames };
}

/** At the left of each row of maps, or of every so many, the number of its first map. */
function rowNumbers(plan: Plan): PlotlyObject {
  const pitch = (plan.mapRows + 1) * cellSize(plan.rows, plan.columns);
  const every = Math.ceil(numberHeight / pitch);
  const places = Array.from(
    { length: Math.ceil(plan.tileRows / every) },
    (_, i) => i * every * plan.tileColumns,
  );
  const labels = axisLabels(plan, "row");
  const middle = Math.floor(plan.mapRows / 2);
  return {
    tickmode: "array",
    tickvals: places.map((place) => labels[tileOrigin(plan, place).row + middle]!),
    ticktext: places.map((place) => String(plan.tiles[place]!)),
  };
}

export function sheetAxis(visible: boolean): PlotlyObject {
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
export function colorbar(plotHeight: number): PlotlyObject {
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

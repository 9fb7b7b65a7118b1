import { type ColorRange, colorRange, plotlyColorscale } from "./colors.ts";
import { digitFormat } from "./digits.ts";
import type { Panel } from "./panel.ts";
import { ink, type PlotlyObject, plotlyNumbers } from "./plotly.ts";
import { statistics } from "./statistics.ts";

/** Where panels stand: what comes in, what each step makes of its window, and what comes out. */
export type PanelName = "input" | "kernel" | "window" | "output" | "sum";

/** plotly's axes of each panel: x and y, x2 and y2, ... */
const axisNumber: Readonly<Record<PanelName, string>> = {
  input: "",
  kernel: "2",
  window: "3",
  output: "4",
  sum: "5",
};

/** Where a panel stands: fractions of the width, and pixels from the top. */
export interface Place {
  readonly x: readonly [number, number];
  readonly top: number;
  readonly height: number;
  /** Where the panel stands when the figure is wider than it. */
  readonly toward: "left" | "center" | "right";
}

export type Stage = Readonly<Partial<Record<PanelName, Place>>> & { readonly height: number };

/** Rows and columns around a panel's values that stay empty, but for a window that reaches there. */
export interface Margins {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export const noMargins: Margins = { top: 0, left: 0, bottom: 0, right: 0 };

export const captionHeight = 24;
export const equationHeight = 40;
/** Numbers are printed into the cells of panels up to this size. */
const mostPrinted = 16;

function axes(name: PanelName, stage: Stage, x: readonly number[], y: readonly number[]): PlotlyObject {
  const number = axisNumber[name];
  const place = stage[name]!;
  const hidden = { visible: false, fixedrange: true };
  const square = { constrain: "domain", scaleanchor: `x${number}`, constraintoward: "top" };
  return {
    [`xaxis${number}`]: {
      ...hidden,
      domain: place.x,
      anchor: `y${number}`,
      range: x,
      ...(name === "sum" ? {} : { constrain: "domain", constraintoward: place.toward }),
    },
    [`yaxis${number}`]: {
      ...hidden,
      domain: [1 - (place.top + place.height) / stage.height, 1 - place.top / stage.height],
      anchor: `x${number}`,
      range: y,
      ...(name === "sum" ? {} : square),
    },
  };
}

/** The axes of a panel of square cells. */
export function panelAxes(
  name: PanelName,
  stage: Stage,
  panel: Panel,
  { top, left, bottom, right }: Margins = noMargins,
): PlotlyObject {
  const [rows, columns] = [panel.rows * panel.scale, panel.columns * panel.scale];
  return axes(name, stage, [-0.5 - left, columns - 0.5 + right], [rows - 0.5 + bottom, -0.5 - top]);
}

/** The axes of the line of text, which stands at 0, 0. */
export function sumAxes(stage: Stage): PlotlyObject {
  return axes("sum", stage, [-0.5, 0.5], [0.5, -0.5]);
}

/** Where the cells of a panel's heat map lie, counted in values. */
export function gridOf({ scale }: Panel): PlotlyObject {
  const middle = (scale - 1) / 2;
  return { x0: middle, dx: scale, y0: middle, dy: scale };
}

/** How a panel's cells are coloured and what they say. */
export interface CellStyle {
  /** What a cell is, where the pointer is on it. */
  readonly label: string;
  /** How many maps stand side by side. */
  readonly maps: number;
  readonly plain: boolean;
  /** That of the panel's own values by default. */
  readonly range?: ColorRange;
}

/** A panel that stays as it is, with numbers in its cells where they are few. */
export function panelCells(name: PanelName, panel: Panel, style: CellStyle): PlotlyObject {
  const found = statistics(panel.values);
  const range = style.range ?? colorRange(found);
  const small = panel.columns <= mostPrinted && panel.rows <= mostPrinted;
  const at = panel.scale === 1 && style.maps === 1 ? " [%{y}, %{x}]" : "";
  return {
    type: "heatmap",
    ...on(name),
    z: plotlyNumbers(panel.values, [panel.rows, panel.columns], "f4", style.plain),
    ...gridOf(panel),
    colorscale: plotlyColorscale(range.scale),
    zmin: range.low,
    zmax: range.high,
    showscale: false,
    hoverongaps: false,
    hovertemplate: `${style.label}${at} = %{z:.4~g}<extra></extra>`,
    ...(small ? { xgap: 1, ygap: 1, texttemplate: `%{z:${digitFormat(found)}}` } : {}),
  };
}

/** A thin line around each map, for cells as light or as dark as the page. */
export function outlines(name: PanelName, panel: Panel, maps: number): PlotlyObject[] {
  const width = (panel.columns + 1) / maps - 1;
  return Array.from({ length: maps }, (_, place) => ({
    type: "rect",
    xref: `x${axisNumber[name]}`,
    yref: `y${axisNumber[name]}`,
    x0: place * panel.pitch - 0.5,
    x1: place * panel.pitch + width * panel.scale - 0.5,
    y0: -0.5,
    y1: panel.rows * panel.scale - 0.5,
    line: { color: ink, width: 1 },
  }));
}

export function on(name: PanelName): PlotlyObject {
  return { xaxis: `x${axisNumber[name]}`, yaxis: `y${axisNumber[name]}` };
}

export function caption(name: PanelName, text: string): PlotlyObject {
  return {
    text,
    showarrow: false,
    xref: `x${axisNumber[name]} domain`,
    yref: `y${axisNumber[name]} domain`,
    x: 0.5,
    y: 1,
    yanchor: "bottom",
    yshift: 2,
    font: { size: 12, color: ink },
  };
}

import { plotlyColorscale } from "./colors.ts";
import { digitFormat } from "./digits.ts";
import { escapePlotly } from "./escape.ts";
import { accent, type PlotlyObject, plotlyNumbers } from "./plotly.ts";
import { jointStatistics } from "./statistics.ts";
import {
  axesOf,
  drawnAt,
  type PlaneMark,
  type PointsMark,
  type SweepMark,
  type SweepPanel,
} from "./sweep.ts";
import { cornerOf } from "./sweep-axes.ts";

/** Numbers are printed into the cells of maps up to so many columns in all the panels of a row. */
const mostPrinted = 14;

/** What of a mark is the same at all positions; `beside` panels share the row. */
export function styleOf(mark: SweepMark, panel: SweepPanel, beside: number): PlotlyObject {
  if (mark.kind === "note") {
    const { x, y } = cornerOf(panel);
    const textfont = { size: 12, color: accent };
    return {
      type: "scatter",
      mode: "text",
      x: [x],
      y: [y],
      textposition: "top right",
      textfont,
      cliponaxis: false,
      hoverinfo: "skip",
    };
  }
  const said =
    mark.hover === undefined ? { hoverinfo: "skip" } : { hovertemplate: `${mark.hover}<extra></extra>` };
  if ("range" in mark) {
    const { scale, low, high } = mark.range;
    const printed = panel.grid !== undefined && beside * panel.grid.columns <= mostPrinted;
    return {
      type: "heatmap",
      colorscale: plotlyColorscale(scale),
      zmin: low,
      zmax: high,
      showscale: false,
      hoverongaps: false,
      ...said,
      ...(mark.kind === "cells" && mark.names ? namesOf(mark.names, panel) : {}),
      ...(mark.kind === "plane" ? placeOf(mark, panel) : {}),
      ...(printed
        ? { xgap: 1, ygap: 1, texttemplate: `%{z:${digitFormat(jointStatistics(...mark.at))}}` }
        : {}),
    };
  }
  return { ...pointsStyle(mark, panel), ...said };
}

/** What hovering says of each cell. */
function namesOf(names: readonly string[], panel: SweepPanel): PlotlyObject {
  return { text: inRows(names.map(escapePlotly), panel), hovertemplate: "%{text}<extra></extra>" };
}

/** One list for each row of a panel's grid. */
export function inRows<Item>(items: readonly Item[], { grid }: SweepPanel): Item[][] {
  const { rows, columns } = grid!;
  return Array.from({ length: rows }, (_, row) => items.slice(row * columns, (row + 1) * columns));
}

/** Where the cells of a plane lie: its edges on the ends of the axes. */
function placeOf({ rows, columns }: PlaneMark, panel: SweepPanel): PlotlyObject {
  const { x, y } = axesOf(panel);
  const [dx, dy] = [(x.high - x.low) / columns, (y.high - y.low) / rows];
  return { x0: x.low + dx / 2, dx, y0: y.low + dy / 2, dy };
}

function pointsStyle({ kind, color }: PointsMark, { marks }: SweepPanel): PlotlyObject {
  if (kind === "bars") return { type: "bar", marker: { color }, width: 0.7 };
  if (kind === "dots" || kind === "rings") {
    const marker = {
      color,
      size: kind === "dots" ? 9 : 11,
      symbol: kind === "dots" ? "circle" : "circle-open",
      // Stands out from any colour behind it.
      ...(marks.some((mark) => mark.kind === "plane") ? { line: { color: "#ffffff", width: 1.5 } } : {}),
    };
    return { type: "scatter", mode: "markers", marker, cliponaxis: false };
  }
  const line = { color, width: 2, dash: kind === "line" ? "solid" : "dash" };
  return { type: "scatter", mode: "lines", line };
}

/** What a mark has at a position. */
export function partOf(mark: SweepMark, position: number, panel: SweepPanel, plain: boolean): PlotlyObject {
  if (mark.kind === "note") {
    return { text: [escapePlotly(drawnAt(mark, position))] };
  }
  if ("range" in mark) {
    const { rows, columns } = mark.kind === "plane" ? mark : panel.grid!;
    return { z: plotlyNumbers(drawnAt(mark, position), [rows, columns], "f4", plain) };
  }
  const { x, y, colors } = drawnAt(mark, position);
  return {
    x: packed(x, plain),
    y: packed(y, plain),
    ...(colors ? { marker: { color: colors } } : {}),
  };
}

/** What changes from position to position: points may keep their places from left to right. */
export function movingPart(
  mark: SweepMark,
  position: number,
  panel: SweepPanel,
  plain: boolean,
): PlotlyObject {
  const { x, ...rest } = partOf(mark, position, panel, plain);
  const isStill = "color" in mark && mark.at.every((drawn) => drawn.x === mark.at[0]!.x);
  return x === undefined || isStill ? rest : { x, ...rest };
}

/** More numbers are packed: in a notebook's file each digit would stand in a line of its own. */
const fewNumbers = 8;

/** Seven digits are more than a screen shows; what is not finite has no place. */
function packed(values: ArrayLike<number>, plain: boolean): unknown {
  const shown = Array.from(values, (value) => Number(value.toPrecision(7)));
  if (shown.length > fewNumbers) return plotlyNumbers(shown, [shown.length], "f8", plain);
  return shown.map((value) => (Number.isFinite(value) ? value : null));
}

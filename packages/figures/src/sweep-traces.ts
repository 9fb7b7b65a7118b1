import { plotlyColorscale } from "./colors.ts";
import { digitFormat } from "./digits.ts";
import { escapePlotly } from "./escape.ts";
import { accent, type PlotlyObject, plotlyNumbers } from "./plotly.ts";
import { jointStatistics } from "./statistics.ts";
import { drawnAt, type PointsMark, type SweepMark, type SweepPanel } from "./sweep.ts";
import { cornerOf } from "./sweep-axes.ts";

/** Numbers are printed into the cells of maps up to so many columns. */
const mostPrinted = 10;

/** What of a mark is the same at all positions. */
export function styleOf(mark: SweepMark, panel: SweepPanel): PlotlyObject {
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
  if (mark.kind === "cells") {
    const { scale, low, high } = mark.range;
    const printed = panel.grid!.columns <= mostPrinted;
    return {
      type: "heatmap",
      colorscale: plotlyColorscale(scale),
      zmin: low,
      zmax: high,
      showscale: false,
      hoverongaps: false,
      ...said,
      ...(printed
        ? { xgap: 1, ygap: 1, texttemplate: `%{z:${digitFormat(jointStatistics(...mark.at))}}` }
        : {}),
    };
  }
  return { ...pointsStyle(mark), ...said };
}

function pointsStyle({ kind, color }: PointsMark): PlotlyObject {
  if (kind === "bars") return { type: "bar", marker: { color }, width: 0.7 };
  if (kind === "dots" || kind === "rings") {
    const marker = {
      color,
      size: kind === "dots" ? 9 : 11,
      symbol: kind === "dots" ? "circle" : "circle-open",
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
  if (mark.kind === "cells") {
    const { rows, columns } = panel.grid!;
    return { z: plotlyNumbers(drawnAt(mark, position), [rows, columns], "f4", plain) };
  }
  const { x, y } = drawnAt(mark, position);
  return { x: Array.from(x, plotted), y: Array.from(y, plotted) };
}

/** Seven digits are more than a screen shows; what is not finite has no place. */
function plotted(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(7)) : null;
}

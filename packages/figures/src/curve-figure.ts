import type { CurveScene } from "./curve-scene.ts";
import { lineName, mostMarkedPoints } from "./curve-svg.ts";
import { escapePlotly } from "./escape.ts";
import { type Heading, headingHeight, plotlyTitle } from "./heading.ts";
import { formatNumber } from "./numbers.ts";
import {
  ink,
  markColor,
  type PlotlyFigure,
  type PlotlyObject,
  pageLayout,
  plotlyConfig,
  plotlyNumbers,
} from "./plotly.ts";

const plotHeight = 260;
const legendHeight = 34;
const axisHeight = 48;

/** Lines over steps, each with its name and value where the pointer is. */
export function curveFigure(
  scene: CurveScene,
  heading: Heading,
  labels: { readonly x: string; readonly y: string },
  plain: boolean,
): PlotlyFigure {
  const top = headingHeight(heading) + legendHeight;
  const height = top + plotHeight + axisHeight;
  const xLabel = escapePlotly(labels.x);
  const numbers = (of: readonly number[]): unknown => plotlyNumbers(of, [of.length], "f8", plain);
  const lines = scene.lines.map((line): PlotlyObject => {
    const name = escapePlotly(lineName(line));
    return {
      type: "scatter",
      mode: line.x.length > mostMarkedPoints ? "lines" : "lines+markers",
      name,
      x: numbers(line.x),
      y: numbers(line.y),
      line: { color: line.color, width: 2, dash: line.dash },
      marker: { size: 5 },
      ...(line.right ? { yaxis: "y2" } : {}),
      hovertemplate: `${name}, ${xLabel} %{x} = %{y:.4~g}<extra></extra>`,
    };
  });
  const lost = scene.lines.flatMap((line) =>
    line.lost.slice(0, 200).map(({ x, y }) => ({
      x,
      text: `${lineName(line)}, ${labels.x} ${formatNumber(x, 9)} = ${formatNumber(y)}`,
    })),
  );
  return {
    data: [...lines, ...(lost.length > 0 ? [lostPoints(lost)] : [])],
    layout: {
      title: plotlyTitle(heading, height),
      height,
      margin: { l: 52, r: scene.right ? 48 : 12, t: top, b: axisHeight },
      ...pageLayout,
      showlegend: true,
      legend: {
        orientation: "h",
        x: 0,
        y: 1,
        yanchor: "bottom",
        font: { size: 11, color: ink },
        bgcolor: "rgba(0,0,0,0)",
      },
      xaxis: { ...axis, showgrid: false, title: { text: xLabel, font: { size: 11 }, standoff: 8 } },
      yaxis: {
        ...axis,
        ...(scene.logScale ? { type: "log", exponentformat: "power" } : rangeOf(scene.left)),
        ...(labels.y === "" ? {} : { title: { text: escapePlotly(labels.y), font: { size: 11 } } }),
      },
      ...(scene.right
        ? {
            yaxis2: {
              ...axis,
              ...rangeOf(scene.right),
              tickvals: scene.right.ticks,
              showgrid: false,
              overlaying: "y",
              side: "right",
            },
          }
        : {}),
      ...(lost.length > 0
        ? { yaxis3: { overlaying: "y", visible: false, range: [0, 1], fixedrange: true } }
        : {}),
    },
    config: plotlyConfig,
  };
}

const axis: PlotlyObject = {
  gridcolor: "rgba(127,127,127,0.25)",
  zeroline: false,
  tickfont: { size: 10, color: ink },
};

function rangeOf(axis: CurveScene["left"]): PlotlyObject {
  return axis ? { range: [axis.low, axis.high] } : {};
}

/** Marks on the lower edge, on an axis of their own, where a series has a value that no axis can show. */
function lostPoints(points: readonly { readonly x: number; readonly text: string }[]): PlotlyObject {
  return {
    type: "scatter",
    mode: "markers",
    x: points.map(({ x }) => x),
    y: points.map(() => 0),
    yaxis: "y3",
    text: points.map(({ text }) => escapePlotly(text)),
    marker: { symbol: "x-thin", size: 8, color: markColor, line: { width: 1.5, color: markColor } },
    cliponaxis: false,
    showlegend: false,
    hovertemplate: "%{text}<extra></extra>",
  };
}

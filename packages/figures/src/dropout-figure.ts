import { plotlyColorscale } from "./colors.ts";
import { type DropoutPanel, type DropoutScene, maskColors } from "./dropout-scene.ts";
import { type Heading, headingHeight, plotlyTitle } from "./heading.ts";
import { colorbar, colorbarHeight, sheetAxis } from "./heatmap.ts";
import { axisNumber, ink, type PlotlyFigure, type PlotlyObject, pageLayout, plotlyConfig } from "./plotly.ts";
import { sheetTraces } from "./sheet-traces.ts";

const captionHeight = 24;
/** Share of the width between panels in a row. */
const gapShare = 0.04;
const smallestHeight = 40;

/** Input, mask and output, in one row or one under the other. */
export function dropoutFigure(scene: DropoutScene, heading: Heading): PlotlyFigure {
  const { panels, range, plan, cell, beside } = scene;
  const panelHeight = Math.max(smallestHeight, Math.round(plan.rows * cell));
  const rowHeight = captionHeight + panelHeight;
  const plotHeight = beside ? rowHeight : panels.length * rowHeight;
  const top = headingHeight(heading) + colorbarHeight;
  const height = top + plotHeight + 8;
  const share = (1 - (panels.length - 1) * gapShare) / panels.length;
  const domains = panels.map((_, i) => {
    const end = beside ? plotHeight : (i + 1) * rowHeight;
    return {
      x: beside ? [i * (share + gapShare), i * (share + gapShare) + share] : [0, 1],
      y: [1 - end / plotHeight, 1 - (end - panelHeight) / plotHeight],
    };
  });
  return {
    data: panels.flatMap((panel, i) => panelTraces(scene, panel, i)),
    layout: {
      title: plotlyTitle(heading, height),
      height,
      margin: { l: 8, r: 8, t: top, b: 8 },
      ...pageLayout,
      ...Object.fromEntries(
        domains.flatMap(({ x, y }, i) => [
          [
            `xaxis${axisNumber(i)}`,
            { ...hidden, range: [-0.5, plan.columns - 0.5], domain: x, anchor: `y${axisNumber(i)}` },
          ],
          [
            `yaxis${axisNumber(i)}`,
            { ...hidden, range: [plan.rows - 0.5, -0.5], domain: y, ...squareWith(`x${axisNumber(i)}`) },
          ],
        ]),
      ),
      coloraxis: {
        colorscale: plotlyColorscale(range.scale),
        cmin: range.low,
        cmax: range.high,
        colorbar: colorbar(plotHeight),
      },
      coloraxis2: {
        colorscale: plotlyColorscale(maskColors.scale),
        cmin: maskColors.low,
        cmax: maskColors.high,
        showscale: false,
      },
      annotations: panels.map(({ name }, i) => caption(name, axisNumber(i))),
      shapes: panels.map((_, i) => outline(scene, axisNumber(i))),
    },
    config: plotlyConfig,
  };
}

const hidden: PlotlyObject = { ...sheetAxis(false), constraintoward: "left" };

function squareWith(xaxis: string): PlotlyObject {
  return { anchor: xaxis, scaleanchor: xaxis, constraintoward: "top" };
}

function panelTraces({ plan }: DropoutScene, { name, layers }: DropoutPanel, place: number): PlotlyObject[] {
  const axes = { xaxis: `x${axisNumber(place)}`, yaxis: `y${axisNumber(place)}` };
  return layers.flatMap(({ sheet, range, cells }, depth) =>
    sheetTraces(plan, sheet, cells)
      // The maps' numbers once in each panel.
      .filter(({ mode }) => depth === 0 || mode !== "text")
      .map((trace) => ({
        ...trace,
        ...axes,
        ...(trace.type === "heatmap" && range === maskColors ? { coloraxis: "coloraxis2" } : {}),
        ...(typeof trace.hovertemplate === "string"
          ? { hovertemplate: `${depth > 0 ? "dropped" : name} ${trace.hovertemplate}` }
          : {}),
      })),
  );
}

function caption(text: string, axis: string): PlotlyObject {
  return {
    text,
    showarrow: false,
    xref: `x${axis} domain`,
    yref: `y${axis} domain`,
    x: 0,
    xanchor: "left",
    y: 1,
    yanchor: "bottom",
    yshift: 2,
    font: { size: 12, color: ink },
  };
}

/** A thin line around a panel of one map, for cells as light as the page. */
function outline({ plan }: DropoutScene, axis: string): PlotlyObject {
  return {
    type: "rect",
    visible: plan.view.tiles === 1,
    xref: `x${axis}`,
    yref: `y${axis}`,
    x0: -0.5,
    x1: plan.columns - 0.5,
    y0: -0.5,
    y1: plan.rows - 0.5,
    line: { color: ink, width: 1 },
  };
}

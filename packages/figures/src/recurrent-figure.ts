import { plotlyColorscale } from "./colors.ts";
import { type Heading, headingHeight, plotlyTitle } from "./heading.ts";
import {
  axisNumber,
  ink,
  type PlotlyFigure,
  type PlotlyObject,
  pageLayout,
  plotlyConfig,
  plotlyNumbers,
} from "./plotly.ts";
import type { Panel, RecurrentScene } from "./recurrent-scene.ts";
import { captionOf, panelHeight } from "./recurrent-scene.ts";

/** Numbers are printed into the cells up to so many steps, which a telephone has room for. */
const mostPrintedSteps = 10;
const captionHeight = 24;
const legendHeight = 40;
const axisHeight = 46;

/** One heat map for each quantity, one under the other over the same steps. */
export function recurrentFigure(scene: RecurrentScene, heading: Heading, plain: boolean): PlotlyFigure {
  const { panels, legends, stride } = scene;
  const plotHeight = panels.reduce((sum, panel) => sum + captionHeight + panelHeight(panel), 0);
  const top = headingHeight(heading) + legendHeight;
  const height = top + plotHeight + axisHeight;
  let end = 0;
  const domains = panels.map((panel) => {
    const start = end + captionHeight;
    end = start + panelHeight(panel);
    return [1 - end / plotHeight, 1 - start / plotHeight];
  });
  return {
    data: panels.map((panel, i) => ({
      type: "heatmap",
      z: plotlyNumbers(panel.values, [panel.rows, panel.columns], "f4", plain),
      x0: 0,
      dx: stride,
      yaxis: `y${axisNumber(i)}`,
      coloraxis: `coloraxis${axisNumber(i)}`,
      hoverongaps: false,
      hovertemplate: `${panel.name}, step %{x}, ${panel.noun} %{y} = %{z:.4~g}<extra></extra>`,
      ...(panel.columns <= mostPrintedSteps && panel.rows <= 16 ? printed : {}),
    })),
    layout: {
      title: plotlyTitle(heading, height),
      height,
      margin: { l: 30, r: 10, t: top, b: axisHeight },
      ...pageLayout,
      dragmode: false,
      xaxis: {
        ...axis,
        anchor: `y${axisNumber(panels.length - 1)}`,
        title: { text: "step", font: { size: 11 }, standoff: 10 },
        range: [-stride / 2, (panels[0]!.columns - 0.5) * stride],
      },
      ...Object.fromEntries(
        panels.map((panel, i) => [
          `yaxis${axisNumber(i)}`,
          { ...axis, domain: domains[i], range: [panel.rows - 0.5, -0.5], nticks: Math.min(4, panel.rows) },
        ]),
      ),
      ...Object.fromEntries(
        panels.map((panel, i) => [`coloraxis${axisNumber(i)}`, coloraxis(panel, legends, plotHeight)]),
      ),
      annotations: panels.map((panel, i) => ({
        text: captionOf(panel),
        showarrow: false,
        xref: "paper",
        x: 0,
        xanchor: "left",
        yref: `y${axisNumber(i)} domain`,
        y: 1,
        yanchor: "bottom",
        font: { size: 12, color: ink },
      })),
    },
    config: plotlyConfig,
  };
}

const printed: PlotlyObject = { texttemplate: "%{z:.2~f}", textfont: { size: 10 }, xgap: 1, ygap: 1 };

const axis: PlotlyObject = {
  showgrid: false,
  zeroline: false,
  fixedrange: true,
  tickformat: "d",
  tickfont: { size: 10, color: ink },
};

/** A short legend above for each scale, side by side. */
function coloraxis(panel: Panel, legends: readonly Panel[], plotHeight: number): PlotlyObject {
  const { scale, low, high } = panel.range;
  const place = legends.indexOf(panel);
  const colors = { colorscale: plotlyColorscale(scale), cmin: low, cmax: high };
  if (place < 0) return { ...colors, showscale: false };
  const colorbar = {
    orientation: "h",
    x: place / legends.length,
    xanchor: "left",
    y: 1 + 10 / plotHeight,
    yanchor: "bottom",
    lenmode: "pixels",
    len: 120,
    thickness: 8,
    xpad: 0,
    ypad: 0,
    outlinewidth: 0,
    nticks: 3,
    tickfont: { size: 10, color: ink },
  };
  return { ...colors, colorbar };
}

import bar from "plotly.js/lib/bar";
import box from "plotly.js/lib/box";
import Plotly from "plotly.js/lib/core";
import heatmap from "plotly.js/lib/heatmap";
import image from "plotly.js/lib/image";
import type { FigureJson, FigureLayout } from "./figure-json.ts";
import { followPointer } from "./pointer-links.ts";

// Core brings scatter. Other kinds of traces would add to a download that is large already.
Plotly.register([bar, box, heatmap, image]);

/** The grey that figures choose where they do not know the page behind them. */
const neutralInk = "#777777";
/** Width that a figure's height is made for, in pixels. */
const wideColumn = 560;
const ink = { light: "#24292f", dark: "#d6dbe6" };
const grid = { light: "#d9dee7", dark: "#353c4d" };

/** Draws a figure in an element, or changes what is drawn in it. */
export async function drawFigure(
  element: HTMLElement,
  given: FigureJson,
  mode: "light" | "dark",
): Promise<void> {
  // Plotly writes into what it draws, and this is still the cell's output.
  const figure = structuredClone(given);
  const layout = {
    ...pageLayout(figure.layout, mode, element.clientWidth),
    template: { layout: themed(mode) },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
  };
  await Plotly.react(element, figure.data, layout, {
    ...figure.config,
    responsive: true,
    displaylogo: false,
  });
  if (figure.frames) await Plotly.addFrames(element, figure.frames);
  followPointer(element, (step) => {
    // Ends early where the pointer has gone on.
    Plotly.animate(element, ...structuredClone(step)).catch(() => {});
  });
}

/** The figure's layout in the page's colours, and without images from elsewhere, which the page's policy would refuse. */
function pageLayout(layout: FigureJson["layout"], mode: "light" | "dark", width: number): object {
  const inked = JSON.parse(JSON.stringify(layout ?? {}).replaceAll(neutralInk, ink[mode])) as typeof layout;
  const images = layout?.images?.filter(({ source }) => source?.startsWith("data:image/"));
  return { ...inked, ...(images ? { images } : {}), ...fittedHeight(inked, width) };
}

/** A sheet of square cells is as high as a wide column needs; a narrow one would leave the rest empty. */
function fittedHeight(layout: FigureLayout = {}, width: number): FigureLayout {
  const { height, margin = {}, yaxis, yaxis2, title, meta } = layout;
  if (height === undefined || yaxis?.scaleanchor === undefined || yaxis2) return {};
  const { l = 0, r = 0, t = 0, b = 0 } = margin;
  // As low as that it fits anywhere.
  if (height - t - b < 200) return {};
  const share = Math.min(1, (width - l - r) / ((meta?.fullWidth ?? wideColumn) - l - r));
  const fitted = Math.round(t + b + (height - t - b) * share);
  if (title?.y === undefined) return { height: fitted };
  // A title stands at a share of the height: it keeps its distance from the top.
  return { height: fitted, title: { ...title, y: 1 - ((1 - title.y) * height) / fitted } };
}

export function clearFigure(element: HTMLElement): void {
  Plotly.purge(element);
}

function themed(mode: "light" | "dark"): object {
  const axis = { gridcolor: grid[mode], linecolor: grid[mode], zerolinecolor: grid[mode] };
  const modebar = { bgcolor: "rgba(0,0,0,0)", color: ink[mode], activecolor: ink[mode] };
  return { font: { color: ink[mode] }, xaxis: axis, yaxis: axis, modebar };
}

import bar from "plotly.js/lib/bar";
import Plotly from "plotly.js/lib/core";
import heatmap from "plotly.js/lib/heatmap";
import image from "plotly.js/lib/image";
import type { FigureJson } from "./PlotlyFigure.tsx";

// Core brings scatter. Other kinds of traces would add to a download that is large already.
Plotly.register([bar, heatmap, image]);

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
    ...withoutStrangers(figure.layout),
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
}

/** A figure's layout without images from other places, which the page's policy would refuse and the console report. */
function withoutStrangers(layout: FigureJson["layout"]): object {
  const images = layout?.images?.filter(({ source }) => source?.startsWith("data:image/"));
  return images ? { ...layout, images } : { ...layout };
}

export function clearFigure(element: HTMLElement): void {
  Plotly.purge(element);
}

function themed(mode: "light" | "dark"): object {
  const axis = { gridcolor: grid[mode], linecolor: grid[mode], zerolinecolor: grid[mode] };
  const modebar = { bgcolor: "rgba(0,0,0,0)", color: ink[mode], activecolor: ink[mode] };
  return { font: { color: ink[mode] }, xaxis: axis, yaxis: axis, modebar };
}

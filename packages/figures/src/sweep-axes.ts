import { type Axis, tickTexts } from "./axis.ts";
import { escapePlotly } from "./escape.ts";
import { axisNumber, ink, type PlotlyObject } from "./plotly.ts";
import { axesOf, type SweepPanel } from "./sweep.ts";

/** Shares of the figure's width and height. */
export type Domain = Readonly<Record<"x" | "y", readonly [number, number]>>;

/** The two axes of the panel at `place`. */
export function axesLayout(panel: SweepPanel, domain: Domain, place: number): PlotlyObject {
  const number = axisNumber(place);
  const [xaxis, yaxis] = panel.grid ? mapAxes(panel.grid, number) : plotAxes(panel, number);
  return {
    [`xaxis${number}`]: { ...xaxis, fixedrange: true, domain: domain.x, anchor: `y${number}` },
    [`yaxis${number}`]: { ...yaxis, fixedrange: true, domain: domain.y, anchor: `x${number}` },
  };
}

function mapAxes(
  { rows, columns }: NonNullable<SweepPanel["grid"]>,
  number: string,
): [PlotlyObject, PlotlyObject] {
  const hidden = { visible: false, constrain: "domain" };
  return [
    { ...hidden, range: [-0.5, columns - 0.5], constraintoward: "left" },
    { ...hidden, range: [rows - 0.5, -0.5], constraintoward: "top", scaleanchor: `x${number}` },
  ];
}

function plotAxes(panel: SweepPanel, number: string): [PlotlyObject, PlotlyObject] {
  const { x, y } = axesOf(panel);
  const { xLabel, yLabel, xTexts, logarithmic, square } = panel;
  return [
    {
      ...axis,
      showgrid: false,
      zeroline: false,
      range: widened(x, 0.02),
      tickvals: x.ticks,
      ticktext: xTexts?.map(escapePlotly) ?? tickTexts(x),
      ...titled(xLabel),
      ...(square ? { constrain: "domain", constraintoward: "left" } : {}),
    },
    {
      ...axis,
      ...titled(yLabel),
      ...(square ? { constrain: "domain", constraintoward: "top", scaleanchor: `x${number}` } : {}),
      tickvals: y.ticks,
      ticktext: tickTexts(y),
      ...(logarithmic
        ? { type: "log", range: [Math.log10(y.low), Math.log10(y.high)] }
        : { range: widened(y, 0.05) }),
    },
  ];
}

function titled(label: string | undefined): PlotlyObject {
  return label === undefined ? {} : { title: { text: escapePlotly(label), font: { size: 11 }, standoff: 8 } };
}

/** A little more than the axis, so that no mark on its ends is cut in half. */
function widened({ low, high }: Axis, share: number): [number, number] {
  const more = share * (high - low);
  return [low - more, high + more];
}

/** The upper left corner of a panel, in its own numbers. */
export function cornerOf(panel: SweepPanel): { readonly x: number; readonly y: number } {
  if (panel.grid) return { x: -0.5, y: -0.5 };
  const { x, y } = axesOf(panel);
  return { x: widened(x, 0.02)[0], y: panel.logarithmic ? y.high : widened(y, 0.05)[1] };
}

const axis: PlotlyObject = {
  gridcolor: "rgba(127,127,127,0.25)",
  zerolinecolor: ink,
  tickfont: { size: 10, color: ink },
};

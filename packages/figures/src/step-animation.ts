import { type Heading, headingHeight, plotlyTitle } from "./heading.ts";
import type { Stage } from "./panel-stage.ts";
import { ink, type PlotlyFigure, type PlotlyObject, pageLayout, pageSlider, plotlyConfig } from "./plotly.ts";

/** One position of a window. */
export interface Positioned {
  readonly position: readonly number[];
}

const sliderHeight = 70;

/** The share of a budget that steps may take; the rest is for panels, picture and text. */
const stepShare = 0.85;
/** Of a step, beside what moves: its frame's name and traces, and how much longer others may be than the last. */
const stepMargin = 100;

/** How many steps `budget` bytes of JSON hold, where the last of `steps` moves `parts`; one at least. */
export function affordableSteps(
  steps: readonly Positioned[],
  parts: readonly PlotlyObject[],
  budget: number,
): number {
  const bytes = JSON.stringify([...parts, sliderStep(steps.at(-1)!, steps.length)]).length;
  return Math.max(1, Math.floor((stepShare * budget) / (bytes + stepMargin)));
}

/** What is drawn of each step, and on what. */
export interface Animated<Step extends Positioned> {
  readonly steps: readonly Step[];
  /** Traces that stay as they are. */
  readonly still: readonly PlotlyObject[];
  /** What stays the same of those that move, and what does not. */
  readonly styles: readonly PlotlyObject[];
  readonly parts: (step: Step) => readonly PlotlyObject[];
  /** Axes, shapes and captions of the panels. */
  readonly layout: PlotlyObject;
}

/** One frame per step; each holds only what moves, so that the figure grows linearly with the steps. */
export function stepAnimation<Step extends Positioned>(
  { steps, still, styles, parts, layout }: Animated<Step>,
  stage: Stage,
  heading: Heading,
): PlotlyFigure {
  const top = headingHeight(heading);
  const height = top + stage.height + sliderHeight;
  const first = parts(steps[0]!);
  return {
    data: [...still, ...styles.map((style, i) => ({ ...style, ...first[i] }))],
    layout: {
      title: plotlyTitle(heading, height),
      height,
      margin: { l: 10, r: 10, t: top, b: sliderHeight },
      ...pageLayout,
      dragmode: false,
      ...layout,
      sliders: [stepSlider(steps)],
      updatemenus: [playButtons],
    },
    config: { ...plotlyConfig, displayModeBar: false },
    frames: steps.map((step, i) => ({
      name: String(i),
      data: parts(step),
      traces: styles.map((_, part) => still.length + part),
    })),
  };
}

function stepSlider(steps: readonly Positioned[]): PlotlyObject {
  return {
    x: 0,
    len: 1,
    y: 0,
    yanchor: "top",
    pad: { l: 92, r: 12, t: 14, b: 0 },
    currentvalue: { prefix: "output ", xanchor: "left", offset: 6, font: { size: 12, color: ink } },
    ...pageSlider,
    steps: steps.map(sliderStep),
  };
}

/** plotly's own `redraw` stays on: without, it would drop the heat maps. No transition lasts longer than its frame. */
function sliderStep(step: Positioned, frame: number): PlotlyObject {
  return {
    label: `[${step.position.join(", ")}]`,
    method: "animate",
    args: [[String(frame)], { mode: "immediate", frame: { duration: 0 } }],
  };
}

const playButtons: PlotlyObject = {
  type: "buttons",
  direction: "left",
  showactive: false,
  x: 0,
  xanchor: "left",
  y: 0,
  yanchor: "top",
  pad: { l: 0, t: 24, r: 0, b: 0 },
  bgcolor: "rgba(127,127,127,0.15)",
  bordercolor: ink,
  borderwidth: 1,
  font: { size: 12, color: ink },
  buttons: [
    {
      label: "▶",
      method: "animate",
      args: [
        null,
        {
          mode: "immediate",
          fromcurrent: true,
          frame: { duration: 600 },
          transition: { duration: 0 },
        },
      ],
    },
    {
      label: "❚❚",
      method: "animate",
      args: [
        [null],
        { mode: "immediate", frame: { duration: 0, redraw: false }, transition: { duration: 0 } },
      ],
    },
  ],
};

import { type Heading, headingHeight, plotlyTitle } from "./heading.ts";
import type { Stage } from "./panel-stage.ts";
import { type PlotlyFigure, type PlotlyObject, pageLayout, plotlyConfig } from "./plotly.ts";
import { frameSlider, playButtons, sliderHeight, sliderStep } from "./slider.ts";

/** One position of a window. */
export interface Positioned {
  readonly position: readonly number[];
}

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
  const bytes = JSON.stringify([...parts, sliderStep(labelOf(steps.at(-1)!), steps.length)]).length;
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
      sliders: [frameSlider(steps.map(labelOf), { prefix: "output " })],
      updatemenus: [playButtons()],
    },
    config: { ...plotlyConfig, displayModeBar: false },
    frames: steps.map((step, i) => ({
      name: String(i),
      data: parts(step),
      traces: styles.map((_, part) => still.length + part),
    })),
  };
}

/** "[2, 3]". */
function labelOf({ position }: Positioned): string {
  return `[${position.join(", ")}]`;
}

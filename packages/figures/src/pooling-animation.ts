import { plotlyColorscale } from "./colors.ts";
import { digitFormat } from "./digits.ts";
import type { Heading } from "./heading.ts";
import { inPlane, mapSize } from "./panel.ts";
import {
  caption,
  captionHeight,
  equationHeight,
  gridOf,
  on,
  outlines,
  panelAxes,
  panelCells,
  type Stage,
  sumAxes,
} from "./panel-stage.ts";
import type { PlotlyFigure, PlotlyObject } from "./plotly.ts";
import {
  equation,
  isPadded,
  type PoolingStepLike,
  type PoolingTraceLike,
  type Scene,
  valuesOf,
  windowOf,
  winnerOf,
  withSteps,
} from "./pooling-scene.ts";
import { statistics } from "./statistics.ts";
import { affordableSteps, stepAnimation } from "./step-animation.ts";
import { type Path, rectangle } from "./window-path.ts";
import { accented, paddingLine, windowParts, windowStyles } from "./window-steps.ts";

/** The scene with as many steps, evenly spread, as `budget` bytes of JSON hold; one at least. */
export function withinBudget(trace: PoolingTraceLike, scene: Scene, plain: boolean, budget: number): Scene {
  const parts = movingParts(trace, scene, scene.steps.at(-1)!, plain);
  return withSteps(scene, affordableSteps(scene.steps, parts, budget));
}

/** Input and output, the window that moves over them, and what is in it. */
export function poolingAnimation(
  trace: PoolingTraceLike,
  scene: Scene,
  heading: Heading,
  plain: boolean,
): PlotlyFigure {
  const { steps, input, output, margins, range } = scene;
  const stage = stageOf(scene);
  const window = valuesOf(scene, steps[0]!);
  const animated = {
    steps,
    still: [
      panelCells("input", input, { label: "input", maps: 1, plain, range }),
      panelCells("output", output, { label: "output", maps: 1, plain, range }),
      // On the panel's edge, where half of it would be cut off.
      { ...paddingLine(isPadded(trace) ? paddingEdge(trace) : undefined), cliponaxis: false },
    ],
    styles: movingStyles(trace, scene),
    parts: (step: PoolingStepLike) => movingParts(trace, scene, step, plain),
    layout: {
      ...panelAxes("input", stage, input, margins),
      ...panelAxes("window", stage, window),
      ...panelAxes("output", stage, output),
      ...sumAxes(stage),
      shapes: [
        ...outlines("input", input, 1),
        ...outlines("window", window, 1),
        ...outlines("output", output, 1),
      ],
      annotations: [
        caption("input", isPadded(trace) ? "input and padding" : "input"),
        caption("window", "window"),
        caption("output", "output"),
      ],
    },
  };
  return stepAnimation(animated, stage, heading);
}

/** A map so much wider than high has a row of its own. */
const wide = 3;

/** Input and output side by side, or one under the other; below them the window and what comes of it. */
function stageOf({ input, output, kernel, margins }: Scene): Stage {
  const rows = Math.max(input.rows + (margins.top + margins.bottom) / input.scale, output.rows);
  const tall = Math.max(50, Math.min(210, rows * 40));
  const low = Math.max(50, Math.min(120, kernel[0] * 40));
  const beside = input.columns < wide * input.rows;
  const next = captionHeight + (beside ? 0 : tall + captionHeight);
  const window = next + tall + captionHeight;
  const sum = window + low;
  const row = { x: [0, 1], toward: "center" } as const;
  return {
    input: { ...(beside ? { x: [0, 0.54], toward: "right" } : row), top: captionHeight, height: tall },
    output: { ...(beside ? { x: [0.6, 1], toward: "left" } : row), top: next, height: tall },
    window: { ...row, top: window, height: low },
    sum: { ...row, top: sum, height: equationHeight },
    height: sum + equationHeight,
  };
}

/** What moves, in the order of `movingStyles`; last the winner, in the input and in the window. */
function movingParts(
  trace: PoolingTraceLike,
  scene: Scene,
  step: PoolingStepLike,
  plain: boolean,
): PlotlyObject[] {
  const winner = winnerOf(trace, scene, step);
  const text = equation(trace, scene, step);
  const values = valuesOf(scene, step);
  return [
    ...windowParts(windowOf(trace, scene, step), values, text, trace.output, step.position, plain),
    ...(winner
      ? [{ ...rectangle(...winner.inInput, 1, 1) }, { ...rectangle(...winner.inWindow, 1, 1) }]
      : []),
  ];
}

/** In larger windows, gaps between the cells would be a pattern of their own. */
const mostApart = 10;

function movingStyles(trace: PoolingTraceLike, scene: Scene): PlotlyObject[] {
  const { range, steps, input } = scene;
  const window = valuesOf(scene, steps[0]!);
  const gap = window.rows <= mostApart && window.columns <= mostApart ? 1 : 0;
  const styles = windowStyles({
    ...gridOf(window),
    xgap: gap,
    ygap: gap,
    colorscale: plotlyColorscale(range.scale),
    zmin: range.low,
    zmax: range.high,
    hovertemplate: "value = %{z:.4~g}<extra></extra>",
    texttemplate: `%{z:${digitFormat(statistics(input.values))}}`,
  });
  if (trace.kind === "average") return styles;
  return [...styles, { ...accented, ...on("input") }, { ...accented, ...on("window") }];
}

function paddingEdge({ map, padding }: PoolingTraceLike): Path {
  const [height, width] = mapSize(map.shape)!;
  const [down, across] = inPlane(padding);
  return rectangle(-down, -across, height + 2 * down, width + 2 * across);
}

import {
  type ConvolutionTraceLike,
  isPadded,
  type Scene,
  weightRange,
  withSteps,
} from "./convolution-scene.ts";
import { stageOf } from "./convolution-stage.ts";
import { movingParts, movingStyles } from "./convolution-steps.ts";
import type { Heading } from "./heading.ts";
import { inPlane, mapSize } from "./panel.ts";
import { caption, outlines, panelAxes, panelCells, sumAxes } from "./panel-stage.ts";
import type { PlotlyFigure } from "./plotly.ts";
import { affordableSteps, stepAnimation } from "./step-animation.ts";
import { joined, type Path, rectangle } from "./window-path.ts";
import { paddingLine } from "./window-steps.ts";

/** The scene with as many steps, evenly spread, as `budget` bytes of JSON hold; one at least. */
export function withinBudget(
  trace: ConvolutionTraceLike,
  scene: Scene,
  plain: boolean,
  budget: number,
): Scene {
  const parts = movingParts(trace, scene, scene.steps.at(-1)!, plain);
  return withSteps(scene, affordableSteps(scene.steps, parts, budget));
}

/** Padded input, kernel, products and output, and the window that moves over them. */
export function convolutionAnimation(
  trace: ConvolutionTraceLike,
  scene: Scene,
  heading: Heading,
  plain: boolean,
): PlotlyFigure {
  const stage = stageOf(scene);
  const { steps, input, kernel, output } = scene;
  const maps = scene.channels.length;
  const animated = {
    steps,
    still: [
      panelCells("input", input, { label: "input", maps, plain }),
      panelCells("kernel", kernel, { label: "weight", maps, plain, range: weightRange(kernel) }),
      panelCells("output", output, { label: "output", maps, plain }),
      paddingLine(isPadded(trace) ? inputEdge(trace, scene) : undefined),
    ],
    styles: movingStyles(scene),
    parts: (step: Scene["steps"][number]) => movingParts(trace, scene, step, plain),
    layout: {
      ...panelAxes("input", stage, input),
      ...panelAxes("kernel", stage, kernel),
      ...panelAxes("window", stage, kernel),
      ...panelAxes("output", stage, output),
      ...sumAxes(stage),
      shapes: [
        ...outlines("input", input, maps),
        ...outlines("kernel", kernel, maps),
        ...outlines("window", kernel, maps),
        ...outlines("output", output, 1),
      ],
      annotations: [
        caption("input", isPadded(trace) ? "padded input" : "input"),
        caption("kernel", "kernel"),
        caption("window", "window × kernel"),
        caption("output", "output"),
      ],
    },
  };
  return stepAnimation(animated, stage, heading);
}

/** The outline of the input proper, inside its padding, in each map. */
function inputEdge(trace: ConvolutionTraceLike, { channels, input }: Scene): Path {
  const [rows, columns] = mapSize(trace.paddedInput.shape.slice(1))!;
  const [top, left] = inPlane(trace.padding.map(([before]) => before));
  const [lostRows, lostColumns] = inPlane(trace.padding.map(([before, after]) => before + after));
  return joined(
    channels.map((_, place) =>
      rectangle(top, left + place * input.pitch, rows - lostRows, columns - lostColumns),
    ),
  );
}

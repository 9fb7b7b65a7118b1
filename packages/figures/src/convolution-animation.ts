import { type ConvolutionTraceLike, isPadded, type Scene, withSteps } from "./convolution-scene.ts";
import { stageOf } from "./convolution-stage.ts";
import { movingParts, movingStyles } from "./convolution-steps.ts";
import type { Heading } from "./heading.ts";
import { inPlane } from "./panel.ts";
import { caption, on, outlines, panelAxes, panelCells, sumAxes } from "./panel-stage.ts";
import { ink, type PlotlyFigure, type PlotlyObject } from "./plotly.ts";
import { affordableSteps, stepAnimation } from "./step-animation.ts";
import { joined, pathShape, rectangle } from "./window-path.ts";

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
      panelCells("input", input, "input", maps, plain),
      panelCells("kernel", kernel, "weight", maps, plain, "diverging"),
      panelCells("output", output, "output", maps, plain),
      paddingEdge(trace, scene),
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

/** A dotted line around the input proper, inside its padding. */
function paddingEdge(trace: ConvolutionTraceLike, scene: Scene): PlotlyObject {
  const size = trace.paddedInput.shape.slice(1);
  const before = inPlane(trace.padding.map(([first]) => first));
  const [height, width] = size.length === 1 ? [1, size[0]!] : [size[0]!, size[1]!];
  const lost = trace.padding.map(([first, last]) => first + last);
  const [lostRows, lostColumns] = inPlane(lost);
  const edges = scene.channels.map((_, place) =>
    rectangle(before[0], before[1] + place * scene.input.pitch, height - lostRows, width - lostColumns),
  );
  return {
    type: "scatter",
    mode: "lines",
    ...on("input"),
    ...(isPadded(trace) ? joined(edges) : { x: [], y: [] }),
    line: { color: ink, width: 1.5, dash: "dot", shape: pathShape },
    hoverinfo: "skip",
  };
}

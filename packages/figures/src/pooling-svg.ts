import { inPlane, mapSize } from "./panel.ts";
import { captionHeight, drawPanel, edge, frame, gap, panelAt, windowFrames } from "./panel-svg.ts";
import {
  equation,
  isPadded,
  type PoolingTraceLike,
  type Scene,
  valuesOf,
  windowOf,
  winnerOf,
} from "./pooling-scene.ts";
import { type Picture, textElement } from "./svg.ts";

/** The first step, for readers without JavaScript: the window, what is in it, and the whole output. */
export function poolingPicture(trace: PoolingTraceLike, scene: Scene): Picture {
  const { range, margins } = scene;
  const step = scene.steps[0]!;
  const window = windowOf(trace, scene, step);
  const winner = winnerOf(trace, scene, step);
  const [outputRow, outputColumn] = inPlane(step.position);
  const [height, width] = mapSize(trace.map.shape)!;
  const { top, left } = margins;
  const drawInput = (cell: number) => [
    isPadded(trace) ? edge(-top, -left, height + 2 * top, width + 2 * left, cell, "3 3") : "",
    ...windowFrames(window, cell),
    ...(winner ? [frame(...winner.inInput, 1, 1, cell)] : []),
  ];
  const input = drawPanel(scene.input, 250, 200, drawInput, range, margins);
  const drawOutput = (cell: number) => [frame(outputRow, outputColumn, 1, 1, cell)];
  const output = drawPanel(scene.output, 250, 200, drawOutput, range);
  const drawWindow = (cell: number) => [
    edge(0, 0, ...scene.kernel, cell),
    ...(winner ? [frame(...winner.inWindow, 1, 1, cell)] : []),
  ];
  const values = drawPanel(valuesOf(scene, step), 250, 120, drawWindow, range);
  const second = captionHeight + Math.max(input.height, output.height) + gap;
  const rightOf = Math.max(input.width, 110) + gap;
  const sum = second + captionHeight + values.height + gap;
  return {
    width: Math.max(rightOf + output.width, 350),
    height: sum + 24,
    body: [
      panelAt(0, 0, isPadded(trace) ? "input and padding" : "input", input),
      panelAt(rightOf, 0, "output", output),
      panelAt(0, second, "window", values),
      textElement(0, sum, `Step 1 of ${scene.allSteps}, output [${step.position.join(", ")}]:`, {
        "font-size": 12,
      }),
      textElement(0, sum + 18, equation(trace, scene, step), { "font-size": 12, "font-weight": 600 }),
    ].join(""),
  };
}

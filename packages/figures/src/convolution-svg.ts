import {
  type ConvolutionTraceLike,
  equation,
  isPadded,
  productsOf,
  type Scene,
  weightRange,
} from "./convolution-scene.ts";
import { windowOf } from "./convolution-steps.ts";
import { inPlane } from "./panel.ts";
import { captionHeight, drawPanel, frame, gap, panelAt, windowFrames } from "./panel-svg.ts";
import { type Picture, textElement } from "./svg.ts";

/** The first step, for readers without JavaScript: the window, kernel and products, and the whole output. */
export function convolutionPicture(trace: ConvolutionTraceLike, scene: Scene): Picture {
  const step = scene.steps[0]!;
  const products = productsOf(scene, step);
  const [outputRow, outputColumn] = inPlane(step.position);
  const window = windowOf(trace, scene, step);
  const input = drawPanel(scene.input, 250, 200, (cell) => windowFrames(window, cell));
  const output = drawPanel(scene.output, 250, 200, (cell) => [frame(outputRow, outputColumn, 1, 1, cell)]);
  const kernel = drawPanel(scene.kernel, 250, 120, () => [], weightRange(scene.kernel));
  const end = scene.largestProduct || 1;
  const product = drawPanel(products, 250, 120, () => [], { scale: "diverging", low: -end, high: end });
  const upperHeight = Math.max(input.height, output.height);
  const second = captionHeight + upperHeight + gap;
  const lowerHeight = Math.max(kernel.height, product.height);
  const rightOf = Math.max(input.width, kernel.width) + gap;
  const width = rightOf + Math.max(output.width, product.width);
  const sum = second + captionHeight + lowerHeight + gap;
  const place = `Step 1 of ${scene.allSteps}, output [${step.position.join(", ")}]:`;
  return {
    width: Math.max(width, 350),
    height: sum + 24,
    body: [
      panelAt(0, 0, isPadded(trace) ? "padded input" : "input", input),
      panelAt(rightOf, 0, "output", output),
      panelAt(0, second, "kernel", kernel),
      panelAt(rightOf, second, "window × kernel", product),
      textElement(0, sum, place, { "font-size": 12 }),
      textElement(0, sum + 18, equation(trace, scene, step), { "font-size": 12, "font-weight": 600 }),
    ].join(""),
  };
}

import { plotlyColorscale } from "./colors.ts";
import {
  type ConvolutionStepLike,
  type ConvolutionTraceLike,
  equation,
  productsOf,
  type Scene,
} from "./convolution-scene.ts";
import { decimals } from "./digits.ts";
import { inPlane } from "./panel.ts";
import { gridOf } from "./panel-stage.ts";
import type { PlotlyObject } from "./plotly.ts";
import { type Window, windowAt } from "./window-path.ts";
import { windowParts, windowStyles } from "./window-steps.ts";

/** The step's window in each channel of the padded input. */
export function windowOf(trace: ConvolutionTraceLike, scene: Scene, step: ConvolutionStepLike): Window {
  const size = [scene.kernelRows, scene.kernelColumns] as const;
  const dilation = inPlane(trace.dilation.length === 1 ? [1, ...trace.dilation] : trace.dilation);
  return windowAt(inPlane(step.origin), scene.channels.length, scene.input, size, dilation);
}

/** What moves, in the order of `movingStyles`. */
export function movingParts(
  trace: ConvolutionTraceLike,
  scene: Scene,
  step: ConvolutionStepLike,
  plain: boolean,
): PlotlyObject[] {
  const window = windowOf(trace, scene, step);
  const products = productsOf(scene, step);
  return windowParts(window, products, equation(trace, scene, step), trace.output, step.position, plain);
}

export function movingStyles(scene: Scene): PlotlyObject[] {
  const range = scene.largestProduct || 1;
  return windowStyles({
    ...gridOf(scene.kernel),
    colorscale: plotlyColorscale("diverging"),
    zmin: -range,
    zmax: range,
    hovertemplate: "product = %{z:.4~g}<extra></extra>",
    texttemplate: `%{z:.${decimals(range)}~f}`,
  });
}

import { convolutionAnimation, withinBudget } from "./convolution-animation.ts";
import { type ConvolutionTraceLike, equation, productsOf, type Scene, sceneOf } from "./convolution-scene.ts";
import { convolutionPicture } from "./convolution-svg.ts";
import type { Drawing } from "./drawing.ts";
import type { Heading } from "./heading.ts";
import { count, formatNumber } from "./numbers.ts";
import type { ShowOptions } from "./options.ts";
import { statistics } from "./statistics.ts";
import { svgDocument } from "./svg.ts";
import { textTable } from "./text.ts";
import { omittedSteps, pooledPanels, settings } from "./window-words.ts";

/**
 * The trace of a convolution as an animation: the window on the padded input, the kernel, their products, the sum plus
 * bias, and the output that they reveal. As many steps as `budget` bytes of JSON hold. Traces of three-dimensional
 * convolutions are described, not drawn.
 */
export function drawConvolution(trace: ConvolutionTraceLike, options: ShowOptions, budget: number): Drawing {
  const whole = sceneOf(trace);
  const description = describeConvolution(trace);
  if (!whole) return { description, text: description };
  const plain = options.plain ?? false;
  const scene = withinBudget(trace, whole, plain, budget);
  const heading = convolutionHeading(trace, scene, options);
  return {
    description,
    text: convolutionText(trace, scene, description),
    svg: svgDocument(heading, description, convolutionPicture(trace, scene)),
    plotly: convolutionAnimation(trace, scene, heading, plain),
  };
}

/** "Convolution of an input of 3 by 3 with a kernel of 2 by 2, ...: in 4 steps ..., 2 by 2 from 0 to 7." */
export function describeConvolution(trace: ConvolutionTraceLike): string {
  const { min, max } = statistics(trace.output.toTypedArray());
  const channels = trace.kernel.shape[0]!;
  return [
    `Convolution of an input of ${unpadded(trace).join(" by ")}`,
    channels > 1 ? ` in ${channels} channels` : "",
    ` with a kernel of ${trace.kernel.shape.slice(1).join(" by ")}, ${settings(trace).join(", ")}:`,
    ` in ${count(trace.steps.length, "step")} the window slides over the input, and the sum of its products with the kernel,`,
    ` plus the bias ${formatNumber(trace.bias)}, is one value of the output, ${trace.output.shape.join(" by ")}`,
    trace.steps.length > 0 ? ` from ${formatNumber(min)} to ${formatNumber(max)}.` : ".",
  ].join("");
}

function unpadded(trace: ConvolutionTraceLike): readonly number[] {
  return trace.paddedInput.shape.slice(1).map((size, axis) => {
    const [before, after] = trace.padding[axis] ?? [0, 0];
    return size - before - after;
  });
}

function convolutionHeading(trace: ConvolutionTraceLike, scene: Scene, options: ShowOptions): Heading {
  const sizes = `input ${unpadded(trace).join(" x ")}, kernel ${trace.kernel.shape.slice(1).join(" x ")}`;
  const notes: string[] = [];
  if (scene.hiddenChannels > 0) {
    notes.push(`input channels ${scene.channels.join(", ")} shown, those of the largest weights`);
    notes.push(`${count(scene.hiddenChannels, "other channel")} summed`);
  }
  notes.push(...omittedSteps(scene), ...pooledPanels({ input: scene.input, kernel: scene.kernel }));
  const sample = trace.input.shape[0]! > 1 ? [`sample ${trace.sample}`] : [];
  const follows = [...sample, `output channel ${trace.outputChannel}`];
  return {
    title: options.title ?? `Convolution: ${sizes}`,
    lines: [
      [...(options.title === undefined ? [] : [sizes]), ...settings(trace), ...follows],
      ...(notes.length > 0 ? [notes] : []),
    ],
  };
}

const mostTextColumns = 12;

function convolutionText(trace: ConvolutionTraceLike, scene: Scene, description: string): string {
  const step = scene.steps[0]!;
  const { kernel, output } = scene;
  const place = `step 1 of ${scene.allSteps}, output [${step.position.join(", ")}]`;
  if (scene.channels.length > 1 || kernel.columns > mostTextColumns || output.columns > mostTextColumns) {
    return `${description}\n${place}: ${equation(trace, scene, step)}`;
  }
  const products = productsOf(scene, step);
  return [
    description,
    `${place}: products`,
    textTable(products.values, 0, products.rows, products.columns),
    equation(trace, scene, step),
    "output",
    textTable(output.values, 0, Math.min(output.rows, mostTextColumns), output.columns),
  ].join("\n");
}

import type { Drawing } from "./drawing.ts";
import type { Heading } from "./heading.ts";
import { count, formatNumber } from "./numbers.ts";
import type { ShowOptions } from "./options.ts";
import { poolingAnimation, withinBudget } from "./pooling-animation.ts";
import { equation, type PoolingTraceLike, type Scene, sceneOf, valuesOf } from "./pooling-scene.ts";
import { poolingPicture } from "./pooling-svg.ts";
import { statistics } from "./statistics.ts";
import { svgDocument } from "./svg.ts";
import { textTable } from "./text.ts";
import { omittedSteps, pooledPanels, settings } from "./window-words.ts";

/**
 * The trace of a pooling as an animation: the window on the input, what is in it, the winner or the mean, and the output
 * that they reveal. As many steps as `budget` bytes of JSON hold. Traces of three dimensions are described, not drawn.
 */
export function drawPooling(trace: PoolingTraceLike, options: ShowOptions, budget: number): Drawing {
  const description = describePooling(trace);
  const whole = sceneOf(trace);
  if (!whole) return { description, text: description };
  const plain = options.plain ?? false;
  const scene = withinBudget(trace, whole, plain, budget);
  const heading = poolingHeading(trace, scene, options);
  return {
    description,
    text: poolingText(trace, scene, description),
    svg: svgDocument(heading, description, poolingPicture(trace, scene)),
    plotly: poolingAnimation(trace, scene, heading, plain),
  };
}

/** "Max pooling of an input of 4 by 4 with a window of 2 by 2, ...: in 4 steps ..., 2 by 2 from 5 to 9." */
function describePooling(trace: PoolingTraceLike): string {
  const { min, max } = statistics(trace.output.toTypedArray());
  return [
    `${nameOf(trace)} of an input of ${trace.map.shape.join(" by ")}`,
    ` with a window of ${trace.kernelSize.join(" by ")}, ${settingsOf(trace).join(", ")}:`,
    ` in ${count(trace.steps.length, "step")} the window slides over the input, and ${ruleOf(trace)}`,
    ` is one value of the output, ${trace.output.shape.join(" by ")}`,
    trace.steps.length > 0 ? ` from ${formatNumber(min)} to ${formatNumber(max)}.` : ".",
  ].join("");
}

function nameOf({ kind }: PoolingTraceLike): string {
  return kind === "max" ? "Max pooling" : "Average pooling";
}

function ruleOf({ kind, steps }: PoolingTraceLike): string {
  if (kind === "max") return "the largest of its values";
  const [divisor, ...others] = new Set(steps.map((step) => step.divisor));
  const by = divisor === undefined || others.length > 0 ? "how many places count" : formatNumber(divisor);
  return `the sum of its values, divided by ${by},`;
}

function settingsOf({ stride, padding, dilation }: PoolingTraceLike): string[] {
  return settings({ stride, padding: padding.map((width) => [width, width] as const), dilation });
}

function poolingHeading(trace: PoolingTraceLike, scene: Scene, options: ShowOptions): Heading {
  const sizes = `input ${trace.map.shape.join(" x ")}, window ${trace.kernelSize.join(" x ")}`;
  const notes = [
    ...omittedSteps(scene),
    ...pooledPanels({ input: scene.input, window: valuesOf(scene, scene.steps[0]!) }),
  ];
  const [samples, channels] = trace.input.shape as [number, number];
  const about = [
    ...(options.title === undefined ? [] : [nameOf(trace), sizes]),
    ...settingsOf(trace),
    ...(samples > 1 ? [`sample ${trace.sample}`] : []),
    ...(channels > 1 ? [`channel ${trace.channel}`] : []),
  ];
  return {
    title: options.title ?? `${nameOf(trace)}: ${sizes}`,
    lines: [about, ...(notes.length > 0 ? [notes] : [])],
  };
}

const mostTextColumns = 12;

function poolingText(trace: PoolingTraceLike, scene: Scene, description: string): string {
  const step = scene.steps[0]!;
  const { output } = scene;
  const place = `step 1 of ${scene.allSteps}, output [${step.position.join(", ")}]`;
  const result = equation(trace, scene, step);
  const window = valuesOf(scene, step);
  const covered = step.values.includes(null);
  if (covered || window.columns > mostTextColumns || output.columns > mostTextColumns) {
    return `${description}\n${place}: ${result}`;
  }
  return [
    description,
    `${place}: window`,
    textTable(window.values, 0, window.rows, window.columns),
    result,
    "output",
    textTable(output.values, 0, Math.min(output.rows, mostTextColumns), output.columns),
  ].join("\n");
}

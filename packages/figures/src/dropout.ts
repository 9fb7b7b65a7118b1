import { type ColorRange, countClipped } from "./colors.ts";
import type { Drawing } from "./drawing.ts";
import { dropoutFigure } from "./dropout-figure.ts";
import { type DropoutScene, type DropoutTraceLike, sceneOf } from "./dropout-scene.ts";
import { dropoutPicture } from "./dropout-svg.ts";
import type { Heading } from "./heading.ts";
import { count, formatNumber, groupDigits } from "./numbers.ts";
import type { ShowOptions } from "./options.ts";
import { omissions } from "./plan.ts";
import { plotlyReaches } from "./plotly.ts";
import { sampleMap } from "./pool.ts";
import { shapeLabel, statistics } from "./statistics.ts";
import { svgDocument } from "./svg.ts";
import { textPicture } from "./text.ts";

/**
 * The trace of a dropout as three maps: the input, the mask, and the output, in which what was dropped is grey. The first
 * maps of more than three axes, and as many cells as `budget` bytes of JSON hold.
 */
export function drawDropout(trace: DropoutTraceLike, options: ShowOptions, budget: number): Drawing {
  const description = describeDropout(trace);
  if (trace.input.shape.includes(0)) return { description, text: description };
  const scene = sceneOf(trace, options, budget);
  const heading = dropoutHeading(trace, scene, options);
  return {
    description,
    text: [description, ...texts(trace, scene)].join("\n"),
    svg: svgDocument(heading, description, dropoutPicture(scene)),
    ...(plotlyReaches(scene.found) ? { plotly: dropoutFigure(scene, heading) } : {}),
  };
}

/** "Dropout of 16 values with p = 0.5 drops 7 (43.75%) and multiplies the others by 2: the output goes from 0 to 3.8." */
function describeDropout(trace: DropoutTraceLike): string {
  const { p, training, scale, output } = trace;
  const values = output.toTypedArray();
  const { finite, min, max } = statistics(values);
  const range =
    finite > 0 ? ` goes from ${formatNumber(min)} to ${formatNumber(max)}` : " has no finite value";
  const does = training
    ? `drops ${dropped(trace)} and multiplies the others by ${formatNumber(scale)}: the output`
    : "changes nothing in evaluation: the output, which is the input,";
  return `Dropout of ${count(values.length, "value")} with p = ${formatNumber(p)} ${does}${range}.`;
}

/** "7 (43.75%)". */
function dropped({ mask }: DropoutTraceLike): string {
  const { count: all, zeros } = statistics(mask.toTypedArray());
  return all === 0 ? "0" : `${groupDigits(zeros)} (${formatNumber((100 * zeros) / all)}%)`;
}

function dropoutHeading(trace: DropoutTraceLike, scene: DropoutScene, options: ShowOptions): Heading {
  const { p, training, input, scale } = trace;
  const { plan, range, found, leading } = scene;
  const what = `Dropout, p = ${formatNumber(p)}`;
  const clipped =
    countClipped(input.toTypedArray(), range) + countClipped(trace.output.toTypedArray(), range);
  const happened = training
    ? [`${dropped(trace)} of ${count(input.toTypedArray().length, "value")} dropped`, formula(scale)]
    : ["in evaluation nothing is dropped"];
  const first = input.shape.slice(0, -3).map(() => 0);
  const notes = [
    ...(leading > 1 ? [`index [${first.join(", ")}] shown, of ${groupDigits(leading)}`] : []),
    ...(clipped > 0
      ? [`colours end at 3 RMS = ${formatNumber(range.high)}, ${groupDigits(clipped)} beyond`]
      : []),
    ...(found.count > found.finite ? [`${count(found.count - found.finite, "value")} not finite`] : []),
    ...(plan.factor > 1 ? [`one value of every ${plan.factor} x ${plan.factor} shown`] : []),
    ...omissions({ ...plan, factor: 1 }),
  ];
  return {
    title: options.title ?? what,
    lines: [
      [...(options.title === undefined ? [] : [what]), shapeLabel(input), ...happened],
      ...(notes.length > 0 ? [notes] : []),
    ],
  };
}

function formula(scale: number): string {
  return `output = input × mask × ${formatNumber(scale)}, grey where dropped`;
}

/** In characters what is dropped is left empty. */
const keptOrNot: ColorRange = { scale: "gray", low: 0, high: 1 };

/** The first map of each. */
function texts({ input, mask, output }: DropoutTraceLike, { plan, range }: DropoutScene): string[] {
  const maps = [
    ["input", input, range],
    ["mask", mask, keptOrNot],
    ["output", output, range],
  ] as const;
  return maps.flatMap(([name, tensor, colors]) => [
    name,
    textPicture(tensor.toTypedArray(), plan.view, colors, sampleMap),
  ]);
}

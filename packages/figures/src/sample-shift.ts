import { type BatchNorm1d, ShapeError, type Tensor } from "@layerbook/layers";
import { checkChoices, checkIndex } from "./choices.ts";
import type { Figure } from "./figure.ts";
import { formatNumber } from "./numbers.ts";
import { isTensor, kindOf } from "./recognise.ts";
import { named } from "./run.ts";
import {
  farthest,
  mostSamples,
  type ShiftScene,
  shiftScene,
  shiftViews,
  sweepOf,
} from "./sample-shift-scene.ts";
import { statistics } from "./statistics.ts";
import { sweptFigure } from "./sweep.ts";
import { textTable } from "./text.ts";

/** What may be chosen of a sample's shift. */
export interface SampleShiftOptions {
  /** Which sample of the batch moves; the last by default. */
  readonly sample?: number;
  /** Which of its features; 0 by default. */
  readonly feature?: number;
  /** Where it goes, 2 to 41 numbers; by default as far to both sides of the batch as that is wide. */
  readonly values?: readonly number[];
  /** Stands above the figure. Always shown as text. */
  readonly title?: string;
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}

const action = "shift a sample";
const defaultValues = 25;

/**
 * One sample of a batch, [N, features], moved from value to value, and what the layer makes of all of them: in training the
 * mean and the spread follow it, and with them every other output; in evaluation its own alone moves. Runs the layer
 * itself in both modes and leaves it as it was. Throws ShapeError for what is no batch normalisation of such a batch, for
 * a sample, feature or values that cannot be, and for an option that there is not; and as the layer does.
 *
 * @example
 * import { sampleShift } from "@layerbook/figures";
 * import { BatchNorm1d, tensor } from "@layerbook/layers";
 * sampleShift(new BatchNorm1d(1), tensor([[1], [2], [4]]));
 */
export function sampleShift(layer: BatchNorm1d, batch: Tensor, options: SampleShiftOptions = {}): Figure {
  checkChoices(action, options, {
    sample: "index",
    feature: "index",
    values: "values",
    title: "text",
    plain: "boolean",
  });
  if (kindOf(layer) !== "module" || layer.numFeatures === undefined || layer.trace === undefined) {
    throw new ShapeError(`Cannot ${action} through ${named(layer)}: expected a BatchNorm1d`);
  }
  if (!isTensor(batch) || batch.shape.length !== 2 || batch.shape.includes(0)) {
    throw new ShapeError(`Cannot ${action} of ${named(batch)}: expected a batch [N, ${layer.numFeatures}]`);
  }
  const [count, features] = batch.shape as readonly [number, number];
  const { sample = count - 1, feature = 0, title, plain = false } = options;
  checkIndex(action, "sample", sample, count);
  checkIndex(action, "feature", feature, features);
  const values = options.values ?? valuesAround(batch, feature);
  const scene = shiftScene(layer, batch, { sample, feature, values });
  const lines = [
    `BatchNorm of ${count} samples`,
    ...(features > 1 ? [`feature ${feature} of ${features}`] : []),
    "orange: the sample that moves",
    "rings: where the outputs were",
    ...(count > mostSamples ? [`${mostSamples} of the samples shown`] : []),
  ];
  return sweptFigure(sweepOf(scene), {
    heading: { title: title ?? "One sample moves", lines: [lines] },
    title,
    description: describeShift(scene, count),
    numbers: numbersOf(scene),
    plain,
  });
}

/** From as far below the batch's numbers as they are apart to as far above them. */
function valuesAround(batch: Tensor, feature: number): number[] {
  const [count, features] = batch.shape as readonly [number, number];
  const all = batch.toTypedArray();
  const { min, max, finite } = statistics(
    Array.from({ length: count }, (_, n) => all[n * features + feature]!),
  );
  if (finite === 0) return [-1, 1];
  const width = max > min ? max - min : 1;
  return Array.from({ length: defaultValues }, (_, i) => {
    return Number((min - width + (i / (defaultValues - 1)) * (max - min + 2 * width)).toPrecision(4));
  });
}

/** "Sample 3 of a batch of 4 goes from -1 to 7 through a batch normalisation: in training the other outputs move by up to 1.414, in evaluation they move by up to 0." */
function describeShift({ runs, values, sample, shown }: ShiftScene, count: number): string {
  const [training, evaluation] = runs.map((run) => {
    const way = farthest(run, shown, sample);
    return Number.isNaN(way) ? "are not finite" : `move by up to ${formatNumber(way)}`;
  });
  const goes = `goes from ${formatNumber(values[0]!)} to ${formatNumber(values.at(-1)!)}`;
  return `Sample ${sample} of a batch of ${count} ${goes} through a batch normalisation: in training the other outputs ${training}, in evaluation they ${evaluation}.`;
}

/** A row for each of the telling values. */
function numbersOf({ runs, values, telling, shown }: ShiftScene): string {
  const few = shown.slice(0, 9);
  const tables = shiftViews.map((view, v) => {
    const numbers = telling.flatMap((position) => [
      values[position]!,
      ...few.map((_, place) => runs[v]![position]!.output[place]!),
    ]);
    return `${view}\n${textTable(numbers, 0, telling.length, 1 + few.length)}`;
  });
  return [`columns: the sample's value, then the outputs of samples ${few.join(", ")}`, ...tables].join("\n");
}

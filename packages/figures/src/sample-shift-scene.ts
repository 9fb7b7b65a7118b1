import { type BatchNorm1d, type Tensor, tensor } from "@layerbook/layers";
import { countedAxis } from "./axis.ts";
import { type BatchNormTraceLike, boxColor } from "./batchnorm-scene.ts";
import { formatNumber, nearest } from "./numbers.ts";
import { accent, ink } from "./plotly.ts";
import { statistics } from "./statistics.ts";
import type { Points, PointsMark, Sweep, SweepMark, SweepPanel } from "./sweep.ts";

/** What the layer does with the batch while the sample has one value. */
export interface ShiftedRun {
  readonly mean: number;
  /** √variance. */
  readonly deviation: number;
  /** Of the samples shown. */
  readonly input: readonly number[];
  readonly output: readonly number[];
}

export interface ShiftScene {
  readonly sample: number;
  readonly values: readonly number[];
  /** Indices of the samples that are shown, one after the other, the one that moves among them. */
  readonly shown: readonly number[];
  /** In training and in evaluation, at each value. */
  readonly runs: readonly (readonly ShiftedRun[])[];
  /** The value nearest to the sample's own. */
  readonly first: number;
  readonly telling: readonly number[];
}

export const shiftViews = ["training", "evaluation"] as const;
/** More samples side by side are no longer told apart. */
export const mostSamples = 64;

export function shiftScene(
  layer: BatchNorm1d,
  batch: Tensor,
  { sample, feature, values }: Readonly<Record<"sample" | "feature", number>> & Pick<ShiftScene, "values">,
): ShiftScene {
  const [count, features] = batch.shape as readonly [number, number];
  const start = Math.max(0, sample - mostSamples + 1);
  const shown = Array.from({ length: Math.min(count, mostSamples) }, (_, i) => start + i);
  const column = (of: Pick<Tensor, "toTypedArray">): number[] => {
    const numbers = of.toTypedArray();
    return shown.map((n) => numbers[n * features + feature]!);
  };
  const at = sample * features + feature;
  const runs = shiftViews.map((view) =>
    tracesOf(layer, batch, at, values, view === "training").map((trace): ShiftedRun => {
      const [mean, variance] = [trace.mean, trace.variance].map((of) => of.toTypedArray()[feature]!) as [
        number,
        number,
      ];
      return {
        mean,
        deviation: Math.sqrt(variance),
        input: column(trace.input),
        output: column(trace.output),
      };
    }),
  );
  const first = nearest(values, batch.toTypedArray()[at]!);
  const telling = [...new Set([0, first, values.length - 1])].sort((a, b) => a - b);
  return { sample, values, shown, runs, first, telling };
}

type Trace = Pick<BatchNormTraceLike, "input" | "mean" | "variance" | "output">;

/** The layer's own computation with each of the values at place `at` of the batch; its mode is put back. */
function tracesOf(
  layer: BatchNorm1d,
  batch: Tensor,
  at: number,
  values: readonly number[],
  training: boolean,
): Trace[] {
  const before = layer.training;
  try {
    layer.train(training);
    return values.map((value) => {
      const numbers = batch.toTypedArray();
      numbers[at] = value;
      return layer.trace(tensor(numbers, { shape: batch.shape, dtype: batch.dtype }));
    });
  } finally {
    layer.train(before);
  }
}

/** How far an output of another sample goes, from its least to its largest; NaN where none is finite. */
export function farthest(run: readonly ShiftedRun[], shown: readonly number[], sample: number): number {
  const ways = shown.flatMap((n, place) => {
    if (n === sample) return [];
    const { min, max } = statistics(run.map(({ output }) => output[place]!));
    return [max - min];
  });
  return statistics(ways).max;
}

/** Inputs with the mean and spread that the layer goes by, above what it makes of them. */
export function sweepOf(scene: ShiftScene): Sweep {
  const { sample, values, shown, runs, first, telling } = scene;
  const [low, high] = [shown[0]! - 0.5, shown.at(-1)! + 0.5];
  const x = countedAxis(low, high, 8);
  const lines = runs.flatMap((run, view) => [
    level(run, view, "line", ({ mean }) => mean),
    level(run, view, "dashes", ({ mean, deviation }) => mean - deviation),
    level(run, view, "dashes", ({ mean, deviation }) => mean + deviation),
  ]);
  const rings: SweepMark[] = runs.map((run, view) => ({
    kind: "rings",
    view,
    color: ink,
    at: [pointsOf(shown, run[first]!.output)],
  }));
  const panel = (name: "input" | "output", behind: readonly SweepMark[]): readonly SweepMark[] => [
    ...behind,
    ...runs.map((run, view) => dots(scene, run, view, name)),
  ];
  const notes = runs.map(
    (run, view): SweepMark => ({
      kind: "note",
      view,
      at: run.map(({ mean, deviation }) => `μ = ${formatNumber(mean, 3)}, σ = ${formatNumber(deviation, 3)}`),
    }),
  );
  const panels: SweepPanel[] = [
    { caption: "input; line: mean μ, dashes: μ ± σ", marks: [...panel("input", lines), ...notes], x },
    { caption: "output", marks: panel("output", rings), x, xLabel: "sample" },
  ];
  return {
    quantity: `sample ${sample} =`,
    positions: values.map((value) => formatNumber(value)),
    first,
    telling,
    views: shiftViews,
    rows: panels.map((one) => [one]),
  };

  function level(
    run: readonly ShiftedRun[],
    view: number,
    kind: "line" | "dashes",
    height: (of: ShiftedRun) => number,
  ): PointsMark {
    return { kind, view, color: ink, at: run.map((of) => ({ x: [low, high], y: [height(of), height(of)] })) };
  }
}

function dots(
  { sample, shown }: ShiftScene,
  run: readonly ShiftedRun[],
  view: number,
  name: "input" | "output",
): PointsMark {
  return {
    kind: "dots",
    view,
    color: shown.map((n) => (n === sample ? accent : boxColor)),
    at: run.map((of) => pointsOf(shown, of[name])),
    hover: `${name} of sample %{x} = %{y:.4~g}`,
  };
}

function pointsOf(shown: readonly number[], y: readonly number[]): Points {
  return { x: shown, y };
}

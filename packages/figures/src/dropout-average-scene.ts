import { Dropout, RandomGenerator, type Tensor } from "@layerbook/layers";
import { closeLogAxis, countedAxis } from "./axis.ts";
import { boxColor } from "./batchnorm-scene.ts";
import { colorRange } from "./colors.ts";
import { formatNumber } from "./numbers.ts";
import { accent, ink } from "./plotly.ts";
import { statistics } from "./statistics.ts";
import type { Points, Sweep, SweepMark, SweepPanel } from "./sweep.ts";

/** One forward pass, and the mean of it and those before. */
export interface Draw {
  /** What the layer gave. */
  readonly output: ArrayLike<number>;
  /** 0 where a number was dropped. */
  readonly mask: ArrayLike<number>;
  readonly mean: Float64Array;
  /** Root of the mean square of mean - input. */
  readonly distance: number;
}

export interface AverageScene {
  readonly input: ArrayLike<number>;
  readonly grid: NonNullable<SweepPanel["grid"]>;
  readonly rates: readonly number[];
  /** For each of the rates. */
  readonly runs: readonly (readonly Draw[])[];
  readonly telling: readonly number[];
}

export function averageScene(
  input: Tensor,
  rates: readonly number[],
  draws: number,
  seed: number,
): AverageScene {
  const [rows, columns] = input.shape.length === 1 ? [1, input.shape[0]!] : (input.shape as [number, number]);
  return {
    input: input.toTypedArray(),
    grid: { rows, columns },
    rates,
    runs: rates.map((rate) => drawsOf(input, rate, draws, seed)),
    telling: [...new Set([0, Math.min(3, draws - 1), draws - 1])],
  };
}

/** Pass after pass of a layer of its own, with the same coins at every rate. */
function drawsOf(input: Tensor, rate: number, draws: number, seed: number): Draw[] {
  const layer = new Dropout(rate, { generator: new RandomGenerator(seed) });
  const x = input.toTypedArray();
  const sum = new Float64Array(x.length);
  return Array.from({ length: draws }, (_, earlier): Draw => {
    const trace = layer.trace(input);
    const [output, mask] = [trace.output.toTypedArray(), trace.mask.toTypedArray()];
    for (let i = 0; i < sum.length; i++) sum[i]! += output[i]!;
    const mean = sum.map((total) => total / (earlier + 1));
    return { output, mask, mean, distance: statistics(mean.map((value, i) => value - x[i]!)).rms };
  });
}

/** How far the mean of n draws is expected to be: √(p / (1 - p) / n) times the input's root mean square. */
export function expectedDistance(input: ArrayLike<number>, rate: number, n: number): number {
  return Math.sqrt(rate / (1 - rate) / n) * statistics(input).rms;
}

/** Input, draw and mean as maps, above how far the mean is from the input. */
export function sweepOf({ input, grid, rates, runs, telling }: AverageScene): Sweep {
  const range = colorRange(statistics(input));
  const draws = runs[0]!.length;
  const counted = Array.from({ length: draws }, (_, i) => i + 1);
  const cells = (name: string, at: readonly ArrayLike<number>[], view?: number): SweepMark => ({
    kind: "cells",
    range,
    at,
    hover: `${name} [%{y}, %{x}] = %{z:.4~g}`,
    gaps: name === "draw",
    ...(view === undefined ? {} : { view }),
  });
  const maps: SweepPanel[] = [
    { caption: "input", grid, marks: [cells("input", [input])] },
    { caption: "this draw", grid, marks: runs.map((run, view) => cells("draw", run.map(kept), view)) },
    {
      caption: "mean so far",
      grid,
      marks: runs.map((run, view) =>
        cells(
          "mean",
          run.map(({ mean }) => mean),
          view,
        ),
      ),
    },
  ];
  const distance: SweepPanel = {
    caption: "distance of the mean from the input",
    x: countedAxis(0, draws, 6),
    ...logarithmic(
      runs.flatMap((run, i) =>
        run.flatMap(({ distance }, n) => [distance, expectedDistance(input, rates[i]!, n + 1)]),
      ),
    ),
    xLabel: "draws",
    marks: runs.flatMap((run, view): SweepMark[] => {
      const measured = run.map((draw) => draw.distance);
      const line: Points = { x: counted, y: measured };
      const expected: Points = {
        x: counted,
        y: counted.map((n) => expectedDistance(input, rates[view]!, n)),
      };
      return [
        { kind: "dashes", view, color: ink, at: [expected], hover: "expected after %{x}: %{y:.3~g}" },
        { kind: "line", view, color: boxColor, at: [line], hover: "after %{x}: %{y:.3~g}" },
        {
          kind: "dots",
          view,
          color: accent,
          at: run.map((draw, i) => ({ x: [i + 1], y: [draw.distance] })),
          hover: "after %{x}: %{y:.3~g}",
        },
        { kind: "note", view, at: measured.map((value) => `${formatNumber(value, 3)} away`) },
      ];
    }),
  };
  return {
    quantity: "draw",
    positions: counted.map(String),
    first: 0,
    telling,
    views: rates.map((rate) => `p = ${formatNumber(rate)}`),
    pictured: [...new Set([0, rates.length - 1])],
    rows: [maps, [distance]],
  };
}

/** Distances of all sizes on one axis, where all are above 0; 1 / √n is the same curve at every rate. */
function logarithmic(distances: readonly number[]): Pick<SweepPanel, "y" | "logarithmic"> {
  const { min, max } = statistics(distances);
  return min > 0 && min < max ? { y: closeLogAxis(min, max), logarithmic: true } : {};
}

/** What a draw left: nothing where it dropped a number. */
function kept({ output, mask }: Draw): Float64Array {
  return Float64Array.from(output, (value, i) => (mask[i] === 0 ? Number.NaN : value));
}

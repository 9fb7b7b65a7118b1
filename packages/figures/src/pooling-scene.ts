import { type ColorRange, colorRange } from "./colors.ts";
import { formatNumber } from "./numbers.ts";
import { inPlane, mapSize, type Panel, panelOf, sample } from "./panel.ts";
import type { Margins } from "./panel-stage.ts";
import type { TensorLike } from "./recognise.ts";
import { jointStatistics } from "./statistics.ts";
import { spanOf, type Window, windowAt } from "./window-path.ts";

/** What `layer.trace(x)` of a pooling gives: one channel of one sample, window by window. */
export interface PoolingTraceLike {
  readonly layer: "pooling";
  readonly kind: "max" | "average";
  readonly sample: number;
  readonly channel: number;
  /** The whole input, [N, channels, ...spatial]. */
  readonly input: TensorLike;
  readonly map: TensorLike;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly output: TensorLike;
  readonly steps: readonly PoolingStepLike[];
}
export interface PoolingStepLike {
  readonly position: readonly number[];
  readonly origin: readonly number[];
  readonly values: readonly (number | null)[];
  readonly value: number;
  /** Of max pooling: where in the map, flat, the largest stands. */
  readonly winner?: number;
  /** Of average pooling. */
  readonly sum?: number;
  readonly divisor?: number;
}

export interface Scene {
  readonly input: Panel;
  /** Where windows reach out of the input, and its padding. */
  readonly margins: Margins;
  readonly output: Panel;
  readonly kernel: readonly [rows: number, columns: number];
  /** Of input, windows and output: the same colours for the same numbers. */
  readonly range: ColorRange;
  /** The steps shown: all, or a sample of them in order. */
  readonly steps: readonly PoolingStepLike[];
  readonly allSteps: number;
}

/** Above this a plotly slider gets slow. */
const mostSteps = 300;
/** A larger map is made smaller: its cells could not be told apart beside another. */
const mostCells = 96;
/** So is a larger window, whose values every step carries. */
const mostWindowCells = 32;

/** What the figures of a trace show; undefined where it is not one- or two-dimensional or has no steps. */
export function sceneOf(trace: PoolingTraceLike): Scene | undefined {
  const inputSize = mapSize(trace.map.shape);
  const outputSize = mapSize(trace.output.shape);
  const kernel = mapSize(trace.kernelSize);
  if (!inputSize || !outputSize || !kernel || trace.steps.length === 0) return undefined;
  const [x, y] = [trace.map.toTypedArray(), trace.output.toTypedArray()];
  const input = panelOf(x, [0], ...inputSize, mostCells);
  return {
    input,
    margins: marginsOf(trace, input, inputSize, kernel),
    output: panelOf(y, [0], ...outputSize, mostCells),
    kernel,
    range: colorRange(jointStatistics(x, y)),
    steps: sample(trace.steps, mostSteps),
    allSteps: trace.steps.length,
  };
}

export function isPadded({ padding }: PoolingTraceLike): boolean {
  return padding.some((width) => width > 0);
}

/** The scene with at most `most` of its steps, which must be 1 at least. */
export function withSteps(scene: Scene, most: number): Scene {
  return { ...scene, steps: sample(scene.steps, most) };
}

/** The step's window on the input. */
export function windowOf(
  { dilation }: PoolingTraceLike,
  { input, kernel }: Pick<Scene, "input" | "kernel">,
  { origin }: PoolingStepLike,
): Window {
  return windowAt(inPlane(origin), 1, input, kernel, mapSize(dilation)!);
}

function marginsOf(
  trace: PoolingTraceLike,
  input: Panel,
  [height, width]: readonly [number, number],
  kernel: readonly [number, number],
): Margins {
  const [top, left] = inPlane(trace.padding);
  // The last window reaches furthest.
  const last = windowOf(trace, { input, kernel }, trace.steps.at(-1)!);
  const [rows, columns] = spanOf(last);
  return {
    top,
    left,
    bottom: Math.max(top, last.row + rows - height),
    right: Math.max(left, last.starts[0]! + columns - width),
  };
}

/** A step's values as a panel, empty where the window covers no input. */
export function valuesOf({ kernel }: Scene, { values }: PoolingStepLike): Panel {
  // Where several values share a cell, an empty one would hide the others.
  const empty = Math.max(...kernel) > mostWindowCells ? 0 : Number.NaN;
  return panelOf(
    values.map((value) => value ?? empty),
    [0],
    ...kernel,
    mostWindowCells,
  );
}

/** Row and column of the winner in the input and in the window; undefined where there is none. */
export function winnerOf(
  trace: PoolingTraceLike,
  scene: Scene,
  step: PoolingStepLike,
): { readonly inInput: readonly [number, number]; readonly inWindow: readonly [number, number] } | undefined {
  if (step.winner === undefined) return undefined;
  const width = trace.map.shape.at(-1)!;
  const [row, column] = [Math.floor(step.winner / width), step.winner % width];
  const window = windowOf(trace, scene, step);
  return {
    inInput: [row, column],
    inWindow: [(row - window.row) / window.down, (column - window.starts[0]!) / window.across],
  };
}

/** "largest of 4 values = 9, at [3, 0]" or "11 (sum) ÷ 4 = 2.75". */
export function equation(trace: PoolingTraceLike, scene: Scene, step: PoolingStepLike): string {
  const value = formatNumber(step.value);
  const winner = winnerOf(trace, scene, step);
  if (!winner) return `${formatNumber(step.sum ?? 0)} (sum) ÷ ${formatNumber(step.divisor ?? 1)} = ${value}`;
  const counted = step.values.filter((other) => other !== null).length;
  const place = winner.inInput.slice(-trace.map.shape.length);
  return `largest of ${counted} = ${value}, at [${place.join(", ")}]`;
}

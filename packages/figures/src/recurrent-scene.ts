import type { ColorRange } from "./colors.ts";
import { formatNumber } from "./numbers.ts";
import type { TensorLike } from "./recognise.ts";
import { type Statistics, statistics } from "./statistics.ts";

/** What a figure needs to know of the trace of an RNN, GRU or LSTM. */
export interface RecurrentTraceLike {
  readonly layer: string;
  readonly sample: number;
  readonly layerIndex: number;
  readonly reverse: boolean;
  readonly input: TensorLike;
  readonly output: TensorLike;
  /** Beside its position, a step has its quantities by name, one number per unit. */
  readonly steps: readonly ({ readonly position: number } & Readonly<Record<string, unknown>>)[];
}

/** One of the quantities that a step has for each unit. */
export interface Quantity {
  /** Its name in the trace's steps. */
  readonly key: string;
  /** Its name for readers, with the formula's letter. */
  readonly name: string;
  /** A gate lies in 0..1, a state as a rule in -1..1, all else, such as the input's features, is as large as it is. */
  readonly kind: "gate" | "state" | "free" | "features";
}

/** What every kind of layer reads, before what it computes. */
export const inputQuantity: Quantity = { key: "x", name: "input x", kind: "features" };

/** A quantity over time: [units, steps], flat. */
export interface Panel {
  readonly name: string;
  /** What a row is. */
  readonly noun: "unit" | "feature";
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
  readonly range: ColorRange;
  /** Of all rows and steps, shown or not. */
  readonly found: Statistics;
}

export interface RecurrentScene {
  readonly panels: readonly Panel[];
  /** Those whose colours have a legend, one for each colour scale. */
  readonly legends: readonly Panel[];
  readonly steps: number;
  /** Every so many steps one is shown. */
  readonly stride: number;
  /** How many rows the largest quantity has, and how many of them are shown. */
  readonly rows: number;
  readonly shownRows: number;
}

/** More rows or columns than this are no longer told apart. */
const mostRows = 64;
const mostSteps = 600;
/** Bytes of JSON that a cell takes, in plotly's numbers and in the picture. */
const cellBytes = { packed: 7, plain: 14 };

/** Every quantity over time, with as many steps as `budget` bytes of JSON hold. */
export function sceneOf(
  trace: RecurrentTraceLike,
  quantities: readonly Quantity[],
  plain: boolean,
  budget: number,
): RecurrentScene {
  const inTime = [...trace.steps].sort((a, b) => a.position - b.position);
  const overTime = quantities.map(({ key }) => inTime.map((step) => step[key] as readonly number[]));
  const heights = overTime.map(([first]) => first!.length);
  const cells = heights.reduce((sum, height) => sum + Math.min(height, mostRows), 0);
  const affordable = Math.floor(budget / (cells * (plain ? cellBytes.plain : cellBytes.packed)));
  const stride = Math.ceil(inTime.length / Math.max(1, Math.min(mostSteps, affordable)));
  const panels = quantities.map(({ name, kind }, i): Panel => {
    const shown = overTime[i]!.filter((_, step) => step % stride === 0);
    const [rows, columns] = [Math.min(heights[i]!, mostRows), shown.length];
    const values = Float64Array.from({ length: rows * columns }, (_, cell) => {
      return shown[cell % columns]![Math.floor(cell / columns)]!;
    });
    const found = statistics(overTime[i]!.flat());
    const noun = kind === "features" ? "feature" : "unit";
    return { name, noun, rows, columns, values, range: rangeOf(kind, found), found };
  });
  const rows = Math.max(...heights);
  const shownRows = Math.min(rows, mostRows);
  return { panels, legends: legendsOf(panels), steps: inTime.length, stride, rows, shownRows };
}

/** The same colours for the same numbers from figure to figure, wherever a quantity has bounds. */
function rangeOf(kind: Quantity["kind"], { min, max }: Statistics): ColorRange {
  if (kind === "gate") return { scale: "sequential", low: 0, high: 1 };
  const largest = Math.max(Math.abs(min), Math.abs(max));
  // A state of relu has no bounds.
  const end = kind === "state" && !(largest > 1) ? 1 : largest || 1;
  return { scale: "diverging", low: -end, high: end };
}

/** The last is the state, the one that most look at. */
function legendsOf(panels: readonly Panel[]): Panel[] {
  const gate = panels.find(({ range }) => range.scale === "sequential");
  return [...(gate ? [gate] : []), panels.at(-1)!];
}

/** "forget gate f, 0 to 1": what the panel shows, and which numbers the ends of its colours stand for. */
export function captionOf({ name, range }: Panel): string {
  return `${name}, ${formatNumber(range.low)} to ${formatNumber(range.high)}`;
}

/** In CSS pixels: a line of numbers for each of a few rows, thinner ones for many. */
export function panelHeight({ rows }: Panel): number {
  return Math.max(20, Math.min(rows * 18, 132));
}

import { type Axis, countedAxis, linearAxis, logAxis } from "./axis.ts";
import { lineColors } from "./colors.ts";
import { count, formatNumber } from "./numbers.ts";
import type { Series } from "./run.ts";
import { type Statistics, statistics } from "./statistics.ts";

/** A series as it is drawn. */
export interface Line extends Series {
  readonly color: string;
  /** Plotly's name of the dashes, and SVG's: curves differ by more than their colour. */
  readonly dash: string;
  readonly dashes: string;
  readonly right: boolean;
  /** Steps whose values no axis can show: NaN, infinities, and on a logarithmic axis what is not above 0. */
  readonly lost: readonly { readonly x: number; readonly y: number }[];
  readonly found: Statistics;
}

export interface CurveScene {
  readonly lines: readonly Line[];
  readonly bottom: Axis;
  /** Missing when no series has a value that can be drawn against it. */
  readonly left?: Axis;
  readonly right?: Axis;
  readonly logScale: boolean;
  /** What was left out or cannot be shown, in words. */
  readonly notes: readonly string[];
}

export interface CurveChoices {
  readonly logScale: boolean;
  readonly right: readonly string[];
}

const dashes = [
  ["solid", ""],
  ["dash", "6 4"],
  ["dot", "2 3"],
  ["dashdot", "7 3 2 3"],
] as const;
/** A point in plotly's numbers, two of 8 bytes in base64 or of digits, and in the picture's path. */
const pointBytes = 48;
const mostPoints = 2000;

/** The lines and axes of a plot of `series` that fits into `budget` bytes of JSON. */
export function curveScene(series: readonly Series[], choices: CurveChoices, budget: number): CurveScene {
  const most = Math.max(
    2,
    Math.min(mostPoints, Math.floor(budget / (pointBytes * Math.max(1, series.length)))),
  );
  const lines = series.map((one, i) => lineOf(one, i, choices, most));
  const steps = statistics(series.flatMap(({ x }) => [x[0]!, x.at(-1)!]));
  const left = axisOf(lines, false, choices.logScale);
  const right = axisOf(lines, true, false);
  return {
    lines,
    bottom: countedAxis(steps.min, steps.max),
    ...(left ? { left } : {}),
    ...(right ? { right } : {}),
    logScale: choices.logScale,
    notes: notesOf(series, lines, most, choices),
  };
}

function lineOf(series: Series, index: number, choices: CurveChoices, most: number): Line {
  const right = choices.right.includes(series.name);
  const isShown = (y: number): boolean => Number.isFinite(y) && (right || !choices.logScale || y > 0);
  const [dash, pattern] = dashes[index % dashes.length]!;
  return {
    name: series.name,
    ...thinned(series, most, isShown),
    color: lineColors[index % lineColors.length]!,
    dash,
    dashes: pattern,
    right,
    lost: series.x.flatMap((x, i) => (isShown(series.y[i]!) ? [] : [{ x, y: series.y[i]! }])),
    found: statistics(series.y),
  };
}

/**
 * Of many points the least and the greatest of each stretch, so that the line looks as it did and no peak is lost. What
 * cannot be shown becomes NaN, a gap.
 */
function thinned(
  { x, y }: Series,
  most: number,
  isShown: (y: number) => boolean,
): { readonly x: readonly number[]; readonly y: readonly number[] } {
  const stretch = x.length <= most ? 1 : Math.ceil((2 * x.length) / most);
  const kept: number[] = [];
  for (let start = 0; start < x.length; start += stretch) {
    let [low, high] = [start, start];
    for (let i = start + 1; i < Math.min(x.length, start + stretch); i++) {
      if (isShown(y[i]!) && !(y[low]! <= y[i]!)) low = i;
      if (isShown(y[i]!) && !(y[high]! >= y[i]!)) high = i;
    }
    kept.push(Math.min(low, high));
    if (low !== high) kept.push(Math.max(low, high));
  }
  if (kept.length > 0 && kept.at(-1) !== x.length - 1) kept.push(x.length - 1);
  return { x: kept.map((i) => x[i]!), y: kept.map((i) => (isShown(y[i]!) ? y[i]! : Number.NaN)) };
}

function axisOf(lines: readonly Line[], right: boolean, logScale: boolean): Axis | undefined {
  const shown = lines.filter((line) => line.right === right).flatMap(({ y }) => y);
  const { min, max, finite } = statistics(shown);
  if (finite === 0) return undefined;
  if (logScale) return logAxis(min, max);
  // Zero is where a loss is to go: it is shown unless that would press the curve flat.
  return linearAxis(min > 0 && min < max / 2 ? 0 : min, max);
}

function notesOf(
  series: readonly Series[],
  lines: readonly Line[],
  most: number,
  { logScale }: CurveChoices,
): string[] {
  const notes: string[] = [];
  const longest = Math.max(0, ...series.map(({ x }) => x.length));
  if (longest > most) {
    notes.push(`of each ${Math.ceil((2 * longest) / most)} steps the least and the greatest value`);
  }
  for (const { name, lost, right } of lines) {
    const notFinite = lost.filter(({ y }) => !Number.isFinite(y));
    if (notFinite.length > 0) {
      const [{ x, y }] = notFinite as [{ x: number; y: number }];
      notes.push(
        `${name}: ${count(notFinite.length, "value")} not finite, the first ${formatNumber(y)} at step ${formatNumber(x, 9)}`,
      );
    }
    const below = lost.length - notFinite.length;
    if (logScale && !right && below > 0) {
      notes.push(`${name}: ${count(below, "value")} not above 0, which a logarithmic scale cannot show`);
    }
  }
  return notes;
}

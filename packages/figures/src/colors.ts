import { shareOf } from "./numbers.ts";
import type { Statistics } from "./statistics.ts";

export type Rgb = readonly [red: number, green: number, blue: number];

/** ColorBrewer's RdBu, blue for negative, with a white middle: safe for the colour-blind. */
const diverging = "053061 2166ac 4393c3 92c5de d1e5f0 ffffff fddbc7 f4a582 d6604d b2182b 67001f";
/** Viridis at eleven points: even in lightness, safe for the colour-blind. */
const sequential = "440154 482475 414487 355f8d 2a788e 21918c 22a884 44bf70 7ad151 bddf26 fde725";
const gray = "000000 ffffff";

/** Of lines: told apart also by the colour-blind, with a contrast of 3.4 and more on white and on dark pages. */
export const lineColors = ["#2080c0", "#d55e00", "#009e73", "#b8609a", "#8c7a00"] as const;

export type ScaleName = "sequential" | "diverging" | "gray";

const stops: Readonly<Record<ScaleName, readonly Rgb[]>> = {
  sequential: parseColors(sequential),
  diverging: parseColors(diverging),
  gray: parseColors(gray),
};

/** Colours written in hexadecimal, one after the other. */
export function parseColors(hexadecimal: string): readonly Rgb[] {
  return hexadecimal.split(" ").map((color) => {
    const value = Number.parseInt(color, 16);
    return [value >> 16, (value >> 8) & 255, value & 255];
  });
}

/** Which numbers the two ends of a colour scale stand for. */
export interface ColorRange {
  readonly scale: ScaleName;
  readonly low: number;
  readonly high: number;
  /** In place of the scale, from the least to the greatest: the only values that there are, */
  readonly values?: readonly number[];
  /** and the colour of each. */
  readonly colors?: readonly Rgb[];
}

/**
 * Diverging and symmetric around 0 when any value is negative, else sequential from 0 ("auto"). The range ends at the
 * largest size of a value or at three times the root mean square, whichever is nearer, so that one outlier does not
 * make all other values look alike.
 */
export function colorRange(found: Statistics, wanted: ScaleName | "auto" = "auto"): ColorRange {
  const scale = wanted === "auto" ? (found.min < 0 ? "diverging" : "sequential") : wanted;
  const largest = Math.max(Math.abs(found.min), Math.abs(found.max));
  const high = Math.min(largest, 3 * found.rms);
  const end = high > 0 ? high : 1;
  if (scale === "gray" && found.min < 0) return { scale, low: -end, high: end };
  return { scale, low: scale === "diverging" ? -end : 0, high: end };
}

/** How many finite values lie outside the range and so have the colour of its end. */
export function countClipped(values: ArrayLike<number>, range: ColorRange): number {
  let clipped = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if ((value < range.low || value > range.high) && value - value === 0) clipped++;
  }
  return clipped;
}

/** The scale cut into `size` equal steps, from the low end to the high end. */
export function colorTable(scale: ScaleName, size: number): readonly Rgb[] {
  return Array.from({ length: size }, (_, i) => interpolate(stops[scale], size === 1 ? 0 : i / (size - 1)));
}

/** Where a value lies in its range, 0 at the low end and 1 at the high end, clipped; by its place among few. */
export function rangePosition(value: number, { low, high, values }: ColorRange): number {
  if (values) return values.indexOf(value) / Math.max(1, values.length - 1);
  return Math.min(1, Math.max(0, shareOf(value, low, high)));
}

export function colorOf(value: number, range: ColorRange): Rgb {
  const position = rangePosition(value, range);
  const { colors } = range;
  if (colors) return colors[Math.round(position * (colors.length - 1))]!;
  return interpolate(stops[range.scale], position);
}

function interpolate(colors: readonly Rgb[], position: number): Rgb {
  const place = position * (colors.length - 1);
  const index = Math.min(colors.length - 2, Math.floor(place));
  const [a, b] = [colors[index]!, colors[index + 1]!];
  const mixed = (channel: 0 | 1 | 2): number =>
    Math.round(a[channel] + (b[channel] - a[channel]) * (place - index));
  return [mixed(0), mixed(1), mixed(2)];
}

export function hexColor([red, green, blue]: Rgb): string {
  return `#${((red << 16) | (green << 8) | blue).toString(16).padStart(6, "0")}`;
}

/** Black or white, whichever reads better on the colour (relative luminance of WCAG 2). */
export function inkOn(color: Rgb): "#000000" | "#ffffff" {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
}

/** A plotly colorscale: [[0, "#053061"], ..., [1, "#67001f"]]. */
export function plotlyColorscale(scale: ScaleName): readonly (readonly [number, string])[] {
  const colors = stops[scale];
  return colors.map((color, i) => [i / (colors.length - 1), hexColor(color)]);
}

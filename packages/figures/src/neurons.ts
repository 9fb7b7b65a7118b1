import { type ColorRange, colorOf, hexColor, inkOn } from "./colors.ts";
import type { AreaLook, LabelLook, Path, Point, WireLook } from "./diagram.ts";
import { formatNumber } from "./numbers.ts";
import { accent, ink } from "./plotly.ts";
import { statistics } from "./statistics.ts";

/** Of numbers above and below 0, as in other figures of sums. */
export const positive = "#d6604d";
export const negative = "#4393c3";

/** The colour that tells a number's sign; grey for 0 and for what is no number. */
export function signColor(value: number): string {
  return value > 0 ? positive : value < 0 ? negative : ink;
}

/** Two decimals: there is no room for more. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  // Not of the number itself: -0.375 is to be as long as 0.375.
  return formatNumber(size < 100 ? (Math.sign(value) * Math.round(size * 100)) / 100 : value, 3);
}

export const neuronRadius = 17;
/** From the middle of a neuron to the next one's below it. */
const [largestPitch, smallestPitch] = [40, 37];
/** More would make a figure higher than a screen. */
export const mostNeurons = 16;

/** Where the neurons of a column are, in the middle of the height. */
export function columnAt(x: number, neurons: number, height: number): readonly Point[] {
  const pitch = pitchOf(neurons);
  return Array.from({ length: neurons }, (_, i) => [x, height / 2 + (i - (neurons - 1) / 2) * pitch]);
}

/** How high a column of so many is. */
export function columnHeight(neurons: number): number {
  return (neurons - 1) * pitchOf(neurons) + 2 * neuronRadius + 12;
}

function pitchOf(neurons: number): number {
  return neurons > 8 ? smallestPitch : largestPitch;
}

/** The same colours for the same numbers in all neurons. */
export function neuronRange(values: readonly number[]): ColorRange {
  const { min, max } = statistics(values);
  const end = Math.max(Math.abs(min), Math.abs(max));
  return { scale: "diverging", low: -(end || 1), high: end || 1 };
}

/** A neuron in the colour of its number, or one that is dropped; a chosen one stands out. */
export function neuronLook(
  [x, y]: Point,
  value: number | undefined,
  range: ColorRange,
  chosen: boolean,
): AreaLook {
  return {
    shape: { kind: "circle", x, y, radius: neuronRadius },
    fill: value === undefined || !Number.isFinite(value) ? "none" : hexColor(colorOf(value, range)),
    line: chosen ? accent : ink,
    lineWidth: chosen ? 3 : 1,
  };
}

/** The number inside a neuron; nothing in one that is dropped. */
export function neuronText(value: number | undefined, range: ColorRange): LabelLook {
  if (value === undefined) return { text: "" };
  const color = Number.isFinite(value) ? inkOn(colorOf(value, range)) : ink;
  return { text: shortNumber(value), color };
}

/** A line between two neurons and the weight that it stands for. */
export interface Connection {
  readonly from: Point;
  readonly to: Point;
  readonly weight: number;
}

/** Lines are so wide, from the smallest weights to the largest. */
const widths = [0.8, 1.6, 2.6, 4] as const;

/** Every look that a line may have: the sign by its colour, the size by its width; a weight of 0 is a thin grey one. */
const looks = [
  { color: ink, width: 0.5, sign: 0, level: 0 },
  ...[-1, 1].flatMap((sign) =>
    widths.map((width, level) => ({ color: signColor(sign), width, sign, level: level + 1 })),
  ),
];

/** The lines in few groups that each look alike; at each position the same groups, some of them empty. */
export function connectionLooks(
  connections: readonly Connection[],
  largest: number,
  opacity: number,
): readonly WireLook[] {
  return looks.map(({ color, width, sign, level }) => ({
    color,
    width,
    opacity,
    paths: connections
      .filter(({ weight }) => signOf(weight) === sign && levelOf(weight, largest) === level)
      .map(({ from, to }): Path => [from, to]),
  }));
}

function signOf(weight: number): number {
  return weight > 0 ? 1 : weight < 0 ? -1 : 0;
}

/** 0 for nothing, 1 to 4 for its share of the largest. */
function levelOf(weight: number, largest: number): number {
  const size = Math.abs(weight);
  if (!(size > 0)) return 0;
  return size < largest ? Math.max(1, Math.ceil((widths.length * size) / largest)) : widths.length;
}

import { colorRange } from "./colors.ts";
import type { MapStack } from "./map-stack.ts";
import { planSheet } from "./plan.ts";
import type { TensorLike } from "./recognise.ts";
import { statistics } from "./statistics.ts";
import { indexOf, type View, viewOf } from "./view.ts";

/** How far two tensors of one shape are from each other. */
export interface Distance {
  /** a - b in float64; 0 where both hold the same NaN or infinity. */
  readonly difference: Float64Array;
  readonly differing: number;
  /** Elements of which only one is finite, or that are different infinities: their difference is no number. */
  readonly notFinite: number;
  /** Largest finite size of a difference. */
  readonly largest: number;
  /** Where the two are furthest apart, flat; that is first of all where the difference is no number. */
  readonly at: number;
}

export function distanceOf(a: ArrayLike<number>, b: ArrayLike<number>): Distance {
  const difference = new Float64Array(a.length);
  let [differing, notFinite, largest, at, firstLost] = [0, 0, 0, 0, -1];
  for (let i = 0; i < a.length; i++) {
    if (Object.is(a[i], b[i]) || a[i] === b[i]) continue;
    differing++;
    difference[i] = a[i]! - b[i]!;
    const size = Math.abs(difference[i]!);
    if (!Number.isFinite(size)) {
      if (notFinite++ === 0) firstLost = i;
    } else if (size > largest) [largest, at] = [size, i];
  }
  return { difference, differing, notFinite, largest, at: firstLost < 0 ? at : firstLost };
}

export interface ComparisonScene extends MapStack {
  /** Index of the part of a batch that is drawn, as in "3"; "" when all is. */
  readonly part: string;
  /** Where, in the values of a panel, the map begins that holds the largest difference, and its indices as in "3, 17". */
  readonly worstMap: { readonly start: number; readonly label: string };
}

/**
 * Three maps within `budget` bytes of JSON: both tensors in one range of colours, the difference in its own. Of what has
 * more parts than a figure shows at once it is the part that holds the largest difference.
 */
export function comparisonScene(
  a: TensorLike,
  b: TensorLike,
  { difference, at }: Distance,
  names: readonly string[],
  budget: number,
  bytesPerCell: number,
): ComparisonScene {
  const whole = viewOf(a.shape.length === 1 ? [1, ...a.shape] : a.shape);
  const size = whole.tiles * whole.height * whole.width;
  const frame = Math.floor(at / size);
  const view: View = { ...whole, frames: 1, tileLabel: (_, tile) => whole.tileLabel(frame, tile) };
  const part = (values: ArrayLike<number>): Float64Array =>
    Float64Array.from({ length: size }, (_, i) => values[frame * size + i]!);
  const [left, right, between] = [a.toTypedArray(), b.toTypedArray(), difference].map(part) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const both = new Float64Array(2 * size);
  both.set(left);
  both.set(right, size);
  const range = colorRange(statistics(both));
  const apart = statistics(between);
  // To its largest size: an outlier is what one looks for.
  const end = Math.max(Math.abs(apart.min), Math.abs(apart.max)) || 1;
  const mapSize = whole.height * whole.width;
  const tile = Math.floor((at % size) / mapSize);
  return {
    vector: a.shape.length === 1,
    worstMap: { start: tile * mapSize, label: view.tileLabel(0, tile) },
    plan: planSheet(view, undefined, budget / 3, bytesPerCell),
    part: whole.frames > 1 ? whole.frameLabel(frame) : "",
    panels: [
      { name: names[0]!, values: left, range, found: statistics(left), colors: 0 },
      { name: names[1]!, values: right, range, found: statistics(right), colors: 0 },
      {
        name: `${names[0]} - ${names[1]}`,
        values: between,
        range: { scale: "diverging", low: -end, high: end },
        found: apart,
        colors: 1,
      },
    ],
  };
}

/** `[1, 0, 4]`: where flat position `at` lies. */
export function placeText(at: number, shape: readonly number[]): string {
  return `[${indexOf(at, shape).join(", ")}]`;
}

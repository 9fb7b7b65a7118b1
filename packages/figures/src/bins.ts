import { multiples, stepFor } from "./axis.ts";
import { shareOf } from "./numbers.ts";
import type { Statistics } from "./statistics.ts";

/** How many values lie in each of several intervals of one width, `edges[i]` <= value < `edges[i + 1]`. */
export interface Bins {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

const [fewestBins, mostBins] = [5, 50];
const mostIntegers = 40;

/** Intervals that end at multiples of a round width, so that positive and negative values never share one. */
export function binsOf(values: ArrayLike<number>, found: Statistics, wanted: number | undefined): Bins {
  const { min, max } = found;
  if (wanted === undefined && max - min < mostIntegers && wholeNumbers(values)) {
    const edges = Array.from({ length: max - min + 2 }, (_, i) => min + i - 0.5);
    return { edges, counts: countInto(edges, values) };
  }
  // Square-root rule: it is exact in every engine, and no bar is so thin that its height is chance alone.
  const target = wanted ?? Math.min(mostBins, Math.max(fewestBins, Math.ceil(Math.sqrt(found.finite))));
  // Halved first: the distance of two numbers may be more than a number can be.
  const edges = multiples(min, max, stepFor(min, max, target));
  return { edges, counts: countInto(edges, values) };
}

function wholeNumbers(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i]!) && !Number.isInteger(values[i]!)) return false;
  }
  return true;
}

/** The last interval holds its upper edge too. */
function countInto(edges: readonly number[], values: ArrayLike<number>): number[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  const [low, high] = [edges[0]!, edges.at(-1)!];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    const share = shareOf(value, low, high);
    let bin = Math.min(counts.length - 1, Math.max(0, Math.floor(share * counts.length)));
    // The share is rounded; the edges decide.
    while (bin > 0 && value < edges[bin]!) bin--;
    while (bin < counts.length - 1 && value >= edges[bin + 1]!) bin++;
    counts[bin]!++;
  }
  return counts;
}

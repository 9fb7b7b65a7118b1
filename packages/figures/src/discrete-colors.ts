import { type ColorRange, hexColor, parseColors, type Rgb } from "./colors.ts";

/** Paul Tol's "muted" scheme, https://sronpersonalpages.nl/~pault/: ten colours that the colour-blind can tell apart. */
const palette: readonly Rgb[] = parseColors(
  "332288 88ccee ddcc77 117733 cc6677 44aa99 882255 999933 aa4499 dddddd",
);

/** Below this share of the whole range, two values would lie so close in a legend that they could not be read. */
const smallestGap = 1 / 20;

/**
 * A colour of its own for each of the values where they are at most ten different ones, such as classes; undefined where
 * they are more, or where some are so close to each other, compared to the others, that only a scale can show it.
 */
export function discreteRange(values: ArrayLike<number>): ColorRange | undefined {
  const different = new Set<number>();
  for (let i = 0; i < values.length; i++) {
    different.add(values[i]!);
    if (different.size > palette.length) return undefined;
  }
  const sorted = [...different].sort((a, b) => a - b);
  const edges = edgesOf(sorted);
  const [low, high] = [edges[0]!, edges.at(-1)!];
  if (edges.some((edge, i) => i > 0 && edge - edges[i - 1]! < (high - low) * smallestGap)) return undefined;
  return { scale: "sequential", low, high, values: sorted, colors: palette.slice(0, sorted.length) };
}

/** Halfway between neighbours, and as far beyond the first and the last; half a step around one alone. */
function edgesOf(sorted: readonly number[]): number[] {
  const between = sorted.slice(1).map((value, i) => (value + sorted[i]!) / 2);
  const [first, last] = [sorted[0]!, sorted.at(-1)!];
  if (between.length === 0) return [first - 0.5, first + 0.5];
  return [2 * first - between[0]!, ...between, 2 * last - between.at(-1)!];
}

/** A plotly colorscale of steps, each around its value. */
export function discreteColorscale(
  values: readonly number[],
  colors: readonly Rgb[],
): readonly (readonly [number, string])[] {
  const edges = edgesOf(values);
  const [low, high] = [edges[0]!, edges.at(-1)!];
  const position = (edge: number): number => (edge - low) / (high - low);
  return colors.flatMap((color, i) => [
    [position(edges[i]!), hexColor(color)] as const,
    [position(edges[i + 1]!), hexColor(color)] as const,
  ]);
}

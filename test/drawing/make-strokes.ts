/**
 * Makes strokes.json: a hundred digits as a pen would draw them on the home page, ten of each, to ask the network about.
 * No person's handwriting: skeletons (skeletons.ts), varied with a seed in size, place, proportions, slant, and in each of
 * their places. Nothing was tuned on them, and no network learns from them.
 */
import { RandomGenerator } from "@layerbook/layers";
import type { Point, Stroke } from "../../website/src/drawing/strokes.ts";
import { type Path, skeletons } from "./skeletons.ts";

export interface DrawnDigit {
  readonly digit: number;
  /** In whole pixels of a sheet of 280 x 280. */
  readonly strokes: readonly Stroke[];
}

/** Pixels along a side of the sheet. */
const sheet = 280;
const ofEach = 10;

export function makeStrokes(seed = 2026): DrawnDigit[] {
  const random = new RandomGenerator(seed);
  return skeletons.flatMap((ways, digit) =>
    Array.from({ length: ofEach }, (_, i) => ({ digit, strokes: vary(ways[i % ways.length]!, random) })),
  );
}

/** Draws a skeleton as another hand would. */
function vary(skeleton: readonly Path[], random: RandomGenerator): Stroke[] {
  const between = (least: number, most: number) => least + (most - least) * random.uniform53();
  const height = sheet * between(0.35, 0.85);
  const width = height * between(0.5, 0.95);
  const slant = between(-0.15, 0.35); // to the right for each unit of height
  const turn = between(-0.12, 0.12); // down for each unit of width
  const left = between(0.05, 0.95) * Math.max(sheet - width - Math.abs(slant) * height, 0);
  const top = between(0.05, 0.95) * (sheet - height);
  return skeleton.map((path) => {
    const places: [x: number, y: number][] = [];
    for (const [i, [x, y]] of path.entries()) {
      const moved: [x: number, y: number] = [x + 2.5 * random.normal(), y + 2.5 * random.normal()];
      const before = path[i - 1];
      const corner = before !== undefined && before[0] === x && before[1] === y;
      places.push(corner ? places[i - 1]! : moved);
    }
    return smooth(places).map(([x, y]): Point => {
      const [u, v] = [(x - 50) / 100, (y - 50) / 100];
      return {
        x: Math.round(left + width / 2 + u * width - slant * v * height + (Math.abs(slant) * height) / 2),
        y: Math.round(top + height / 2 + v * height + turn * u * width),
      };
    });
  });
}

/** A curve through all places, sampled: Catmull and Rom's (1974). */
function smooth(path: Path): [x: number, y: number][] {
  const steps = 6;
  const points: [number, number][] = [[...path[0]!]];
  for (let i = 1; i < path.length; i++) {
    const [a, b, c, d] = [path[i - 2] ?? path[i - 1]!, path[i - 1]!, path[i]!, path[i + 1] ?? path[i]!];
    if (b[0] === c[0] && b[1] === c[1]) continue;
    for (let step = 1; step <= steps; step++) {
      const t = step / steps;
      const along = (axis: 0 | 1) =>
        0.5 *
        (2 * b[axis] +
          (c[axis] - a[axis]) * t +
          (2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis]) * t ** 2 +
          (3 * b[axis] - a[axis] - 3 * c[axis] + d[axis]) * t ** 3);
      points.push([along(0), along(1)]);
    }
  }
  return points;
}

/**
 * Makes strokes.json: a hundred digits as a pen would draw them on the home page, ten of each, to ask the network about.
 * No person's handwriting: skeletons (skeletons.ts), varied with a seed in size, place, proportions, slant, and in each of
 * their places. Nothing was tuned on them, and no network learns from them.
 */
import { RandomGenerator } from "@layerbook/layers";
import { curveThrough } from "../../website/src/drawing/curve.ts";
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
    const places: Point[] = [];
    for (const [i, [x, y]] of path.entries()) {
      const moved = { x: x + 2.5 * random.normal(), y: y + 2.5 * random.normal() };
      const before = path[i - 1];
      const corner = before !== undefined && before[0] === x && before[1] === y;
      places.push(corner ? places[i - 1]! : moved);
    }
    return curveThrough(places).map((place) => {
      const [u, v] = [(place.x - 50) / 100, (place.y - 50) / 100];
      return {
        x: Math.round(left + width / 2 + u * width - slant * v * height + (Math.abs(slant) * height) / 2),
        y: Math.round(top + height / 2 + v * height + turn * u * width),
      };
    });
  });
}

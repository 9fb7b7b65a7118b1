import type { Point } from "./strokes.ts";

/** Points of the curve between two places. */
const steps = 6;

/**
 * A smooth path through all places, as points close to each other: the curve of Catmull and Rom (A class of local
 * interpolating splines, 1974). A place that stands twice is a corner.
 */
export function curveThrough(places: readonly Point[]): Point[] {
  const points = places.slice(0, 1);
  for (let i = 1; i < places.length; i++) {
    const [from, to] = [places[i - 1]!, places[i]!];
    if (from.x === to.x && from.y === to.y) continue;
    const [before, after] = [places[i - 2] ?? from, places[i + 1] ?? to];
    for (let step = 1; step <= steps; step++) {
      const between = (axis: "x" | "y") =>
        interpolate(before[axis], from[axis], to[axis], after[axis], step / steps);
      points.push({ x: between("x"), y: between("y") });
    }
  }
  return points;
}

/** From b at t = 0 to c at t = 1, where a stands before them and d after. */
function interpolate(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * ((c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
}

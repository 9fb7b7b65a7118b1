import type { Path, Point, Shape } from "./diagram.ts";

/** Corners of boxes are round by so much. */
export const cornerRadius = 5;
/** How long the head of an arrow is, and half of how wide. */
const [headLength, headHalf] = [9, 4.5];
const circlePoints = 32;
const cornerPoints = 4;

/** A shape's outline, closed. Quarters of a circle without a sine: halved chords, the same bits everywhere. */
export function outlineOf(shape: Shape): Path {
  const { x, y } = shape;
  if (shape.kind === "circle") return closed(roundedBox(x, y, 0, 0, shape.radius, circlePoints / 4));
  const [half, high] = [shape.width / 2, shape.height / 2];
  const radius = Math.min(cornerRadius, half, high);
  return closed(roundedBox(x, y, half - radius, high - radius, radius, cornerPoints));
}

/** Four quarters of a circle around the corners of a box. */
function roundedBox(
  x: number,
  y: number,
  half: number,
  high: number,
  radius: number,
  points: number,
): Point[] {
  const quarter = quarterOf(points);
  return [
    ...quarter.map(([a, b]): Point => [x + half + radius * a, y + high + radius * b]),
    ...quarter.map(([a, b]): Point => [x - half - radius * b, y + high + radius * a]),
    ...quarter.map(([a, b]): Point => [x - half - radius * a, y - high - radius * b]),
    ...quarter.map(([a, b]): Point => [x + half + radius * b, y - high - radius * a]),
  ];
}

/** From [1, 0] to [0, 1] on the unit circle, in `points` equal steps, a power of two. */
function quarterOf(points: number): readonly Point[] {
  let arc: readonly Point[] = [
    [1, 0],
    [0, 1],
  ];
  while (arc.length <= points) {
    arc = arc.flatMap((point, i): Point[] => {
      const next = arc[i + 1];
      if (!next) return [point];
      const middle: Point = [point[0] + next[0], point[1] + next[1]];
      const length = Math.sqrt(middle[0] * middle[0] + middle[1] * middle[1]);
      return [point, [middle[0] / length, middle[1] / length]];
    });
  }
  return arc;
}

function closed(path: Path): Path {
  return [...path, path[0]!];
}

/** The head of an arrow at a path's end, closed. */
export function headOf(path: Path): Path {
  const tip = path.at(-1)!;
  const [dx, dy] = directionOf(path);
  const [x, y] = [tip[0] - headLength * dx, tip[1] - headLength * dy];
  return [tip, [x - headHalf * dy, y + headHalf * dx], [x + headHalf * dy, y - headHalf * dx], tip];
}

/** A path that ends inside its head, so that its line is no wider than the tip. */
export function shortened(path: Path): Path {
  const tip = path.at(-1)!;
  const [dx, dy] = directionOf(path);
  const short = headLength - 2;
  return [...path.slice(0, -1), [tip[0] - short * dx, tip[1] - short * dy]];
}

/** In which way a path's last piece goes, as a step of length 1. */
function directionOf(path: Path): Point {
  const [from, to] = [path.at(-2)!, path.at(-1)!];
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.sqrt(dx * dx + dy * dy);
  return [dx / length, dy / length];
}

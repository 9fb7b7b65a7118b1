/** A place on the paper: x to the right, y down, in any unit. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The side of the home page's paper in its own units, whatever the screen makes of it. */
export const paperSide = 280;

/** What a pen draws from where it is set down to where it is lifted: at least one point. */
export type Stroke = readonly Point[];

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The smallest box around the paths of a pen without width; undefined when nothing is drawn. */
export function boundsOf(strokes: readonly Stroke[]): Bounds | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of strokes.flat()) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return left <= right ? { left, top, right, bottom } : undefined;
}

/** The same strokes with every point moved. */
export function mapPoints(strokes: readonly Stroke[], move: (point: Point) => Point): Stroke[] {
  return strokes.map((stroke) => stroke.map(move));
}

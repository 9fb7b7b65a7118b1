import type { Point, Stroke } from "./strokes.ts";

/** Pixels along a side of the bitmaps that the digits of the data were counted from. */
export const bitmapSide = 32;
/** Pixels along a side of a block, and blocks along a side of an image. */
export const blockSide = 4;
export const imageSide = bitmapSide / blockSide;

/** `bitmapSide` rows of as many pixels, 1 for ink and 0 for paper. */
export type Bitmap = Uint8Array;

/** The bitmap that a round pen of this radius leaves: a pixel has ink when the pen's path comes that near to its middle. */
export function drawBitmap(strokes: readonly Stroke[], radius: number): Bitmap {
  const bitmap = new Uint8Array(bitmapSide * bitmapSide);
  for (const stroke of strokes) {
    const [first] = stroke;
    if (first && stroke.length === 1) drawSegment(bitmap, first, first, radius);
    for (let i = 1; i < stroke.length; i++) drawSegment(bitmap, stroke[i - 1]!, stroke[i]!, radius);
  }
  return bitmap;
}

function drawSegment(bitmap: Bitmap, from: Point, to: Point, radius: number): void {
  const [first, last] = pixelsBetween(from.x, to.x, radius);
  const [top, bottom] = pixelsBetween(from.y, to.y, radius);
  for (let row = top; row <= bottom; row++) {
    for (let column = first; column <= last; column++) {
      const distance = squaredDistance(column + 0.5, row + 0.5, from, to);
      if (distance <= radius * radius) bitmap[row * bitmapSide + column] = 1;
    }
  }
}

/** The first and last pixel along an axis whose middle a pen between two places can reach. */
function pixelsBetween(a: number, b: number, radius: number): [number, number] {
  const first = Math.floor(Math.min(a, b) - radius);
  const last = Math.floor(Math.max(a, b) + radius);
  return [Math.max(first, 0), Math.min(last, bitmapSide - 1)];
}

/** From the point (x, y) to the nearest point of a segment. */
function squaredDistance(x: number, y: number, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - from.x) * dx + (y - from.y) * dy) / length;
  const share = Math.min(Math.max(along, 0), 1);
  const [ex, ey] = [x - from.x - share * dx, y - from.y - share * dy];
  return ex * ex + ey * ey;
}

/** How many pixels have ink. */
export function inkOf(bitmap: Bitmap): number {
  return bitmap.reduce((sum, pixel) => sum + pixel, 0);
}

/** The share of ink in each block of 4 x 4 pixels: 8 rows of 8 numbers in 0..1, as `digits()` of @layerbook/data has them. */
export function countBlocks(bitmap: Bitmap): Float32Array {
  const image = new Float32Array(imageSide * imageSide);
  bitmap.forEach((pixel, place) => {
    const row = Math.floor(place / bitmapSide / blockSide);
    const column = Math.floor((place % bitmapSide) / blockSide);
    image[row * imageSide + column]! += pixel / blockSide ** 2;
  });
  return image;
}

import { type Bitmap, bitmapSide, drawBitmap, inkOf } from "./bitmap.ts";
import { boundsOf, mapPoints, type Stroke } from "./strokes.ts";

/** The box that NIST's programs fitted every digit of the data into, in pixels: the whole height and 20 of 32 columns. */
const box = { width: 20, height: bitmapSide };
/** A drawing is stretched along one axis at most this many times as much as along the other: a bare 1 stays a bar. */
const mostStretch = 2;
/** Pixels with ink in the mean of the data's 1,797 digits, thin or fat: the programs thinned and thickened them to that. */
const meanInk = 313;
/** Radii of the pen in pixels, and how often the range between them is halved. */
const radii = { least: 0.75, most: 6, halvings: 8 };
/** The slant that is taken away is at most this, in columns from one row to the next. */
const mostSlant = 0.5;

/**
 * Brings a drawing into the form in which the digits of the data were counted, as NIST's form-based handprint
 * recognition did (Garris and others, NISTIR 5469, 1994): fitted into a box of 20 x 32 pixels, as thick as all others,
 * and upright, so that the leftmost ink of the first row and of the last stand one above the other. What is drawn
 * small, thin or in a corner gives the same bitmap as what is drawn large. Nothing drawn gives an empty bitmap.
 */
export function normalise(strokes: readonly Stroke[]): Bitmap {
  const drawn = strokes.filter((stroke) => stroke.length > 0);
  if (drawn.length === 0) return drawBitmap([], 0);
  const radius = penFor(drawn);
  return upright(drawBitmap(fit(drawn, radius), radius));
}

/** The radius of the thickest pen with which the fitted drawing has no more ink than the data's digits have. */
function penFor(strokes: readonly Stroke[]): number {
  let { least, most } = radii;
  for (let i = 0; i < radii.halvings; i++) {
    const middle = (least + most) / 2;
    if (inkOf(drawBitmap(fit(strokes, middle), middle)) <= meanInk) least = middle;
    else most = middle;
  }
  return least;
}

/** Stretches the strokes so that they fill the box with a pen of this radius. */
function fit(strokes: readonly Stroke[], radius: number): Stroke[] {
  const { left, top, right, bottom } = boundsOf(strokes)!;
  const across = (box.width - 2 * radius) / (right - left);
  const down = (box.height - 2 * radius) / (bottom - top);
  // A drawing without width can be stretched across without end, and a dot along both axes: that one stays a dot.
  const scaleX = Math.min(across, mostStretch * down);
  const scaleY = Math.min(down, mostStretch * across);
  const finite = (scale: number) => (Number.isFinite(scale) ? scale : 0);
  return mapPoints(strokes, ({ x, y }) => ({
    x: bitmapSide / 2 + (x - (left + right) / 2) * finite(scaleX),
    y: bitmapSide / 2 + (y - (top + bottom) / 2) * finite(scaleY),
  }));
}

/**
 * Shifts each row so that the leftmost ink of the first row and of the last stand one above the other, and the ink stands
 * in the middle of the columns.
 */
function upright(bitmap: Bitmap): Bitmap {
  const rows = Array.from({ length: bitmapSide }, (_, row) =>
    bitmap.subarray(row * bitmapSide, (row + 1) * bitmapSide),
  );
  const inked = rows.flatMap((pixels, row) =>
    pixels.includes(1) ? [{ row, left: pixels.indexOf(1), right: pixels.lastIndexOf(1) }] : [],
  );
  const [first, last] = [inked[0]!, inked.at(-1)!];
  const slant = last.row > first.row ? (first.left - last.left) / (last.row - first.row) : 0;
  const mild = Math.min(Math.max(slant, -mostSlant), mostSlant);
  const shift = (row: number) => Math.round((row - first.row) * mild);
  const left = Math.min(...inked.map((ink) => ink.left + shift(ink.row)));
  const right = Math.max(...inked.map((ink) => ink.right + shift(ink.row)));
  const middle = Math.floor((bitmapSide - 1 - left - right) / 2);

  const shifted = new Uint8Array(bitmap.length);
  for (const [row, pixels] of rows.entries()) {
    for (const [column, pixel] of pixels.entries()) {
      const to = column + shift(row) + middle;
      if (pixel === 1 && to >= 0 && to < bitmapSide) shifted[row * bitmapSide + to] = 1;
    }
  }
  return shifted;
}

import type { Maps } from "./reading.ts";

/** Maps side by side as a picture, one pixel for each number: rows of red, green, blue and alpha from 0 to 255. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray;
}

type Colour = readonly [red: number, green: number, blue: number];

/** Seen on a light ground and, brighter, on a dark one. */
const positive: Colour = [0x33, 0x46, 0xb8];
const negative: Colour = [0xc2, 0x5a, 0x1c];
/** How much of the colour zero has: where a map is shows even when it is all zero. */
const faintest = 0.07;
/** Pixels between two maps. */
const gap = 1;
/** Pixels along a side of a number that is no map's: as large as the smallest maps. */
const single = 4;

/** How many pixels the sheet of such maps has. */
export function sheetSize(shape: readonly number[]): { width: number; height: number } {
  const [count, height, width] = sizesOf(shape);
  return { width: count * (width + gap) - gap, height };
}

/**
 * Paints maps [count, height, width], or numbers [count], beside each other. Blue is positive, orange negative, and the
 * stronger the larger, in proportion to the largest of the sheet.
 */
export function paintSheet({ shape, values }: Maps): Sheet {
  const [count, rows, columns] = sizesOf(shape);
  const { width, height } = sheetSize(shape);
  const pixels = new Uint8ClampedArray(width * height * 4);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  for (let map = 0; map < count; map++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const value = shape.length === 1 ? values[map]! : values[(map * rows + row) * columns + column]!;
        const strength = faintest + (1 - faintest) * (Math.abs(value) / largest);
        const place = row * width + map * (columns + gap) + column;
        pixels.set([...(value < 0 ? negative : positive), Math.round(255 * strength)], 4 * place);
      }
    }
  }
  return { width, height, pixels };
}

function sizesOf(shape: readonly number[]): readonly [count: number, height: number, width: number] {
  const [count = 0, height = single, width = single] = shape;
  return [count, height, width];
}

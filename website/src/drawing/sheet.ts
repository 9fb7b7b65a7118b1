import type { Maps } from "./reading.ts";

/** Maps side by side as a picture, one pixel for each number: rows of red, green, blue and alpha from 0 to 255. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray;
}

type Colour = readonly [red: number, green: number, blue: number];

/** Colours of what is above and below zero, seen on a light ground and, brighter, on a dark one. */
interface Colours {
  readonly positive: Colour;
  readonly negative: Colour;
}

/** Red and blue as in the book's figures of numbers with a sign: ColorBrewer's RdBu. */
export const signed: Colours = { positive: [0xb2, 0x18, 0x2b], negative: [0x21, 0x66, 0xac] };
/** Ink has no sign. */
export const ink: Colours = { positive: [0x4a, 0x52, 0x66], negative: [0x4a, 0x52, 0x66] };
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
 * Paints maps [count, height, width], or numbers [count], beside each other: the stronger the larger, in proportion to the
 * largest of the sheet.
 */
export function paintSheet({ shape, values }: Maps, { positive, negative }: Colours = signed): Sheet {
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

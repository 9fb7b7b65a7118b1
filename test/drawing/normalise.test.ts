import fc from "fast-check";
import { expect, test } from "vitest";
import { countBlocks, inkOf } from "../../website/src/drawing/bitmap.ts";
import { normalise } from "../../website/src/drawing/normalise.ts";
import { mapPoints, type Stroke } from "../../website/src/drawing/strokes.ts";
import { sixteenths } from "./sixteenths.ts";

const path = (...places: [x: number, y: number][]): Stroke => places.map(([x, y]) => ({ x, y }));

test("a square becomes a frame of 20 x 32 pixels, three thick, without its four corner pixels", () => {
  // Four thick it would have 352 pixels of ink less its corners, more than the 313 of the data.
  const square = path([0, 0], [100, 0], [100, 100], [0, 100], [0, 0]);
  expect(sixteenths(countBlocks(normalise([square])))).toEqual([
    [0, 7, 13, 12, 12, 13, 7, 0],
    [0, 8, 4, 0, 0, 4, 8, 0],
    [0, 8, 4, 0, 0, 4, 8, 0],
    [0, 8, 4, 0, 0, 4, 8, 0],
    [0, 8, 4, 0, 0, 4, 8, 0],
    [0, 8, 4, 0, 0, 4, 8, 0],
    [0, 8, 4, 0, 0, 4, 8, 0],
    [0, 7, 13, 12, 12, 13, 7, 0],
  ]);
});

test("a bare bar becomes one of ten columns with round ends", () => {
  // Twelve columns would have 384 pixels of ink less the corners. The ends have 4 and 8 pixels in their first two rows.
  expect(sixteenths(countBlocks(normalise([path([50, 0], [50, 100])])))).toEqual([
    [0, 0, 2, 14, 14, 2, 0, 0],
    ...new Array(6).fill([0, 0, 4, 16, 16, 4, 0, 0]),
    [0, 0, 2, 14, 14, 2, 0, 0],
  ]);
});

test("a slanted bar becomes upright: its first and last row begin in one column", () => {
  const bitmap = normalise([path([30, 0], [0, 100])]);
  const [first, last] = [0, 31].map((row) => bitmap.subarray(row * 32, row * 32 + 32).indexOf(1));
  expect(first).toBeGreaterThan(0);
  expect(Math.abs(first! - last!)).toBeLessThanOrEqual(1);
});

test("a dot stays a dot in the middle", () => {
  const image = sixteenths(countBlocks(normalise([path([3, 5])])));
  expect(image[3]!.slice(3, 5)).toEqual([16, 16]);
  expect([image[0], image[7]]).toEqual([new Array(8).fill(0), new Array(8).fill(0)]);
});

test("no strokes, and strokes without a point, give paper without ink", () => {
  expect(inkOf(normalise([]))).toBe(0);
  expect(inkOf(normalise([[]]))).toBe(0);
});

test("where and how large a drawing is makes no difference", () => {
  const place = fc.record({ x: fc.integer({ min: 0, max: 64 }), y: fc.integer({ min: 0, max: 64 }) });
  const drawing = fc.array(fc.array(place, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 3 });
  // Powers of two and whole numbers: nothing is rounded.
  const size = fc.constantFrom(0.25, 0.5, 2, 4, 8);
  const shift = fc.integer({ min: -1000, max: 1000 });
  fc.assert(
    fc.property(drawing, size, shift, shift, (strokes, scale, dx, dy) => {
      const moved = mapPoints(strokes, ({ x, y }) => ({ x: x * scale + dx, y: y * scale + dy }));
      expect(normalise(moved)).toEqual(normalise(strokes));
    }),
    { numRuns: 50 },
  );
});

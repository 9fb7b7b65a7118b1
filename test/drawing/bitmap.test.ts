import { expect, test } from "vitest";
import { bitmapSide, countBlocks, drawBitmap, inkOf } from "../../website/src/drawing/bitmap.ts";
import { sixteenths } from "./sixteenths.ts";

test("a pen of radius 2 along the middle leaves four rows, half of them in each row of blocks", () => {
  // Rows 14 to 17 lie within 2 of y = 16. The round ends reach 1.3 pixels further in the outer rows, 1.9 in the inner.
  const line = [
    { x: 4, y: 16 },
    { x: 28, y: 16 },
  ];
  expect(sixteenths(countBlocks(drawBitmap([line], 2)))).toEqual([
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, 0],
    [3, 8, 8, 8, 8, 8, 8, 3],
    [3, 8, 8, 8, 8, 8, 8, 3],
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, 0],
  ]);
});

test("a dot has ink where it is within the radius, ends of the paper cut it off", () => {
  expect(inkOf(drawBitmap([[{ x: 10, y: 10 }]], 1))).toBe(4);
  expect(inkOf(drawBitmap([[{ x: 0, y: 0 }]], 1))).toBe(1);
  expect(inkOf(drawBitmap([[{ x: -5, y: 40 }]], 1))).toBe(0);
});

test("where two strokes cross the ink counts once", () => {
  const across = [
    { x: 8, y: 16 },
    { x: 24, y: 16 },
  ];
  const ink = inkOf(drawBitmap([across], 2));
  expect(inkOf(drawBitmap([across, across], 2))).toBe(ink);
});

test("a sheet full of ink counts sixteen in every block", () => {
  const full = new Uint8Array(bitmapSide * bitmapSide).fill(1);
  expect([...countBlocks(full)]).toEqual(new Array(64).fill(1));
});

import { decodePng } from "@layerbook/data";
import { arange, rand, tensor } from "@layerbook/layers";
import { expect, test } from "vitest";
import { figureOf, svgOf } from "./plotly-figure.ts";

/** Red, green, blue and alpha of the pixels of the PNG inside a picture. */
function pixels(source: string): {
  readonly shape: readonly number[];
  at(row: number, column: number): number[];
} {
  const [, base64] = /data:image\/png;base64,([A-Za-z0-9+/=]+)/.exec(source)!;
  const image = decodePng(new Uint8Array(Buffer.from(base64!, "base64")));
  return {
    shape: image.shape,
    at: (row, column) =>
      Array.from({ length: image.shape[0]! }, (_, channel) =>
        Math.round(255 * image.at(channel, row, column)),
      ),
  };
}

test("a large map is one pixel per cell, in the colours of viridis from 0 to the largest", () => {
  const values = arange(0, 400).div(399).reshape([20, 20]);
  const picture = pixels(svgOf(values));
  expect(picture.shape).toEqual([4, 20, 20]);
  // The ends of matplotlib's viridis.
  expect(picture.at(0, 0)).toEqual([0x44, 0x01, 0x54, 255]);
  expect(picture.at(19, 19)).toEqual([0xfd, 0xe7, 0x25, 255]);
});

test("negative is blue, positive red, zero white, and what is not finite transparent", () => {
  const values = new Float32Array(400);
  values[0] = -1;
  values[1] = 1;
  values[2] = Number.NaN;
  const picture = pixels(svgOf(tensor(values, { shape: [20, 20] })));
  const [red, , blue] = picture.at(0, 0);
  expect(blue).toBeGreaterThan(red!);
  const [redOne, , blueOne] = picture.at(0, 1);
  expect(redOne).toBeGreaterThan(blueOne!);
  expect(picture.at(0, 2)[3]).toBe(0);
  expect(picture.at(5, 5)).toEqual([255, 255, 255, 255]);
});

test("gutters between maps are transparent", () => {
  const picture = pixels(svgOf(rand([2, 30, 20])));
  expect(picture.shape[2]).toBe(41);
  expect(picture.at(35 - 5, 20)[3]).toBe(0);
});

test("an image's pixels are its values", () => {
  const image = rand([3, 6, 7]);
  const picture = pixels(
    (figureOf(image, { layout: "image" }).data[0] as unknown as { source: string }).source,
  );
  expect(picture.shape).toEqual([3, 6, 7]);
  for (const [row, column] of [
    [0, 0],
    [5, 6],
    [2, 3],
  ] as const) {
    expect(picture.at(row, column)).toEqual([0, 1, 2].map((c) => Math.round(255 * image.at(c, row, column))));
  }
});

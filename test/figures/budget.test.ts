import { mimeBundle, type ShowOptions } from "@layerbook/figures";
import { Conv2d, rand, randn, zeros } from "@layerbook/layers";
import { expect, test } from "vitest";
import { type Figure, figureOf, headingOf, numbers } from "./plotly-figure.ts";

const mebibyte = 1024 * 1024;

test.each<[readonly number[], ShowOptions, RegExp]>([
  [[64, 56, 56], {}, /value of largest size of 2 x 2/],
  [[64, 56, 56], { plain: true }, /value of largest size of/],
  [[512, 512], {}, /value of largest size of/],
  [[3, 300, 400], { scale: "channel" }, /value of largest size of/],
  [[9, 3, 90, 90], { scale: "channel" }, /value of largest size of/],
  [[3, 500, 560], { layout: "image" }, /each pixel is the mean of/],
  [[1797, 1, 8, 8], {}, /of 1797 samples/],
  [[2048, 7, 7], {}, /of 2048 channels/],
  [[100, 3, 48, 48], {}, /value of largest size of/],
  [[2, 70_000], {}, /value of largest size of/],
  [[70_000, 2], {}, /value of largest size of/],
  [[30_000], {}, /band from the least to the greatest of each 30/],
])("%j with %j stays within 1 MiB and says what it left out", (shape, options, said) => {
  const bundle = mimeBundle(randn(shape), options);
  expect(Buffer.byteLength(JSON.stringify(bundle))).toBeLessThanOrEqual(mebibyte);
  const heading = headingOf(bundle["application/vnd.plotly.v1+json"] as Figure);
  expect(heading).toMatch(said);
  expect(bundle["image/svg+xml"]).toMatch(said);
});

test.each<[kernelSize: number, side: number, said: RegExp]>([
  [16, 64, /of 2401 steps shown/],
  [64, 70, /a cell of the kernel is the value of largest size +of 2 x 2/],
])(
  "the trace of a kernel of %i on an image of %i stays within 1 MiB and says what it left out",
  (kernel, side, said) => {
    for (const plain of [false, true]) {
      const trace = new Conv2d(3, 1, kernel).trace(rand([3, side, side]));
      const bundle = mimeBundle(trace, { plain });
      expect(Buffer.byteLength(JSON.stringify(bundle))).toBeLessThanOrEqual(mebibyte);
      const figure = bundle["application/vnd.plotly.v1+json"] as Figure;
      expect(headingOf(figure)).toMatch(said);
      expect(figure.frames!.length).toBeGreaterThan(10);
    }
  },
);

test("what fits is drawn whole and nothing is said", () => {
  const figure = figureOf(rand([32, 14, 14]));
  expect(numbers(figure.data[0]!.z).values.filter((value) => !Number.isNaN(value)).length).toBe(32 * 14 * 14);
  expect(headingOf(figure)).not.toMatch(/largest size| of \d+ channels/);
});

test("no sheet has more cells along a side than a screen can show", () => {
  for (const shape of [
    [1, 4000],
    [900, 4, 4],
    [64, 100, 100],
  ]) {
    const { shape: cells } = numbers(figureOf(rand(shape)).data[0]!.z);
    expect(Math.max(...cells)).toBeLessThanOrEqual(720);
  }
});

test("ten million elements are all counted, and do not hang", () => {
  expect(mimeBundle(zeros([10, 1000, 1000]))["text/plain"]).toContain("zeros 10,000,000");
});

test("the same tensor gives the same bundle", () => {
  const maps = randn([5, 20, 20]);
  expect(JSON.stringify(mimeBundle(maps))).toBe(JSON.stringify(mimeBundle(maps.clone())));
});

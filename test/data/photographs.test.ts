import { readdirSync, readFileSync } from "node:fs";
import { brick, camera, chelsea } from "@layerbook/data";
import { expect, test } from "vitest";

const assets = new URL("../../packages/data/assets/", import.meta.url);

// Sums of pixels as Pillow reads the same files: numpy.asarray(Image.open(name)).sum().
test.each([
  ["camera", camera, [1, 512, 512], 33_832_495],
  ["brick", brick, [1, 512, 512], 29_217_353],
  ["chelsea", chelsea, [3, 300, 451], 46_802_357],
] as const)("%s has the shape and the pixels that Pillow reads", (_, photograph, shape, sum) => {
  const image = photograph();
  expect(image.shape).toEqual(shape);
  expect(image.dtype).toBe("float32");
  const pixels = image.toTypedArray() as Float32Array;
  expect(pixels.reduce((total, value) => total + Math.round(value * 255), 0)).toBe(sum);
  expect(pixels.every((value) => value >= 0 && value <= 1)).toBe(true);
});

test("chelsea's channels are red, green and blue of the same pixel", () => {
  const image = chelsea();
  // Pillow: Image.open("chelsea.png").getpixel((x, y)).
  for (const [x, y, colour] of [
    [0, 0, [143, 120, 104]],
    [450, 299, [162, 138, 128]],
    [200, 100, [76, 39, 13]],
  ] as const) {
    expect([0, 1, 2].map((channel) => Math.round(image.at(channel, y, x) * 255))).toEqual(colour);
  }
});

test("nobody can spoil another's image", () => {
  const mine = camera();
  mine.assign(mine.mul(0));
  expect(camera().max().item()).toBe(1);
});

test("the licence of every asset is written beside it", () => {
  const licences = readFileSync(new URL("README.md", assets), "utf8");
  const files = readdirSync(assets).filter((file) => file !== "README.md");
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const row = licences.split("\n").find((line) => line.startsWith(`| \`${file}\``));
    expect(row, `${file} has no row in assets/README.md`).toMatch(/CC0 1\.0|CC BY 4\.0|MIT/);
  }
});

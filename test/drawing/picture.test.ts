import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { countBlocks } from "../../website/src/drawing/bitmap.ts";
import { examples } from "../../website/src/drawing/examples.ts";
import { heldBack } from "../../website/src/drawing/held-back.ts";
import { networkWith } from "../../website/src/drawing/network.ts";
import { normalise } from "../../website/src/drawing/normalise.ts";
import { readImage } from "../../website/src/drawing/reading.ts";
import { likeliest, percent, sentence } from "../../website/src/drawing/sentence.ts";
import { paintSheet } from "../../website/src/drawing/sheet.ts";
import { stages, wordsOf } from "../../website/src/drawing/stages.ts";

const weights = readFileSync(join(import.meta.dirname, "../../website/static/weights/digits.safetensors"));
const network = networkWith(weights);
const readings = examples.map((strokes) => readImage(network, countBlocks(normalise(strokes))));

test("each of the ten examples is read as the digit that it shows, with more than eight parts in ten", () => {
  expect(readings.map(({ probabilities }) => likeliest(probabilities))).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
  ]);
  for (const [digit, { probabilities }] of readings.entries())
    expect(probabilities[digit]).toBeGreaterThan(0.8);
});

test("the stages are the network's layers, with the shapes that they give", () => {
  const { maps } = readings[0]!;
  for (const { layer, name, shape } of stages) {
    expect(network.layers[layer]!.constructor.name).toBe(name);
    expect(maps[layer + 1]!.shape).toEqual(shape);
  }
  const left = network.layers.filter((_, i) => !stages.some(({ layer }) => layer === i));
  expect(left.map((layer) => layer.constructor.name)).toEqual(["Flatten"]);
});

test("of the digits that are held back there are 360, with labels from 0 to 9", () => {
  const held = heldBack();
  expect(held.length).toBe(360);
  expect(new Set(held.map(({ label }) => label)).size).toBe(10);
  const right = held.filter(
    ({ image, label }) => likeliest(readImage(network, image).probabilities) === label,
  );
  expect(right.length).toBeGreaterThanOrEqual(0.98 * 360);
});

test("two maps stand beside each other, the largest number in full colour, zero hardly seen, a gap not at all", () => {
  const { width, height, pixels } = paintSheet({
    shape: [2, 1, 2],
    values: Float32Array.of(0, 4, -4, 0),
  });
  expect([width, height]).toEqual([5, 1]);
  const [red, blue] = [
    [0xb2, 0x18, 0x2b],
    [0x21, 0x66, 0xac],
  ] as const;
  expect([...pixels]).toEqual([...red, 18, ...red, 255, 0, 0, 0, 0, ...blue, 255, ...red, 18]);
});

test("numbers that are no maps are squares of four by four pixels", () => {
  const { width, height } = paintSheet({ shape: [10], values: new Float32Array(10) });
  expect([width, height]).toEqual([49, 4]);
});

test("a shape is said in words", () => {
  expect([[1, 8, 8], [16, 4, 4], [10]].map(wordsOf)).toEqual([
    "8 by 8 numbers",
    "16 maps of 4 by 4",
    "10 numbers",
  ]);
});

test("the answer is a sentence with the likeliest digit and never says all or nothing of what is not", () => {
  expect(sentence([0, 0, 0, 0, 0, 0, 0, 0.976, 0.024, 0])).toBe("This looks like a 7 (98\u00a0%)");
  expect(sentence([0.001, 0, 0, 0, 0, 0, 0, 0, 0.999, 0])).toBe("This looks like an 8 (over\u00a099\u00a0%)");
  expect([0, 0.004, 0.5, 0.996, 1].map(percent)).toEqual(
    ["0 %", "under 1 %", "50 %", "over 99 %", "100 %"].map((text) => text.replaceAll(" ", "\u00a0")),
  );
});

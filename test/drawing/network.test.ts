import { readFileSync } from "node:fs";
import { join } from "node:path";
import { batches, digits } from "@layerbook/data";
import { noGrad, RandomGenerator } from "@layerbook/layers";
import { expect, test } from "vitest";
import { countBlocks } from "../../website/src/drawing/bitmap.ts";
import { networkWith } from "../../website/src/drawing/network.ts";
import { normalise } from "../../website/src/drawing/normalise.ts";
import { readImage } from "../../website/src/drawing/reading.ts";
import { type DrawnDigit, makeStrokes } from "./make-strokes.ts";

const weights = readFileSync(join(import.meta.dirname, "../../website/static/weights/digits.safetensors"));
const network = networkWith(weights);
const drawn = makeStrokes();

/** The place of the largest number. */
const largest = (numbers: readonly number[]) => numbers.indexOf(Math.max(...numbers));

const answerTo = ({ strokes }: DrawnDigit) =>
  largest(readImage(network, countBlocks(normalise(strokes))).probabilities);

test("strokes.json is what its script makes", async () => {
  const lines = drawn.map((digit) => JSON.stringify(digit));
  await expect(`[\n${lines.join(",\n")}\n]\n`).toMatchFileSnapshot("strokes.json");
});

test("of a hundred drawn digits, ten of each, at least ninety are read right", () => {
  expect(drawn.map(({ digit }) => digit)).toEqual(Array.from({ length: 100 }, (_, i) => Math.floor(i / 10)));
  expect(drawn.filter((digit) => answerTo(digit) === digit.digit).length).toBeGreaterThanOrEqual(90);
});

test("of 360 digits that were held back in training, at least 98 of 100 are read right", () => {
  const { images, labels } = digits();
  const generator = new RandomGenerator(7);
  const [, held] = [...batches(images, labels, { batchSize: 1437, shuffle: true, generator })];
  const [heldImages, heldLabels] = held as [typeof images, typeof labels];
  const answers = noGrad(() => network.forward(heldImages)).argmax(1);
  expect(answers.eq(heldLabels).to("float32").mean().item()).toBeGreaterThanOrEqual(0.98);
});

test("the file has less than 200 KB", () => {
  expect(weights.length).toBeLessThan(200_000);
});

test("a reading has the image, what each layer gives, and ten probabilities whose sum is 1", () => {
  const { maps, probabilities } = readImage(network, countBlocks(normalise(drawn[70]!.strokes)));
  expect(maps.map(({ shape }) => shape.join(" x "))).toEqual([
    "1 x 8 x 8",
    "8 x 8 x 8",
    "8 x 8 x 8",
    "8 x 8 x 8",
    "8 x 4 x 4",
    "16 x 4 x 4",
    "16 x 4 x 4",
    "16 x 4 x 4",
    "16 x 4 x 4",
    "256",
    "10",
  ]);
  expect(probabilities.length).toBe(10);
  expect(probabilities.reduce((sum, share) => sum + share)).toBeCloseTo(1, 5);
});

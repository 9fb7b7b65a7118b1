import { digits } from "@layerbook/data";
import { expect, test } from "vitest";

test("1797 digits of 8 x 8 pixels, as often each as scikit-learn's load_digits has them", () => {
  const { images, labels } = digits();
  expect(images.shape).toEqual([1797, 1, 8, 8]);
  expect(labels.shape).toEqual([1797]);
  expect(labels.dtype).toBe("int32");
  const counts = Array<number>(10).fill(0);
  for (const label of labels.toTypedArray()) counts[label]!++;
  expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
});

test("the first digit is the zero of scikit-learn's documentation, its ink in sixteenths", () => {
  const { images, labels } = digits();
  expect(labels.at(0)).toBe(0);
  expect(images.select(0, 0).mul(16).toArray()).toEqual([
    [
      [0, 0, 5, 13, 9, 1, 0, 0],
      [0, 0, 13, 15, 10, 15, 5, 0],
      [0, 3, 15, 2, 0, 11, 8, 0],
      [0, 4, 12, 0, 0, 8, 8, 0],
      [0, 5, 8, 0, 0, 9, 8, 0],
      [0, 4, 11, 0, 1, 12, 7, 0],
      [0, 2, 14, 5, 10, 12, 0, 0],
      [0, 0, 6, 13, 10, 0, 0, 0],
    ],
  ]);
});

test("nobody can spoil another's digits", () => {
  const { images } = digits();
  images.assign(images.mul(0));
  expect(digits().images.max().item()).toBe(1);
});

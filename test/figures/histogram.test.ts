import { describe as describeValue, histogram, type Numbers } from "@layerbook/figures";
import { FormatError, randn, ShapeError, tensor } from "@layerbook/layers";
import { expect, test } from "vitest";
import { figureOf, headingOf, numbers } from "./plotly-figure.ts";

/** Middle, width and height of each bar. */
function bars(values: Numbers, options = {}): number[][] {
  const [trace] = figureOf(histogram(values, options)).data;
  const [x, width, y] = [trace!.x, trace!.width, trace!.y].map((packed) => numbers(packed).values);
  return x!.map((centre, i) => [centre, width![i]!, y![i]!]);
}

test("whole numbers within a small range have a bar each", () => {
  const digits = tensor([3, 1, 1, 5, 3, 3], { dtype: "int32" });
  expect(bars(digits)).toEqual([
    [1, 1, 2],
    [2, 1, 0],
    [3, 1, 3],
    [4, 1, 0],
    [5, 1, 1],
  ]);
  expect(figureOf(histogram(digits)).data[0]!.text).toEqual(["1: 2", "2: 0", "3: 3", "4: 0", "5: 1"]);
});

test("other numbers are counted between round ones, with an edge at 0", () => {
  const counted = bars([-0.15, -0.05, 0, 0.05, 0.1, 0.25], { bins: 4 });
  expect(counted.map(([, , n]) => n)).toEqual([1, 1, 2, 1, 1]);
  expect(counted.map(([centre]) => centre!.toFixed(12))).toEqual(
    [-0.15, -0.05, 0.05, 0.15, 0.25].map((centre) => centre.toFixed(12)),
  );
  expect(figureOf(histogram([-0.15, 0.05, 0.39], { bins: 4 })).data[0]!.text).toEqual([
    "-0.2 to below 0: 1",
    "0 to below 0.2: 1",
    "0.2 to 0.4: 1",
  ]);
});

test("every finite value is in exactly one bar", () => {
  for (const scale of [1, 1e-30, 1e30, 1e299]) {
    const values = randn([1000], { dtype: "float64" }).mul(scale);
    const total = bars(values).reduce((sum, [, , n]) => sum + n!, 0);
    expect(total).toBe(1000);
  }
  expect(bars([0.1, 0.2, 0.3, 0.30000000000000004]).reduce((sum, [, , n]) => sum + n!, 0)).toBe(4);
  expect(bars([7.5, 7.5])).toHaveLength(1);
  expect(bars([1e6 + 0.5, 1e6 + 0.5 + 1e-9]).reduce((sum, [, , n]) => sum + n!, 0)).toBe(2);
});

test("numbers whose distance is more than a number can be are still drawn as a picture", () => {
  const { bundle } = histogram([-1.7e308, 1.7e308, 1]);
  expect(Object.keys(bundle)).toEqual(["text/plain", "image/svg+xml"]);
  expect(bundle["image/svg+xml"]).not.toContain("NaN");
});

test("what is not finite is counted in the heading and has no bar", () => {
  const figure = figureOf(histogram([0.5, Number.NaN, Number.NEGATIVE_INFINITY, 0.75], { title: "Weights" }));
  expect(headingOf(figure).replaceAll(/\s+/g, " ").trim()).toBe(
    "Weights 4 values · min 0.5 · max 0.75 · mean 0.625 std 0.1768 · NaN 1 · -inf 1",
  );
  const nothing = histogram(tensor([Number.NaN]));
  expect(nothing.bundle).toEqual({ "text/plain": "Histogram of float32 [1]: no finite value." });
  expect(histogram([]).description).toBe("Histogram of 0 values: no finite value.");
});

test("it is described in a sentence, and in blocks as text", () => {
  const figure = histogram(tensor([1, 2, 2, 3]));
  expect(describeValue(figure)).toBe(
    "Histogram of float32 [4]: 4 finite values from 1 to 3, mean 2, standard deviation 0.8165.",
  );
  expect(figure.bundle["text/plain"]).toBe("float32 [4]  min 1  max 3  mean 2  std 0.8165\n0.5 ▁█▁ 3.5");
});

test.each<[values: unknown, options: object, kind: typeof ShapeError | typeof FormatError, message: string]>([
  [5, {}, FormatError, "Cannot draw a histogram of 5: expected a tensor or a list of numbers"],
  [
    [[1, 2]],
    {},
    FormatError,
    "Cannot draw a histogram of an array with an array in it: expected a tensor or a list of numbers",
  ],
  [
    [1],
    { bins: 0 },
    ShapeError,
    "Cannot draw a histogram with bins 0: expected a whole number of at least 1",
  ],
  [
    [1],
    { buckets: 5 },
    ShapeError,
    'Cannot draw a histogram with the option "buckets": expected title, bins, plain',
  ],
])("%j with %j is refused", (values, options, kind, message) => {
  const draw = () => histogram(values as number[], options);
  expect(draw).toThrow(kind);
  expect(draw).toThrow(new kind(message));
});

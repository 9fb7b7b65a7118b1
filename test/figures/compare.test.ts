import { compare, describe as describeValue } from "@layerbook/figures";
import { rand, ShapeError, tensor } from "@layerbook/layers";
import { describe, expect, test } from "vitest";
import { type Figure, figureOf, headingOf, numbers, svgOf } from "./plotly-figure.ts";

const a = tensor([
  [1, 2, 3],
  [4, 5, 6],
]);
const b = tensor([
  [1, 2.5, 3],
  [4, 4, 6],
]);

/** The values of the three heat maps, gutters left out. */
function maps(figure: Figure): number[][] {
  return figure.data
    .filter(({ type }) => type === "heatmap")
    .map(({ z }) => numbers(z).values.filter((value) => !Number.isNaN(value)));
}

/** The heading without its breaks. */
function words(figure: Figure): string {
  return headingOf(figure).replaceAll(/\s+/g, " ").trim();
}

test("both are drawn in the same colours, their difference in its own", () => {
  const figure = figureOf(compare(a, b));
  expect(maps(figure)).toEqual([
    [1, 2, 3, 4, 5, 6],
    [1, 2.5, 3, 4, 4, 6],
    [0, -0.5, 0, 0, 1, 0],
  ]);
  expect(figure.data.map(({ coloraxis }) => coloraxis)).toEqual(["coloraxis", "coloraxis", "coloraxis2"]);
  expect(figure.layout.coloraxis).toMatchObject({ cmin: 0, cmax: 6 });
  expect(figure.layout.coloraxis2).toMatchObject({ cmin: -1, cmax: 1 });
});

test("it says where the two are furthest apart, in a sentence, above the figure and in the text", () => {
  const comparison = compare(a, b, { names: ["ours", "<b>PyTorch</b>"], title: "Linear" });
  expect(describeValue(comparison)).toBe(
    "Comparison of ours and <b>PyTorch</b>, float32 [2, 3]: 2 of 6 values differ, by at most 1, at [1, 1], 5 beside 4.",
  );
  expect(words(figureOf(comparison))).toBe(
    "Linear float32 [2, 3] · 2 of 6 values differ by at most 1, at [1, 1], 5 beside 4",
  );
  expect(comparison.bundle["text/plain"].split("\n")).toEqual([
    "Linear",
    comparison.description,
    "ours",
    "1  2  3",
    "4  5  6",
    "<b>PyTorch</b>",
    "1  2.5  3",
    "4    4  6",
    "ours - <b>PyTorch</b>",
    "0  -0.5  0",
    "0     1  0",
  ]);
  const { data, layout } = figureOf(comparison);
  expect(data[2]!.hovertemplate).toBe(
    "ours - &lt;b&gt;PyTorch&lt;/b&gt; [%{y}, %{x}] = %{z:.4~g}<extra></extra>",
  );
  expect(layout.annotations[1].text).toBe("<b>&lt;b&gt;PyTorch&lt;/b&gt;</b>");
  expect(svgOf(comparison)).toContain(">&lt;b&gt;PyTorch&lt;/b&gt;</text>");
});

test("equal tensors are said to be so, whatever they hold", () => {
  const same = tensor([Number.NaN, Number.POSITIVE_INFINITY, 0, 1]);
  expect(compare(same, same.clone()).description).toBe(
    "Comparison of a and b, float32 [4]: all 4 values are the same.",
  );
  expect(compare(tensor(1), tensor(1.5)).bundle).toEqual({
    "text/plain":
      "Comparison of a and b, float32 []: 1 of 1 values differs, by at most 0.5, at [], 1 beside 1.5.",
  });
  expect(compare(rand([0, 3]), rand([0, 3])).description).toBe(
    "Comparison of a and b, float32 [0, 3]: all 0 values are the same.",
  );
});

test("where only one is finite, or infinities differ, that comes first, with a mark", () => {
  const left = tensor([0, Number.NaN, 2, Number.NEGATIVE_INFINITY], { dtype: "float64" });
  const right = tensor([7, 1, 2, Number.POSITIVE_INFINITY]);
  const comparison = compare(left, right);
  expect(comparison.description).toBe(
    "Comparison of a and b, float64 and float32 [4]: 3 of 4 values differ, 2 of them not finite, the first at [1], NaN beside 1, the others by at most 7.",
  );
  const marks = figureOf(comparison).data.filter(({ type }) => type === "scatter");
  expect(figureOf(comparison).data[0]!.hovertemplate).toBe("a [%{x}] = %{z:.4~g}<extra></extra>");
  expect(marks.map(({ yaxis, text }) => [yaxis, text])).toEqual([
    ["y", ["[1] = NaN", "[3] = -inf"]],
    ["y2", ["[3] = +inf"]],
    ["y3", ["[1] = NaN", "[3] = -inf"]],
  ]);
});

test("of a batch the sample that holds the largest difference is drawn, and named", () => {
  const batch = rand([3, 4, 9, 9]);
  const changed = batch.clone().toTypedArray();
  changed[2 * 324 + 3 * 81 + 5 * 9 + 7]! += 5;
  const comparison = compare(batch, tensor(changed, { shape: batch.shape }));
  expect(comparison.description).toContain("1 of 972 values differs, by at most 5, at [2, 3, 5, 7], ");
  const figure = figureOf(comparison);
  expect(words(figure)).toContain("index [2] shown, where the two are furthest apart");
  const heat = figure.data.filter(({ type }) => type === "heatmap");
  expect(heat.map(({ hovertemplate }) => hovertemplate)).toEqual(
    ["a", "b", "a - b"].map((name) => `${name} [2, %{customdata}, %{y}, %{x}] = %{z:.4~g}<extra></extra>`),
  );
  expect(comparison.bundle["text/plain"]).toContain("\na - b [2, 3]\n");
});

describe("whatever the size", () => {
  test.each([[[512, 56, 56]], [[70_000]], [[2, 90_000]], [[64, 3, 7, 7]], [[5, 40, 30, 30]]])(
    "a comparison of %j stays within 1 MiB and says what it left out",
    (shape) => {
      const comparison = compare(rand(shape), rand(shape));
      expect(Buffer.byteLength(JSON.stringify(comparison.bundle))).toBeLessThanOrEqual(2 ** 20);
      if (shape.length !== 4) expect(words(figureOf(comparison))).toMatch(/largest size of|of \d+ channels/);
    },
  );
});

test.each<[left: unknown, right: unknown, options: object, message: string]>([
  [
    a,
    rand([3, 2]),
    {},
    "Cannot compare a tensor [2, 3] with a tensor [3, 2]: expected two tensors of one shape",
  ],
  [
    a,
    [1, 2],
    {},
    "Cannot compare a tensor [2, 3] with an array of numbers: expected two tensors of one shape",
  ],
  [undefined, a, {}, "Cannot compare undefined with a tensor [2, 3]: expected two tensors of one shape"],
  [a, b, { names: ["ours"] }, 'Cannot compare with names ["ours"]: expected a list of two texts'],
  [a, b, { names: "ours" }, 'Cannot compare with names "ours": expected a list of texts'],
  [a, b, { labels: [] }, 'Cannot compare with the option "labels": expected names, title, plain'],
])("%j beside %j with %j is refused", (left, right, options, message) => {
  expect(() => compare(left as typeof a, right as typeof a, options)).toThrow(new ShapeError(message));
});

import { describe as describeValue, mimeBundle } from "@layerbook/figures";
import { Parameter, rand, randn, tensor, zeros } from "@layerbook/layers";
import { SaxesParser } from "saxes";
import { expect, test } from "vitest";
import { figureOf, headingOf, numbers, svgOf } from "./plotly-figure.ts";

const matrix = (): Parameter =>
  new Parameter(
    tensor([
      [1, -2],
      [0, 4],
    ]),
  );

/** The gradient of a sum of products with fixed factors is those factors. */
function learnt(): Parameter {
  const parameter = matrix();
  const factors = tensor([
    [10, 20],
    [30, 0],
  ]);
  parameter.mul(factors).sum().backward();
  return parameter;
}

const words = (value: unknown): string => headingOf(figureOf(value)).replaceAll(/\s+/g, " ").trim();

test("a parameter is drawn with its values, its gradient in colours of its own, and a histogram", () => {
  const { data, layout } = figureOf(learnt());
  expect(data.map(({ type }) => type)).toEqual(["heatmap", "heatmap", "bar"]);
  expect(data.slice(0, 2).map(({ z }) => numbers(z).values)).toEqual([
    [1, -2, 0, 4],
    [10, 20, 30, 0],
  ]);
  expect(data.slice(0, 2).map(({ coloraxis }) => coloraxis)).toEqual(["coloraxis", "coloraxis2"]);
  expect([layout.coloraxis, layout.coloraxis2]).toMatchObject([
    { cmin: -4, cmax: 4 },
    { cmin: 0, cmax: 30 },
  ]);
  // Whole numbers have a bar each: one value each at -2, 0, 1 and 4.
  expect(numbers(data[2]!.x).values).toEqual([-2, -1, 0, 1, 2, 3, 4]);
  expect(numbers(data[2]!.y).values).toEqual([1, 0, 1, 1, 0, 0, 1]);
  expect(data.map(({ hovertemplate }) => hovertemplate)).toEqual([
    "values [%{y}, %{x}] = %{z:.4~g}<extra></extra>",
    "gradient [%{y}, %{x}] = %{z:.4~g}<extra></extra>",
    "%{text}<extra></extra>",
  ]);
});

test("the statistics of both stand above, in the text and in the sentence", () => {
  const values = ["min -2", "max 4", "mean 0.75", "std 2.5", "zeros 1"];
  // Standard deviation of 10, 20, 30, 0: the root of 500 / 3.
  const gradient = ["min 0", "max 30", "mean 15", "std 12.91", "zeros 1"];
  expect(words(learnt())).toBe(
    "float32 [2, 2] values · min -2 · max 4 · mean 0.75 · std 2.5 zeros 1 gradient · min 0 · max 30 · mean 15 · std 12.91 zeros 1",
  );
  expect(mimeBundle(learnt())["text/plain"].split("\n")).toEqual([
    "float32 [2, 2]",
    ["values", ...values].join("  "),
    "1  -2",
    "0   4",
    ["gradient", ...gradient].join("  "),
    "10  20",
    "30   0",
    "histogram of the values",
    "-2.5 █▁██▁▁█ 4.5",
  ]);
  expect(describeValue(learnt())).toBe(
    "A map of 2 by 2 values, float32 [2, 2], from -2 to 4, mean 0.75; its gradient is from 0 to 30, mean 15.",
  );
});

test("without a gradient it says so", () => {
  expect(words(matrix())).toContain("no gradient yet: backward() gives one");
  expect(describeValue(matrix())).toMatch(/; it has no gradient yet\.$/);
  expect(figureOf(matrix()).data.map(({ type }) => type)).toEqual(["heatmap", "bar"]);
});

test("a tensor that has a gradient is drawn as a parameter is, other tensors are not", () => {
  const leaf = randn([3, 4], { requiresGrad: true });
  expect(figureOf(leaf).data).toHaveLength(1);
  leaf.pow(2).sum().backward();
  expect(figureOf(leaf).data.map(({ type }) => type)).toEqual(["heatmap", "heatmap", "bar"]);
});

test("a vector's cells have one index", () => {
  const bias = new Parameter(tensor([1, 2, 3]));
  expect(figureOf(bias).data[0]!.hovertemplate).toBe("values [%{x}] = %{z:.4~g}<extra></extra>");
});

test("an option that asks for another layout, more than one frame, a single number and nothing have a tensor's own view", () => {
  const weight = new Parameter(randn([3, 4, 4]));
  expect(figureOf(weight, { channels: [1] }).data[0]!.hovertemplate).toMatch(/^\[/);
  expect(figureOf(new Parameter(randn([2, 3, 2, 2, 2]))).frames).toHaveLength(6);
  expect(mimeBundle(new Parameter(tensor(2)))["text/plain"]).toBe("float32 []  2");
  expect(mimeBundle(new Parameter(zeros([0, 3])))["text/plain"]).toBe("float32 [0, 3]  empty");
});

test("a parameter that is nowhere finite has no histogram", () => {
  const lost = new Parameter(tensor([[Number.NaN, Number.POSITIVE_INFINITY]]));
  expect(mimeBundle(lost)["text/plain"]).not.toContain("histogram");
  expect(figureOf(lost).data.map(({ type }) => type)).toEqual(["heatmap", "scatter"]);
});

test.each([[[64, 32, 3, 3]], [[512, 512]], [[5000]], [[64, 56, 56]]])(
  "%j with its gradient stays within 1 MiB, and its SVG is well-formed",
  (shape) => {
    const parameter = new Parameter(randn(shape));
    parameter.mul(rand(shape)).sum().backward();
    for (const plain of [false, true]) {
      const bundle = mimeBundle(parameter, { plain });
      expect(Object.keys(bundle)).toHaveLength(3);
      expect(Buffer.byteLength(JSON.stringify(bundle))).toBeLessThanOrEqual(1024 * 1024);
    }
    const parser = new SaxesParser({ xmlns: true });
    parser.on("error", (error) => {
      throw error;
    });
    parser.write(svgOf(parameter)).close();
  },
);

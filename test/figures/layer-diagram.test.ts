import { describe as describeValue, layerDiagram } from "@layerbook/figures";
import { Linear, ShapeError, tensor, zeros } from "@layerbook/layers";
import { describe, expect, test } from "vitest";
import { type Figure, figureOf, numbers, svgOf } from "./plotly-figure.ts";

/** The worked example: y = [-0.5, 4, 3]. */
function worked(): Linear {
  const layer = new Linear(2, 3, { dtype: "float64" });
  layer.weight.assign([
    [1, -1],
    [3, 0.5],
    [0, 2],
  ]);
  layer.bias?.assign([0.5, 0, -1]);
  return layer;
}
const x = tensor([1, 2], { dtype: "float64" });

/** All texts of a figure at a position of its slider. */
function textsAt(figure: Figure, position: number): string[] {
  const { data, traces } = figure.frames![position]!;
  return figure.data.flatMap(({ mode, text }, trace) => {
    const moved = traces.indexOf(trace);
    return mode === "text" ? ((moved < 0 ? text : data[moved]!.text) as string[]) : [];
  });
}

/** How many lines there are of a colour, faded ones and those to the chosen output. */
function linesAt(figure: Figure, color: string, position: number): { faded: number; chosen: number } {
  const { data, traces } = figure.frames![position]!;
  const count = { faded: 0, chosen: 0 };
  for (const [trace, still] of figure.data.entries()) {
    if (still.mode !== "lines" || still.fill) continue;
    const moved = traces.indexOf(trace);
    const { line, opacity, x } = moved < 0 ? still : { ...still, ...data[moved]! };
    if ((line as { color: string }).color !== color) continue;
    // Two ends, and a gap between lines.
    const lines = Math.floor((numbers(x).values.length + 1) / 3);
    count[opacity === 1 ? "chosen" : "faded"] += lines;
  }
  return count;
}

describe("the worked example", () => {
  const diagram = layerDiagram(worked(), x, { output: 1 });
  const figure = figureOf(diagram);

  test("a chosen output has its products on its lines, and their sum above", () => {
    const [first, second, third] = [0, 1, 2].map((output) => textsAt(figure, output));
    expect(first).toEqual(expect.arrayContaining(["1", "-2", "y₀ = 1 − 2 + 0.5 = -0.5"]));
    expect(second).toEqual(expect.arrayContaining(["3", "1", "y₁ = 3 + 1 + 0 = 4"]));
    expect(third).toEqual(expect.arrayContaining(["0", "4", "y₂ = 0 + 4 − 1 = 3"]));
    for (const texts of [first!, second!, third!])
      expect(texts).toEqual(expect.arrayContaining(["x₀", "x₁", "y₀", "y₁", "y₂", "-0.5"]));
  });

  test("a line is red for a weight above 0, blue for one below, grey for 0", () => {
    const lines = (position: number) =>
      ["#d6604d", "#4393c3", "#777777"].map((color) => linesAt(figure, color, position));
    expect(lines(0).map(({ faded }) => faded)).toEqual([4, 1, 1]);
    expect(lines(0).map(({ chosen }) => chosen)).toEqual([1, 1, 0]);
    expect(lines(1).map(({ chosen }) => chosen)).toEqual([2, 0, 0]);
    expect(lines(2).map(({ chosen }) => chosen)).toEqual([1, 0, 1]);
  });

  test("the slider begins at the output that was asked for, and the pointer on an output leads to it", () => {
    expect(figure.layout.sliders[0].active).toBe(1);
    const [link] = figure.layout.meta.links;
    expect(link.positions).toEqual([[null, null, 0, 1, 2]]);
    const { text } = figure.data[link.trace]!;
    expect(text!.slice(2)).toEqual(["y₀ = -0.5", "y₁ = 4", "y₂ = 3"]);
    const said = figure.frames!.map(({ data }) => data.at(-1)!.text![1]);
    expect(said).toEqual(["x₁ = 2, times -1 = -2", "x₁ = 2, times 0.5 = 1", "x₁ = 2, times 2 = 4"]);
  });

  test("it reads as a sentence, as text and as a picture that fits a telephone", () => {
    const sentence =
      "Linear layer of 2 features and 3 outputs with 6 lines between them, a weight each: an output is the sum of its features times their weights plus its bias. The largest is output 1, 4.";
    expect(describeValue(diagram)).toBe(sentence);
    expect(diagram.bundle["text/plain"].split("\n")).toEqual([
      sentence,
      "columns: weight × feature of each, bias, output",
      "1  -2  0.5  -0.5",
      "3   1    0     4",
      "0   4   -1     3",
    ]);
    const svg = svgOf(diagram);
    expect(svg).toContain('viewBox="0 0 360 ');
    expect(svg).toContain(">y₁ = 3 + 1 + 0 = 4</text>");
    for (const [, size] of svg.matchAll(/font-size="([\d.]+)"/g))
      expect(Number(size)).toBeGreaterThanOrEqual(12);
  });
});

test("without a bias none is added, and a sum of many is not written out", () => {
  const layer = new Linear(7, 1, { bias: false });
  layer.weight.assign([[1, 1, 1, 1, 1, 1, 1]]);
  const diagram = layerDiagram(layer, tensor([1, 2, 3, 4, 5, 6, 7]), { title: "<b>Sum</b>" });
  expect(textsAt(figureOf(diagram), 0)).toContain("y₀ = 7 products: 28");
  expect(describeValue(diagram)).toMatch(/times their weights\. The largest is output 0, 28\.$/);
  expect(svgOf(diagram)).toContain(">&lt;b&gt;Sum&lt;/b&gt;</text>");
});

test("numbers that are not finite are written, and take no place away", () => {
  const layer = worked();
  layer.weight.assign([
    [Number.NaN, 1],
    [Number.POSITIVE_INFINITY, 1],
    [0, 0],
  ]);
  const diagram = layerDiagram(layer, x);
  expect(textsAt(figureOf(diagram), 0)).toContain("y₀ = NaN + 2 + 0.5 = NaN");
  expect(svgOf(diagram)).not.toMatch(/="[^"]*(NaN|Infinity|undefined)/);
});

test("the largest one takes less than 1 MiB, its numbers plain too", () => {
  for (const plain of [false, true]) {
    const { bundle } = layerDiagram(new Linear(16, 16), zeros([16]), { plain });
    expect(JSON.stringify(bundle).length).toBeLessThan(2 ** 20);
    expect(JSON.stringify(bundle).includes("bdata")).toBe(!plain);
    expect(Object.keys(bundle)).toContain("application/vnd.plotly.v1+json");
  }
});

test.each<[layer: unknown, x: unknown, options: object, message: string]>([
  [5, x, {}, "Cannot draw a layer's diagram of 5: expected a Linear"],
  [
    new Linear(64, 10),
    zeros([64]),
    {},
    "Cannot draw a layer's diagram of Linear(64, 10): expected at most 16 features and 16 outputs. show(layer.weight) draws a larger one",
  ],
  [
    worked(),
    zeros([1, 2]),
    {},
    "Cannot draw a layer's diagram for a tensor [1, 2]: expected one sample, a tensor [2]",
  ],
  [worked(), x, { output: 3 }, "Cannot draw a layer's diagram with output 3: there are 3, counted from 0"],
  [
    worked(),
    x,
    { unit: 3 },
    'Cannot draw a layer\'s diagram with the option "unit": expected output, title, plain',
  ],
])("what cannot be drawn is refused: %#", (layer, x, options, message) => {
  expect(() => layerDiagram(layer as Linear, x as never, options)).toThrow(new ShapeError(message));
});

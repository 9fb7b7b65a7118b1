import { describe as describeValue, mimeBundle, type ShowOptions } from "@layerbook/figures";
import { arange, ones, rand, randn, tensor, zeros } from "@layerbook/layers";
import { describe, expect, test } from "vitest";
import { figureOf, headingOf, numbers, svgOf } from "./plotly-figure.ts";

const words = (value: unknown, options: ShowOptions = {}): string =>
  headingOf(figureOf(value, options)).replaceAll(/\s+/g, " ").trim();

/** The cells that hold values, row by row, NaN where there are gutters. */
function cells(value: unknown): number[][] {
  const { shape, values } = numbers(figureOf(value).data[0]!.z);
  const [rows, columns] = shape as [number, number];
  return Array.from({ length: rows }, (_, row) => values.slice(row * columns, (row + 1) * columns));
}

test("a single number is text", () => {
  expect(mimeBundle(tensor(1 / 3))).toEqual({ "text/plain": "float32 []  0.3333333" });
  expect(mimeBundle(tensor(7, { dtype: "int32" }))).toEqual({ "text/plain": "int32 []  7" });
});

test("what is empty is its shape, whatever its rank", () => {
  for (const shape of [[0], [0, 3], [2, 0, 4], [1, 1, 1, 0, 1]]) {
    const value = zeros(shape, { dtype: "float64" });
    expect(mimeBundle(value)).toEqual({ "text/plain": `float64 [${shape.join(", ")}]  empty` });
    expect(describeValue(value)).toBe(`An empty tensor, float64 [${shape.join(", ")}].`);
  }
});

test.each([
  [64, "bar", "Bars of 64 values"],
  [65, "scatter", "A curve of 65 values"],
  [10_000, "scatter", "A curve of 10,000 values"],
  [10_001, "scatter", "The envelope of a curve of 10,001 values"],
])("a vector of %i is drawn as %s", (length, type, said) => {
  const value = arange(0, length);
  expect(figureOf(value).data[0]!.type).toBe(type);
  expect(describeValue(value)).toContain(said);
  expect(figureOf(value).data).toHaveLength(length > 10_000 ? 2 : 1);
});

test("a matrix has axis 0 down, and digits in its cells up to 16 by 16", () => {
  const value = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(cells(value)).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const [first, last] = figureOf(value).layout.yaxis.range;
  expect(first).toBeGreaterThan(last);
  expect(figureOf(rand([16, 16])).data[0]!.texttemplate).toBeDefined();
  expect(figureOf(rand([16, 17])).data[0]!.texttemplate).toBeUndefined();
  expect(svgOf(rand([16, 16])).match(/<text [^>]*dominant-baseline/g)).toHaveLength(256);
  expect(svgOf(rand([17, 16])).match(/<text [^>]*dominant-baseline/g)).toBeNull();
});

test("maps stand side by side as tiles over axis 0, each with its number", () => {
  const value = arange(0, 8).reshape([2, 2, 2]);
  const [labels, ...rows] = cells(value);
  expect(labels!.every(Number.isNaN)).toBe(true);
  expect(rows).toEqual([
    [0, 1, Number.NaN, 4, 5],
    [2, 3, Number.NaN, 6, 7],
  ]);
  expect(figureOf(value).data[1]!.text).toEqual(["0", "1"]);
});

test("maps too narrow for a number each have that of their row's first at the left", () => {
  const value = rand([512, 14, 14]);
  const { data, layout } = figureOf(value, { channels: Array.from({ length: 300 }, (_, i) => i + 100) });
  expect(data.map(({ type }) => type)).toEqual(["heatmap"]);
  const { tickvals, ticktext } = layout.yaxis as { tickvals: string[]; ticktext: string[] };
  expect(ticktext[0]).toBe("100");
  expect(tickvals.length).toBe(ticktext.length);
  const columns = Number(ticktext[1]) - 100;
  expect(ticktext).toEqual(ticktext.map((_, row) => String(100 + row * columns)));
  const rows = data[0]!.y as string[];
  expect(tickvals.every((label) => rows.includes(label))).toBe(true);
  expect(svgOf(value)).toContain('text-anchor="end">0</text>');
});

test("a batch of maps is stepped through by one slider over axis 0, higher ranks over all but the last three", () => {
  const steps = (value: unknown): string[] =>
    figureOf(value).layout.sliders[0].steps.map(({ label }: { label: string }) => label);
  expect(steps(rand([3, 2, 9, 9]))).toEqual(["[0]", "[1]", "[2]"]);
  expect(steps(rand([2, 2, 3, 9, 9]))).toEqual(["[0, 0]", "[0, 1]", "[1, 0]", "[1, 1]"]);
  expect(figureOf(rand([2, 1, 3, 2, 9, 9])).layout.sliders).toHaveLength(1);
});

test("weights [O, I, h, w] are a grid: a row for each output channel, a column for each input channel", () => {
  const value = arange(0, 8).reshape([2, 2, 1, 2]);
  expect(cells(value)).toEqual([
    [0, 1, Number.NaN, 2, 3],
    Array(5).fill(Number.NaN),
    [4, 5, Number.NaN, 6, 7],
  ]);
  expect(words(value)).toContain("rows: output channels, columns: input channels");
  expect(describeValue(value)).toContain("A grid of 2 by 2 kernels of 1 by 2 values");
});

describe("whole numbers of few kinds", () => {
  const classes = tensor(
    [
      [0, 1, 2],
      [2, 1, 0],
    ],
    { dtype: "int32" },
  );

  test("have a colour each, named in the legend, and their digits", () => {
    const { data, layout } = figureOf(classes);
    const { colorscale, cmin, cmax, colorbar } = layout.coloraxis;
    // Steps half-way between neighbours, from -0.5 to 2.5.
    expect([cmin, cmax]).toEqual([-0.5, 2.5]);
    expect(colorscale.map(([position]: [number]) => Number(position.toFixed(4)))).toEqual([
      0, 0.3333, 0.3333, 0.6667, 0.6667, 1,
    ]);
    const colors: string[] = colorscale.map(([, color]: [number, string]) => color);
    expect(new Set(colors).size).toBe(3);
    expect(colorbar.tickvals).toEqual([0, 1, 2]);
    expect(data[0]!.texttemplate).toBeDefined();
    expect(words(classes)).toContain("a colour for each of 3 values");
    for (const color of new Set(colors)) expect(svgOf(classes)).toContain(`fill="${color}"`);
  });

  test("are ten at most, of int32, and not where a scale is asked for", () => {
    const upTo = (end: number, dtype: "int32" | "float32") => arange(0, end, 1, { dtype }).reshape([1, end]);
    expect(figureOf(upTo(10, "int32")).layout.coloraxis.colorscale).toHaveLength(20);
    expect(figureOf(upTo(11, "int32")).layout.coloraxis.colorscale).toHaveLength(11);
    expect(figureOf(upTo(10, "float32")).layout.coloraxis.colorscale).toHaveLength(11);
    expect(figureOf(classes, { colorscale: "gray" }).layout.coloraxis.colorscale).toHaveLength(2);
    expect(words(ones([2, 2], { dtype: "int32" }))).toContain("a colour for the one value");
  });

  test("that lie too close to each other for a legend have a scale", () => {
    const uneven = tensor([[0, 1, 1_000_000]], { dtype: "int32" });
    expect(figureOf(uneven).layout.coloraxis.colorscale).toHaveLength(11);
  });

  test("keep their colours in a map of many cells", () => {
    const map = arange(0, 400, 1, { dtype: "int32" }).reshape([20, 20]);
    const rows = tensor(
      Int32Array.from(map.toTypedArray(), (value) => Math.floor(value / 100)),
      {
        shape: [20, 20],
        dtype: "int32",
      },
    );
    expect(svgOf(rows)).toContain("data:image/png");
    expect(words(rows)).toContain("a colour for each of 4 values");
  });
});

test("a colour scale that is asked for is taken, gray through 0 where values are negative", () => {
  const ends = (value: unknown, colorscale: NonNullable<ShowOptions["colorscale"]>): unknown[] => {
    const { coloraxis } = figureOf(value, { colorscale }).layout;
    return [coloraxis.colorscale.at(0)[1], coloraxis.colorscale.at(-1)[1], coloraxis.cmin, coloraxis.cmax];
  };
  const signed = tensor([[-1, 2]]);
  const unsigned = tensor([[1, 2]]);
  expect(ends(unsigned, "diverging")).toEqual(["#053061", "#67001f", -2, 2]);
  expect(ends(signed, "sequential")).toEqual(["#440154", "#fde725", 0, 2]);
  expect(ends(unsigned, "gray")).toEqual(["#000000", "#ffffff", 0, 2]);
  expect(ends(signed, "gray")).toEqual(["#000000", "#ffffff", -2, 2]);
});

test("plain figures hold numbers in place of bytes, and null where there is none", () => {
  const value = tensor([
    [1, Number.NaN],
    [0.1, 2],
  ]);
  expect(figureOf(value, { plain: true }).data[0]!.z).toEqual([
    [1, null],
    [0.1, 2],
  ]);
  for (const shape of [[5], [100], [20_000], [3, 20, 20], [2, 3, 9, 9], [4, 4, 3, 3]]) {
    expect(JSON.stringify(figureOf(randn(shape), { plain: true }))).not.toContain("bdata");
  }
});

import { arange, randn, type Tensor } from "@layerbook/layers";
import { expect, test } from "vitest";
import { figureOf, hovers } from "./plotly-figure.ts";

/** "[3, 0, 4] = 1.5" as index and value. */
function parse(text: string): { readonly index: number[]; readonly value: number } {
  const [, index, value] = /^\[([\d, ]+)\] = (.+)$/.exec(text) ?? [];
  return { index: index!.split(", ").map(Number), value: Number(value) };
}

function checkAll(tensor: Tensor, texts: readonly { readonly text: string }[], cells: number): void {
  expect(texts.length).toBe(cells);
  const seen = new Set<string>();
  for (const { text } of texts) {
    const { index, value } = parse(text);
    expect(index.length, text).toBe(tensor.shape.length);
    expect(value, text).toBe(tensor.at(...index));
    seen.add(index.join());
  }
  expect(seen.size).toBe(cells);
}

test.each([
  [[3, 4]],
  [[1, 5]],
  [[20, 30]],
  [[6, 3, 4]],
  [[1, 9, 9]],
  [[7, 16, 12]],
  [[300, 4, 5]],
  [[1, 4, 9, 9]],
  [[11, 1, 8, 8]],
])("hovering any cell of %j shows its own index and value", (shape) => {
  const tensor = randn(shape);
  checkAll(tensor, hovers(figureOf(tensor)), tensor.numel());
});

test.each([[[3, 4, 8, 9]], [[2, 3, 2, 5, 5]]])(
  "each frame of %j shows its own indices and values",
  (shape) => {
    const tensor = arange(
      0,
      shape.reduce((a, b) => a * b),
    ).reshape(shape);
    const figure = figureOf(tensor);
    const perFrame = shape.slice(-3).reduce((a, b) => a * b);
    expect(figure.frames!.length).toBe(tensor.numel() / perFrame);
    const all = figure.frames!.flatMap((_, frame) => hovers(figure, frame));
    checkAll(tensor, all, tensor.numel());
    checkAll(tensor, hovers(figure), perFrame);
  },
);

test("a grid of kernels names output and input channel", () => {
  const weight = randn([4, 3, 2, 5]);
  const texts = hovers(figureOf(weight));
  expect(texts.length).toBe(weight.numel());
  for (const { text } of texts) {
    const [, out, row, input, column, value] =
      /^\[out (\d+), row (\d+), in (\d+), column (\d+)\] = (.+)$/.exec(text) ?? [];
    expect(Number(value), text).toBe(weight.at(Number(out), Number(input), Number(row), Number(column)));
  }
});

test("channels are drawn in the order asked for, with their own numbers", () => {
  const tensor = randn([8, 3, 3]);
  const texts = hovers(figureOf(tensor, { channels: [5, 2] }));
  expect(texts.length).toBe(18);
  for (const { text } of texts) {
    const { index, value } = parse(text);
    expect([5, 2]).toContain(index[0]);
    expect(value).toBe(tensor.at(...index));
  }
});

test("with one scale per channel hovering still shows the value itself", () => {
  const tensor = randn([3, 4, 5]);
  const figure = figureOf(tensor, { scale: "channel" });
  for (const { text, value: coloured } of hovers(figure)) {
    const { index, value } = parse(text);
    expect(value).toBe(tensor.at(...index));
    expect(coloured).toBeCloseTo(value / tensor.select(0, index[0]!).abs().max().item(), 5);
  }
});

test("a pooled cell names its rows and columns and shows the signed value of largest size among them", () => {
  const tensor = randn([2, 511, 512]);
  const values = tensor.toTypedArray();
  const texts = hovers(figureOf(tensor));
  expect(texts.length).toBeLessThan(tensor.numel());
  for (const { text } of texts) {
    const [, channel, rows, columns, value] = /^\[(\d+), ([\d–]+), ([\d–]+)\] = (.+)$/.exec(text) ?? [];
    const [top, bottom = top] = rows!.split("–").map(Number) as [number, number?];
    const [left, right = left] = columns!.split("–").map(Number) as [number, number?];
    const block: number[] = [];
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        block.push(values[(Number(channel) * 511 + row) * 512 + column]!);
      }
    }
    if (!block.includes(Number(value))) throw new Error(`${text} is not among ${block}`);
    if (block.some((other) => Math.abs(other) > Math.abs(Number(value))))
      throw new Error(`${text} of ${block}`);
  }
});

test("labels along an axis are all different, or plotly would lay cells upon one another", () => {
  for (const shape of [
    [64, 56, 56],
    [8, 3, 5, 5],
    [1797, 1, 8, 8],
    [3, 4, 20, 20],
  ]) {
    const { x, y } = figureOf(randn(shape)).data[0]!;
    for (const labels of [x, y] as string[][]) expect(new Set(labels).size).toBe(labels.length);
  }
});

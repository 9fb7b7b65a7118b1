import { mimeBundle } from "@layerbook/figures";
import { full, randn, tensor } from "@layerbook/layers";
import { expect, test } from "vitest";
import { figureOf, headingOf } from "./plotly-figure.ts";

function firstLine(value: unknown): string {
  return mimeBundle(value)["text/plain"].split("\n")[0]!;
}

test("statistics are those of the finite values, and what is not finite is counted", () => {
  // By hand: finite 1 2 0 -3, mean 0, deviations 1 4 0 9 over 3, root of 14/3.
  const values = tensor([1, 2, 0, -3, Number.NaN, Infinity, -Infinity, -Infinity]);
  expect(firstLine(values)).toBe(
    "float32 [8]  min -3  max 2  mean 0  std 2.16  zeros 1  NaN 1  +inf 1  -inf 2",
  );
});

test("std is torch.std: the divisor is N - 1", () => {
  const values = randn([40, 50]);
  const [, std] = /std (\S+)/.exec(firstLine(values))!;
  expect(Number(std)).toBeCloseTo(values.std().item(), 3);
});

test.each([
  [tensor(2.5), "float32 []  2.5"],
  [tensor([]), "float32 [0]  empty"],
  [tensor([], { shape: [3, 0, 2] }), "float32 [3, 0, 2]  empty"],
  [tensor([7]), "float32 [1]  min 7  max 7  mean 7"],
  [tensor([[3, -4]], { dtype: "int32" }), "int32 [1, 2]  min -4  max 3  mean -0.5  std 4.95"],
  [full([2, 2], Number.NaN), "float32 [2, 2]  NaN 4"],
])("%s begins with its statistics", (value, line) => {
  expect(firstLine(value)).toBe(line);
});

test("statistics are counted before anything is cut", () => {
  const values = tensor(new Float32Array(512 * 1024), { shape: [512, 1024] });
  expect(firstLine(values)).toContain("zeros 524,288");
  expect(headingOf(figureOf(values))).toContain("zeros 524,288");
});

test("colours are symmetric around 0 as soon as a value is negative, else from 0", () => {
  expect(figureOf(tensor([[-1, 3]])).layout.coloraxis).toMatchObject({ cmin: -3, cmax: 3 });
  expect(figureOf(tensor([[1, 3]])).layout.coloraxis).toMatchObject({ cmin: 0, cmax: 3 });
  expect(figureOf(tensor([[0, 0]])).layout.coloraxis).toMatchObject({ cmin: 0, cmax: 1 });
  const middle = figureOf(tensor([[-1, 3]])).layout.coloraxis.colorscale[5];
  expect(middle).toEqual([0.5, "#ffffff"]);
});

test("colours end at three times the root mean square, and the figure says how many lie beyond", () => {
  const values = new Float32Array(100).fill(1);
  values[7] = -50;
  values[8] = 50;
  const figure = figureOf(tensor(values, { shape: [10, 10] }));
  const rms = Math.sqrt((98 + 2 * 2500) / 100);
  expect(figure.layout.coloraxis.cmax).toBeCloseTo(3 * rms, 5);
  expect(headingOf(figure)).toMatch(/colours end at 3 RMS = 21\.42, 2 beyond/);
});

test("NaN and infinities are marked where they are", () => {
  const marks = figureOf(
    tensor([
      [1, Number.NaN],
      [Infinity, -Infinity],
    ]),
  ).data[1]!;
  expect(marks.text).toEqual(["[0, 1] = NaN", "[1, 0] = +inf", "[1, 1] = -inf"]);
  expect(marks.x).toEqual(["1", "0", "1"]);
  expect(marks.y).toEqual(["0", "1", "1"]);
  expect((marks.marker as { symbol: string[] }).symbol).toEqual([
    "x-thin",
    "triangle-up-open",
    "triangle-down-open",
  ]);
  expect(figureOf(tensor([[1, 2]])).data.length).toBe(1);
});

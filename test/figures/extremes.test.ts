import { describe as describeValue, mimeBundle } from "@layerbook/figures";
import { tensor } from "@layerbook/layers";
import { expect, test } from "vitest";
import { figureOf, numbers, svgOf } from "./plotly-figure.ts";

const float64 = (values: number[] | number[][]) => tensor(values, { dtype: "float64" });

test.each([
  ["[[1e308, -1e308]]", float64([[1e308, -1e308]]), "min -1e+308  max 1e+308  mean 0  std 1.414e+308"],
  ["[1.7e308, -1.7e308]", float64([1.7e308, -1.7e308]), "min -1.7e+308  max 1.7e+308  mean 0  std +inf"],
  ["[[1e308, 1e308]]", float64([[1e308, 1e308]]), "min 1e+308  max 1e+308  mean 1e+308  std 0"],
  ["[[1e-200, 3e-200]]", float64([[1e-200, 3e-200]]), "min 1e-200  max 3e-200  mean 2e-200  std 1.414e-200"],
  ["[[5e-324, 0]]", float64([[5e-324, 0]]), "min 0  max 5e-324"],
])("%s is drawn, with its statistics", (_, value, said) => {
  const bundle = mimeBundle(value);
  expect(bundle["text/plain"]).toContain(said);
  expect(JSON.stringify(bundle)).not.toMatch(/NaN|Infinity|undefined/);
  expect(describeValue(value)).not.toMatch(/NaN|inf/);
});

test("bars as long as numbers go are drawn to both ends", () => {
  const heights = [
    ...svgOf(float64([1.7e308, -1.7e308])).matchAll(
      /<rect x="[^"]*" y="([^"]*)" width="[^"]*" height="([^"]*)"/g,
    ),
  ];
  expect(heights.map(([, y, height]) => [y, height])).toEqual([
    ["8", "90"],
    ["98", "90"],
  ]);
});

test("a line of two thousand huge values has blocks from low to high", () => {
  const ramp = Array.from({ length: 128 }, (_, i) => (i - 63.5) * 2e306);
  const blocks = mimeBundle(float64(ramp))["text/plain"].split("\n")[1]!;
  expect(blocks.length).toBe(64);
  expect(blocks).toMatch(/^▁+▂+▃+▄+▅+▆+▇+█+$/);
});

test("tiny numbers keep their colours and their digits", () => {
  const figure = figureOf(float64([[1e-200, 2e-200]]));
  expect(figure.layout.coloraxis).toMatchObject({ cmin: 0, cmax: 2e-200 });
  expect(numbers(figure.data[0]!.z).values).toEqual([1e-200, 2e-200]);
});

test("numbers between which a renderer's distances overflow are drawn as a picture only", () => {
  for (const value of [float64([[1e308, -1e308]]), float64([1.7e308, -1.7e308])])
    expect(Object.keys(mimeBundle(value))).toEqual(["text/plain", "image/svg+xml"]);
});

import { decisionLine, describe as describeValue } from "@layerbook/figures";
import { Linear, ShapeError } from "@layerbook/layers";
import { describe, expect, test } from "vitest";
import { type Figure, figureOf, headingOf, numbers, svgOf, type Trace } from "./plotly-figure.ts";

const layer = new Linear(2, 3, { dtype: "float64" });
layer.weight.assign([
  [1, -1],
  [3, 0.5],
  [0, 2],
]);
layer.bias?.assign([0.5, 0, -1]);

function bars(figure: Figure, output: number, position: number): Trace {
  const found = figure.data.flatMap(({ type }, i) => (type === "bar" ? [i] : []))[output]!;
  const { data, traces } = figure.frames![position]!;
  return data[traces.indexOf(found)]!;
}

describe("the worked example, x from [1, 2] through 0 to [-1, -2]", () => {
  const line = decisionLine(layer, { from: [1, 2], to: [-1, -2], places: 3 });
  const figure = figureOf(line);

  test("bars are weight times feature, the bias, and their sum", () => {
    expect([0, 1, 2].map((output) => bars(figure, output, 0).y)).toEqual([
      [1, -2, 0.5, -0.5],
      [3, 1, 0, 4],
      [0, 4, -1, 3],
    ]);
    expect([0, 1, 2].map((output) => bars(figure, output, 2).y)).toEqual([
      [-1, 2, 0.5, 1.5],
      [-3, -1, 0, -4],
      [0, -4, -1, -5],
    ]);
    // Red above 0, blue below.
    expect(bars(figure, 0, 0).marker).toEqual({ color: ["#d6604d", "#4393c3", "#d6604d", "#4393c3"] });
  });

  test("each output's line runs where it is 0, from edge to edge of the plane", () => {
    // x0 - x1 + 0.5 = 0, then 3 x0 + 0.5 x1 = 0, then 2 x1 - 1 = 0, on -3..3.
    const lines = figure.data.filter(({ mode, line }) => {
      return mode === "lines" && (line as { dash: string }).dash === "solid";
    });
    expect(lines.map(({ x, y }) => [x, y])).toEqual([
      [
        [2.5, -3],
        [3, -2.5],
      ],
      [
        [0.5, -0.5],
        [-3, 3],
      ],
      [
        [3, -3],
        [0.5, 0.5],
      ],
    ]);
  });

  test("colours are the output over the plane, as much below 0 as above", () => {
    const { z, zmin, zmax, x0, dx } = figure.data.find(({ type }) => type === "heatmap")!;
    const { shape, values } = numbers(z);
    expect([shape, x0, dx]).toEqual([[24, 24], -2.875, 0.25]);
    // At (-2.875, -2.875) and at (2.875, -2.875), the first row being the lowest.
    expect([values[0], values[23]]).toEqual([0.5, 6.25]);
    expect([zmin, zmax]).toEqual([-6.25, 6.25]);
  });

  test("the slider names the points, buttons the outputs", () => {
    const { sliders, updatemenus } = figure.layout;
    expect(sliders[0].steps.map(({ label }: { label: string }) => label)).toEqual([
      "(1, 2)",
      "(0, 0)",
      "(-1, -2)",
    ]);
    expect(updatemenus[1].buttons.map(({ label }: { label: string }) => label)).toEqual([
      "output 0",
      "output 1",
      "output 2",
    ]);
  });

  test("it reads as a sentence, as text and as a picture", () => {
    const sentence =
      "As x goes from (1, 2) to (-1, -2) through a linear map, output 0 goes from -0.5 to 1.5 and is 0 at (0.5, 1); output 1 goes from 4 to -4 and is 0 at (0, 0); output 2 goes from 3 to -5 and is 0 at (0.25, 0.5).";
    expect(describeValue(line)).toBe(sentence);
    expect(line.bundle["text/plain"].split("\n").slice(0, 6)).toEqual([
      sentence,
      "columns: x0, x1, weight × feature of each, bias, output",
      "output 0",
      " 1   2   1  -2  0.5  -0.5",
      " 0   0   0   0  0.5   0.5",
      "-1  -2  -1   2  0.5   1.5",
    ]);
    for (const text of ["x = (1, 2)", "1 − 2 + 0.5 = -0.5", "w₁x₁"])
      expect(svgOf(line)).toContain(`>${text}</text>`);
  });
});

test("one output needs no buttons, and where nothing is 0 there is no line", () => {
  const flat = new Linear(2, 1);
  flat.weight.assign([[0, 0]]);
  flat.bias?.assign([1]);
  const figure = figureOf(decisionLine(flat));
  expect(figure.layout.updatemenus).toHaveLength(1);
  expect(figure.frames).toHaveLength(21);
  expect(figure.data[1]!.x).toEqual([]);
  expect(decisionLine(flat).description).toBe(
    "As x goes from (-2, -2) to (2, 2) through a linear map, output 0 goes from 1 to 1.",
  );
});

test("of many outputs the first four are drawn, and the heading says so", () => {
  const line = decisionLine(new Linear(2, 9), { places: 41, title: "<i>Nine</i>" });
  expect(headingOf(figureOf(line))).toMatch(/<i>Nine<\/i> .*the first 4 of 9 outputs/);
  expect(JSON.stringify(line.bundle).length).toBeLessThan(2 ** 20);
});

test("weights that are not finite are said to be so, and all is drawn that can be", () => {
  const broken = new Linear(2, 1);
  broken.weight.assign([[Number.NaN, 1]]);
  const line = decisionLine(broken);
  expect(headingOf(figureOf(line))).toContain("numbers that are not finite are left out");
  expect(svgOf(line)).not.toMatch(/="[^"]*(NaN|Infinity|undefined)/);
  const { yaxis, yaxis2 } = figureOf(line).layout;
  expect([...yaxis.range, ...yaxis2.range].every(Number.isFinite)).toBe(true);
});

test.each<[layer: unknown, options: object, message: string]>([
  [undefined, {}, "Cannot draw a decision line of undefined: expected a Linear of 2 features"],
  [new Linear(3, 2), {}, "Cannot draw a decision line of Linear(3, 2): expected a Linear of 2 features"],
  [layer, { from: [1] }, "Cannot draw a decision line with from [1]: expected a list of 2 finite numbers"],
  [layer, { to: 3 }, "Cannot draw a decision line with to 3: expected a list of 2 finite numbers"],
  [layer, { places: 42 }, "Cannot draw a decision line with places 42: expected a whole number from 2 to 41"],
  [
    layer,
    { steps: 5 },
    'Cannot draw a decision line with the option "steps": expected from, to, places, title, plain',
  ],
])("%s with %j is refused", (one, options, message) => {
  expect(() => decisionLine(one as Linear, options)).toThrow(new ShapeError(message));
});

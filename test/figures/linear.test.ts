import { describe as describeValue, mimeBundle } from "@layerbook/figures";
import { Linear, rand, tensor } from "@layerbook/layers";
import { describe, expect, test } from "vitest";
import { figureOf, headingOf, hovers, numbers, svgOf } from "./plotly-figure.ts";

describe("the worked example, [1, 2] by [[1, -1], [3, 0.5], [0, 2]] plus [0.5, 0, -1]", () => {
  const layer = new Linear(2, 3);
  layer.weight.assign([
    [1, -1],
    [3, 0.5],
    [0, 2],
  ]);
  layer.bias?.assign([0.5, 0, -1]);
  const trace = layer.trace(tensor([1, 2]));
  const figure = figureOf(trace);

  test("has a row for each output: contributions, bias and sum, as computed by hand", () => {
    expect(numbers(figure.data[0]?.z)).toEqual({
      shape: [3, 4],
      values: [1, -2, 0.5, -0.5, 3, 1, 0, 4, 0, 4, -1, 3],
    });
    expect(figure.data[0]?.x).toEqual(["0", "1", "bias", "output"]);
  });

  test("says what a cell is where the pointer is", () => {
    const texts = hovers(figure).map(({ text }) => text);
    expect(texts.slice(0, 4)).toEqual(["[0, 0] = 1", "[0, 1] = -2", "[0, bias] = 0.5", "[0, output] = -0.5"]);
  });

  test("has its numbers in the picture and in the text too", () => {
    expect(svgOf(trace)).toContain(">-0.5</text>");
    expect(mimeBundle(trace)["text/plain"].split("\n")).toEqual([
      describeValue(trace),
      "columns: weight × feature, bias, output",
      "1  -2  0.5  -0.5",
      "3   1    0     4",
      "0   4   -1     3",
    ]);
  });

  test("is described with the range of its outputs", () => {
    expect(describeValue(trace)).toBe(
      "Linear map of 2 features to 3 outputs: each row holds what every feature times its weight contributes and the bias, and their sum, one output, from -0.5 to 4.",
    );
  });
});

test("without bias there is no column for it", () => {
  const figure = figureOf(new Linear(3, 2, { bias: false }).trace(rand([4, 3]), { sample: 2 }));
  expect(figure.data[0]?.x).toEqual(["0", "1", "2", "output"]);
  expect(headingOf(figure)).toContain("sample 2 · rows: outputs");
  expect(headingOf(figure)).toContain("columns: weight × feature, output");
});

test("a large map is pooled to fit, and the figure says so", () => {
  const figure = figureOf(new Linear(900, 20).trace(rand([900])), { title: "Pooled" });
  expect(numbers(figure.data[0]?.z).shape).toEqual([10, 451]);
  expect(headingOf(figure)).toContain("Linear map of 900 features to 20 outputs");
  expect(headingOf(figure)).toContain("each cell is the value of largest size of 2 x 2");
});

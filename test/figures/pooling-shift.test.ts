import { describe as describeValue, poolingShift } from "@layerbook/figures";
import { AvgPool2d, Conv2d, MaxPool1d, MaxPool2d, rand, ShapeError, tensor, zeros } from "@layerbook/layers";
import { describe, expect, test } from "vitest";
import { type Figure, figureOf, headingOf, numbers, svgOf } from "./plotly-figure.ts";

/** The glossary's map: moved by one, its second window of the first row sees 2, 3, 1, 3 in place of 3, 4, 3, 8. */
const map = tensor([
  [
    [1, 2, 3, 4],
    [5, 1, 3, 8],
    [5, 1, 4, 7],
    [9, 5, 8, 2],
  ],
]);

function cells(figure: Figure, panel: "image" | "pooled", position: number): readonly number[] {
  const { data, traces } = figure.frames![position]!;
  const trace = figure.data.findIndex(({ hovertemplate }) => hovertemplate?.startsWith(panel));
  return numbers(data[traces.indexOf(trace)]!.z).values;
}

/** The marks of the image: [column, row] of the winners that stay, and of those that do not. */
function marks(figure: Figure, position: number): (readonly [unknown, unknown])[][] {
  const { data, traces } = figure.frames![position]!;
  return ["circle-open", "circle"].map((symbol) => {
    const found = figure.data.findIndex(({ marker }) => (marker as { symbol?: string })?.symbol === symbol);
    const { x, y } = data[traces.indexOf(found)]! as { x: number[]; y: number[] };
    return x.map((column, i) => [column, y[i]] as const);
  });
}

describe("the worked map, moved by up to 2", () => {
  const shift = poolingShift(new MaxPool2d(2), map, { most: 2 });
  const figure = figureOf(shift);

  test("is pooled by the layer in each place, zeros coming after it", () => {
    expect(cells(figure, "image", 1).slice(0, 6)).toEqual([0, 1, 2, 3, 4, 0]);
    expect([0, 1, 2].map((position) => cells(figure, "pooled", position))).toEqual([
      [5, 8, 0, 9, 8, 0],
      [5, 3, 8, 9, 8, 7],
      [0, 5, 8, 0, 9, 8],
    ]);
  });

  test("keeps the winners that stay inside their window, and marks where another number wins", () => {
    expect(marks(figure, 0)).toEqual([
      [
        [0, 1],
        [3, 1],
        [0, 3],
        [2, 3],
      ],
      [],
    ]);
    // 5, 9 and the last row's 8 stay, moved with the image; the first 8 crosses, and 3 wins where it was.
    expect(marks(figure, 1)).toEqual([
      [
        [1, 1],
        [1, 3],
        [3, 3],
      ],
      [
        [3, 0],
        [4, 1],
        [4, 2],
      ],
    ]);
    // Windows of zeros have no mark.
    expect(marks(figure, 2)).toEqual([
      [],
      [
        [2, 1],
        [5, 1],
        [2, 3],
        [4, 3],
      ],
    ]);
  });

  test("reads as a sentence, as text and as a picture", () => {
    // Of 24 pixels the sums are 8 + 24 + 22 + 24 = 78 and 14 + 26 + 24 + 28 = 92, of 6 outputs 20 and 34.
    const sentence =
      "Max pooling of an image of 4 by 4 that moves to the right: by 1, 3 of 6 outputs change, by 3.333 in the mean where the pixels do by 3.25; by 2, 6 of 6 outputs change, by 5.667 in the mean where the pixels do by 3.833.";
    expect(describeValue(shift)).toBe(sentence);
    expect(shift.bundle["text/plain"].split("\n").slice(1)).toEqual([
      "columns: moved by, outputs that change, mean change of a pixel, of an output",
      "0  0      0      0",
      "1  3   3.25  3.333",
      "2  6  3.833  5.667",
    ]);
    for (const text of ["moved by 0", "moved by 2", "3 of 6 change"])
      expect(svgOf(shift)).toContain(`>${text}</text>`);
  });
});

test("by default the image moves by twice the stride", () => {
  const figure = figureOf(
    poolingShift(new MaxPool2d(3, { stride: 1, padding: 1 }), rand([2, 6, 6]), { channel: 1 }),
  );
  expect(figure.frames).toHaveLength(3);
  expect(headingOf(figure)).toContain("max pooling of 3 x 3, stride 1 x 1");
});

test("a row is drawn as one, and what is not finite is left out", () => {
  const row = tensor([[1, Number.NaN, 3, Number.POSITIVE_INFINITY]]);
  const shift = poolingShift(new MaxPool1d(2), row);
  expect(cells(figureOf(shift), "pooled", 0).length).toBe(4);
  expect(svgOf(shift)).toContain("numbers that are not finite are left out");
});

test("the largest figure stays within 1 MiB, its title as text", () => {
  const shift = poolingShift(new MaxPool2d(2, { stride: 1 }), rand([1, 24, 24]), {
    most: 8,
    title: "<b>far</b>",
  });
  expect(Buffer.byteLength(JSON.stringify(shift.bundle))).toBeLessThanOrEqual(2 ** 20);
  expect(figureOf(shift).layout.title.text).toContain("&lt;b&gt;far&lt;/b&gt;");
});

test.each<[draw: () => unknown, message: string]>([
  [
    () => poolingShift(new AvgPool2d(2) as never, map),
    "Cannot shift an image under a pooling with AvgPool2d(2, stride: 2, padding: 0): expected a max pooling, such as new MaxPool2d(2)",
  ],
  [
    () => poolingShift(new Conv2d(1, 1, 2) as never, map),
    "Cannot shift an image under a pooling with Conv2d(1, 1, kernelSize: [2, 2]): expected a max pooling, such as new MaxPool2d(2)",
  ],
  [
    () => poolingShift(2 as never, map),
    "Cannot shift an image under a pooling with 2: expected a max pooling, such as new MaxPool2d(2)",
  ],
  [
    () => poolingShift(new MaxPool2d(2), zeros([1, 25, 4])),
    "Cannot shift an image under a pooling from a tensor [1, 25, 4]: expected one image [channels, height, width] of 1 to 24 values along a side, such as a part of it",
  ],
  [
    () => poolingShift(new MaxPool2d(2), [[1]] as never),
    "Cannot shift an image under a pooling from an array with an array in it: expected one image [channels, height, width] of 1 to 24 values along a side, such as a part of it",
  ],
  [
    () => poolingShift(new MaxPool2d(2), map, { most: 9 }),
    "Cannot shift an image under a pooling with most 9: expected 1 to 8",
  ],
])("what cannot be drawn is refused: %#", (draw, message) => {
  expect(draw).toThrow(new ShapeError(message));
});

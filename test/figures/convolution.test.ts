import { describe as describeValue, mimeBundle } from "@layerbook/figures";
import { Conv1d, Conv2d, Conv3d, rand, type Tensor, tensor } from "@layerbook/layers";
import { describe, expect, test } from "vitest";
import { type Figure, figureOf, headingOf, numbers, svgOf } from "./plotly-figure.ts";

const still = 4;
/** Places of what moves among a frame's traces. */
const [window, taps, products, sum, cover, cell] = [0, 1, 2, 3, 4, 5];

type Layer = InstanceType<typeof Conv2d>;

function layerOf(weight: readonly (readonly number[])[], bias: number, options = {}): Layer {
  const layer = new Conv2d(1, 1, [weight.length, weight[0]!.length], options);
  layer.weight.assign(tensor([[weight.map((row) => [...row])]]));
  layer.bias!.assign([bias]);
  return layer;
}

function part(
  figure: Figure,
  frame: number,
  place: number,
): { x: number[]; y: number[]; text: string[]; z: unknown } {
  expect(figure.frames![frame]!.traces[place]).toBe(still + place);
  return figure.frames![frame]!.data[place] as never;
}

/** All corners of a path whose line goes from point to point across first, then down or up. */
function corners({ x, y }: { x: number[]; y: number[] }): { x: number[]; y: number[] } {
  expect(x.length).toBe(y.length);
  const across = x.slice(1).map((column, i) => [column, y[i]!] as const);
  const points = x.flatMap((column, i) => [
    [column, y[i]!] as const,
    ...(i < across.length ? [across[i]!] : []),
  ]);
  return { x: points.map((point) => point[0]), y: points.map((point) => point[1]) };
}

/** Rows and columns of the box that a path outlines. */
function box({
  x,
  y,
}: {
  x: number[];
  y: number[];
}): readonly [top: number, left: number, height: number, width: number] {
  const [left, right] = [Math.min(...x), Math.max(...x)];
  const [top, bottom] = [Math.min(...y), Math.max(...y)];
  return [top + 0.5, left + 0.5, bottom - top, right - left];
}

describe("the worked example, [[1,2,0],[0,1,3],[2,1,0]] by [[1,0],[-1,2]]", () => {
  const input = tensor([
    [
      [
        [1, 2, 0],
        [0, 1, 3],
        [2, 1, 0],
      ],
    ],
  ]);
  const figure = figureOf(
    layerOf(
      [
        [1, 0],
        [-1, 2],
      ],
      0.5,
    ).trace(input),
  );

  test("has one frame per output, with window, products, sum and cell as computed by hand", () => {
    expect(figure.frames!.length).toBe(4);
    const byHand = [
      { products: [1, 0, 0, 2], text: "3 (sum) + 0.5 (bias) = 3.5", at: [0, 0] },
      { products: [2, 0, -1, 6], text: "7 (sum) + 0.5 (bias) = 7.5", at: [0, 1] },
      { products: [0, 0, -2, 2], text: "0 (sum) + 0.5 (bias) = 0.5", at: [1, 0] },
      { products: [1, 0, -1, 0], text: "0 (sum) + 0.5 (bias) = 0.5", at: [1, 1] },
    ];
    byHand.forEach((step, frame) => {
      expect((part(figure, frame, products).z as number[][]).flat().map((value) => value + 0)).toEqual(
        step.products,
      );
      expect(part(figure, frame, sum).text).toEqual([`<b>${step.text}</b>`]);
      expect(box(part(figure, frame, window))).toEqual([...step.at, 2, 2]);
      expect(box(part(figure, frame, cell))).toEqual([...step.at, 1, 1]);
      expect(part(figure, frame, taps).x).toEqual([]);
    });
  });

  test("shows the whole input, kernel and output from the start", () => {
    expect(figure.data.slice(0, 3).map(({ z }) => numbers(z).values)).toEqual([
      [1, 2, 0, 0, 1, 3, 2, 1, 0],
      [1, 0, -1, 2],
      [3.5, 7.5, 0.5, 0.5],
    ]);
  });

  test("covers what is still to come, and nothing in the end", () => {
    // Area of the cover by the shoelace formula: one less for each step.
    const areas = figure.frames!.map((_, frame) => {
      const { x, y } = corners(part(figure, frame, cover));
      return Math.abs(
        x.reduce((area, _, i) => area + (x[i]! * (y[i + 1] ?? y[0]!) - (x[i + 1] ?? x[0]!) * y[i]!) / 2, 0),
      );
    });
    expect(areas).toEqual([3, 2, 1, 0]);
  });

  test("begins at the first step, and its slider leads to each", () => {
    expect(figure.data.slice(still).map(({ x, y, z, text }) => ({ x, y, z, text }))).toMatchObject(
      figure.frames![0]!.data.map(({ z, text }) => ({ ...(z ? { z } : {}), ...(text ? { text } : {}) })),
    );
    const steps = figure.layout.sliders[0].steps as {
      label: string;
      args: [string[], { frame: { redraw?: boolean } }];
    }[];
    expect(steps.map(({ label }) => label)).toEqual(["[0, 0]", "[0, 1]", "[1, 0]", "[1, 1]"]);
    expect(steps.map(({ args }) => args[0][0])).toEqual(figure.frames!.map(({ name }) => name));
    expect(steps.every(({ args }) => args[1].frame.redraw ?? true)).toBe(true);
  });

  test("reads as text too", () => {
    const text = mimeBundle(
      layerOf(
        [
          [1, 0],
          [-1, 2],
        ],
        0.5,
      ).trace(input),
    )["text/plain"];
    expect(text.split("\n").slice(1)).toEqual([
      "step 1 of 4, output [0, 0]: products",
      "1  0",
      "0  2",
      "3 (sum) + 0.5 (bias) = 3.5",
      "output",
      "3.5  7.5",
      "0.5  0.5",
    ]);
  });
});

test("with padding and stride the window starts outside the input, whose edge is drawn", () => {
  const figure = figureOf(new Conv2d(1, 1, 3, { padding: 1, stride: 2 }).trace(rand([1, 1, 4, 6])));
  expect(numbers(figure.data[0]!.z).shape).toEqual([6, 8]);
  expect(box(figure.data[3] as never)).toEqual([1, 1, 4, 6]);
  expect(figure.frames!.map((_, frame) => box(part(figure, frame, window)).slice(0, 2))).toEqual([
    [0, 0],
    [0, 2],
    [0, 4],
    [2, 0],
    [2, 2],
    [2, 4],
  ]);
});

test("with dilation the window marks the inputs that it takes", () => {
  const figure = figureOf(new Conv2d(1, 1, [2, 3], { dilation: [3, 2] }).trace(rand([1, 1, 5, 6])));
  expect(box(part(figure, 1, window))).toEqual([0, 1, 4, 5]);
  expect(part(figure, 1, taps)).toMatchObject({ x: [1, 3, 5, 1, 3, 5], y: [0, 0, 0, 3, 3, 3] });
});

test("several input channels stand side by side, and all are summed", () => {
  const trace = new Conv2d(3, 1, 2).trace(rand([1, 3, 4, 5]));
  const figure = figureOf(trace);
  expect(numbers(figure.data[0]!.z).shape).toEqual([4, 3 * 6 - 1]);
  const shown = part(figure, 0, products).z as (number | null)[][];
  const total = shown.flat().reduce<number>((all, value) => all + (value ?? 0), 0);
  expect(total).toBeCloseTo(trace.steps[0]!.sum, 3);
});

test("of many input channels those of the largest weights are shown, the others summed", () => {
  const layer = new Conv2d(9, 1, 1);
  layer.weight.assign(tensor([1, -9, 2, 8, 3, 7, -6, 4, 5], { shape: [1, 9, 1, 1] }));
  layer.bias!.assign([0]);
  const input = tensor(new Float32Array(9).fill(1), { shape: [1, 9, 1, 1] });
  const figure = figureOf(layer.trace(input));
  expect(headingOf(figure)).toContain("input channels 1, 3, 5, 6 shown");
  expect(headingOf(figure)).toContain("5 other channels summed");
  expect((part(figure, 0, products).z as (number | null)[][]).flat()).toEqual([
    -9,
    null,
    8,
    null,
    7,
    null,
    -6,
  ]);
  // -9 + 8 + 7 - 6 = 0, and 1 + 2 + 3 + 4 + 5 = 15.
  expect(part(figure, 0, sum).text).toEqual(["<b>0 (sum) + 15 (others) + 0 (bias) = 15</b>"]);
});

test("a hundred steps of four channels take at most 100 KB, and the size grows linearly", () => {
  const size = (side: number): number => {
    const trace = new Conv2d(4, 1, 3).trace(rand([1, 4, side + 2, side + 2]));
    return JSON.stringify(figureOf(trace)).length;
  };
  expect(size(10)).toBeLessThan(100_000);
  expect(size(14) / size(10)).toBeLessThan(2.2);
});

test("above 300 steps a sample is shown, first and last among them, and the figure says so", () => {
  const trace = new Conv2d(1, 1, 3).trace(rand([1, 1, 32, 32]));
  const figure = figureOf(trace);
  expect(trace.steps.length).toBe(900);
  expect(figure.frames!.length).toBe(300);
  expect(headingOf(figure)).toContain("300 of 900 steps shown");
  expect(box(part(figure, 0, cell)).slice(0, 2)).toEqual([0, 0]);
  expect(box(part(figure, 299, cell)).slice(0, 2)).toEqual([29, 29]);
  expect(Buffer.byteLength(JSON.stringify(mimeBundle(trace)))).toBeLessThan(1024 * 1024);
});

test("one-dimensional convolutions lie in one row; three-dimensional ones are told, not drawn", () => {
  const line = figureOf(new Conv1d(1, 1, 3).trace(rand([1, 1, 6])));
  expect(numbers(line.data[0]!.z).shape).toEqual([1, 6]);
  expect(box(part(line, 2, window))).toEqual([0, 2, 1, 3]);
  const cube = mimeBundle(new Conv3d(1, 1, 2).trace(rand([1, 1, 3, 3, 3])));
  expect(Object.keys(cube)).toEqual(["text/plain"]);
  expect(cube["text/plain"]).toMatch(/^Convolution of an input of 3 by 3 by 3 with a kernel of 2 by 2 by 2/);
});

test("the description says sizes, options and the output's range", () => {
  const input: Tensor = tensor([
    [
      [
        [1, 2, 0],
        [0, 1, 3],
        [2, 1, 0],
      ],
    ],
  ]);
  const text = describeValue(
    layerOf(
      [
        [1, 0],
        [-1, 2],
      ],
      0,
    ).trace(input),
  );
  expect(text).toMatch(
    /^Convolution of an input of 3 by 3 with a kernel of 2 by 2, stride 1, padding 0: in 4 steps/,
  );
  expect(text).toMatch(/output, 2 by 2 from 0 to 7\.$/);
  expect(
    svgOf(
      layerOf(
        [
          [1, 0],
          [-1, 2],
        ],
        0,
      ).trace(input),
    ),
  ).toContain("Step 1 of 4, output [0, 0]:");
});

import { describe as describeValue, mimeBundle } from "@layerbook/figures";
import {
  AvgPool1d,
  AvgPool2d,
  AvgPool3d,
  MaxPool1d,
  MaxPool2d,
  manualSeed,
  rand,
  randn,
  tensor,
  zeros,
} from "@layerbook/layers";
import { beforeEach, describe, expect, test } from "vitest";
import { type Figure, figureOf, headingOf, numbers, svgOf } from "./plotly-figure.ts";

beforeEach(() => manualSeed(1));

const still = 3;
/** Places of what moves among a frame's traces; the last two only where there is a winner. */
const [window, taps, values, result, cover, cell, winner, winnerInWindow] = [0, 1, 2, 3, 4, 5, 6, 7];

interface Part {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly z: unknown;
  readonly text: readonly string[];
}

function part(figure: Figure, frame: number, place: number): Part {
  expect(figure.frames?.[frame]?.traces[place]).toBe(still + place);
  return figure.frames?.[frame]?.data[place] as unknown as Part;
}

/** Row, column, height and width of the box that a path outlines. */
function box({ x, y }: Part): readonly [row: number, column: number, height: number, width: number] {
  const [left, right] = [Math.min(...x), Math.max(...x)];
  const [top, bottom] = [Math.min(...y), Math.max(...y)];
  return [top + 0.5, left + 0.5, bottom - top, right - left];
}

// The glossary's figure.
const glossary = tensor([
  [
    [1, 2, 3, 4],
    [5, 1, 3, 8],
    [5, 1, 4, 7],
    [9, 5, 8, 2],
  ],
]);

describe("max pooling of the glossary's example", () => {
  const trace = new MaxPool2d(2).trace(glossary);
  const figure = figureOf(trace);

  test("has a frame for each output: window, what is in it, the winner and the cell, as found by eye", () => {
    const byEye = [
      { at: [0, 0], values: [1, 2, 5, 1], winner: [1, 0], inWindow: [1, 0], said: "5, at [1, 0]" },
      { at: [0, 2], values: [3, 4, 3, 8], winner: [1, 3], inWindow: [1, 1], said: "8, at [1, 3]" },
      { at: [2, 0], values: [5, 1, 9, 5], winner: [3, 0], inWindow: [1, 0], said: "9, at [3, 0]" },
      { at: [2, 2], values: [4, 7, 8, 2], winner: [3, 2], inWindow: [1, 0], said: "8, at [3, 2]" },
    ];
    expect(figure.frames?.length).toBe(4);
    for (const [frame, step] of byEye.entries()) {
      expect(box(part(figure, frame, window))).toEqual([...step.at, 2, 2]);
      expect((part(figure, frame, values).z as number[][]).flat()).toEqual(step.values);
      expect(box(part(figure, frame, winner))).toEqual([...step.winner, 1, 1]);
      expect(box(part(figure, frame, winnerInWindow))).toEqual([...step.inWindow, 1, 1]);
      expect(part(figure, frame, result).text).toEqual([`<b>largest of 4 = ${step.said}</b>`]);
      expect(box(part(figure, frame, cell))).toEqual([Math.floor(frame / 2), frame % 2, 1, 1]);
      expect(part(figure, frame, taps).x).toEqual([]);
    }
    expect(part(figure, 3, cover).x).toEqual([]);
  });

  test("shows input and output whole, in the colours of one scale, and so does the window", () => {
    expect(figure.data.slice(0, 2).map(({ z }) => numbers(z).values)).toEqual([
      [1, 2, 3, 4, 5, 1, 3, 8, 5, 1, 4, 7, 9, 5, 8, 2],
      [5, 8, 9, 8],
    ]);
    const scales = [0, 1, still + values].map((place) => figure.data[place]);
    expect(scales.map((panel) => [panel?.zmin, panel?.zmax])).toEqual([
      [0, 9],
      [0, 9],
      [0, 9],
    ]);
  });

  test("reads as text, as a picture and as one sentence", () => {
    const sentence =
      "Max pooling of an input of 4 by 4 with a window of 2 by 2, stride 2, padding 0: in 4 steps the window slides over the input, and the largest of its values is one value of the output, 2 by 2 from 5 to 9.";
    expect(describeValue(trace)).toBe(sentence);
    expect(mimeBundle(trace)["text/plain"].split("\n")).toEqual([
      sentence,
      "step 1 of 4, output [0, 0]: window",
      "1  2",
      "5  1",
      "largest of 4 = 5, at [1, 0]",
      "output",
      "5  8",
      "9  8",
    ]);
    const svg = svgOf(trace, { title: "The <largest>" });
    for (const text of [
      "The &lt;largest&gt;",
      "Step 1 of 4, output [0, 0]:",
      "largest of 4 = 5, at [1, 0]",
      `<desc>${sentence}</desc>`,
    ]) {
      expect(svg).toContain(text);
    }
    expect(headingOf(figure)).toMatch(/^ Max pooling: input 4 x 4, window 2 x 2 +stride 2 · padding 0/);
  });
});

describe("average pooling over padding", () => {
  const layer = (countIncludePad: boolean) => new AvgPool2d(2, { padding: 1, countIncludePad });
  const input = tensor([
    [
      [6, 1],
      [2, 4],
    ],
  ]);

  test("leaves the window empty where it covers padding, and says what the sum is divided by", () => {
    const figure = figureOf(layer(true).trace(input));
    expect(part(figure, 0, values).z).toEqual([
      [null, null],
      [null, 6],
    ]);
    expect(part(figure, 0, result).text).toEqual(["<b>6 (sum) ÷ 4 = 1.5</b>"]);
    expect(part(figureOf(layer(false).trace(input)), 0, result).text).toEqual(["<b>6 (sum) ÷ 1 = 6</b>"]);
    expect(mimeBundle(layer(true).trace(input))["text/plain"]).toContain(
      "\nstep 1 of 4, output [0, 0]: 6 (sum) ÷ 4 = 1.5",
    );
  });

  test("has room for the padding, with a line around it, and no winner", () => {
    const figure = figureOf(layer(true).trace(input));
    expect(figure.layout.xaxis.range).toEqual([-1.5, 2.5]);
    expect(figure.layout.yaxis.range).toEqual([2.5, -1.5]);
    expect(box(figure.data[2] as unknown as Part)).toEqual([-1, -1, 4, 4]);
    expect(figure.frames?.map((_, frame) => box(part(figure, frame, window)))).toEqual([
      [-1, -1, 2, 2],
      [-1, 1, 2, 2],
      [1, -1, 2, 2],
      [1, 1, 2, 2],
    ]);
    expect(figure.frames?.[0]?.data.length).toBe(winner);
    expect(figure.layout.annotations[0].text).toBe("input and padding");
    expect(svgOf(layer(true).trace(input))).toContain('stroke-dasharray="3 3"');
  });

  test("is described with its divisor, or with what it counts where that is not always the same", () => {
    expect(describeValue(layer(true).trace(input))).toContain(
      "the sum of its values, divided by 4, is one value",
    );
    const ceil = new AvgPool1d(2, { ceilMode: true }).trace(tensor([[1, 2, 3]]));
    expect(describeValue(ceil)).toContain("the sum of its values, divided by how many places count, is one");
  });
});

test("in ceilMode there is room for the part of the last window that is past the end", () => {
  const figure = figureOf(new MaxPool2d(3, { ceilMode: true }).trace(rand([1, 4, 5])));
  expect(figure.layout.xaxis.range).toEqual([-0.5, 5.5]);
  expect(figure.layout.yaxis.range).toEqual([5.5, -0.5]);
  expect(box(part(figure, 3, window))).toEqual([3, 3, 3, 3]);
  expect(part(figure, 3, result).text[0]).toMatch(/^<b>largest of 2 = /);
});

test("with dilation the window marks the inputs that it takes, and the winner is one of them", () => {
  const trace = new MaxPool2d([2, 3], { stride: 1, dilation: [3, 2] }).trace(randn([2, 3, 5, 6]), {
    sample: 1,
    channel: 2,
  });
  const figure = figureOf(trace);
  expect(box(part(figure, 1, window))).toEqual([0, 1, 4, 5]);
  expect(part(figure, 1, taps)).toMatchObject({ x: [1, 3, 5, 1, 3, 5], y: [0, 0, 0, 3, 3, 3] });
  for (const [frame, step] of trace.steps.entries()) {
    const [row, column] = box(part(figure, frame, winner));
    expect(trace.map.at(row, column)).toBe(step.value);
    const [down, across] = box(part(figure, frame, winnerInWindow));
    expect(step.values[3 * down + across]).toBe(step.value);
  }
  expect(headingOf(figure)).toMatch(/dilation 3 x 2 · sample 1 +channel 2/);
});

test("NaN and infinities are drawn as gaps, and the winner is marked all the same", () => {
  const figure = figureOf(new MaxPool1d(2).trace(tensor([[1, Number.NaN, Number.NEGATIVE_INFINITY, 2]])));
  expect(part(figure, 0, result).text).toEqual(["<b>largest of 2 = NaN, at [1]</b>"]);
  expect(box(part(figure, 0, winner))).toEqual([0, 1, 1, 1]);
  expect(box(part(figure, 1, winner))).toEqual([0, 3, 1, 1]);
});

test("one dimension lies in one row, above its output; three are told, not drawn", () => {
  const line = figureOf(new MaxPool1d(3, { padding: 1 }).trace(rand([1, 9])));
  expect(numbers(line.data[0]?.z).shape).toEqual([1, 9]);
  expect(line.layout.xaxis.domain).toEqual(line.layout.xaxis4.domain);
  expect(box(part(line, 0, window))).toEqual([0, -1, 1, 3]);
  const cube = mimeBundle(new AvgPool3d(2).trace(rand([1, 4, 4, 4])));
  expect(Object.keys(cube)).toEqual(["text/plain"]);
  expect(cube["text/plain"]).toMatch(
    /^Average pooling of an input of 4 by 4 by 4 with a window of 2 by 2 by 2/,
  );
});

test.each([false, true])(
  "many large windows stay within 1 MiB, and the figure says what it left out, plain %s",
  (plain) => {
    const trace = new MaxPool2d(40, { stride: 8 }).trace(rand([1, 400, 300]));
    const bundle = mimeBundle(trace, { plain });
    expect(Buffer.byteLength(JSON.stringify(bundle))).toBeLessThanOrEqual(1024 * 1024);
    const figure = bundle["application/vnd.plotly.v1+json"] as Figure;
    expect(headingOf(figure)).toMatch(/\d+ of 1518 steps shown/);
    expect(headingOf(figure)).toMatch(/a cell of the input is the value of largest size +of 5 x 5/);
    expect(headingOf(figure)).toMatch(/a cell of the window is the value of largest size +of 2 x 2/);
    expect(figure.frames?.length).toBeGreaterThan(50);
  },
);

test("a layer of nothing but zeros has colours too", () => {
  const figure = figureOf(new AvgPool2d(2).trace(zeros([1, 4, 4])));
  expect([figure.data[0]?.zmin, figure.data[0]?.zmax]).toEqual([0, 1]);
});

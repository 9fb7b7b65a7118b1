import { describe as describeValue, mimeBundle } from "@layerbook/figures";
import { BatchNorm1d, BatchNorm2d, manualSeed, randn, tensor, zeros } from "@layerbook/layers";
import { beforeEach, describe, expect, test } from "vitest";
import { type Figure, figureOf, headingOf, svgOf } from "./plotly-figure.ts";

beforeEach(() => manualSeed(1));

/** What plotly's box trace and the marks beside it hold, of one stage. */
interface Stage {
  readonly lowerfence: readonly number[];
  readonly q1: readonly number[];
  readonly median: readonly number[];
  readonly q3: readonly number[];
  readonly upperfence: readonly number[];
  readonly centres: readonly (number | null)[];
  readonly spreads: readonly (number | null)[];
  readonly channels: readonly number[];
}

function stages(figure: Figure): Stage[] {
  return [0, 1, 2].map((place) => {
    const [box, marks] = figure.data.slice(2 * place) as unknown as [
      Stage & { x: number[] },
      { y: number[]; error_y: { array: number[] } },
    ];
    // Boxes stand a little to the left of their channel.
    const channels = box.x.map(Math.ceil).map(Math.abs);
    return { ...box, centres: marks.y, spreads: marks.error_y.array, channels };
  });
}

const rounded = (values: readonly (number | null)[] | undefined) =>
  values?.map((value) => Number((value as number).toFixed(3)));

// Channel 0 holds 0, 2, 4, 6 and 8: mean 4, variance 8. Channel 1 holds five times 3: variance 0.
const input = tensor([
  [0, 3],
  [2, 3],
  [4, 3],
  [6, 3],
  [8, 3],
]);

describe("the worked example, 0 to 8 in steps of 2 beside a constant", () => {
  const layer = new BatchNorm1d(2, { eps: 1 });
  layer.weight?.assign([3, -2]);
  layer.bias?.assign([10, 1]);
  const trace = layer.trace(input);
  const figure = figureOf(trace);
  const [before, between, after] = stages(figure);

  test("has the quartiles of each channel as input, normalised by sqrt(8 + 1), and as output", () => {
    expect([before?.lowerfence, before?.q1, before?.median, before?.q3, before?.upperfence]).toEqual([
      [0, 3],
      [2, 3],
      [4, 3],
      [6, 3],
      [8, 3],
    ]);
    expect([between?.lowerfence, between?.q1, between?.median].map(rounded)).toEqual([
      [-1.333, 0],
      [-0.667, 0],
      [0, 0],
    ]);
    expect([after?.lowerfence, after?.median, after?.upperfence].map(rounded)).toEqual([
      [6, 1],
      [10, 1],
      [14, 1],
    ]);
  });

  test("has marks of mean and deviation, of 0 and 1, and of bias and weight's size", () => {
    expect([before?.centres, before?.spreads].map(rounded)).toEqual([
      [4, 3],
      [2.828, 0],
    ]);
    expect([between?.centres, between?.spreads]).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect([after?.centres, after?.spreads]).toEqual([
      [10, 1],
      [3, 2],
    ]);
    expect(figure.data[1]?.text?.[0]).toBe("channel 0: mean ± √variance = 4 ± 2.828");
    expect(figure.layout.annotations.map(({ text }: { text: string }) => text)).toEqual([
      "input, orange: mean ± √variance",
      "normalised, orange: 0 ± 1",
      "output, orange: bias ± weight",
    ]);
  });

  test("reads as text, as a picture and as one sentence", () => {
    const sentence =
      "Batch normalisation of 2 channels by the batch's means from 3 to 4 and variances from 0 to 8: values from 0 to 8 become values from -1.333 to 1.333, and with weight and bias outputs from 1 to 14.";
    expect(describeValue(trace)).toBe(sentence);
    expect(mimeBundle(trace)["text/plain"].split("\n")).toEqual([
      sentence,
      "columns: channel, mean, variance, smallest and largest output",
      "0  4  8  6  14",
      "1  3  0  1   1",
    ]);
    const svg = svgOf(trace, { title: "Batches & <norms>" });
    for (const text of ["Batches &amp; &lt;norms&gt;", "output, orange: bias ± weight", ">channel</text>"]) {
      expect(svg).toContain(text);
    }
    expect(svg).toContain(`<desc>${sentence.replace("'", "&#39;")}</desc>`);
    // A diamond for each channel of each stage.
    expect(svg.match(/fill="#e66100"/g)?.length).toBe(6);
    expect(headingOf(figure)).toMatch(/float32 \[5, 2\] · by the batch's mean and variance +ε = 1/);
  });
});

test("in evaluation the marks are the running mean and variance, and the heading says so", () => {
  const layer = new BatchNorm1d(2, { affine: false }).eval();
  const trace = layer.trace(input);
  const figure = figureOf(trace);
  const [before] = stages(figure);
  expect([before?.centres, before?.spreads]).toEqual([
    [0, 0],
    [1, 1],
  ]);
  expect(headingOf(figure)).toContain("by the running mean and variance");
  expect(figure.layout.annotations[2].text).toBe("output, orange: 0 ± 1");
  expect(describeValue(trace)).toMatch(
    /^Batch normalisation of 2 channels by the running means from 0 to 0 .*, and outputs from 0 to 8\.$/,
  );
});

test("between two values a quartile lies in proportion, over batch and positions alike", () => {
  const maps = tensor([1, 2, 5, 6, 3, 4, 7, 8], { shape: [2, 2, 2] });
  const [before] = stages(figureOf(new BatchNorm1d(2).trace(maps)));
  // Channel 0 holds 1, 2, 3, 4, and channel 1 holds 5, 6, 7, 8.
  expect([before?.q1, before?.median, before?.q3]).toEqual([
    [1.75, 5.75],
    [2.5, 6.5],
    [3.25, 7.25],
  ]);
});

test("what is not finite is left out and counted, and a channel without numbers has no box", () => {
  const values = tensor([
    [1, 1],
    [Number.NaN, 2],
    [3, 3],
  ]);
  const figure = figureOf(new BatchNorm1d(2).trace(values));
  const [before, between] = stages(figure);
  expect([before?.channels, before?.lowerfence]).toEqual([
    [0, 1],
    [1, 1],
  ]);
  expect(before?.centres).toEqual([null, 2]);
  expect(between?.channels).toEqual([1]);
  expect(headingOf(figure)).toContain("1 value not finite, left out");
  expect(JSON.stringify(mimeBundle(new BatchNorm1d(2).trace(values)))).not.toMatch(/Infinity|undefined/);
});

test("of many channels the first are shown, and the heading says so", () => {
  const trace = new BatchNorm2d(40).trace(randn([3, 40, 2, 2]));
  const figure = figureOf(trace);
  expect(stages(figure).map(({ median }) => median.length)).toEqual([32, 32, 32]);
  expect(headingOf(figure)).toContain("the first 32 channels shown");
  expect(describeValue(trace)).toContain("of 40 channels");
  expect(mimeBundle(trace)["text/plain"].split("\n").length).toBe(2 + 12);
});

test("an empty batch is told in one sentence", () => {
  const trace = new BatchNorm1d(2).eval().trace(zeros([0, 2]));
  expect(Object.keys(mimeBundle(trace))).toEqual(["text/plain"]);
  expect(describeValue(trace)).toContain("values that are not finite become values that are not finite");
});

test("huge and tiny values have axes too", () => {
  for (const size of [1e250, 1e-250]) {
    const values = tensor([[-size], [size]], { dtype: "float64" });
    const layer = new BatchNorm1d(1, { dtype: "float64", affine: false }).eval();
    const svg = svgOf(layer.trace(values));
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  }
});

import { describe as describeValue, lossCurve, show } from "@layerbook/figures";
import { FormatError, type LayerbookError, ShapeError, tensor } from "@layerbook/layers";
import { describe, expect, test } from "vitest";
import { type Figure, figureOf, headingOf, numbers } from "./plotly-figure.ts";

/** Halving from 8: 8, 4, 2, 1, 0.5. */
const train = [8, 4, 2, 1, 0.5];

/** The heading without its breaks. */
function words(figure: Figure): string {
  return headingOf(figure).replaceAll(/\s+/g, " ").trim();
}

test("each value stands at its step, counted from 1, with its name", () => {
  const { data, layout } = figureOf(lossCurve({ train, held: [9, 6] }));
  expect(data.map(({ name }) => name)).toEqual(["train", "held"]);
  expect(numbers(data[0]!.x).values).toEqual([1, 2, 3, 4, 5]);
  expect(numbers(data[0]!.y).values).toEqual(train);
  expect(numbers(data[1]!.x).values).toEqual([1, 2]);
  expect(data[0]!.hovertemplate).toBe("train, step %{x} = %{y:.4~g}<extra></extra>");
  expect(layout.yaxis.range).toEqual([0, 10]);
});

test("lists, typed arrays and tensors are one and the same run", () => {
  const bundle = lossCurve(train).bundle;
  expect(lossCurve(new Float64Array(train)).bundle).toEqual(bundle);
  expect(lossCurve(tensor(train, { dtype: "float64" })).bundle).toEqual(bundle);
  expect(lossCurve({ loss: train }).bundle).toEqual(bundle);
});

test("the text has a line of blocks for each series below what it says of them", () => {
  const curve = lossCurve({ train, accuracy: [0.1, 0.5, 0.4] }, { title: "One run" });
  expect(curve.bundle["text/plain"].split("\n")).toEqual([
    "One run",
    "Loss curve of train over 5 values from 8 to 0.5, least 0.5 at step 5, greatest 8 at step 1; accuracy over 3 values from 0.1 to 0.4, least 0.1 at step 1, greatest 0.5 at step 2.",
    "train  █▄▂▁▁",
    "accuracy  ▁█▆",
  ]);
  expect(describeValue(curve)).toBe(curve.description);
  expect(curve.description).toBe(curve.bundle["text/plain"].split("\n")[1]);
});

test("a series may have an axis of its own at the right", () => {
  const { data, layout } = figureOf(lossCurve({ train, share: [0.2, 0.9] }, { rightAxis: ["share"] }));
  expect(data.map(({ name, yaxis }) => [name, yaxis])).toEqual([
    ["train", undefined],
    ["share (right)", "y2"],
  ]);
  expect(layout.yaxis2).toMatchObject({ side: "right", overlaying: "y", range: [0, 1] });
});

test("on a logarithmic scale what is not above 0 is marked, and said", () => {
  const figure = figureOf(lossCurve([1, 0.1, 0, -1, 0.001], { logScale: true, xLabel: "epoch" }));
  expect(figure.layout.yaxis.type).toBe("log");
  expect(numbers(figure.data[0]!.y).values).toEqual([1, 0.1, Number.NaN, Number.NaN, 0.001]);
  expect(figure.data[1]!.text).toEqual(["loss, epoch 3 = 0", "loss, epoch 4 = -1"]);
  expect(words(figure)).toContain("loss: 2 values not above 0, which a logarithmic scale cannot show");
});

test("a loss that is lost is a gap with a mark, and the heading says where it began", () => {
  const figure = figureOf(lossCurve({ train: [1, 2, Number.NaN, Number.POSITIVE_INFINITY] }));
  expect(words(figure)).toContain("train: 2 values not finite, the first NaN at step 3");
  expect(figure.data[1]!.x).toEqual([3, 4]);
  expect(lossCurve([Number.NaN, Number.NaN]).description).toBe(
    "Loss curve of loss over 2 values, none finite.",
  );
});

test("of a long run the peaks are kept, and the heading says what was left out", () => {
  const long = Float64Array.from({ length: 100_000 }, (_, i) => (i % 7) / 7);
  long[61_234] = 50;
  long[61_240] = -50;
  const figure = figureOf(lossCurve(long));
  const { values } = numbers(figure.data[0]!.y);
  expect(values.length).toBeLessThanOrEqual(2001);
  const at = (value: number) => numbers(figure.data[0]!.x).values[values.indexOf(value)];
  expect([at(50), at(-50)]).toEqual([61_235, 61_241]);
  expect(values.at(-1)).toBe(long.at(-1));
  expect(words(figure)).toContain("of each 100 steps the least and the greatest value");
});

test("many long series stay within 1 MiB", () => {
  const run = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`run ${i}`, new Float32Array(5000)]));
  for (const plain of [false, true]) {
    const { bundle } = lossCurve(run, { plain });
    expect(Buffer.byteLength(JSON.stringify(bundle))).toBeLessThanOrEqual(2 ** 20);
    expect(bundle).toHaveProperty(["application/vnd.plotly.v1+json"]);
  }
});

test("a run without values yet is a text that says so", () => {
  for (const run of [[], {}, { train: [] }]) {
    expect(lossCurve(run).bundle).toEqual({ "text/plain": "Loss curve without values yet." });
  }
});

test("names, labels and titles of users are text", () => {
  const name = '<img src=x onerror="alert(1)"> $x$ %{y}';
  const { bundle } = lossCurve({ [name]: [1, 2] }, { title: name, xLabel: name, yLabel: name });
  const figure = figureOf(lossCurve({ [name]: [1, 2] }, { title: name, xLabel: name, yLabel: name }));
  const shown = '&lt;img src=x onerror="alert(1)"&gt; &#36;x&#36; &#37;{y}';
  expect(figure.data[0]!.name).toBe(shown);
  expect(figure.data[0]!.hovertemplate).toBe(`${shown}, ${shown} %{x} = %{y:.4~g}<extra></extra>`);
  expect([figure.layout.xaxis.title.text, figure.layout.yaxis.title.text]).toEqual([shown, shown]);
  expect(bundle["image/svg+xml"]).not.toContain("<img");
});

test("show takes a curve as it is", () => {
  const shown: unknown[] = [];
  const host = Symbol.for("layerbook.host");
  Object.assign(globalThis, { [host]: { display: (bundle: unknown) => shown.push(bundle) } });
  const curve = lossCurve(train);
  show(curve);
  Reflect.deleteProperty(globalThis, host);
  expect(shown).toEqual([curve.bundle]);
});

describe("bad input is refused", () => {
  test.each<[run: unknown, options: object, kind: typeof LayerbookError, message: string]>([
    [
      "2.3",
      {},
      FormatError,
      'Cannot draw the loss curve of "2.3": expected a list of numbers, or lists by name, as in lossCurve({ train: [2.3, 0.4], test: [2.2, 0.6] })',
    ],
    [
      [1, "2"],
      {},
      FormatError,
      'Cannot draw the loss curve of an array with "2" in it: expected a list of numbers, or lists by name, as in lossCurve({ train: [2.3, 0.4], test: [2.2, 0.6] })',
    ],
    [
      { train, test: 0.5 },
      {},
      FormatError,
      'Cannot draw the loss curve of "test", 0.5: expected a list of numbers',
    ],
    [
      { train: [tensor(1)] },
      {},
      FormatError,
      'Cannot draw the loss curve of "train", an array with a tensor [] in it: expected a list of numbers',
    ],
    [
      tensor([[1, 2]]),
      {},
      ShapeError,
      'Cannot draw the loss curve of "loss" from a tensor [1, 2]: expected one of rank 1, such as its flatten()',
    ],
    [
      { train },
      { rightAxis: ["acuracy"] },
      ShapeError,
      'Cannot draw "acuracy" against the right axis: expected one of "train" in the option rightAxis',
    ],
    [
      train,
      { log: true },
      ShapeError,
      'Cannot draw a loss curve with the option "log": expected title, logScale, rightAxis, xLabel, yLabel, plain',
    ],
    [train, { logScale: 1 }, ShapeError, "Cannot draw a loss curve with logScale 1: expected true or false"],
    [train, null as never, ShapeError, "Cannot draw a loss curve with null: expected an object of options"],
  ])("%j with %j", (run, options, kind, message) => {
    const draw = () => lossCurve(run as number[], options);
    expect(draw).toThrow(kind);
    expect(draw).toThrow(new kind(message));
  });
});

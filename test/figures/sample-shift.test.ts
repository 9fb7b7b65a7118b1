import { describe as describeValue, sampleShift } from "@layerbook/figures";
import { BatchNorm1d, randn, ShapeError, tensor } from "@layerbook/layers";
import { describe, expect, test } from "vitest";
import { type Figure, figureOf, headingOf, numbers, svgOf } from "./plotly-figure.ts";

/** The y of a trace at a position of the slider. */
function heights(figure: Figure, trace: number, position: number): readonly (number | null)[] {
  const { data, traces } = figure.frames![position]!;
  const moved = traces.indexOf(trace);
  return (moved < 0 ? figure.data[trace]! : data[moved]!).y as readonly (number | null)[];
}

/** Traces of a view by what hovering says. */
function traceOf(figure: Figure, name: "input" | "output", view: 0 | 1): number {
  const found = figure.data.flatMap(({ hovertemplate }, i) => (hovertemplate?.startsWith(name) ? [i] : []));
  return found[view]!;
}

const rounded = (values: readonly (number | null)[]) => values.map((value) => Number(value!.toFixed(4)));

describe("the worked example, the last of [1, 1, 3, 3] moved to -1 and to 7", () => {
  // Moved to -1: mean 1, variance (0 + 0 + 4 + 4) / 4 = 2. Moved to 7: mean 3, variance (4 + 4 + 0 + 16) / 4 = 6.
  const batch = tensor([[1], [1], [3], [3]], { dtype: "float64" });
  const layer = new BatchNorm1d(1, { eps: 0, dtype: "float64" });
  const shift = sampleShift(layer, batch, { values: [-1, 3, 7] });
  const figure = figureOf(shift);

  test("in training every output moves with the mean and the spread", () => {
    const output = traceOf(figure, "output", 0);
    expect(rounded(heights(figure, output, 0))).toEqual(rounded([0, 0, Math.SQRT2, -Math.SQRT2]));
    expect(rounded(heights(figure, output, 1))).toEqual([-1, -1, 1, 1]);
    expect(rounded(heights(figure, output, 2))).toEqual([-0.8165, -0.8165, 0, 1.633]);
    expect(heights(figure, traceOf(figure, "input", 0), 2)).toEqual([1, 1, 3, 7]);
    // The mean, and one deviation below and above it.
    expect([0, 1, 2].map((line) => rounded(heights(figure, line, 2)))).toEqual([
      [3, 3],
      [0.5505, 0.5505],
      [5.4495, 5.4495],
    ]);
  });

  test("in evaluation, by the running mean 0 and variance 1, only its own output moves", () => {
    const output = traceOf(figure, "output", 1);
    expect([0, 1, 2].map((position) => heights(figure, output, position))).toEqual([
      [1, 1, 3, -1],
      [1, 1, 3, 3],
      [1, 1, 3, 7],
    ]);
  });

  test("it begins at the sample's own value, in training, and buttons change what is seen", () => {
    const { sliders, updatemenus } = figure.layout;
    expect(sliders[0].active).toBe(1);
    expect(sliders[0].currentvalue.prefix).toBe("sample 3 = ");
    expect(sliders[0].steps.map(({ label }: { label: string }) => label)).toEqual(["-1", "3", "7"]);
    const [training, evaluation] = updatemenus[1].buttons;
    expect([training.label, evaluation.label]).toEqual(["training", "evaluation"]);
    expect(figure.data.map(({ visible }) => visible)).toEqual(training.args[0].visible);
    const outputs = [traceOf(figure, "output", 0), traceOf(figure, "output", 1)];
    expect(outputs.map((trace) => training.args[0].visible[trace])).toEqual([true, false]);
    expect(outputs.map((trace) => evaluation.args[0].visible[trace])).toEqual([false, true]);
  });

  test("it reads as a sentence, as text and as a picture", () => {
    const sentence =
      "Sample 3 of a batch of 4 goes from -1 to 7 through a batch normalisation: in training the other outputs move by up to 1.414, in evaluation they move by up to 0.";
    expect(describeValue(shift)).toBe(sentence);
    expect(shift.bundle["text/plain"].split("\n")).toEqual([
      sentence,
      "columns: the sample's value, then the outputs of samples 0, 1, 2, 3",
      "training",
      "-1        0        0  1.414  -1.414",
      " 3       -1       -1      1       1",
      " 7  -0.8165  -0.8165      0   1.633",
      "evaluation",
      "-1  1  1  3  -1",
      " 3  1  1  3   3",
      " 7  1  1  3   7",
    ]);
    const svg = svgOf(shift);
    for (const text of ["sample 3 = -1", "sample 3 = 7", "μ = 1, σ = 1.41", "evaluation: output"])
      expect(svg).toContain(`>${text}</text>`);
  });

  test("the layer stays as it was", () => {
    expect([layer.training, layer.runningMean?.item(), layer.numBatchesTracked?.item()]).toEqual([
      true,
      0,
      0,
    ]);
    layer.eval();
    sampleShift(layer, batch);
    expect(layer.training).toBe(false);
    layer.train();
  });
});

test("a feature of many is moved alone, by default as far as the batch is wide", () => {
  const batch = tensor([
    [0, 10],
    [1, 20],
    [2, 40],
  ]);
  const figure = figureOf(sampleShift(new BatchNorm1d(2), batch, { sample: 1, feature: 1 }));
  const labels = figure.layout.sliders[0].steps.map(({ label }: { label: string }) => Number(label));
  expect([labels[0], labels.at(-1), labels.length]).toEqual([-20, 70, 25]);
  expect(heights(figure, traceOf(figure, "input", 0), 24)).toEqual([10, 70, 40]);
  expect(headingOf(figure)).toMatch(/BatchNorm of 3 samples · feature 1 of 2/);
});

test("of a large batch those around the sample are shown, within 1 MiB", () => {
  const values = Array.from({ length: 41 }, (_, i) => i - 20);
  const shift = sampleShift(new BatchNorm1d(1), randn([1000, 1]), { sample: 500, values });
  expect(JSON.stringify(shift.bundle).length).toBeLessThan(2 ** 20);
  const figure = figureOf(shift);
  const { values: samples } = numbers(figure.data[traceOf(figure, "output", 0)]!.x);
  expect(samples).toEqual(Array.from({ length: 64 }, (_, i) => 437 + i));
  expect(headingOf(figure)).toContain("64 of the samples shown");
});

test("what is not finite is left out and said, and a title is text", () => {
  const batch = tensor([[Number.NaN], [1], [2]]);
  const shift = sampleShift(new BatchNorm1d(1), batch, { title: "<b>One</b>", values: [0, 1] });
  expect(headingOf(figureOf(shift))).toContain("numbers that are not finite are left out");
  expect(figureOf(shift).layout.title.text).toContain("&lt;b&gt;One&lt;/b&gt;");
  expect(JSON.stringify(shift.bundle)).not.toMatch(/Infinity|undefined|"NaN/);
  expect(svgOf(shift)).not.toMatch(/="[^"]*NaN/);
  expect(shift.description).toContain(
    "in training the other outputs are not finite, in evaluation they move by up to 0.",
  );
});

const batch = tensor([[1], [2]]);
const layer = new BatchNorm1d(1);
test.each<[layer: unknown, batch: unknown, options: object, message: string]>([
  [5, batch, {}, "Cannot shift a sample through 5: expected a BatchNorm1d"],
  [layer, [[1]], {}, "Cannot shift a sample of an array with an array in it: expected a batch [N, 1]"],
  [layer, randn([2, 1, 3]), {}, "Cannot shift a sample of a tensor [2, 1, 3]: expected a batch [N, 1]"],
  [layer, batch, { sample: 2 }, "Cannot shift a sample with sample 2: there are 2, counted from 0"],
  [layer, batch, { feature: 1 }, "Cannot shift a sample with feature 1: there are 1, counted from 0"],
  [layer, batch, { sample: -1 }, "Cannot shift a sample with sample -1: expected a whole number from 0 on"],
  [
    layer,
    batch,
    { values: [0] },
    "Cannot shift a sample with values [0]: expected a list of 2 to 41 finite numbers",
  ],
  [
    layer,
    batch,
    { value: 1 },
    'Cannot shift a sample with the option "value": expected sample, feature, values, title, plain',
  ],
])("%s, %s and %j are refused", (one, two, options, message) => {
  const draw = () => sampleShift(one as BatchNorm1d, two as typeof batch, options);
  expect(draw).toThrow(new ShapeError(message));
});

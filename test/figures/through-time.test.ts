import { describe as describeValue, forgetBias, gradientThroughTime } from "@layerbook/figures";
import { LSTM, manualSeed, RNN, rand, ShapeError, type Tensor, tensor, zeros } from "@layerbook/layers";
import { describe, expect, test } from "vitest";
import { type Figure, figureOf, headingOf, svgOf } from "./plotly-figure.ts";

const float64 = { dtype: "float64" } as const;
/** tanh(ln a) = (a - 1/a) / (a + 1/a): 3/5 of ln 2, 4/5 of ln 3. */
const [ln2, ln3] = [Math.log(2), Math.log(3)];

function unit(weightIh: number, weightHh: number, nonlinearity: "tanh" | "relu" = "tanh"): RNN {
  const rnn = new RNN(1, 1, { bias: false, nonlinearity, ...float64 });
  rnn.weightIhL0.assign([[weightIh]]);
  rnn.weightHhL0.assign([[weightHh]]);
  return rnn;
}

/** The worked LSTM: i = 1/2, f = 3/4, g = 4/5 and o = 4/5 at every step, whatever comes in. */
function constantLSTM(): LSTM {
  const lstm = new LSTM(1, 1, float64);
  lstm.loadStateDict({
    weight_ih_l0: zeros([4, 1], float64),
    weight_hh_l0: zeros([4, 1], float64),
    bias_ih_l0: tensor([0, ln3, ln3, Math.log(4)], float64),
    bias_hh_l0: zeros([4], float64),
  });
  return lstm;
}

/** What is known of a tensor of another copy. */
function copied(one: Tensor): object {
  const { shape, dtype } = one;
  return { [Symbol.for("layerbook.kind")]: "tensor", shape, dtype, toTypedArray: () => one.toTypedArray() };
}

interface Line {
  readonly x: readonly (number | null)[];
  readonly y: readonly (number | null)[];
}

/** What hovering names so, as drawn at a position of the slider. */
function lineOf(figure: Figure, hover: string, position: number): Line {
  const trace = figure.data.findIndex(({ hovertemplate }) => hovertemplate?.startsWith(hover));
  const { data, traces } = figure.frames![position]!;
  const moved = traces.indexOf(trace);
  const { x, y } = { ...figure.data[trace]!, ...data[moved] };
  return { x: rounded(x as number[]), y: rounded(y as number[]) };
}

function rounded(values: readonly (number | null)[]): (number | null)[] {
  return values.map((value) => (value === null ? null : Number(value.toPrecision(6))));
}

function notes(figure: Figure): unknown[] {
  return figure.data.filter(({ mode }) => mode === "text").map(({ text }) => text![0]);
}

describe("the gradient through time of the worked RNN", () => {
  const weight = (5 / 3) * ln3;
  const rnn = unit(ln2, weight);
  const through = gradientThroughTime(rnn, tensor([[1], [0]], float64), { recurrentWeights: [0, weight] });
  const figure = figureOf(through);

  test("has the states 3/5 and 4/5, and without a recurrent weight forgets the first step", () => {
    expect(lineOf(figure, "h_", 1)).toEqual({ x: [0, 1, 2], y: [0, 0.6, 0.8] });
    expect(lineOf(figure, "h_", 0)).toEqual({ x: [0, 1, 2], y: [0, 0.6, 0] });
  });

  test("multiplies the derivative by w (1 - h^2) at each step: by 16/25, then by 9/25 of the weight", () => {
    const [first, second] = [weight * (16 / 25), weight * (16 / 25) * weight * (9 / 25)];
    expect(lineOf(figure, "dh_", 1)).toEqual({ x: [0, 1, 2], y: rounded([1, first, second]) });
    // Nothing at all lies below the axis: the line ends where it leaves it.
    expect(lineOf(figure, "dh_", 0).y.slice(0, 1)).toEqual([1]);
    expect(lineOf(figure, "dh_", 0).y).toHaveLength(2);
  });

  test("begins at the layer's own weight, on a logarithmic axis for the derivative", () => {
    expect(figure.layout.sliders[0].active).toBe(1);
    expect(figure.layout.sliders[0].steps.map(({ label }: { label: string }) => label)).toEqual([
      "0",
      "1.831",
    ]);
    expect([figure.layout.yaxis.type, figure.layout.yaxis2.type]).toEqual([undefined, "log"]);
    expect(notes(figure)).toEqual(["h_2 = 0.8", "at the end 0.77"]);
  });

  test("reads as a sentence, as text and as a picture", () => {
    const sentence =
      "State of an RNN of one unit over 2 steps, from 0 on, and its derivative by that first state, for recurrent weights from 0 to 1.831: after the last step, with 0 it is 0 and its derivative 0, with 1.831 it is 0.8 and its derivative 0.7724.";
    expect(describeValue(through)).toBe(sentence);
    expect(through.bundle["text/plain"].split("\n")).toEqual([
      sentence,
      "columns: recurrent weight, h_2, dh_2/dh_0, largest dh_t/dh_0",
      "    0    0       0      1",
      "1.831  0.8  0.7724  1.172",
    ]);
    for (const text of ["weight 0", "weight 1.831", "h_2 = 0.8", "at the end 0.77"])
      expect(svgOf(through)).toContain(`>${text}</text>`);
  });

  test("leaves the layer and the reader's random numbers as they were", () => {
    expect([rnn.weightHhL0.item(), rnn.weightHhL0.grad]).toEqual([weight, null]);
    const lstm = constantLSTM();
    manualSeed(1);
    const expected = rand([2]).toArray();
    manualSeed(1);
    gradientThroughTime(rnn, zeros([3, 1]));
    forgetBias(lstm, rnn);
    expect(rand([2]).toArray()).toEqual(expected);
  });
});

test("a line that falls below a millionth ends at the edge, and one that comes back begins there", () => {
  // relu keeps what is above 0: the derivative is w^t, and 1e-6 lies halfway from 1e-4 to 1e-8.
  const relu = gradientThroughTime(unit(1, 1, "relu"), zeros([3, 1], float64), {
    h0: 1,
    recurrentWeights: [1e-4, 2],
  });
  expect(lineOf(figureOf(relu), "dh_", 0)).toEqual({ x: [0, 1, 1.5], y: [1, 0.0001, 0.000001] });
  expect(lineOf(figureOf(relu), "dh_", 1)).toEqual({ x: [0, 1, 2, 3], y: [1, 2, 4, 8] });
  expect(figureOf(relu).layout.yaxis2.range).toEqual([-6, 1]);
  // A 10 takes the state to the flat end of tanh, where 1 - h^2 is flat = 8.2e-9; -2 brings it back to 0, where it is 1.
  const flat = (4 * Math.exp(-20)) / (1 + Math.exp(-20)) ** 2;
  const back = tensor([[10], [-2], [0], [0], [0], [0], [0], [0]], float64);
  const tanh = gradientThroughTime(unit(1, 1), back, { recurrentWeights: [2, 3] });
  const [down, up] = [6 / -Math.log10(2 * flat), Math.log2(1e-6 / flat)];
  const { x, y } = lineOf(figureOf(tanh), "dh_", 0);
  expect(x).toEqual(rounded([0, down, null, up, 7, 8]));
  expect(y.at(-1)).toBe(rounded([2 ** 8 * flat])[0]);
});

test("a layer of another copy of the library is recognised by what it gives", () => {
  const state = unit(ln2, ln3).stateDict();
  const other = {
    [Symbol.for("layerbook.kind")]: "module",
    nonlinearity: "tanh",
    stateDict: () => new Map([...state].map(([name, weights]) => [name, copied(weights)])),
  } as const;
  const through = gradientThroughTime(other as never, copied(zeros([2, 1])) as never, { h0: 0.5 });
  expect(through.bundle).toEqual(gradientThroughTime(unit(ln2, ln3), zeros([2, 1]), { h0: 0.5 }).bundle);
});

test("the default weights lead from 0 to 2, three of them in the picture", () => {
  const figure = figureOf(gradientThroughTime(new RNN(3, 1), zeros([5, 3])));
  expect(figure.frames).toHaveLength(21);
  const svg = svgOf(gradientThroughTime(new RNN(3, 1), zeros([5, 3])));
  expect(svg.match(/>weight [\d.]+</g)).toEqual([">weight 0.5<", ">weight 1<", ">weight 1.5<"]);
});

test("a state that overflows leaves a gap, and the heading says so", () => {
  const through = gradientThroughTime(unit(1, 1, "relu"), zeros([4, 1]), {
    h0: 1,
    recurrentWeights: [1, 1e200],
  });
  expect(headingOf(figureOf(gradientThroughTime(unit(1, 1, "relu"), zeros([4, 1]))))).not.toContain("finite");
  expect(through.bundle["text/plain"]).toContain("1e+200  +inf");
  expect(svgOf(through)).toContain("numbers that are not finite are left out");
});

describe("the forget bias of the worked LSTM, beside the worked RNN", () => {
  const lstm = constantLSTM();
  const rnn = unit(ln2, (5 / 3) * ln3);
  const options = { steps: 2, injectAt: [1, 2], biases: [0, ln3] };
  const memory = forgetBias(lstm, rnn, options);
  const figure = figureOf(memory);

  test("has the memories 0.4 and 3/4 * 0.4 + 0.4 = 0.7, whatever is read, and those of a half", () => {
    expect(lineOf(figure, "LSTM: c_", 1)).toEqual({ x: [0, 1, 2], y: [0, 0.4, 0.7] });
    expect(lineOf(figure, "LSTM: c_", 0)).toEqual({ x: [0, 1, 2], y: [0, 0.4, 0.6] });
    expect(lineOf(figure, "RNN: h_", 1)).toEqual({ x: [0, 1, 2], y: [0, 0.6, 0.8] });
  });

  test("has the forget gate as the memory's derivative, and w (1 - h^2) as the state's", () => {
    expect(lineOf(figure, "LSTM: dc_", 1)).toEqual({ x: [1, 2], y: [1, 0.75] });
    expect(lineOf(figure, "LSTM: dc_", 0)).toEqual({ x: [1, 2], y: [1, 0.5] });
    const state = (5 / 3) * ln3 * (9 / 25);
    expect(lineOf(figure, "RNN: dh_", 0)).toEqual({ x: [1, 2], y: rounded([1, state]) });
  });

  test("has a button for each step, and shows the first in the picture", () => {
    const buttons = figure.layout.updatemenus[1].buttons;
    expect(buttons.map(({ label }: { label: string }) => label)).toEqual(["at step 1", "at step 2"]);
    const first: boolean[] = buttons[0].args[0].visible;
    expect(figure.data.map(({ visible }) => visible)).toEqual(first);
    expect(buttons[1].args[0].visible).toEqual(first.map((visible) => !visible));
    expect(svgOf(memory)).toContain(">at step 1: memory c and state h</text>");
    expect(svgOf(memory)).not.toContain(">at step 2: ");
  });

  test("reads as a sentence and as text", () => {
    const sentence =
      "Memory of an LSTM of one unit over 2 steps, of which step 1 brings a 1: the last memory depends on the one after it with a forget bias of 0 by 0.5, with a forget bias of 1.099 by 0.75; the state of an RNN beside it by 0.6592.";
    expect(describeValue(memory)).toBe(sentence);
    expect(memory.bundle["text/plain"].split("\n")).toEqual([
      sentence,
      "columns: forget bias, c_2, dc_2/dc_1, for a 1 at step 1",
      "    0  0.6   0.5",
      "1.099  0.7  0.75",
    ]);
  });

  test("leaves the layers as they were", () => {
    expect(lstm.biasIhL0.at(1)).toBe(ln3);
    expect([lstm.biasIhL0.grad, rnn.weightHhL0.grad]).toEqual([null, null]);
  });
});

const two = new RNN(4, 6);

test.each<[draw: () => unknown, message: string]>([
  [
    () => gradientThroughTime(two, zeros([3, 4])),
    "Cannot draw the gradient through time of RNN(4, 6): expected one layer of one unit in one direction, such as new RNN(1, 1)",
  ],
  [
    () => gradientThroughTime(new LSTM(1, 1) as never, zeros([3, 1])),
    "Cannot draw the gradient through time of LSTM(1, 1): expected one layer of one unit in one direction, such as new RNN(1, 1)",
  ],
  [
    () => gradientThroughTime(undefined as never, zeros([3, 1])),
    "Cannot draw the gradient through time of undefined: expected one layer of one unit in one direction, such as new RNN(1, 1)",
  ],
  [
    () => gradientThroughTime(new RNN(2, 1), zeros([3, 1])),
    "Cannot draw the gradient through time over a tensor [3, 1]: expected a tensor [steps, 2] of 1 to 100 steps",
  ],
  [
    () => gradientThroughTime(new RNN(1, 1), zeros([101, 1])),
    "Cannot draw the gradient through time over a tensor [101, 1]: expected a tensor [steps, 1] of 1 to 100 steps",
  ],
  [
    () => gradientThroughTime(new RNN(1, 1), zeros([3, 1]), { h0: Number.NaN }),
    "Cannot draw the gradient through time with h0 NaN: expected a finite number",
  ],
  [
    () => gradientThroughTime(new RNN(1, 1), zeros([3, 1]), { recurrentWeights: [1] }),
    "Cannot draw the gradient through time with recurrentWeights [1]: expected a list of 2 to 41 finite numbers",
  ],
  [
    () => forgetBias(new LSTM(1, 1, { numLayers: 2 }), new RNN(1, 1)),
    "Cannot draw the forget bias of LSTM(1, 1, numLayers: 2): expected one layer of one unit in one direction, such as new LSTM(1, 1)",
  ],
  [
    () => forgetBias(new LSTM(1, 1), two),
    "Cannot draw the forget bias of RNN(4, 6): expected one layer of one unit in one direction, such as new RNN(1, 1)",
  ],
  [
    () => forgetBias(new LSTM(1, 1), new RNN(1, 1), { steps: 101 }),
    "Cannot draw the forget bias with steps 101: expected 1 to 100",
  ],
  [
    () => forgetBias(new LSTM(1, 1), new RNN(1, 1), { steps: 5, injectAt: [0] }),
    "Cannot draw the forget bias with injectAt [0]: expected a list of 1 to 4 steps from 1 to 5",
  ],
  [
    () => forgetBias(new LSTM(1, 1), new RNN(1, 1), { injectAt: [] }),
    "Cannot draw the forget bias with injectAt []: expected a list of 1 to 4 steps from 1 to 20",
  ],
])("what cannot be drawn is refused: %#", (draw, message) => {
  expect(draw).toThrow(new ShapeError(message));
});

test("a title is shown as text, and the largest figures stay within 1 MiB", () => {
  const many = Array.from({ length: 41 }, (_, i) => i / 20 + 1e-7);
  const through = gradientThroughTime(new RNN(1, 1), zeros([100, 1]), {
    title: "<b>w</b>",
    recurrentWeights: many,
  });
  const memory = forgetBias(new LSTM(1, 1), new RNN(1, 1), {
    steps: 100,
    injectAt: [1, 2, 3, 4],
    biases: many,
  });
  expect(figureOf(through).layout.title.text).toContain("&lt;b&gt;w&lt;/b&gt;");
  expect(svgOf(through)).not.toContain("<b>");
  for (const { bundle } of [through, memory]) {
    expect(Buffer.byteLength(JSON.stringify(bundle))).toBeLessThanOrEqual(2 ** 20);
    expect(bundle["application/vnd.plotly.v1+json"]).toBeDefined();
  }
});

import { describe as describeValue, mimeBundle } from "@layerbook/figures";
import { GRU, LSTM, manualSeed, RNN, randn, tensor, zeros } from "@layerbook/layers";
import { beforeEach, describe, expect, test } from "vitest";
import { type Figure, figureOf, headingOf, numbers, svgOf } from "./plotly-figure.ts";

beforeEach(() => manualSeed(5));

/** i = 1/2, f = 3/4, g = 4/5 and o = 4/5 at every step, whatever comes in. */
function constantLSTM(): LSTM {
  const lstm = new LSTM(1, 1);
  lstm.loadStateDict({
    weight_ih_l0: zeros([4, 1]),
    weight_hh_l0: zeros([4, 1]),
    bias_ih_l0: tensor([0, Math.log(3), Math.log(3), Math.log(4)]),
    bias_hh_l0: zeros([4]),
  });
  return lstm;
}

function captions(figure: Figure): string[] {
  return figure.layout.annotations.map(({ text }: { text: string }) => text);
}

function values(figure: Figure, panel: number): number[] {
  return numbers(figure.data[panel].z).values.map((value) => Math.round(1e4 * value) / 1e4);
}

describe("the trace of the worked LSTM", () => {
  const trace = constantLSTM().trace(tensor([[1], [2]]), { c0: tensor([[0.4]]) });
  const figure = figureOf(trace);

  test("has a map over time for its input, each gate, the candidate and both states", () => {
    // c = 3/4 * 0.4 + 1/2 * 4/5 = 0.7, then 3/4 * 0.7 + 0.4 = 0.925; h = 4/5 tanh(c).
    const [h0, h1] = [0.7, 0.925].map((c) => Math.round(1e4 * 0.8 * Math.tanh(c)) / 1e4);
    expect(captions(figure).map((caption, i) => [caption, values(figure, i)])).toEqual([
      ["input x, -2 to 2", [1, 2]],
      ["input gate i, 0 to 1", [0.5, 0.5]],
      ["forget gate f, 0 to 1", [0.75, 0.75]],
      ["output gate o, 0 to 1", [0.8, 0.8]],
      ["candidate g, -1 to 1", [0.8, 0.8]],
      ["cell state c, -0.925 to 0.925", [0.7, 0.925]],
      ["state h, -1 to 1", [h0, h1]],
    ]);
  });

  test("has the colours of gates from 0 to 1 and of states around 0, with one legend each", () => {
    const scales = figure.data.map(({ coloraxis }) => figure.layout[coloraxis as string]);
    expect(scales.map(({ cmin, cmax }) => [cmin, cmax].map((end) => Math.round(1e4 * end) / 1e4))).toEqual([
      [-2, 2],
      [0, 1],
      [0, 1],
      [0, 1],
      [-1, 1],
      [-0.925, 0.925],
      [-1, 1],
    ]);
    expect(scales.map(({ showscale = true }) => showscale)).toEqual([
      false,
      true,
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  test("reads as text and as one sentence", () => {
    const sentence =
      "LSTM of 1 unit over 2 steps of 1 feature: input gate i from 0.5 to 0.5, forget gate f from 0.75 to 0.75, output gate o from 0.8 to 0.8, candidate g from 0.8 to 0.8, cell state c from 0.7 to 0.925, state h from 0.4835 to 0.5826.";
    expect(describeValue(trace)).toBe(sentence);
    const lines = mimeBundle(trace)["text/plain"].split("\n");
    expect(lines[0]).toBe(sentence);
    expect(lines.slice(-4)).toEqual([
      "cell state c, -0.925 to 0.925, a unit a line",
      "0.7  0.925",
      "state h, -1 to 1, a unit a line",
      "0.4835  0.5826",
    ]);
  });

  test("is a picture with the same numbers, captions and alternative", () => {
    const svg = svgOf(trace, { title: "Two <steps>" });
    for (const text of ["forget gate f, 0 to 1", ">0.75<", ">0.48<", "Two &lt;steps&gt;", "step 0 to 1"]) {
      expect(svg).toContain(text);
    }
    expect(svg).toContain(`<desc>${describeValue(trace)}</desc>`);
  });
});

test("a GRU has two gates, a candidate and a state; an RNN the two parts of its state", () => {
  const names = (value: unknown) => captions(figureOf(value)).map((caption) => caption.split(",")[0]);
  const x = randn([4, 2]);
  expect(names(new GRU(2, 3).trace(x))).toEqual([
    "input x",
    "reset gate r",
    "update gate z",
    "candidate n",
    "state h",
  ]);
  expect(names(new RNN(2, 3).trace(x))).toEqual(["input x", "input's part", "state's part", "state h"]);
});

test("in reverse time still runs from left to right, and the heading says from where it was read", () => {
  const trace = new RNN(1, 1, { bidirectional: true, numLayers: 2 }).trace(randn([3, 4, 1]), {
    reverse: true,
    layerIndex: 1,
    sample: 2,
  });
  const figure = figureOf(trace);
  const h = trace.steps.map((step) => Math.round(1e4 * step.h[0]) / 1e4);
  expect(values(figure, 3)).toEqual(h.toReversed());
  expect(headingOf(figure)).toMatch(/RNN of 1 unit, 3 steps +sample 2 · layer 1 · from the end to the start/);
});

test("states of relu, which have no bounds, have colours up to the largest", () => {
  const rnn = new RNN(1, 1, { nonlinearity: "relu", bias: false });
  rnn.loadStateDict({ weight_ih_l0: tensor([[1]]), weight_hh_l0: tensor([[1]]) });
  expect(captions(figureOf(rnn.trace(tensor([[1], [2], [4]]))))).toEqual([
    "input x, -4 to 4",
    "input's part, -4 to 4",
    "state's part, -3 to 3",
    "state h, -7 to 7",
  ]);
});

test("what is not finite is left empty, and the heading counts it", () => {
  const figure = figureOf(new GRU(1, 2).trace(tensor([[1], [Number.NaN], [1]])));
  // The one of the input, and all that comes after it: 2 steps of 2 units of 4 quantities.
  expect(headingOf(figure)).toContain("17 values not finite, left empty");
  expect(values(figure, 4).filter(Number.isNaN).length).toBe(4);
});

test.each([false, true])(
  "a long trace of many units stays within 1 MiB and says what it left out, plain %s",
  (plain) => {
    const bundle = mimeBundle(new LSTM(3, 66).trace(randn([500, 3])), { plain });
    expect(Buffer.byteLength(JSON.stringify(bundle))).toBeLessThanOrEqual(1024 * 1024);
    const figure = bundle["application/vnd.plotly.v1+json"] as Figure;
    expect(headingOf(figure)).toMatch(
      /one of every \d steps shown, of 500 +(· )?the first 64 of 66 rows shown/,
    );
    const [map] = figure.data;
    expect(numbers(map.z).shape[1]).toBe(Math.ceil(500 / (map.dx as number)));
  },
);

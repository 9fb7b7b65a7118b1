import { cellDiagram, describe as describeValue } from "@layerbook/figures";
import { GRU, Linear, LSTM, RNN, randn, ShapeError, type Tensor, tensor, zeros } from "@layerbook/layers";
import { describe, expect, test } from "vitest";
import { type Figure, figureOf, svgOf } from "./plotly-figure.ts";

const float64 = { dtype: "float64" } as const;
const numbers = (values: number[] | number[][]): Tensor => tensor(values, float64);
const { LN2 } = Math;

/** All texts of a figure at a position of its slider. */
function textsAt(figure: Figure, position: number): string[] {
  const { data, traces } = figure.frames![position]!;
  return figure.data.flatMap(({ mode, text }, trace) => {
    const moved = traces.indexOf(trace);
    return mode === "text" ? ((moved < 0 ? text : data[moved]!.text) as string[]) : [];
  });
}

/** What the pointer is told at a position. */
function toldAt(figure: Figure, position: number): readonly string[] {
  return figure.frames![position]!.data.at(-1)!.text!;
}

/** Widths of the wires of a colour at a position. */
function wiresAt(figure: Figure, color: string, position: number): number[] {
  const { data, traces } = figure.frames![position]!;
  return figure.data.flatMap(({ fill, line, mode }, trace) => {
    const moved = traces.indexOf(trace);
    if (fill || mode !== "lines" || moved < 0) return [];
    const look = { ...(line as object), ...(data[moved]!.line as object) } as {
      color: string;
      width: number;
    };
    return look.color === color ? [look.width] : [];
  });
}

describe("the worked LSTM, whose memory goes from 0.4 to 0.7", () => {
  const lstm = new LSTM(1, 1, float64);
  lstm.loadStateDict({
    weight_ih_l0: zeros([4, 1], float64),
    weight_hh_l0: zeros([4, 1], float64),
    bias_ih_l0: numbers([0, Math.log(3), Math.log(3), Math.log(4)]),
    bias_hh_l0: zeros([4], float64),
  });
  const diagram = cellDiagram(lstm.trace(numbers([[5], [-2]]), { c0: numbers([[0.4]]) }));
  const figure = figureOf(diagram);

  test("each wire has its number", () => {
    const texts = textsAt(figure, 0);
    for (const text of ["i 0.5", "f 0.75", "g 0.8", "o 0.8", "x₁ = 5", "c₀", "c₁", "h₀", "h₁"])
      expect(texts.filter((other) => other === text)).toHaveLength(1);
    // Before, kept and added, after; tanh(0.7), and its 0.8.
    for (const text of ["0.4", "0.3", "0.7", "0.6", "0.48", "0"]) expect(texts).toContain(text);
    expect(textsAt(figure, 1)).toEqual(expect.arrayContaining(["x₂ = -2", "c₁", "c₂", "0.7", "0.92"]));
    expect(toldAt(figure, 0)).toEqual([
      "forget gate f = 0.75",
      "input gate i = 0.5",
      "candidate g = 0.8",
      "output gate o = 0.8",
      "f × c before = 0.3",
      "i × g = 0.4",
      "memory c = 0.7",
      "tanh(c) = 0.6044",
      "state h = 0.4835",
    ]);
  });

  test("a wire is as wide as its number is large, thin and grey where that is 0", () => {
    // c, kept, f, i, g, added, c after twice, tanh(c), o and h.
    expect(wiresAt(figure, "#d6604d", 0).toSorted()).toEqual(
      [1.9, 2.2, 2.2, 2.45, 2.5, 2.81, 3.1, 3.1, 3.25, 3.4, 3.4].toSorted(),
    );
    expect(wiresAt(figure, "#777777", 0)).toEqual([1]);
    expect(wiresAt(figure, "#777777", 1)).toEqual([]);
  });

  test("it reads as a sentence, as text and as a picture that fits a telephone", () => {
    const sentence =
      "LSTM cell, unit 0, at step 1 of 2: i = 0.5, f = 0.75, g = 0.8, o = 0.8, c = 0.7, h = 0.4835.";
    expect(describeValue(diagram)).toBe(sentence);
    expect(diagram.bundle["text/plain"].split("\n")).toEqual([
      sentence,
      "columns: t, i, f, g, o, c, h",
      "1  0.5  0.75  0.8  0.8    0.7  0.4835",
      expect.stringMatching(/^2 {2}0.5 {2}0.75 {2}0.8 {2}0.8 {2}0.925 +0.5826$/),
    ]);
    const svg = svgOf(diagram);
    expect(svg).toContain('viewBox="0 0 360 ');
    for (const [, size] of svg.matchAll(/font-size="([\d.]+)"/g))
      expect(Number(size)).toBeGreaterThanOrEqual(12);
  });
});

describe("the worked GRU, whose state goes from 1 to 0.9", () => {
  const told = (resetAfter: boolean, bias: number): readonly string[] => {
    const gru = new GRU(1, 1, { resetAfter, ...float64 });
    gru.loadStateDict({
      weight_ih_l0: zeros([3, 1], float64),
      weight_hh_l0: numbers([[0], [0], [2 * LN2]]),
      bias_ih_l0: numbers([0, Math.log(3), 0]),
      bias_hh_l0: numbers([0, 0, bias]),
    });
    return toldAt(figureOf(cellDiagram(gru.trace(zeros([2, 1], float64), { h0: numbers([[1]]) }))), 0);
  };

  test.each([true, false])(
    "with resetAfter %s the reset gate stands where the layer has it",
    (resetAfter) => {
      // 2 ln 2 halved after the product, or the state halved before it.
      expect(told(resetAfter, 0)).toEqual([
        "reset gate r = 0.5",
        "update gate z = 0.75",
        "W x + b = 0",
        resetAfter ? "W h + b = 1.386" : "W (r × h) + b = 0.6931",
        resetAfter ? "r × (W h + b) = 0.6931" : "r × h = 0.5",
        "sum = 0.6931",
        "candidate n = 0.6",
        "1 − z = 0.25",
        "(1 − z) × n = 0.15",
        "z × h before = 0.75",
        "state h = 0.9",
      ]);
    },
  );

  test("the bias of the product goes through the gate only where the gate stands after it", () => {
    // tanh(3/2 ln 2) = 7/9 and tanh(2 ln 2) = 15/17.
    expect(told(true, LN2)).toContain("candidate n = 0.7778");
    expect(told(false, LN2)).toContain("candidate n = 0.8824");
  });
});

describe("the worked RNN, whose state goes to 3/5 and 4/5", () => {
  const worked = (nonlinearity: "tanh" | "relu"): Figure => {
    const rnn = new RNN(1, 1, { nonlinearity, ...float64 });
    rnn.loadStateDict({
      weight_ih_l0: numbers([[LN2]]),
      weight_hh_l0: numbers([[(5 / 3) * Math.log(3)]]),
      bias_ih_l0: zeros([1], float64),
      bias_hh_l0: zeros([1], float64),
    });
    return figureOf(cellDiagram(rnn.trace(numbers([[1], [0]])), { step: 2 }));
  };

  test("each wire has its number, from the step that is asked for on", () => {
    const figure = worked("tanh");
    expect(figure.layout.sliders[0].active).toBe(1);
    expect(toldAt(figure, 0)).toEqual(["W h + b = 0", "W x + b = 0.6931", "sum = 0.6931", "state h = 0.6"]);
    expect(toldAt(figure, 1)).toEqual(["W h + b = 1.099", "W x + b = 0", "sum = 1.099", "state h = 0.8"]);
    expect(textsAt(figure, 1)).toEqual(expect.arrayContaining(["tanh", "h₁", "h₂", "x₂ = 0"]));
  });

  test("the curve is that of the layer", () => {
    expect(textsAt(worked("relu"), 0)).toContain("relu");
    expect(textsAt(worked("relu"), 0)).not.toContain("tanh");
  });
});

test("in reverse the state comes from the step after", () => {
  const rnn = new RNN(6, 2, { bidirectional: true });
  const diagram = cellDiagram(rnn.trace(randn([3, 6]), { reverse: true }), { unit: 1, title: "<b>Back</b>" });
  const figure = figureOf(diagram);
  expect(figure.layout.sliders[0].steps.map(({ label }: { label: string }) => label)).toEqual([
    "3",
    "2",
    "1",
  ]);
  expect(textsAt(figure, 1)).toEqual(expect.arrayContaining(["h₃", "h₂", "x₂ = 6 numbers"]));
  expect(svgOf(diagram)).toContain(">&lt;b&gt;Back&lt;/b&gt;</text>");
});

test("of a long trace the first steps are drawn, and the figure says so", () => {
  for (const plain of [false, true]) {
    const { bundle } = cellDiagram(new LSTM(4, 8).trace(randn([200, 4])), { plain });
    expect(JSON.stringify(bundle).length).toBeLessThan(2 ** 20);
    const figure = bundle["application/vnd.plotly.v1+json"] as Figure;
    expect(figure.frames).toHaveLength(60);
    expect(figure.layout.title.text).toContain("the first 60 of 200 steps");
  }
});

test("numbers that are not finite are written, and take no place away", () => {
  const rnn = new RNN(1, 1, { nonlinearity: "relu" });
  rnn.weightIhL0!.assign([[Number.POSITIVE_INFINITY]]);
  const diagram = cellDiagram(rnn.trace(ones()));
  expect(textsAt(figureOf(diagram), 0)).toContain("+inf");
  expect(svgOf(diagram)).not.toMatch(/="[^"]*(NaN|Infinity|undefined)/);
});

function ones(): Tensor {
  return tensor([[1]]);
}

test.each<[trace: unknown, options: object, message: string]>([
  [
    new Linear(1, 1).trace(ones()),
    {},
    "Cannot draw a cell of an object: expected what layer.trace(x) of an RNN, GRU or LSTM gives",
  ],
  [
    new GRU(1, 1),
    {},
    "Cannot draw a cell of GRU(1, 1): expected what layer.trace(x) of an RNN, GRU or LSTM gives",
  ],
  [
    new LSTM(1, 3, { projSize: 2 }).trace(ones()),
    {},
    "Cannot draw a cell of an LSTM that projects 3 units to 2: expected one without projSize",
  ],
  [new GRU(1, 3).trace(ones()), { unit: 3 }, "Cannot draw a cell with unit 3: there are 3, counted from 0"],
  [new GRU(1, 3).trace(ones()), { step: 2 }, "Cannot draw a cell at step 2: there are 1, counted from 1"],
  [
    new GRU(1, 3).trace(ones()),
    { t: 2 },
    'Cannot draw a cell with the option "t": expected unit, step, title, plain',
  ],
])("what cannot be drawn is refused: %#", (trace, options, message) => {
  expect(() => cellDiagram(trace as never, options)).toThrow(new ShapeError(message));
});

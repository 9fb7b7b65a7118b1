import { describe as describeValue, unrolledNetwork } from "@layerbook/figures";
import { Linear, LSTM, RNN, randn, ShapeError, tensor, zeros } from "@layerbook/layers";
import { describe, expect, test } from "vitest";
import { type Figure, figureOf, numbers, svgOf } from "./plotly-figure.ts";

const float64 = { dtype: "float64" } as const;

/** The worked RNN: with the input 1, then 0, its state goes to 3/5 and 4/5. */
function worked(steps: number[][], options: { readonly bidirectional?: boolean } = {}) {
  const rnn = new RNN(1, 1, { ...float64, ...options });
  rnn.weightIhL0!.assign([[Math.LN2]]);
  rnn.weightHhL0!.assign([[(5 / 3) * Math.log(3)]]);
  rnn.biasIhL0!.assign([0]);
  rnn.biasHhL0!.assign([0]);
  return rnn.trace(tensor(steps, float64));
}

/** The numbers of each map of cells, row by row, without what lies between. */
function cellsOf({ data }: Figure): number[][] {
  return data
    .filter(({ type }) => type === "heatmap")
    .map(({ z }) =>
      numbers(z)
        .values.filter((value) => !Number.isNaN(value))
        .map((value) => Number(value.toFixed(4))),
    );
}

/** Which of the boxes stand out at a position. */
function boxesAt(figure: Figure, position: number): number[] {
  const { data, traces } = figure.frames![position]!;
  const boxes = figure.data.flatMap(({ fillcolor }, trace) => {
    const moved = traces.indexOf(trace);
    return fillcolor === "rgba(0,0,0,0)" && moved >= 0 ? [data[moved]!.line as { color: string }] : [];
  });
  return boxes.flatMap(({ color }, box) => (color === "#e66100" ? [box] : []));
}

describe("the worked RNN", () => {
  const network = unrolledNetwork(worked([[1], [0]]), { step: 2 });
  const figure = figureOf(network);

  test("a step has its input below and its state above, in the colours of their numbers", () => {
    expect(cellsOf(figure)).toEqual([
      [1, 0],
      [0.6, 0.8],
    ]);
    const heatmaps = figure.data.filter(({ type }) => type === "heatmap");
    const [x, h] = heatmaps.map(({ y }) => y as number[]);
    expect(h![1]).toBeLessThan(x![0]!);
    expect(heatmaps.map(({ zmin, zmax }) => [zmin, zmax])).toEqual([
      [-1, 1],
      [-1, 1],
    ]);
    const texts = figure.data.flatMap(({ mode, text }) => (mode === "text" ? text! : []));
    for (const text of ["RNN", "x₁", "x₂", "h₀", "h₁", "h₂", "0.6", "0.8"]) expect(texts).toContain(text);
  });

  test("the slider and the pointer choose the step that stands out", () => {
    expect(figure.layout.sliders[0].active).toBe(1);
    expect([boxesAt(figure, 0), boxesAt(figure, 1)]).toEqual([[0], [1]]);
    const [link] = figure.layout.meta.links;
    expect(link.positions).toEqual([[0, 1]]);
    expect(figure.data[link.trace]!.text).toEqual(["h₁ = 0.6", "h₂ = 0.8"]);
  });

  test("it reads as a sentence, as text and as a picture that fits a telephone", () => {
    const sentence =
      "RNN of 1 unit over 2 steps, unrolled: the same box at each step, which reads 1 feature and the state before it, and gives the state after it.";
    expect(describeValue(network)).toBe(sentence);
    expect(network.bundle["text/plain"].split("\n")).toEqual([
      sentence,
      "x1 = 1 → h1 = 0.6",
      "x2 = 0 → h2 = 0.8",
    ]);
    const svg = svgOf(network);
    expect(svg).toContain('viewBox="0 0 360 ');
    for (const [, size] of svg.matchAll(/font-size="([\d.]+)"/g))
      expect(Number(size)).toBeGreaterThanOrEqual(12);
  });
});

test("an LSTM has its memory in its boxes, and more than five steps go on in a line below", () => {
  const lstm = new LSTM(1, 1, float64);
  lstm.loadStateDict({
    weight_ih_l0: zeros([4, 1], float64),
    weight_hh_l0: zeros([4, 1], float64),
    // Both gates of the memory open, and a candidate of nearly 1: it counts.
    bias_ih_l0: tensor([40, 40, 40, 0], float64),
    bias_hh_l0: zeros([4], float64),
  });
  const network = unrolledNetwork(lstm.trace(zeros([7, 1], float64)), { title: "<i>Count</i>" });
  const figure = figureOf(network);
  const [, , , , ...memory] = cellsOf(figure);
  expect(memory).toEqual([
    [1, 2, 3, 4, 5],
    [6, 7],
  ]);
  const texts = figure.data.flatMap(({ mode, text }) => (mode === "text" ? text! : []));
  for (const text of ["h₀", "c₀", "h₅", "c₅", "x₇"]) expect(texts).toContain(text);
  expect(texts).not.toContain("c₄");
  expect(describeValue(network)).toContain("the state and memory before it");
  expect(network.bundle["text/plain"]).toMatch(/\nx7 = 0 → c7 = 7, h7 = 0\.5$/);
  expect(svgOf(network)).toContain(">&lt;i&gt;Count&lt;/i&gt;</text>");
});

test("in reverse the sequence's last step is the first", () => {
  const rnn = new RNN(1, 1, { bidirectional: true });
  const figure = figureOf(unrolledNetwork(rnn.trace(tensor([[1], [2], [3]]), { reverse: true })));
  expect(cellsOf(figure)[0]).toEqual([3, 2, 1]);
  expect(figure.layout.sliders[0].steps.map(({ label }: { label: string }) => label)).toEqual([
    "3",
    "2",
    "1",
  ]);
  const texts = figure.data.flatMap(({ mode, text }) => (mode === "text" ? text! : []));
  expect(texts).toContain("h₄");
  expect(figure.layout.title.text).toContain("from the end to the start");
});

test("of a long or wide trace the first is drawn, and the figure says so", () => {
  for (const plain of [false, true]) {
    const { bundle } = unrolledNetwork(new LSTM(12, 20).trace(randn([200, 12])), { plain });
    expect(JSON.stringify(bundle).length).toBeLessThan(2 ** 20);
    expect(JSON.stringify(bundle).includes("bdata")).toBe(!plain);
    const figure = bundle["application/vnd.plotly.v1+json"] as Figure;
    expect(figure.frames).toHaveLength(20);
    expect(figure.layout.title.text).toContain("the first 20 steps shown");
    expect(figure.layout.title.text).toContain("the first 8 of 20 numbers shown");
    expect(bundle["text/plain"].split("\n")[1]).toMatch(
      /^x1 = (\S+ ){8}… → c1 = (\S+ ){8}…, h1 = (\S+ ){8}…$/,
    );
  }
});

test.each<[trace: unknown, options: object, message: string]>([
  [
    new Linear(1, 1).trace(tensor([1])),
    {},
    "Cannot draw an unrolled network of an object: expected what layer.trace(x) of an RNN, GRU or LSTM gives",
  ],
  [worked([[1]]), { step: 2 }, "Cannot draw an unrolled network at step 2: there are 1, counted from 1"],
  [
    worked([[1]]),
    { step: 0 },
    "Cannot draw an unrolled network with step 0: expected a whole number of at least 1",
  ],
  [
    worked([[1]]),
    { unit: 1 },
    'Cannot draw an unrolled network with the option "unit": expected step, title, plain',
  ],
])("what cannot be drawn is refused: %#", (trace, options, message) => {
  expect(() => unrolledNetwork(trace as never, options)).toThrow(new ShapeError(message));
});

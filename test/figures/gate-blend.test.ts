import { describe as describeValue, gateBlend } from "@layerbook/figures";
import { GRU, LSTM, manualSeed, rand, ShapeError, tensor, zeros } from "@layerbook/layers";
import { expect, test } from "vitest";
import { type Figure, figureOf, numbers, svgOf } from "./plotly-figure.ts";

const float64 = { dtype: "float64" } as const;

/** The worked GRU: with the old state 1 and the reset gate at 1/2 the candidate is tanh(ln 2) = 3/5. */
function worked(options: { readonly resetAfter?: boolean } = {}): GRU {
  const gru = new GRU(1, 1, { ...options, ...float64 });
  gru.loadStateDict({
    weight_ih_l0: tensor([[1], [2], [0]], float64),
    weight_hh_l0: tensor([[3], [-4], [2 * Math.log(2)]], float64),
    bias_ih_l0: tensor([5, 6, 0], float64),
    bias_hh_l0: tensor([7, 8, 0], float64),
  });
  return gru;
}

/** By the number under r: what the traces that hovering names so have at a position, one for each convention. */
function valuesAt(figure: Figure, name: string, position: number, reset: number): number[] {
  const { data, traces } = figure.frames![position]!;
  return figure.data.flatMap(({ hovertemplate, y }, trace) => {
    if (!hovertemplate?.includes(name)) return [];
    const moved = traces.indexOf(trace);
    const { values } = numbers(moved < 0 ? y : data[moved]!.y);
    return [Number(values[20 * reset]!.toFixed(4))];
  });
}

const figure = figureOf(gateBlend(worked()));

test("with z = 3/4 and r = 1/2 the new state is 0.9 in PyTorch's convention and 0.7 in Chung's", () => {
  expect(valuesAt(figure, "candidate", 15, 0.5)).toEqual([0.6]);
  expect(valuesAt(figure, "new state", 15, 0.5)).toEqual([0.9, 0.7]);
  const { buttons } = figure.layout.updatemenus[1];
  expect(buttons.map(({ label }: { label: string }) => label)).toEqual([
    "PyTorch: z keeps",
    "Chung: z renews",
  ]);
  const notes = figure.data.filter(({ mode }) => mode === "text").map(({ text }) => text![0]);
  expect(notes).toEqual(["r 0.5: h' = 0.9", "r 0.5: h' = 0.7"]);
});

test("at the ends of z the new state is the candidate, or the old state, for every r", () => {
  // tanh(r * 2 ln 2): 0, 3/5 and, as tanh(ln 4), 15/17.
  for (const [reset, candidate] of [
    [0, 0],
    [0.5, 0.6],
    [1, 0.8824],
  ] as const) {
    expect(valuesAt(figure, "candidate", 0, reset)).toEqual([candidate]);
    expect(valuesAt(figure, "new state", 0, reset)).toEqual([candidate, 1]);
    expect(valuesAt(figure, "new state", 20, reset)).toEqual([1, candidate]);
  }
});

test("the reset gate stands where the layer has it, after the product and its bias or before", () => {
  // With a bias of ln 2 beside the product: tanh(1/2 * (0 + ln 2)) = 1/3 after it, tanh(ln 2) = 3/5 before it.
  const [after, before] = [true, false].map((resetAfter) => {
    const gru = worked({ resetAfter });
    gru.weightHhL0.assign([[0], [0], [0]]);
    gru.biasHhL0.assign([0, 0, Math.log(2)]);
    return valuesAt(figureOf(gateBlend(gru)), "candidate", 0, 0.5);
  });
  expect([after, before]).toEqual([[0.3333], [0.6]]);
});

test("old state and input are those asked for", () => {
  const gru = new GRU(2, 1, float64);
  gru.loadStateDict({
    weight_ih_l0: tensor(
      [
        [0, 0],
        [0, 0],
        [Math.log(2), 0],
      ],
      float64,
    ),
    weight_hh_l0: zeros([3, 1], float64),
    bias_ih_l0: zeros([3], float64),
    bias_hh_l0: zeros([3], float64),
  });
  const blend = figureOf(gateBlend(gru, { h0: -1, input: 1 }));
  // Halfway between -1 and tanh(ln 2) = 3/5.
  expect(valuesAt(blend, "new state", 10, 0)).toEqual([-0.2, -0.2]);
  expect(blend.data[0]!.y).toEqual([-1, -1]);
});

test("it reads as a sentence, as text and as a picture", () => {
  const blend = gateBlend(worked(), { title: "<i>Blend</i>" });
  const sentence =
    "One step of a GRU of one unit from the state 1: as the reset gate goes from 0 to 1 the candidate goes from 0 to 0.8824, and with the reset gate at 0.5 the new state is 0.6, 0.9, 1 for update gates of 0, 0.75, 1; where 1 means to renew, it is the other way round.";
  expect(describeValue(blend)).toBe(sentence);
  expect(blend.bundle["text/plain"].split("\n")).toEqual([
    "<i>Blend</i>",
    sentence,
    "columns: r, candidate, then h' for z = 0, 0.75, 1",
    "   0       0       0    0.75  1",
    "0.25  0.3333  0.3333  0.8333  1",
    " 0.5     0.6     0.6     0.9  1",
    "0.75  0.7778  0.7778  0.9444  1",
    "   1  0.8824  0.8824  0.9706  1",
  ]);
  for (const text of ["&lt;i&gt;Blend&lt;/i&gt;", "z = 0.75", "r 0.5: h&#39; = 0.9"])
    expect(svgOf(blend)).toContain(`>${text}</text>`);
});

test("the layer and the reader's random numbers stay as they were", () => {
  const gru = worked();
  manualSeed(1);
  const expected = rand([2]).toArray();
  manualSeed(1);
  gateBlend(gru);
  expect(rand([2]).toArray()).toEqual(expected);
  expect(gru.biasIhL0.toArray()).toEqual([5, 6, 0]);
});

test.each<[draw: () => unknown, message: string]>([
  [
    () => gateBlend(new GRU(1, 2)),
    "Cannot draw the gates' blend of GRU(1, 2): expected one layer of one unit in one direction, such as new GRU(1, 1)",
  ],
  [
    () => gateBlend(new LSTM(1, 1) as never),
    "Cannot draw the gates' blend of LSTM(1, 1): expected one layer of one unit in one direction, such as new GRU(1, 1)",
  ],
  [
    () => gateBlend(new GRU(1, 1), { h0: "1" as never }),
    'Cannot draw the gates\' blend with h0 "1": expected a finite number',
  ],
  [
    () => gateBlend(new GRU(1, 1), { reset: 0.5 } as never),
    'Cannot draw the gates\' blend with the option "reset": expected h0, input, title, plain',
  ],
])("what cannot be drawn is refused: %#", (draw, message) => {
  expect(draw).toThrow(new ShapeError(message));
});

import { RNN, RNNCell, rnnCell, ShapeError, tensor, zeros } from "@layerbook/layers";
import { describe, expect, it } from "vitest";

describe("the worked example", () => {
  // w_x = ln 2 and w_h = (5/3) ln 3, so that tanh(ln 2) = 3/5 and tanh(ln 3) = 4/5.
  const [weightIh, weightHh] = [tensor([[Math.log(2)]]), tensor([[(5 / 3) * Math.log(3)]])];

  it("by hand gives 3/5 and 4/5 for the input 1, 0", () => {
    const rnn = new RNN(1, 1, { bias: false });
    rnn.loadStateDict({ weight_ih_l0: weightIh, weight_hh_l0: weightHh });
    const { output, hn } = rnn.forward(tensor([[1], [0]]));
    expect(output.at(0, 0)).toBeCloseTo(3 / 5, 6);
    expect(output.at(1, 0)).toBeCloseTo(4 / 5, 6);
    expect(hn.toArray()).toEqual([[output.at(1, 0)]]);
  });

  it("goes on from a state that it is given, step by step", () => {
    const { h1 } = rnnCell(tensor([0]), { h0: tensor([3 / 5]) }, weightIh, weightHh);
    expect(h1.at(0)).toBeCloseTo(4 / 5, 6);
  });

  it("with relu cuts what is below 0", () => {
    const step = (x: number) =>
      rnnCell(tensor([x]), { h0: tensor([1]) }, tensor([[2]]), tensor([[3]]), null, tensor([1]), {
        nonlinearity: "relu",
      }).h1.at(0);
    expect([step(1), step(-1), step(-4)]).toEqual([6, 2, 0]);
  });
});

it("prints its nonlinearity where it is not tanh", () => {
  expect(String(new RNN(3, 4, { nonlinearity: "relu" }))).toBe('RNN(3, 4, nonlinearity: "relu")');
  expect(String(new RNNCell(3, 4, { nonlinearity: "relu", bias: false }))).toBe(
    'RNNCell(3, 4, nonlinearity: "relu", bias: false)',
  );
});

describe("what does not fit is refused:", () => {
  const x = zeros([5, 2, 3]);
  const rnn = new RNN(3, 4);
  it.each([
    [
      "rank",
      () => rnn.forward(zeros([3])),
      "expected [steps, batch, features] or [steps, features], got 1 axes",
      "[3]",
    ],
    [
      "rank with batchFirst",
      () => new RNN(3, 4, { batchFirst: true }).forward(zeros([1, 5, 2, 3])),
      "expected [batch, steps, features] or [steps, features], got 4 axes",
      "[1, 5, 2, 3]",
    ],
    [
      "features",
      () => rnn.forward(zeros([5, 2, 6])),
      "it takes 3 features, input has 6 (features is the last axis)",
      "[5, 2, 6]",
    ],
    [
      "no steps",
      () => rnn.forward(zeros([0, 2, 3])),
      "a sequence needs at least one step (steps is axis 0)",
      "[0, 2, 3]",
    ],
    [
      "shape of h0",
      () => rnn.forward(x, { h0: zeros([1, 2, 3]) }),
      "h0 has shape [1, 2, 3], expected [1, 2, 4], [numLayers * directions, batch, hiddenSize]",
    ],
    [
      "h0 of a single sequence",
      () => rnn.forward(zeros([5, 3]), { h0: zeros([1, 1, 4]) }),
      "h0 has shape [1, 1, 4], expected [1, 4], [numLayers * directions, hiddenSize]",
      "[5, 3]",
    ],
    [
      "h0 of a batch that comes first",
      () => rnn.forward(x, { h0: zeros([1, 5, 4]) }),
      "h0 has shape [1, 5, 4], expected [1, 2, 4], [numLayers * directions, batch, hiddenSize]; it fits a batch of 5: an input [batch, steps, features] needs batchFirst: true",
    ],
    [
      "dtype",
      () => rnn.forward(zeros([5, 2, 3], { dtype: "float64" })),
      'input is float64, the layer is float32; convert one of them with .to("float64")',
    ],
    [
      "how many lengths",
      () => rnn.forward(x, { lengths: [5] }),
      "lengths holds 1 numbers, expected 2, one for each sequence of the batch",
    ],
    [
      "length 0",
      () => rnn.forward(x, { lengths: [5, 0] }),
      "lengths[1] is 0, expected a whole number from 1 to the 5 steps of the input",
    ],
    [
      "length past the end",
      () => rnn.forward(x, { lengths: [6, 5] }),
      "lengths[0] is 6, expected a whole number from 1 to the 5 steps of the input",
    ],
    [
      "length in parts",
      () => rnn.forward(x, { lengths: [5, 2.5] }),
      "lengths[1] is 2.5, expected a whole number from 1 to the 5 steps of the input",
    ],
    [
      "lengths without a batch",
      () => rnn.forward(zeros([5, 3]), { lengths: [4] }),
      "lengths are for a batch, this input is one sequence; leave them out and cut the input with .slice(0, 0, 4)",
      "[5, 3]",
    ],
  ])("%s", (_, call, reason, shape = "[5, 2, 3]") => {
    expect(call).toThrow(new ShapeError(`Cannot run RNN(3, 4) on input ${shape}: ${reason}`));
  });

  it.each([
    ["hiddenSize", () => new RNN(3, 0), "RNN(3, 0) with hiddenSize 0: expected a whole number of at least 1"],
    [
      "inputSize",
      () => new RNN(2.5, 4),
      "RNN(2.5, 4) with inputSize 2.5: expected a whole number of at least 1",
    ],
    [
      "numLayers",
      () => new RNN(3, 4, { numLayers: 2 ** 53 }),
      "RNN(3, 4) with numLayers 9007199254740992: expected a whole number of at least 1",
    ],
    [
      "probability",
      () => new RNN(3, 4, { numLayers: 2, dropout: 1.5 }),
      "RNN(3, 4) with dropout 1.5: expected a number in 0..1",
    ],
    [
      "dropout with one layer",
      () => new RNN(3, 4, { dropout: 0.5 }),
      "RNN(3, 4) with dropout 0.5 and one layer: it acts between layers only, and PyTorch warns that it does nothing; use numLayers: 2 or more, or a Dropout of its own after this layer",
    ],
    [
      "nonlinearity",
      () => new RNN(3, 4, { nonlinearity: "sigmoid" as "tanh" }),
      'RNN(3, 4) with nonlinearity "sigmoid": expected "tanh" or "relu"',
    ],
    [
      "nonlinearity of a cell",
      () => new RNNCell(3, 4, { nonlinearity: "toString" as "tanh" }),
      'RNNCell(3, 4) with nonlinearity "toString": expected "tanh" or "relu"',
    ],
    [
      "size of a cell",
      () => new RNNCell(0, 4),
      "RNNCell(0, 4) with inputSize 0: expected a whole number of at least 1",
    ],
  ])("%s", (_, call, reason) => {
    expect(call).toThrow(new ShapeError(`Cannot make ${reason}`));
  });

  const step = (input: number[], weightIh: number[], weightHh: number[], bias?: number[], h0?: number[]) =>
    rnnCell(
      zeros(input),
      h0 ? { h0: zeros(h0) } : {},
      zeros(weightIh),
      zeros(weightHh),
      bias ? zeros(bias) : null,
    );
  it.each([
    [
      "features of a cell's input",
      () => step([2, 5], [4, 3], [4, 4]),
      "input [2, 5] with weightIh [4, 3] and weightHh [4, 4]: weightIh takes 3 features, input has 5 (features is the last axis)",
    ],
    [
      "rank of a cell's input",
      () => step([1, 2, 3], [4, 3], [4, 4]),
      "input [1, 2, 3] with weightIh [4, 3] and weightHh [4, 4]: expected an input [batch, features] or [features], got 3 axes",
    ],
    [
      "weightIh",
      () => step([2, 3], [4], [4, 4]),
      "input [2, 3] with weightIh [4] and weightHh [4, 4]: expected a weightIh of 2 axes, [hiddenSize, inputSize]",
    ],
    [
      "weightHh",
      () => step([2, 3], [4, 3], [4, 3]),
      "input [2, 3] with weightIh [4, 3] and weightHh [4, 3]: weightHh has shape [4, 3], expected [4, 4], [hiddenSize, hiddenSize]",
    ],
    [
      "bias",
      () => step([2, 3], [4, 3], [4, 4], [3]),
      "input [2, 3] with weightIh [4, 3] and weightHh [4, 4]: biasIh has shape [3], expected [4], [hiddenSize]",
    ],
    [
      "h0 of a cell",
      () => step([2, 3], [4, 3], [4, 4], [4], [4]),
      "input [2, 3] with weightIh [4, 3] and weightHh [4, 4]: h0 has shape [4], expected [2, 4], [batch, hiddenSize]",
    ],
  ])("%s", (_, call, reason) => {
    expect(call).toThrow(new ShapeError(`Cannot run rnnCell on ${reason}`));
  });
});

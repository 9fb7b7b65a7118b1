import { LSTM, LSTMCell, lstmCell, ShapeError, tensor, zeros } from "@layerbook/layers";
import { describe, expect, it } from "vitest";

describe("the worked example", () => {
  // i = sigmoid(0) = 1/2, f = sigmoid(ln 3) = 3/4, g = tanh(ln 3) = 4/5, o = sigmoid(ln 4) = 4/5.
  const state = {
    weight_ih_l0: zeros([4, 1]),
    weight_hh_l0: zeros([4, 1]),
    bias_ih_l0: tensor([0, Math.log(3), Math.log(3), Math.log(4)]),
    bias_hh_l0: zeros([4]),
  };

  it("by hand gives c = 3/4 * 0.4 + 1/2 * 4/5 = 0.7 and h = 4/5 * tanh(0.7) = 0.4835", () => {
    const lstm = new LSTM(1, 1);
    lstm.loadStateDict(state);
    const { output, hn, cn } = lstm.forward(zeros([1, 1]), { c0: tensor([[0.4]]) });
    expect(cn.item()).toBeCloseTo(0.7, 6);
    expect(output.item()).toBeCloseTo(0.48349, 5);
    expect(hn.item()).toBe(output.item());
  });
});

it("with a projection has PyTorch's names and shapes, and smaller h than c", () => {
  const lstm = new LSTM(3, 5, { projSize: 2, numLayers: 2, bidirectional: true });
  const shapes = Object.fromEntries([...lstm.stateDict()].map(([name, { shape }]) => [name, shape]));
  expect(shapes).toMatchObject({
    weight_hh_l0: [20, 2],
    weight_hr_l0: [2, 5],
    weight_hr_l0_reverse: [2, 5],
    weight_ih_l1: [20, 4],
    weight_hr_l1: [2, 5],
  });
  const { output, hn, cn } = lstm.forward(zeros([6, 4, 3]));
  expect([output.shape, hn.shape, cn.shape]).toEqual([
    [6, 4, 4],
    [4, 4, 2],
    [4, 4, 5],
  ]);
  expect(lstm.outputShape([6, 4, 3])).toEqual(output.shape);
  expect(String(lstm)).toBe("LSTM(3, 5, projSize: 2, numLayers: 2, bidirectional: true)");
});

describe("what does not fit is refused:", () => {
  const x = zeros([5, 2, 3]);
  it.each([
    [
      "features",
      () => new LSTM(3, 4).forward(zeros([5, 2, 4])),
      "Cannot run LSTM(3, 4) on input [5, 2, 4]: it takes 3 features, input has 4 (features is the last axis)",
    ],
    [
      "c0",
      () => new LSTM(3, 4).forward(x, { h0: zeros([1, 2, 4]), c0: zeros([2, 4]) }),
      "Cannot run LSTM(3, 4) on input [5, 2, 3]: c0 has shape [2, 4], expected [1, 2, 4], [numLayers * directions, batch, hiddenSize]",
    ],
    [
      "h0 without the projection",
      () => new LSTM(3, 4, { projSize: 2 }).forward(x, { h0: zeros([1, 2, 4]) }),
      "Cannot run LSTM(3, 4) on input [5, 2, 3]: h0 has shape [1, 2, 4], expected [1, 2, 2], [numLayers * directions, batch, projSize]",
    ],
    [
      "dtype of c0",
      () => new LSTM(3, 4).forward(x, { c0: zeros([1, 2, 4], { dtype: "float64" }) }),
      'Cannot run LSTM(3, 4) on input [5, 2, 3]: input is float32, c0 is float64; convert one of them with .to("float32")',
    ],
    [
      "projection as large as h",
      () => new LSTM(3, 4, { projSize: 4 }),
      "Cannot make LSTM(3, 4) with projSize 4: a projection makes h smaller, expected less than hiddenSize 4, or 0 for none",
    ],
    [
      "projection below 0",
      () => new LSTM(3, 4, { projSize: -1 }),
      "Cannot make LSTM(3, 4) with projSize -1: expected a whole number of at least 0",
    ],
    [
      "size of a cell",
      () => new LSTMCell(3, 1.5),
      "Cannot make LSTMCell(3, 1.5) with hiddenSize 1.5: expected a whole number of at least 1",
    ],
    [
      "c0 of a cell",
      () => lstmCell(zeros([3]), { c0: zeros([1, 2]) }, zeros([8, 3]), zeros([8, 2])),
      "Cannot run lstmCell on input [3] with weightIh [8, 3] and weightHh [8, 2]: c0 has shape [1, 2], expected [2], [hiddenSize]",
    ],
  ])("%s", (_, call, message) => {
    expect(call).toThrow(new ShapeError(message));
  });
});

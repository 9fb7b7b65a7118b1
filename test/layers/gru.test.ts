import { allClose, GRU, GRUCell, gruCell, randn, ShapeError, tensor, zeros } from "@layerbook/layers";
import { describe, expect, it } from "vitest";

describe("the worked example", () => {
  // r = sigmoid(0) = 1/2, z = sigmoid(ln 3) = 3/4, n = tanh(1/2 * 2 ln 2) = 3/5.
  const state = {
    weight_ih_l0: zeros([3, 1]),
    weight_hh_l0: tensor([[0], [0], [2 * Math.log(2)]]),
    bias_ih_l0: tensor([0, Math.log(3), 0]),
    bias_hh_l0: zeros([3]),
  };

  it.each([true, false])("by hand gives 1/4 * 3/5 + 3/4 * 1 = 0.9, with resetAfter %s", (resetAfter) => {
    const gru = new GRU(1, 1, { resetAfter });
    gru.loadStateDict(state);
    expect(gru.forward(zeros([1, 1]), { h0: tensor([[1]]) }).output.item()).toBeCloseTo(0.9, 6);
  });
});

it("resetAfter makes a difference once the candidate's product has a bias", () => {
  const step = (resetAfter: boolean) =>
    gruCell(
      zeros([1]),
      { h0: tensor([1]) },
      zeros([3, 1]),
      zeros([3, 1]),
      null,
      tensor([0, -40, Math.log(3)]),
      { resetAfter },
    ).h1.item();
  // n = tanh(r * ln 3) with r = 1/2 is 1/2; n = tanh(ln 3) is 4/5.
  expect(step(true)).toBeCloseTo(1 / 2, 6);
  expect(step(false)).toBeCloseTo(4 / 5, 6);
});

it("both forms are the same where the reset gate is open for every unit", () => {
  const [after, before] = [new GRU(2, 3), new GRU(2, 3, { resetAfter: false })];
  const state = new Map(after.stateDict());
  // A gate of 1 for every unit: r * (W h) = W (r * h).
  state.set("bias_ih_l0", tensor([50, 50, 50, 0, 0, 0, 0, 0, 0]));
  for (const gru of [after, before]) gru.loadStateDict(state);
  const x = randn([4, 2, 2]);
  expect(allClose(after.forward(x).output, before.forward(x).output, { atol: 1e-6 })).toBe(true);
});

it("prints resetAfter where it is not as in PyTorch", () => {
  expect(String(new GRU(3, 4, { resetAfter: false, bias: false }))).toBe(
    "GRU(3, 4, resetAfter: false, bias: false)",
  );
  expect(String(new GRUCell(3, 4, { resetAfter: false }))).toBe("GRUCell(3, 4, resetAfter: false)");
});

describe("what does not fit is refused:", () => {
  it.each([
    [
      "features",
      () => new GRU(3, 4).forward(zeros([5, 2, 4])),
      "Cannot run GRU(3, 4) on input [5, 2, 4]: it takes 3 features, input has 4 (features is the last axis)",
    ],
    [
      "h0 of one direction where there are two",
      () => new GRU(3, 4, { bidirectional: true }).forward(zeros([5, 2, 3]), { h0: zeros([1, 2, 4]) }),
      "Cannot run GRU(3, 4) on input [5, 2, 3]: h0 has shape [1, 2, 4], expected [2, 2, 4], [numLayers * directions, batch, hiddenSize]",
    ],
    [
      "dropout with one layer",
      () => new GRU(3, 4, { dropout: 0.2 }),
      "Cannot make GRU(3, 4) with dropout 0.2 and one layer: it acts between layers only, and PyTorch warns that it does nothing; use numLayers: 2 or more, or a Dropout of its own after this layer",
    ],
    [
      "rows of a cell's weights",
      () => gruCell(zeros([2, 3]), {}, zeros([4, 3]), zeros([4, 4])),
      "Cannot run gruCell on input [2, 3] with weightIh [4, 3] and weightHh [4, 4]: weightIh has 4 rows, expected 3 * hiddenSize: a number that 3 divides, a block for each gate",
    ],
    [
      "bias of a cell",
      () => gruCell(zeros([2, 3]), {}, zeros([6, 3]), zeros([6, 2]), null, zeros([2])),
      "Cannot run gruCell on input [2, 3] with weightIh [6, 3] and weightHh [6, 2]: biasHh has shape [2], expected [6], [3 * hiddenSize]",
    ],
  ])("%s", (_, call, message) => {
    expect(call).toThrow(new ShapeError(message));
  });
});

import {
  allClose,
  FormatError,
  GRU,
  type KerasRecurrentWeights,
  LSTM,
  type Module,
  manualSeed,
  type RecurrentOptions,
  RNN,
  randn,
  recurrentFromKeras,
  recurrentFromOnnx,
  recurrentToKeras,
  recurrentToOnnx,
  type StateDict,
  type Tensor,
  tensor,
  zeros,
} from "@layerbook/layers";
import { beforeEach, describe, expect, it } from "vitest";

beforeEach(() => manualSeed(7));

const float64 = { dtype: "float64" } as const;
const kinds: readonly (readonly [string, (options: RecurrentOptions) => Module])[] = [
  ["RNN", (options) => new RNN(2, 3, options)],
  ["GRU", (options) => new GRU(2, 3, options)],
  ["LSTM", (options) => new LSTM(2, 3, options)],
];

function plain(state: StateDict): Record<string, unknown> {
  return Object.fromEntries([...state].map(([name, values]) => [name, values.toArray()]));
}

/** One gate of one unit and one input each, numbered in PyTorch's order: 10, 20, ... from x, 1, 2, ... from h. */
function numbered(gates: number): Record<string, Tensor> {
  const rows = Array.from({ length: gates }, (_, i) => i + 1);
  return {
    weight_ih_l0: tensor(rows.map((i) => [10 * i])),
    weight_hh_l0: tensor(rows.map((i) => [i])),
    bias_ih_l0: tensor(
      rows.map((i) => 0.1 * i),
      float64,
    ),
    bias_hh_l0: tensor(
      rows.map((i) => 0.01 * i),
      float64,
    ),
  };
}

describe("ONNX", () => {
  it.each([
    ["r z n as z r h", 3, [2, 1, 3]],
    ["i f g o as i o f c", 4, [1, 4, 2, 3]],
    ["an RNN's as they are", 1, [1]],
  ])("has the gates %s", (_, gates, order) => {
    const [{ W, R, B }] = recurrentToOnnx(numbered(gates));
    expect(W.toArray()).toEqual([order.map((gate) => [10 * gate])]);
    expect(R.toArray()).toEqual([order.map((gate) => [gate])]);
    expect(B?.toArray()).toEqual([[...order.map((gate) => 0.1 * gate), ...order.map((gate) => 0.01 * gate)]]);
  });

  it.each(kinds)("gives the weights of a %s of two layers in both directions back", (_, make) => {
    for (const bias of [true, false]) {
      const layer = make({ numLayers: 2, bidirectional: true, bias });
      const nodes = recurrentToOnnx(layer.stateDict());
      expect(nodes.map(({ W, R, B }) => [W.shape[0], R.shape[0], B?.shape[0]])).toEqual(
        new Array(2).fill([2, 2, bias ? 2 : undefined]),
      );
      expect(plain(recurrentFromOnnx(nodes))).toEqual(plain(layer.stateDict()));
    }
  });
});

/** One step by the formulas of Keras's documentation: x [features], h and c [units], weights in Keras's form. */
const kerasSteps = {
  SimpleRNN: ({ kernel, recurrentKernel, bias }: KerasRecurrentWeights, x: Tensor, h: Tensor) => ({
    h: x
      .matmul(kernel)
      .add(h.matmul(recurrentKernel))
      .add(bias as Tensor)
      .tanh(),
  }),
  "GRU with reset_after": (
    { kernel, recurrentKernel, bias }: KerasRecurrentWeights,
    x: Tensor,
    h: Tensor,
  ) => {
    const [inputBias, recurrentBias] = [(bias as Tensor).select(0, 0), (bias as Tensor).select(0, 1)];
    const [xz, xr, xh] = x.matmul(kernel).add(inputBias).split(3);
    const [hz, hr, hh] = h.matmul(recurrentKernel).add(recurrentBias).split(3);
    const z = xz.add(hz).sigmoid();
    const candidate = xr.add(hr).sigmoid().mul(hh).add(xh).tanh();
    return { h: z.mul(h).add(z.neg().add(1).mul(candidate)) };
  },
  "GRU without reset_after": (
    { kernel, recurrentKernel, bias }: KerasRecurrentWeights,
    x: Tensor,
    h: Tensor,
  ) => {
    const [xz, xr, xh] = x
      .matmul(kernel)
      .add(bias as Tensor)
      .split(3);
    const [kz, kr, kh] = recurrentKernel.split(3, 1);
    const z = h.matmul(kz).add(xz).sigmoid();
    const r = h.matmul(kr).add(xr).sigmoid();
    const candidate = r.mul(h).matmul(kh).add(xh).tanh();
    return { h: z.mul(h).add(z.neg().add(1).mul(candidate)) };
  },
  LSTM: ({ kernel, recurrentKernel, bias }: KerasRecurrentWeights, x: Tensor, h: Tensor, c: Tensor) => {
    const [i, f, candidate, o] = x
      .matmul(kernel)
      .add(h.matmul(recurrentKernel))
      .add(bias as Tensor)
      .split(3);
    const next = f.sigmoid().mul(c).add(i.sigmoid().mul(candidate.tanh()));
    return { h: o.sigmoid().mul(next.tanh()), c: next };
  },
};

describe("Keras", () => {
  const layers: Record<keyof typeof kerasSteps, Module> = {
    SimpleRNN: new RNN(2, 3, float64),
    "GRU with reset_after": new GRU(2, 3, float64),
    "GRU without reset_after": new GRU(2, 3, { resetAfter: false, ...float64 }),
    LSTM: new LSTM(2, 3, float64),
  };

  it.each(Object.entries(layers))("computes by its own formulas of %s what the layer does", (name, layer) => {
    const [{ forward, backward }] = recurrentToKeras(layer.stateDict(), {
      resetAfter: name !== "GRU without reset_after",
    });
    expect(backward).toBe(null);
    const input = randn([4, 2], float64);
    const { output } = layer.forward(input) as { output: Tensor };
    let [h, c] = [zeros([3], float64), zeros([3], float64)];
    for (let t = 0; t < 4; t++) {
      const next: { h: Tensor; c?: Tensor } = kerasSteps[name as keyof typeof kerasSteps](
        forward,
        input.select(0, t),
        h,
        c,
      );
      [h, c] = [next.h, next.c ?? c];
      expect(allClose(h, output.select(0, t), { rtol: 1e-12, atol: 1e-12 })).toBe(true);
    }
  });

  it.each(kinds)("gives back a %s of two layers in both directions that computes the same", (_, make) => {
    for (const bias of [true, false]) {
      const options = { numLayers: 2, bidirectional: true, bias, ...float64 };
      const [layer, again] = [make(options), make(options)];
      again.loadStateDict(recurrentFromKeras(recurrentToKeras(layer.stateDict())));
      const input = randn([4, 2], float64);
      const outputs = [layer, again].map((one) => (one.forward(input) as { output: Tensor }).output);
      expect(allClose(outputs[0], outputs[1], { rtol: 1e-12, atol: 1e-12 })).toBe(true);
    }
  });

  it("gives a GRU without reset_after back from its single bias", () => {
    const state = new GRU(2, 3, { resetAfter: false, ...float64 }).stateDict();
    const [layer] = recurrentToKeras(state, { resetAfter: false });
    expect(layer.forward.bias?.shape).toEqual([9]);
    const back = recurrentFromKeras([layer]);
    const sum = (of: StateDict) => (of.get("bias_ih_l0") as Tensor).add(of.get("bias_hh_l0") as Tensor);
    expect(sum(back).toArray()).toEqual(sum(state).toArray());
    expect(back.get("weight_hh_l0")?.toArray()).toEqual(state.get("weight_hh_l0")?.toArray());
  });
});

describe("what is no recurrent layer's is refused:", () => {
  const own = numbered(4);
  const W = zeros([1, 12, 2]);
  const R = zeros([1, 12, 3]);
  const forward = { kernel: zeros([2, 9]), recurrentKernel: zeros([3, 9]), bias: null };
  it.each([
    [
      "another layer's state",
      () => recurrentToOnnx({ weight: zeros([2, 2]) }),
      "to ONNX: weight_ih_l0 is missing",
    ],
    [
      "half a layer's state",
      () => recurrentToOnnx({ weight_ih_l0: zeros([2, 2]) }),
      "to ONNX: weight_hh_l0 is missing",
    ],
    [
      "a projection",
      () => recurrentToOnnx(new LSTM(2, 3, { projSize: 1 }).stateDict()),
      "to ONNX: weight_hr_l0 is a projection (projSize), which has no counterpart there",
    ],
    [
      "more than one layer's state",
      () => recurrentToKeras({ ...own, head: zeros([1]), tail: zeros([1]) }),
      "to Keras: head, tail unexpected; give the state dictionary of one RNN, GRU or LSTM",
    ],
    [
      "a bias alone",
      () =>
        recurrentToKeras({
          weight_ih_l0: own.weight_ih_l0,
          weight_hh_l0: own.weight_hh_l0,
          bias_hh_l0: own.bias_hh_l0,
        }),
      "to Keras: bias_ih_l0 is missing, bias_hh_l0 is there",
    ],
    [
      "two gates",
      () => recurrentToOnnx(numbered(2)),
      "to ONNX: weight_hh_l0 has shape [2, 1], expected [gates * hiddenSize, hiddenSize] with 1, 3 or 4 gates",
    ],
    [
      "another shape",
      () => recurrentToOnnx({ ...own, bias_ih_l0: zeros([3]) }),
      "to ONNX: bias_ih_l0 has shape [3], expected [4]",
    ],
    [
      "R of ONNX",
      () => recurrentFromOnnx([{ W, R: zeros([1, 12, 5]), B: null }]),
      "from ONNX: R of layer 0 has shape [1, 12, 5], expected [directions, gates * hiddenSize, hiddenSize] with 1, 3 or 4 gates",
    ],
    [
      "W of ONNX",
      () =>
        recurrentFromOnnx([
          { W, R, B: null },
          { W: zeros([2, 12, 2]), R, B: null },
        ]),
      "from ONNX: W of layer 1 has shape [2, 12, 2], expected [1, 12, inputSize]",
    ],
    [
      "B of ONNX",
      () => recurrentFromOnnx([{ W, R, B: zeros([1, 12]) }]),
      "from ONNX: B of layer 0 has shape [1, 12], expected [1, 24]",
    ],
    [
      "kernel of Keras",
      () => recurrentFromKeras([{ forward: { ...forward, kernel: zeros([9, 2]) }, backward: null }]),
      "from Keras: kernel of layer 0 has shape [9, 2], expected [inputSize, 9]",
    ],
    [
      "recurrentKernel of Keras",
      () => recurrentFromKeras([{ forward, backward: { ...forward, recurrentKernel: zeros([9, 3]) } }]),
      "from Keras: recurrentKernel of layer 0, backward has shape [9, 3], expected [hiddenSize, gates * hiddenSize] with 1, 3 or 4 gates",
    ],
    [
      "bias of Keras",
      () => recurrentFromKeras([{ forward: { ...forward, bias: zeros([3]) }, backward: null }]),
      "from Keras: bias of layer 0 has shape [3], expected [2, 9] or [9]",
    ],
  ])("%s", (_, call, message) => {
    expect(call).toThrow(new FormatError(`Cannot convert recurrent weights ${message}`));
  });
});

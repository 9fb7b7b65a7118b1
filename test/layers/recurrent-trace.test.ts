import {
  allClose,
  cat,
  GRU,
  LSTM,
  MemoryError,
  manualSeed,
  type RecurrentStep,
  type RecurrentTrace,
  RNN,
  randn,
  ShapeError,
  type Tensor,
  tensor,
  zeros,
} from "@layerbook/layers";
import { beforeEach, describe, expect, it } from "vitest";

beforeEach(() => manualSeed(11));

const float64 = { dtype: "float64" } as const;
const options = { numLayers: 2, bidirectional: true, ...float64 } as const;
const kinds = [
  ["rnn", new RNN(2, 3, options)],
  ["rnn", new RNN(2, 3, { nonlinearity: "relu", ...options })],
  ["gru", new GRU(2, 3, options)],
  ["gru", new GRU(2, 3, { resetAfter: false, ...options })],
  ["lstm", new LSTM(2, 3, options)],
  ["lstm", new LSTM(2, 3, { projSize: 2, ...options })],
] as const;

/** The steps' values of one name, [steps, units], in the order of time. */
function valuesOf(trace: RecurrentTrace<string, RecurrentStep>, name: string): Tensor {
  const steps = trace.steps.toSorted((a, b) => a.position - b.position);
  return tensor(
    steps.map((step) => Reflect.get(step, name)),
    float64,
  );
}

function expectSame(actual: Tensor, expected: Tensor): void {
  expect(actual.shape).toEqual(expected.shape);
  expect(allClose(actual, expected, { rtol: 1e-12, atol: 1e-12 })).toBe(true);
}

describe.each(kinds)("the trace of %s", (name, layer) => {
  const input = randn([4, 3, 2], float64);
  const lengths = [2, 4, 3];
  const units = name === "lstm" && (layer as LSTM).projSize > 0 ? 2 : 3;

  it("has what forward gives, in each layer and direction, of each sequence alone", () => {
    const { output, hn } = layer.forward(input, { lengths });
    for (const sample of [0, 1, 2]) {
      for (const layerIndex of [0, 1]) {
        for (const reverse of [false, true]) {
          const trace = layer.trace(input, { lengths, sample, layerIndex, reverse });
          expect(trace).toMatchObject({ layer: name, sample, layerIndex, reverse });
          const length = lengths[sample];
          const positions = Array.from({ length }, (_, i) => (reverse ? length - 1 - i : i));
          expect(trace.steps.map(({ position }) => position)).toEqual(positions);
          expect(trace.output.toArray()).toEqual(valuesOf(trace, "h").toArray());
          expect(trace.input.toArray()).toEqual(valuesOf(trace, "x").toArray());
          expect(trace.steps.at(-1)?.h).toEqual(
            hn
              .select(0, 2 * layerIndex + Number(reverse))
              .select(0, sample)
              .toArray(),
          );
          if (layerIndex === 0) expectSame(trace.input, input.select(1, sample).slice(0, 0, length));
          else {
            const whole = output.select(1, sample).slice(0, 0, length);
            const half = whole.slice(1, reverse ? units : 0, reverse ? 2 * units : units);
            expect(trace.output.toArray()).toEqual(half.toArray());
          }
        }
      }
    }
  });

  it("records no history and starts where it is told", () => {
    const h0 = randn([4, 3, units], float64);
    const trace = layer.trace(input, { h0, sample: 1, layerIndex: 1, reverse: true });
    expect(trace.h0).toEqual(h0.select(0, 3).select(0, 1).toArray());
    expect([trace.output.requiresGrad, trace.input.requiresGrad]).toEqual([false, false]);
    expect(String(trace)).toBe(`trace of ${name}: sample 1, layer 1, reverse, 4 steps of ${units} units`);
  });
});

it("each step of an RNN is the nonlinearity of its two parts", () => {
  for (const nonlinearity of ["tanh", "relu"] as const) {
    const trace = new RNN(2, 3, { nonlinearity, ...float64 }).trace(randn([5, 2], float64));
    const sum = valuesOf(trace, "inputPart").add(valuesOf(trace, "recurrentPart"));
    expect(trace.nonlinearity).toBe(nonlinearity);
    expect(trace.output.toArray()).toEqual(sum[nonlinearity]().toArray());
  }
});

/** h or c before each step: the one after the step before. */
function before(trace: RecurrentTrace<string, RecurrentStep>, name: "h" | "c"): Tensor {
  return cat([tensor([Reflect.get(trace, `${name}0`)], float64), valuesOf(trace, name).slice(0, 0, -1)]);
}

it("each step of a GRU goes from its state to its candidate, by its update gate", () => {
  for (const resetAfter of [true, false]) {
    const trace = new GRU(2, 3, { resetAfter, ...float64 }).trace(randn([5, 2], float64), {
      h0: randn([1, 3], float64),
    });
    const [z, n] = [valuesOf(trace, "updateGate"), valuesOf(trace, "candidate")];
    expectSame(
      trace.output,
      z
        .neg()
        .add(1)
        .mul(n)
        .add(z.mul(before(trace, "h"))),
    );
    expect(valuesOf(trace, "resetGate").min().item()).toBeGreaterThan(0);
    expect(valuesOf(trace, "resetGate").max().item()).toBeLessThan(1);
  }
});

it("the candidate of a GRU is made of its two parts, where the reset gate stands after or before the product", () => {
  for (const resetAfter of [true, false]) {
    const trace = new GRU(2, 3, { resetAfter, ...float64 }).trace(randn([5, 2], float64));
    expect(trace.resetAfter).toBe(resetAfter);
    const [r, part] = [valuesOf(trace, "resetGate"), valuesOf(trace, "recurrentPart")];
    const sum = valuesOf(trace, "inputPart").add(resetAfter ? r.mul(part) : part);
    expectSame(valuesOf(trace, "candidate"), sum.tanh());
  }
});

it("each step of an LSTM forgets, adds and gives out, by its gates", () => {
  const lstm = new LSTM(2, 3, float64);
  const x = randn([5, 2], float64);
  const c0 = randn([1, 3], float64);
  const trace = lstm.trace(x, { c0 });
  const [i, f, g, o] = ["inputGate", "forgetGate", "candidate", "outputGate"].map((name) =>
    valuesOf(trace, name),
  );
  const c = valuesOf(trace, "c");
  expect(trace.c0).toEqual(c0.select(0, 0).toArray());
  expectSame(c, f.mul(before(trace, "c")).add(i.mul(g)));
  expectSame(trace.output, o.mul(c.tanh()));
  expect(trace.steps.at(-1)?.c).toEqual(lstm.forward(x, { c0 }).cn.select(0, 0).toArray());
});

describe("what cannot be traced is refused:", () => {
  const rnn = new RNN(3, 4);
  const x = zeros([5, 2, 3]);
  it.each([
    ["a sample", () => rnn.trace(x, { sample: 2 }), "Cannot trace sample 2: the batch has 2, counted from 0"],
    [
      "a layer",
      () => rnn.trace(x, { layerIndex: 1 }),
      "Cannot trace layer 1: the network has 1, counted from 0",
    ],
    [
      "a direction",
      () => rnn.trace(x, { reverse: true }),
      "Cannot trace the reverse direction: the layer was made without bidirectional: true",
    ],
    [
      "features",
      () => rnn.trace(zeros([5, 2, 4])),
      "Cannot run RNN(3, 4) on input [5, 2, 4]: it takes 3 features, input has 4 (features is the last axis)",
    ],
  ])("%s that is not there", (_, call, message) => {
    expect(call).toThrow(new ShapeError(message));
  });

  it("more than a figure can use", () => {
    expect(() => new RNN(1, 500).trace(zeros([2001, 1]))).toThrow(
      new MemoryError(
        "Cannot trace input [2001, 1]: 2001 steps of 500 units are more than the 1000000 values of a gate that a trace keeps; trace a part of the sequence",
      ),
    );
  });
});

import {
  allClose,
  bernoulli,
  cat,
  full,
  GRU,
  GRUCell,
  gradcheck,
  LSTM,
  LSTMCell,
  type Module,
  manualSeed,
  RandomGenerator,
  type RecurrentOptions,
  RNN,
  RNNCell,
  randn,
  stack,
  type Tensor,
  zeros,
} from "@layerbook/layers";
import { beforeEach, describe, expect, it } from "vitest";

/** What is true of RNN, GRU and LSTM alike. */

interface Recurrent extends Module {
  forward(input: Tensor, state?: object): object;
  outputShape(inputShape: readonly number[]): readonly number[];
}
type Outputs = { readonly output: Tensor } & Readonly<Record<string, Tensor>>;

interface Kind {
  readonly name: string;
  readonly gates: number;
  readonly make: (inputSize: number, hiddenSize: number, options?: RecurrentOptions) => Recurrent;
  readonly makeCell: (inputSize: number, hiddenSize: number) => Module;
  /** The names of what goes in and comes out as a state. */
  readonly states: readonly (readonly [string, string, string])[];
}

const kinds: readonly Kind[] = [
  {
    name: "RNN",
    gates: 1,
    make: (...sizes) => new RNN(...sizes),
    makeCell: (...sizes) => new RNNCell(...sizes),
    states: [["h0", "hn", "h1"]],
  },
  {
    name: "GRU",
    gates: 3,
    make: (...sizes) => new GRU(...sizes),
    makeCell: (...sizes) => new GRUCell(...sizes),
    states: [["h0", "hn", "h1"]],
  },
  {
    name: "LSTM",
    gates: 4,
    make: (...sizes) => new LSTM(...sizes),
    makeCell: (...sizes) => new LSTMCell(...sizes),
    states: [
      ["h0", "hn", "h1"],
      ["c0", "cn", "c1"],
    ],
  },
];

const float64 = { dtype: "float64" } as const;

function run(layer: Module, input: Tensor, state: object = {}): Outputs {
  return layer.forward(input, state) as Outputs;
}

function bits(tensor: Tensor): string {
  return Buffer.from(tensor.toTypedArray().buffer).toString("hex");
}

function expectSame(actual: Tensor, expected: Tensor): void {
  expect(actual.shape).toEqual(expected.shape);
  expect(allClose(actual, expected, { rtol: 1e-12, atol: 1e-12 })).toBe(true);
}

beforeEach(() => manualSeed(3));

describe.each(kinds)("$name", ({ name, gates, make, makeCell, states }) => {
  const initialOf = (shape: readonly number[]) =>
    Object.fromEntries(states.map(([first]) => [first, randn(shape, float64)]));

  it("has PyTorch's names and shapes, and starts within 1/sqrt(hiddenSize)", () => {
    const layer = make(2, 25, { numLayers: 2, bidirectional: true, generator: new RandomGenerator(1) });
    const shapes = Object.fromEntries([...layer.stateDict()].map(([key, { shape }]) => [key, shape]));
    const rows = 25 * gates;
    const place = (end: string, features: number) => ({
      [`weight_ih_${end}`]: [rows, features],
      [`weight_hh_${end}`]: [rows, 25],
      [`bias_ih_${end}`]: [rows],
      [`bias_hh_${end}`]: [rows],
    });
    const expected = [place("l0", 2), place("l0_reverse", 2), place("l1", 50), place("l1_reverse", 50)];
    expect(shapes).toEqual(Object.assign({}, ...expected));
    expect(Object.keys(shapes)).toEqual(expected.flatMap(Object.keys));
    const largest = Math.max(...layer.parameters().map((values) => values.abs().max().item()));
    expect(largest).toBeLessThanOrEqual(0.2);
    expect(largest).toBeGreaterThan(0.199);
    const again = make(2, 25, { numLayers: 2, bidirectional: true, generator: new RandomGenerator(1) });
    expect(again.parameters().map(bits)).toEqual(layer.parameters().map(bits));
  });

  it("says the shape of its output beforehand", () => {
    expect(make(3, 4, { bidirectional: true }).outputShape([5, 2, 3])).toEqual([5, 2, 8]);
    expect(make(3, 4, { batchFirst: true }).outputShape([2, 5, 3])).toEqual([2, 5, 4]);
    expect(make(3, 4).outputShape([5, 3])).toEqual([5, 4]);
  });

  it("prints its sizes and what is not as by default", () => {
    expect(String(make(3, 4))).toBe(`${name}(3, 4)`);
    const options = { numLayers: 2, bias: false, batchFirst: true, dropout: 0.1, bidirectional: true };
    expect(String(make(3, 4, options))).toBe(
      `${name}(3, 4, numLayers: 2, batchFirst: true, dropout: 0.1, bidirectional: true, bias: false)`,
    );
    expect(String(makeCell(3, 4))).toBe(`${name}Cell(3, 4)`);
  });

  it("has right gradients for states and parameters, of a ragged batch in both directions and two layers", () => {
    const layer = make(2, 2, { numLayers: 2, bidirectional: true, ...float64 });
    const forward = (input: Tensor, ...initial: Tensor[]): Tensor => {
      const given = Object.fromEntries(states.map(([first], i) => [first, initial[i]]));
      const results = Object.values(run(layer, input, { ...given, lengths: [1, 3] }));
      return cat(results.map((values) => values.flatten()));
    };
    const initial = states.map(() => randn([4, 2, 2], float64));
    expect(gradcheck(forward, [randn([3, 2, 2], float64), ...initial])).toBe(true);
  });

  it("treats a ragged batch as its sequences, one by one, whatever follows their ends", () => {
    const layer = make(2, 3, { numLayers: 2, bidirectional: true, ...float64 });
    const lengths = [2, 4, 1, 4, 3];
    const input = randn([4, 5, 2], float64);
    const initial = initialOf([4, 5, 3]);
    const garbage = stack(
      lengths.map((length, n) =>
        cat([input.select(1, n).slice(0, 0, length), full([4 - length, 2], Number.NaN, float64)]),
      ),
      1,
    );
    const whole = run(layer, garbage, { ...initial, lengths });
    whole.output.sum().backward();
    for (const [n, length] of lengths.entries()) {
      const own = Object.entries(initial).map(([key, values]) => [key, values.select(1, n)]);
      const single = run(layer, input.select(1, n).slice(0, 0, length), Object.fromEntries(own));
      expectSame(whole.output.select(1, n).slice(0, 0, length), single.output);
      expectSame(whole.output.select(1, n).slice(0, length), zeros([4 - length, 6], float64));
      for (const [, last] of states) expectSame((whole[last] as Tensor).select(1, n), single[last] as Tensor);
    }
    for (const { grad } of layer.parameters()) expect(Number.isNaN(grad?.sum().item())).toBe(false);
  });

  it("gives for full lengths what it gives without them, and for batchFirst the same with axes swapped", () => {
    const layer = make(2, 3, { bidirectional: true, ...float64 });
    const input = randn([4, 3, 2], float64);
    const { output, ...last } = run(layer, input);
    expect(bits(run(layer, input, { lengths: [4, 4, 4] }).output)).toBe(bits(output));
    const swapped = make(2, 3, { bidirectional: true, batchFirst: true, ...float64 });
    swapped.loadStateDict(layer.stateDict());
    for (const lengths of [undefined, [4, 4, 4]]) {
      const { output: other, ...otherLast } = run(swapped, input.transpose(0, 1), { lengths });
      expectSame(other.transpose(0, 1), output);
      expect(Object.values(otherLast).map(bits)).toEqual(Object.values(last).map(bits));
    }
    expectSame(
      run(swapped, input.transpose(0, 1), { lengths: [1, 4, 2] }).output.transpose(0, 1),
      run(layer, input, { lengths: [1, 4, 2] }).output,
    );
  });

  it("treats one sequence as a batch of one, also with batchFirst", () => {
    for (const batchFirst of [false, true]) {
      const layer = make(2, 3, { numLayers: 2, batchFirst, ...float64 });
      const [input, initial] = [randn([4, 2], float64), initialOf([2, 3])];
      const single = run(layer, input, initial);
      const given = Object.entries(initial).map(([key, values]) => [key, values.unsqueeze(1)]);
      const batched = run(layer, input.unsqueeze(batchFirst ? 0 : 1), Object.fromEntries(given));
      expectSame(single.output, batched.output.squeeze(batchFirst ? 0 : 1));
      for (const [, last] of states) expectSame(single[last] as Tensor, (batched[last] as Tensor).squeeze(1));
    }
  });

  it("starts from zeros where no state is given", () => {
    const layer = make(2, 3, float64);
    const input = randn([4, 3, 2], float64);
    const given = states.map(([first]) => [first, zeros([1, 3, 3], float64)]);
    expectSame(run(layer, input).output, run(layer, input, Object.fromEntries(given)).output);
  });

  it("is its cell, step by step", () => {
    const layer = make(2, 3, float64);
    const cell = makeCell(2, 3).to("float64");
    const values = [...layer.stateDict()].map(([key, tensor]) => [key.replace("_l0", ""), tensor]);
    cell.loadStateDict(Object.fromEntries(values));
    const input = randn([4, 2, 2], float64);
    let state = initialOf([2, 3]);
    const first = Object.entries(state).map(([key, tensor]) => [key, tensor.unsqueeze(0)]);
    const { output } = run(layer, input, Object.fromEntries(first));
    for (let t = 0; t < 4; t++) {
      const next = run(cell, input.select(0, t), state);
      expectSame(next.h1 as Tensor, output.select(0, t));
      const one = Object.entries(state).map(([key, tensor]) => [key, tensor.select(0, 1)]);
      const single = run(cell, input.select(0, t).select(0, 1), Object.fromEntries(one));
      expectSame(single.h1 as Tensor, output.select(0, t).select(0, 1));
      state = Object.fromEntries(states.map(([from, , to]) => [from, next[to] as Tensor]));
    }
  });

  it("drops between layers only, only while training, from the generator it is given", () => {
    const options = { numLayers: 2, dropout: 0.5, ...float64 };
    const layer = make(2, 3, { ...options, generator: new RandomGenerator(5) });
    const [first, second] = [make(2, 3, float64), make(3, 3, float64)];
    for (const [i, single] of [first, second].entries()) {
      const own = [...layer.stateDict()].filter(([key]) => key.includes(`l${i}`));
      single.loadStateDict(Object.fromEntries(own.map(([key, tensor]) => [key.replace("l1", "l0"), tensor])));
    }
    const input = randn([6, 2, 2], float64);
    const between = run(first, input).output;
    expectSame(run(layer.eval(), input).output, run(second, between).output);

    const generator = new RandomGenerator(5);
    make(2, 3, { ...options, generator });
    const mask = bernoulli(full([12, 3], 0.5, float64), { generator }).reshape([6, 2, 3]);
    expectSame(run(layer.train(), input).output, run(second, between.mul(mask).mul(2)).output);
    expect(bits(run(layer, input).output)).not.toBe(bits(run(layer, input).output));
    const all = make(2, 3, { ...options, dropout: 1 });
    expect(Number.isFinite(run(all, input).output.sum().item())).toBe(true);
  });

  it("runs and learns from 10,000 steps without a stack of calls", () => {
    const layer = make(1, 2);
    const input = randn([10_000, 1], { requiresGrad: true });
    run(layer, input).output.sum().backward();
    expect(Number.isFinite(input.grad?.sum().item())).toBe(true);
  });
});

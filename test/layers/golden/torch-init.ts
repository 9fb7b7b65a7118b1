import {
  BatchNorm2d,
  Conv2d,
  type DType,
  empty,
  GRU,
  init,
  Linear,
  LSTM,
  type Module,
  RandomGenerator,
  RNN,
  type Tensor,
} from "@layerbook/layers";
import type { GoldenCase } from "./case.ts";
import { readCases } from "./values.ts";

/** Of numbers that PyTorch drew with a seed that is not known: ours are others of the same distribution. */
interface Statistics {
  readonly shape: readonly number[];
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly max: number;
}

interface InitCase {
  readonly name: string;
  readonly shape?: readonly number[];
  readonly params?: Readonly<Record<string, Statistics>>;
  readonly gains?: Readonly<Record<string, number>>;
  readonly "leaky_relu_0.01"?: number;
}

type Rule = (tensor: Tensor, options: { readonly generator: RandomGenerator }) => Tensor;

/** `bound` is the case's own rule, worked out for its shape; without one the distribution is normal. */
const rules: Readonly<Record<string, { readonly fill: Rule; readonly bound?: number }>> = {
  xavier_uniform: { fill: init.xavierUniform, bound: Math.sqrt(6 / 500) },
  xavier_normal: { fill: init.xavierNormal },
  kaiming_uniform_relu: {
    fill: (tensor, o) => init.kaimingUniform(tensor, { nonlinearity: "relu", ...o }),
    bound: Math.sqrt(6 / 200),
  },
  kaiming_normal_fanout_relu: {
    fill: (tensor, o) => init.kaimingNormal(tensor, { mode: "fanOut", nonlinearity: "relu", ...o }),
  },
  kaiming_uniform_a_sqrt5_linear_default: {
    fill: (tensor, o) => init.kaimingUniform(tensor, { a: Math.sqrt(5), ...o }),
    bound: 1 / Math.sqrt(200),
  },
  xavier_uniform_conv: {
    fill: (tensor, o) => init.xavierUniform(tensor, { gain: init.calculateGain("tanh"), ...o }),
    bound: (5 / 3) * Math.sqrt(6 / 1200),
  },
  trunc_normal: { fill: (tensor, o) => init.truncNormal(tensor, { std: 0.02, ...o }) },
};

type Options = { readonly dtype: DType; readonly generator: RandomGenerator };

const defaults: Readonly<
  Record<string, { readonly make: (options: Options) => Module; readonly bound?: number }>
> = {
  Linear_default: { make: (options) => new Linear(200, 300, options), bound: 1 / Math.sqrt(200) },
  Conv2d_default: { make: (options) => new Conv2d(16, 32, 5, options), bound: 1 / Math.sqrt(16 * 25) },
  RNN_default: { make: (options) => new RNN(40, 64, options), bound: 1 / Math.sqrt(64) },
  GRU_default: { make: (options) => new GRU(40, 64, options), bound: 1 / Math.sqrt(64) },
  LSTM_default: { make: (options) => new LSTM(40, 64, options), bound: 1 / Math.sqrt(64) },
  BatchNorm2d_default: { make: ({ dtype }) => new BatchNorm2d(8, { dtype }) },
};

function expectNear(what: string, actual: number, expected: number, allowed: number): void {
  if (!(Math.abs(actual - expected) <= allowed)) {
    throw new Error(`${what} is ${actual}, expected ${expected} within ${allowed}`);
  }
}

/** Throws where two draws of one distribution would differ as much once in a million times at most. */
function expectAlike(name: string, tensor: Tensor, golden: Statistics, bound?: number): void {
  if (tensor.shape.join() !== golden.shape.join()) {
    throw new Error(`${name} has shape [${tensor.shape}], expected [${golden.shape}]`);
  }
  const values = tensor.toTypedArray();
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const error = golden.std / Math.sqrt(values.length);
  expectNear(`mean of ${name}`, tensor.mean().item(), golden.mean, 7 * error);
  if (values.length > 1) expectNear(`std of ${name}`, tensor.std().item(), golden.std, 6 * error);
  if (bound === undefined) {
    expectNear(`min of ${name}`, min, golden.min, 2 * golden.std);
    expectNear(`max of ${name}`, max, golden.max, 2 * golden.std);
  } else {
    // The outermost of n even numbers is 2 bound / n from the bound on average, with an exponential distribution.
    const gap = (2 * bound * 15) / values.length;
    expectNear(`min of ${name}`, min, -bound + gap / 2, gap / 2 + 1e-7);
    expectNear(`max of ${name}`, max, bound - gap / 2, gap / 2 + 1e-7);
  }
}

function checkOf(golden: InitCase): GoldenCase["check"] {
  const { shape = [], name, params, gains } = golden;
  const generator = () => new RandomGenerator(1);
  if (gains !== undefined) {
    return () => {
      for (const [nonlinearity, gain] of Object.entries(gains)) {
        const ours = init.calculateGain(nonlinearity as init.Nonlinearity);
        expectNear(`gain of ${nonlinearity}`, ours, gain, 1e-15);
      }
      expectNear("gain", init.calculateGain("leakyRelu", 0.01), golden["leaky_relu_0.01"] as number, 1e-15);
    };
  }
  if (name === "orthogonal") {
    return (dtype) => {
      const w = init.orthogonal(empty(shape, { dtype }), { generator: generator() });
      const product = w.matmul(w.transpose(0, 1)).toTypedArray();
      for (const [i, value] of product.entries()) {
        const expected = i % ((shape[0] as number) + 1) === 0 ? 1 : 0;
        expectNear("W W^T", value, expected, dtype === "float64" ? 1e-14 : 1e-6);
      }
    };
  }
  const rule = rules[name];
  if (rule !== undefined) {
    return (dtype) => {
      const tensor = rule.fill(empty(shape, { dtype }), { generator: generator() });
      expectAlike(name, tensor, golden as unknown as Statistics, rule.bound);
    };
  }
  const layer = defaults[name];
  if (layer === undefined || params === undefined) return null;
  return (dtype) => {
    const state = layer.make({ dtype, generator: generator() }).stateDict();
    for (const [key, statistics] of Object.entries(params)) {
      expectAlike(key, state.get(key) as Tensor, statistics, layer.bound);
    }
  };
}

export function initCases(): GoldenCase[] {
  return readCases<InitCase>("torch/init").map((golden) => ({
    subject: "init",
    source: "torch",
    name: golden.name,
    dtypes: ["float64", "float32"],
    check: checkOf(golden),
  }));
}

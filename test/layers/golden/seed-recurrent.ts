import {
  allClose,
  cat,
  GRU,
  LSTM,
  type Module,
  RNN,
  type StateDict,
  stack,
  type Tensor,
  zeros,
} from "@layerbook/layers";
import type { GoldenCase } from "./case.ts";
import { type GoldenTensor, readCases, toTensor } from "./values.ts";

interface RecurrentCase {
  readonly name: string;
  /** [steps, features, batch] */
  readonly input: GoldenTensor;
  /** [hiddenSize, batch] */
  readonly initial: Readonly<Record<string, GoldenTensor>>;
  readonly params: Readonly<Record<string, GoldenTensor>>;
  /** Every value of every step. */
  readonly steps: Readonly<Record<string, GoldenTensor>>;
}

type Tensors = Readonly<Record<string, Tensor>>;

/** One step of a class of the glossary: states and input to the new states and what else the step computed. */
type Step = (weights: Tensors, states: Tensors, x: Tensor) => { readonly h: Tensor } & Tensors;

const rnnStep: Step = ({ Waa, Wax, ba }, { h }, x) => ({
  h: Waa.matmul(h).add(Wax.matmul(x)).add(ba).tanh(),
});

/** W [h; x] + b, as the glossary writes a gate's argument. */
const argument = (weight: Tensor, bias: Tensor, h: Tensor, x: Tensor): Tensor =>
  weight.matmul(cat([h, x])).add(bias);

/** The glossary's GRU: its candidate knows neither weights nor the input. */
const gruStep: Step = ({ Wr, br, Wu, bu }, { h }, x) => {
  const r = argument(Wr, br, h, x).sigmoid();
  const u = argument(Wu, bu, h, x).sigmoid();
  const candidate = r.mul(h).tanh();
  return { r, u, candidate, h: u.mul(h).add(u.neg().add(1).mul(candidate)) };
};

/** The same with the candidate of Cho et al. (2014). */
const fixedGruStep: Step = (weights, { h }, x) => {
  const { r, u } = gruStep(weights, { h }, x);
  const candidate = argument(weights.Wh, weights.bh, r.mul(h), x).tanh();
  return { r, u, candidate, h: u.mul(h).add(u.neg().add(1).mul(candidate)) };
};

const lstmStep: Step = ({ Wf, bf, Wi, bi, Wo, bo, Wc, bc }, { h, c: memory }, x) => {
  const f = argument(Wf, bf, h, x).sigmoid();
  const i = argument(Wi, bi, h, x).sigmoid();
  const o = argument(Wo, bo, h, x).sigmoid();
  const candidate = argument(Wc, bc, h, x).tanh();
  const c = f.mul(memory).add(i.mul(candidate));
  return { f, i, o, candidate, c, h: o.mul(c.tanh()) };
};

/** The library's layer that computes the same, with the class's weights in PyTorch's names and layout. */
interface Twin {
  readonly make: (inputSize: number, hiddenSize: number) => Module;
  readonly state: (weights: Tensors) => Tensors;
}

const rnnTwin: Twin = {
  make: (inputSize, hiddenSize) => new RNN(inputSize, hiddenSize),
  state: ({ Wax, Waa, ba }) => ({ weight_ih_l0: Wax, weight_hh_l0: Waa, bias_ih_l0: ba }),
};

/** A gate's weights [hiddenSize, hiddenSize + inputSize] of the glossary, gate under gate, cut into those of h and of x. */
function blocks(weights: readonly Tensor[], biases: readonly Tensor[]): Tensors {
  const all = cat(weights);
  const hiddenSize = weights[0]?.shape[0];
  return {
    weight_ih_l0: all.slice(1, hiddenSize as number),
    weight_hh_l0: all.slice(1, 0, hiddenSize),
    bias_ih_l0: cat(biases),
  };
}

const gruTwin: Twin = {
  make: (inputSize, hiddenSize) => new GRU(inputSize, hiddenSize, { resetAfter: false }),
  state: ({ Wr, Wu, Wh, br, bu, bh }) => blocks([Wr, Wu, Wh], [br, bu, bh]),
};

const lstmTwin: Twin = {
  make: (inputSize, hiddenSize) => new LSTM(inputSize, hiddenSize),
  state: ({ Wi, Wf, Wc, Wo, bi, bf, bc, bo }) => blocks([Wi, Wf, Wc, Wo], [bi, bf, bc, bo]),
};

/** The class's forward: each step's state, its logits, and both softmaxes. */
function runPage(step: Step, weights: Tensors, initial: Tensors, input: Tensor): Tensors {
  let states = initial;
  const computed: Record<string, Tensor>[] = [];
  for (let t = 0; t < (input.shape[0] as number); t++) {
    const values = step(weights, states, input.select(0, t));
    const logits = (weights.Wy as Tensor).matmul(values.h).add(weights.by as Tensor);
    const whole = logits.flatten().softmax(0).reshape(logits.shape);
    computed.push({ ...values, logits, y_seed: whole, y_column: logits.softmax(0) });
    states = values;
  }
  const names = Object.keys(computed[0] as Tensors);
  return Object.fromEntries(names.map((name) => [name, stack(computed.map((at) => at[name] as Tensor))]));
}

function cases(file: string, subject: string, step: Step, twin: Twin | null): GoldenCase[] {
  return readCases<RecurrentCase>(`seed/${file}`).map((golden) => ({
    subject,
    source: "seed",
    name: `${file}_${golden.name}`,
    dtypes: ["float64", "float32"],
    check: (dtype) => {
      const tolerance = dtype === "float64" ? 1e-12 : 1e-5;
      const read = (values: Readonly<Record<string, GoldenTensor>>): Tensors =>
        Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toTensor(value, dtype)]));
      const [weights, input, given] = [
        read(golden.params),
        toTensor(golden.input, dtype),
        read(golden.initial),
      ];
      const initial = Object.fromEntries(
        Object.entries(given).map(([name, value]) => [name.replace("0", ""), value]),
      );
      const computed = runPage(step, weights, initial, input);
      for (const [name, expected] of Object.entries(golden.steps)) {
        expectClose(name, computed[name], expected, tolerance);
      }
      if (twin === null) return;
      const [features, hiddenSize] = [input.shape[1], golden.steps.h?.shape[1]] as [number, number];
      const layer = twin.make(features, hiddenSize).to(dtype);
      layer.loadStateDict(stateOf(twin.state(weights), layer.stateDict()));
      const first = Object.entries(given).map(([name, value]) => [name, value.transpose(0, 1).unsqueeze(0)]);
      const { output } = layer.forward(input.transpose(1, 2), Object.fromEntries(first)) as {
        output: Tensor;
      };
      expectClose("output of the layer", output.transpose(1, 2), golden.steps.h as GoldenTensor, tolerance);
    },
  }));
}

function expectClose(name: string, actual: Tensor | undefined, expected: GoldenTensor, atol: number): void {
  const dtype = actual?.dtype ?? "float64";
  if (!actual || !allClose(actual, toTensor(expected, dtype), { rtol: 0, atol })) {
    throw new Error(`${name}: ${actual} is further than ${atol} from ${toTensor(expected, dtype)}`);
  }
}

/** The glossary's weights in the layer's shapes; it has one bias, [hiddenSize, 1], so the other is 0. */
function stateOf(own: Tensors, expected: StateDict): Tensors {
  const entries = [...expected].map(([name, { shape, dtype }]) => [
    name,
    own[name]?.reshape(shape) ?? zeros(shape, { dtype }),
  ]);
  return Object.fromEntries(entries);
}

export function seedRecurrentCases(): GoldenCase[] {
  return [
    ...cases("rnn", "rnn", rnnStep, rnnTwin),
    ...cases("gru_seed", "gru", gruStep, null),
    ...cases("gru_fixed", "gru", fixedGruStep, gruTwin),
    ...cases("lstm", "lstm", lstmStep, lstmTwin),
  ];
}

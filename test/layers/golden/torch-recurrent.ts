import { type DType, GRU, LSTM, LSTMCell, type Module, RNN, RNNCell, type Tensor } from "@layerbook/layers";
import type { GoldenCase } from "./case.ts";
import { type Config, options } from "./torch-config.ts";
import { expectClose, type GoldenTensor, readCases, toTensor } from "./values.ts";

interface RecurrentCase {
  readonly name: string;
  readonly layer: string;
  readonly config: Config;
  readonly inputs: Readonly<Record<string, GoldenTensor>>;
  readonly lengths?: readonly number[];
  readonly params: Readonly<Record<string, GoldenTensor>>;
  readonly outputs: Readonly<Record<string, GoldenTensor>>;
  readonly gradOutputs: Readonly<Record<string, GoldenTensor>>;
  readonly grads: Readonly<Record<string, GoldenTensor>>;
}

interface Recurrent extends Module {
  forward(input: Tensor, state: object): object;
}

const layers: Readonly<Record<string, (config: Config) => Recurrent>> = {
  GRU: (c) => new GRU(c.input_size, c.hidden_size, options(c)),
  LSTM: (c) => new LSTM(c.input_size, c.hidden_size, options(c)),
  LSTMCell: (c) => new LSTMCell(c.input_size, c.hidden_size, options(c)),
  RNN: (c) => new RNN(c.input_size, c.hidden_size, options(c)),
  RNNCell: (c) => new RNNCell(c.input_size, c.hidden_size, options(c)),
};

/** Values, and the gradients of the sum of every output times its own `gradOutputs`. */
function check(golden: RecurrentCase, dtype: DType): void {
  const tensors = (values: Readonly<Record<string, GoldenTensor>>, learnt: boolean): Record<string, Tensor> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toTensor(value, dtype, learnt)]));
  const module = (layers[golden.layer] as (config: Config) => Recurrent)(golden.config).to(dtype);
  module.loadStateDict(tensors(golden.params, false));
  const { input, ...state } = tensors(golden.inputs, true);
  const lengths = golden.lengths && { lengths: golden.lengths };
  const outputs = module.forward(input as Tensor, { ...state, ...lengths }) as Record<string, Tensor>;
  for (const [name, values] of Object.entries(golden.outputs)) {
    expectClose(name, outputs[name] ?? null, values);
  }
  Object.entries(tensors(golden.gradOutputs, false))
    .map(([name, gradient]) => (outputs[name] as Tensor).mul(gradient).sum())
    .reduce((sum, term) => sum.add(term))
    .backward();
  const leaves = new Map(
    Object.entries({ input, ...state, ...Object.fromEntries(module.namedParameters()) }),
  );
  for (const [name, values] of Object.entries(golden.grads)) {
    expectClose(`gradient of ${name}`, leaves.get(name)?.grad ?? null, values);
  }
}

function cases(file: string): GoldenCase[] {
  return readCases<RecurrentCase>(`torch/${file}`).map((golden) => ({
    subject: golden.layer.replace("Cell", "").toLowerCase(),
    source: "torch",
    name: golden.name,
    dtypes: ["float64", "float32"],
    check: (dtype) => check(golden, dtype),
  }));
}

export function torchRecurrentCases(): GoldenCase[] {
  return ["rnn", "gru", "lstm", "cells"].flatMap(cases);
}

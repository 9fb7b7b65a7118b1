import { Adam, crossEntropy, type DType, Linear, LSTM, Module, RNN, type Tensor } from "@layerbook/layers";
import type { GoldenCase } from "./case.ts";
import { expectClose, type GoldenTensor, readCases, toTensor } from "./values.ts";

interface TrainingCase {
  readonly name: string;
  readonly params0: Readonly<Record<string, GoldenTensor>>;
  readonly inputs: { readonly input: GoldenTensor; readonly target: GoldenTensor };
  readonly lossPerStep: readonly number[];
  readonly paramsAfter: Readonly<Record<string, GoldenTensor>>;
  /** What the network gives after the run, [steps, classes, batch]. */
  readonly evalOutput: GoldenTensor;
}

/** A recurrent layer, and a linear one at each of its steps: [steps, batch, 3] to [steps, batch, 4]. */
class Tagger extends Module {
  readonly rnn: RNN | LSTM;
  readonly fc: Linear = new Linear(6, 4);

  constructor(rnn: RNN | LSTM) {
    super();
    this.rnn = rnn;
  }

  forward(input: Tensor): Tensor {
    return this.fc.forward(this.rnn.forward(input).output);
  }
}

const layers: Readonly<Record<string, () => RNN | LSTM>> = {
  seq_rnn_adam: () => new RNN(3, 6),
  seq_lstm_adam: () => new LSTM(3, 6),
};

/** The whole run: every loss, and what is learnt at its end. */
function check(golden: TrainingCase, layer: RNN | LSTM, dtype: DType): void {
  const model = new Tagger(layer).to(dtype);
  const state = Object.entries(golden.params0).map(([name, values]) => [name, toTensor(values, dtype)]);
  model.loadStateDict(Object.fromEntries(state));
  const input = toTensor(golden.inputs.input, dtype);
  const target = toTensor(golden.inputs.target, dtype);
  const optimizer = new Adam(model.parameters(), { lr: 0.05 });
  for (const [step, expected] of golden.lossPerStep.entries()) {
    const loss = crossEntropy(model.forward(input).flatten(0, 1), target.flatten());
    expectClose(`loss of step ${step}`, loss, { dtype, shape: [], data: [expected] });
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
  }
  for (const [name, tensor] of model.stateDict()) {
    expectClose(`${name} after the run`, tensor, golden.paramsAfter[name] as GoldenTensor);
  }
  expectClose("evalOutput", model.forward(input).permute([0, 2, 1]), golden.evalOutput);
}

export function trainingCases(): GoldenCase[] {
  return readCases<TrainingCase>("torch/training").map((golden) => {
    const layer = layers[golden.name];
    return {
      subject: "training",
      source: "torch",
      name: golden.name,
      dtypes: ["float64"],
      check: layer ? (dtype) => check(golden, layer(), dtype) : null,
    };
  });
}

import { type Module, RNN, RNNCell, type Tensor } from "@layerbook/layers";
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
  RNN: (c) => new RNN(c.input_size, c.hidden_size, options(c)),
  RNNCell: (c) => new RNNCell(c.input_size, c.hidden_size, options(c)),
};

/** Values, and the gradients of the sum of every output times its own `gradOutputs`. */
function cases(file: string, subjectOf: (layer: string) => string): GoldenCase[] {
  return readCases<RecurrentCase>(`torch/${file}`).map((golden) => {
    const build = layers[golden.layer];
    return {
      subject: subjectOf(golden.layer),
      source: "torch",
      name: golden.name,
      dtypes: ["float64", "float32"],
      check: build
        ? (dtype) => {
            const tensors = (values: Readonly<Record<string, GoldenTensor>>, learnt: boolean) =>
              Object.entries(values).map(([name, value]) => [name, toTensor(value, dtype, learnt)] as const);
            const module = build(golden.config).to(dtype);
            module.loadStateDict(Object.fromEntries(tensors(golden.params, false)));
            const { input, ...state } = Object.fromEntries(tensors(golden.inputs, true));
            const lengths = golden.lengths && { lengths: golden.lengths };
            const outputs = module.forward(input as Tensor, { ...state, ...lengths }) as Record<
              string,
              Tensor
            >;
            for (const [name, values] of Object.entries(golden.outputs)) {
              expectClose(name, outputs[name] ?? null, values);
            }
            tensors(golden.gradOutputs, false)
              .map(([name, gradient]) => (outputs[name] as Tensor).mul(gradient).sum())
              .reduce((sum, term) => sum.add(term))
              .backward();
            const leaves = new Map<string, Tensor>([
              ...Object.entries({ input, ...state } as Record<string, Tensor>),
              ...module.namedParameters(),
            ]);
            for (const [name, values] of Object.entries(golden.grads)) {
              expectClose(`gradient of ${name}`, leaves.get(name)?.grad ?? null, values);
            }
          }
        : null,
    };
  });
}

export function torchRecurrentCases(): GoldenCase[] {
  return [
    ...cases("rnn", () => "rnn"),
    ...cases("cells", (layer) => layer.replace("Cell", "").toLowerCase()),
  ];
}

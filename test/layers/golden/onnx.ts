import type { Tensor } from "@layerbook/layers";
import type { GoldenCase } from "./case.ts";
import { batchNormOperators } from "./onnx-batchnorm.ts";
import { convolutionOperators } from "./onnx-convolution.ts";
import { linearOperators } from "./onnx-linear.ts";
import { lossOperators } from "./onnx-losses.ts";
import type { Attributes, Operator } from "./onnx-node.ts";
import { poolingOperators } from "./onnx-pooling.ts";
import { gruOperators, lstmOperators, rnnOperators } from "./onnx-recurrent.ts";
import { expectClose, type GoldenTensor, readCases, toTensor } from "./values.ts";

const subjects: Readonly<Record<string, Readonly<Record<string, Operator>>>> = {
  convolution: convolutionOperators,
  pooling: poolingOperators,
  batchnorm: batchNormOperators,
  linear: linearOperators,
  rnn: rnnOperators,
  gru: gruOperators,
  lstm: lstmOperators,
  losses: lossOperators,
};

/** What stands in models between the operators that are tested. */
const others: Readonly<Record<string, Operator>> = {
  Squeeze: ({ axes = [] }, inputs) => [(inputs[0] as Tensor).squeeze(axes[0])],
  Unsqueeze: ({ axes = [] }, inputs) => [(inputs[0] as Tensor).unsqueeze(axes[0] as number)],
  Transpose: ({ perm }, [input]) => [(input as Tensor).permute(perm as readonly number[])],
};

/** What PyTorch's layers have no counterpart for, and why. */
const withoutCounterpart = new Map([
  ["test_averagepool_2d_dilations", "average pooling has no dilation in PyTorch"],
  ["test_averagepool_3d_dilations_small", "average pooling has no dilation in PyTorch"],
  ["test_maxunpool_export_with_output_shape", "in PyTorch indices count through the output asked for"],
  ["x_rnn_clip", "arguments of gates are not clipped in PyTorch"],
  ["test_lstm_with_peepholes", "gates do not see c in PyTorch"],
  ["x_lstm_peepholes_random", "gates do not see c in PyTorch"],
  ["x_lstm_peepholes_bidirectional", "gates do not see c in PyTorch"],
  ["x_lstm_input_forget", "i and f are not coupled in PyTorch"],
  ["x_lstm_activations_hardsigmoid", "gates have no other function than sigmoid in PyTorch"],
]);

/** What ONNX writes with few decimals, and half of the last one. */
const rounding = new Map([["test_averagepool_2d_ceil_last_window_starts_on_pad", 5e-5]]);

interface Node {
  readonly op: string;
  readonly attributes: Attributes;
  /** Names of values; "" where an optional input is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

interface Model {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly initializers: Readonly<Record<string, GoldenTensor>>;
  readonly inputs: Readonly<Record<string, GoldenTensor>>;
  readonly outputs: Readonly<Record<string, GoldenTensor>>;
}

/** A model of one node, as `extra_ort.json` writes it. */
interface Extra {
  readonly name: string;
  readonly op: string;
  readonly attributes: Attributes;
  readonly nodeInputs: readonly string[];
  readonly nodeOutputs: readonly string[];
  readonly inputs: Readonly<Record<string, GoldenTensor>>;
  readonly outputs: Readonly<Record<string, GoldenTensor>>;
}

function modelsOf(op: string): Model[] {
  const extras = readCases<Extra>("onnx/extra_ort").filter((extra) => extra.op === op);
  return [
    ...readCases<Model>(`onnx/${op}`),
    ...extras.map(({ name, attributes, nodeInputs, nodeOutputs, inputs, outputs }) => ({
      name,
      nodes: [{ op, attributes, inputs: nodeInputs, outputs: nodeOutputs }],
      initializers: {},
      inputs,
      outputs,
    })),
  ];
}

/** Runs the nodes in order, which a model lists so that each finds its inputs. */
function check(
  { name: model, nodes, initializers, inputs, outputs }: Model,
  operators: Readonly<Record<string, Operator>>,
) {
  const given = Object.entries({ ...initializers, ...inputs });
  const values = new Map<string, Tensor>(given.map(([name, golden]) => [name, toTensor(golden, "float32")]));
  for (const node of nodes) {
    const operator = operators[node.op] ?? others[node.op];
    if (operator === undefined) throw new Error(`no operator ${node.op}`);
    const results = operator(
      node.attributes,
      node.inputs.map((name) => (name === "" ? null : (values.get(name) as Tensor))),
    );
    for (const [i, name] of node.outputs.entries()) values.set(name, results[i] as Tensor);
  }
  for (const [name, expected] of Object.entries(outputs)) {
    expectClose(name, values.get(name) ?? null, expected, rounding.get(model));
  }
}

export function onnxCases(): GoldenCase[] {
  return Object.entries(subjects).flatMap(([subject, operators]) =>
    Object.keys(operators).flatMap((op) =>
      modelsOf(op).map((model) => ({
        subject,
        source: "onnx",
        name: model.name,
        dtypes: ["float32"],
        check: withoutCounterpart.has(model.name) ? null : () => check(model, operators),
      })),
    ),
  );
}

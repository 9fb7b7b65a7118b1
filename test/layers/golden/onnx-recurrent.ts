import {
  cat,
  GRU,
  LSTM,
  type Module,
  type RecurrentOptions,
  RNN,
  recurrentFromOnnx,
  type Tensor,
} from "@layerbook/layers";
import type { Attributes, Operator } from "./onnx-node.ts";

type Make = (
  inputSize: number,
  hiddenSize: number,
  options: RecurrentOptions,
  attributes: Attributes,
) => Module;

/**
 * A node's inputs are X, W, R, B, sequence_lens, initial_h, initial_c; its outputs Y [steps, directions, batch, hiddenSize],
 * Y_h and Y_c [directions, batch, hiddenSize]. With layout 1 the batch comes first in all but the weights.
 */
function recurrent(make: Make): Operator {
  return (attributes, [x, w, r, b, sequenceLens, initialH, initialC]) => {
    const { direction = "forward", layout = 0 } = attributes;
    // In reverse only: the second half of both directions.
    const twice = (tensor: Tensor): Tensor => (direction === "reverse" ? cat([tensor, tensor]) : tensor);
    const [W, R, B] = [twice(w as Tensor), twice(r as Tensor), b ? twice(b) : null];
    const [directions, , inputSize] = W.shape as [number, number, number];
    const hiddenSize = R.shape[2] as number;
    const layer = make(
      inputSize,
      hiddenSize,
      { bidirectional: directions === 2, bias: B !== null },
      attributes,
    );
    layer.loadStateDict(recurrentFromOnnx([{ W, R, B }]));

    const swap = (tensor: Tensor): Tensor => (layout === 1 ? tensor.transpose(0, 1) : tensor);
    const initial = (tensor: Tensor | null | undefined) => (tensor ? twice(swap(tensor)) : undefined);
    const { output, ...states } = layer.forward(swap(x as Tensor), {
      h0: initial(initialH),
      c0: initial(initialC),
      lengths: sequenceLens ? [...sequenceLens.toTypedArray()] : undefined,
    }) as { output: Tensor } & Record<string, Tensor>;
    const first = direction === "reverse" ? 1 : 0;
    const [steps, batch] = output.shape as [number, number];
    const all = output.reshape([steps, batch, directions, hiddenSize]).slice(2, first);
    return [
      layout === 1 ? all.permute([1, 0, 2, 3]) : all.permute([0, 2, 1, 3]),
      ...Object.values(states).map((last) => swap(last.slice(0, first))),
    ];
  };
}

export const rnnOperators: Readonly<Record<string, Operator>> = {
  RNN: recurrent((inputSize, hiddenSize, options) => new RNN(inputSize, hiddenSize, options)),
};

export const gruOperators: Readonly<Record<string, Operator>> = {
  GRU: recurrent((inputSize, hiddenSize, options, { linear_before_reset = 0 }) => {
    return new GRU(inputSize, hiddenSize, { ...options, resetAfter: linear_before_reset === 1 });
  }),
};

export const lstmOperators: Readonly<Record<string, Operator>> = {
  LSTM: recurrent((inputSize, hiddenSize, options) => new LSTM(inputSize, hiddenSize, options)),
};

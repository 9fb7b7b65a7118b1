import { cat, GRU, GRUCell, LSTM, LSTMCell, Module, RNN, RNNCell, type Tensor } from "@layerbook/layers";
import type { LayerRecord } from "./record.ts";

/** Every number that a recurrent layer gives, sample by sample: output, hn and cn of a layer, h1 and c1 of a cell. */
class Everything extends Module {
  readonly layer: Module;

  constructor(layer: Module) {
    super();
    this.layer = layer;
  }

  override forward(input: Tensor): Tensor {
    const { output, ...states } = this.layer.forward(input) as Record<string, Tensor>;
    // Only states of layers have an axis before the batch.
    const samples = Object.values(states).map((state) => (output ? state.transpose(0, 1) : state));
    return cat(
      [...(output ? [output] : []), ...samples].map((values) => values.flatten(1)),
      1,
    );
  }
}

/** 3 sequences of 3 steps with 2 features. */
const sequences = [3, 3, 2] as const;

export const recurrentRecords: readonly LayerRecord[] = [
  {
    name: "RNN",
    make: () => new Everything(new RNN(2, 3, { batchFirst: true })),
    inputShape: sequences,
    outputShape: [3, 3 * 3 + 3],
  },
  {
    name: "RNN with relu, 2 layers, both directions, no bias",
    make: () =>
      new Everything(
        new RNN(2, 2, {
          nonlinearity: "relu",
          numLayers: 2,
          bidirectional: true,
          bias: false,
          batchFirst: true,
        }),
      ),
    inputShape: sequences,
    outputShape: [3, 3 * 4 + 4 * 2],
  },
  {
    name: "GRU",
    make: () => new Everything(new GRU(2, 3, { batchFirst: true })),
    inputShape: sequences,
    outputShape: [3, 3 * 3 + 3],
  },
  {
    name: "GRU with the reset before the product, 2 layers, both directions, no bias",
    make: () =>
      new Everything(
        new GRU(2, 2, {
          resetAfter: false,
          numLayers: 2,
          bidirectional: true,
          bias: false,
          batchFirst: true,
        }),
      ),
    inputShape: sequences,
    outputShape: [3, 3 * 4 + 4 * 2],
  },
  {
    name: "LSTM",
    make: () => new Everything(new LSTM(2, 3, { batchFirst: true })),
    inputShape: sequences,
    outputShape: [3, 3 * 3 + 3 + 3],
  },
  {
    name: "LSTM with a projection, 2 layers, both directions, no bias",
    make: () =>
      new Everything(
        new LSTM(2, 3, { projSize: 2, numLayers: 2, bidirectional: true, bias: false, batchFirst: true }),
      ),
    inputShape: sequences,
    outputShape: [3, 3 * 4 + 4 * 2 + 4 * 3],
  },
  { name: "GRUCell", make: () => new Everything(new GRUCell(2, 3)), inputShape: [3, 2], outputShape: [3, 3] },
  {
    name: "GRUCell with the reset before the product",
    make: () => new Everything(new GRUCell(2, 3, { resetAfter: false })),
    inputShape: [3, 2],
    outputShape: [3, 3],
  },
  {
    name: "LSTMCell",
    make: () => new Everything(new LSTMCell(2, 3)),
    inputShape: [3, 2],
    outputShape: [3, 6],
  },
  { name: "RNNCell", make: () => new Everything(new RNNCell(2, 3)), inputShape: [3, 2], outputShape: [3, 3] },
];

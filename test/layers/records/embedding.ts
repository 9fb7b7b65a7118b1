import { Embedding, type Tensor, tensor } from "@layerbook/layers";
import { type LayerRecord, parameter } from "./record.ts";

export const embeddingRecords: readonly LayerRecord[] = [
  {
    name: "Embedding",
    make: () => new Embedding(5, 3),
    indices: 5,
    inputShape: [3, 4],
    outputShape: [3, 4, 3],
    naive: (input, module) => {
      const weight = parameter(module, "weight");
      const rows = [...input.toTypedArray()].map((row) => weight.select(0, row).toArray());
      return tensor(rows, { dtype: weight.dtype }).reshape([3, 4, 3]) as Tensor;
    },
  },
  {
    name: "Embedding of single numbers",
    make: () => new Embedding(4, 2),
    indices: 4,
    inputShape: [3],
    outputShape: [3, 2],
  },
];

import { Linear } from "@layerbook/layers";
import { naiveLinear } from "../naive.ts";
import { type LayerRecord, parameter } from "./record.ts";

export const linearRecords: readonly LayerRecord[] = [
  {
    name: "Linear",
    make: () => new Linear(5, 4),
    inputShape: [3, 5],
    outputShape: [3, 4],
    naive: (input, module) => naiveLinear(input, parameter(module, "weight"), parameter(module, "bias")),
  },
  {
    name: "Linear over more axes",
    make: () => new Linear(5, 4),
    inputShape: [3, 2, 5],
    outputShape: [3, 2, 4],
  },
];

import { ReLU } from "@layerbook/layers";
import type { LayerRecord } from "./record.ts";

export const activationRecords: readonly LayerRecord[] = [
  { name: "ReLU", make: () => new ReLU(), inputShape: [3, 5], outputShape: [3, 5] },
];

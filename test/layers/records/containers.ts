import { Conv2d, Flatten, Identity, Linear, MaxPool2d, ReLU, Sequential } from "@layerbook/layers";
import type { LayerRecord } from "./record.ts";

export const containerRecords: readonly LayerRecord[] = [
  { name: "Flatten", make: () => new Flatten(), inputShape: [3, 2, 5], outputShape: [3, 10] },
  { name: "Identity", make: () => new Identity(), inputShape: [3, 2, 5], outputShape: [3, 2, 5] },
  {
    name: "Sequential",
    make: () =>
      new Sequential(new Conv2d(1, 2, 3), new ReLU(), new MaxPool2d(2), new Flatten(), new Linear(8, 3)),
    inputShape: [3, 1, 6, 6],
    outputShape: [3, 3],
  },
];

import { MaxPool1d, MaxPool2d, MaxPool3d, type Tensor } from "@layerbook/layers";
import { naiveMaxPool2d } from "../naive.ts";
import type { LayerRecord } from "./record.ts";

export const poolingRecords: readonly LayerRecord[] = [
  ...[
    [2, 2, 0],
    [3, 1, 1],
    [3, 2, 1],
  ].map(([size, stride, padding]) => {
    const [k, s, p] = [size as number, stride as number, padding as number];
    return {
      name: `MaxPool2d(${k}, stride ${s}, padding ${p})`,
      make: () => new MaxPool2d(k, { stride: s, padding: p }),
      inputShape: [3, 2, 7, 6],
      outputShape: [3, 2, Math.floor((7 + 2 * p - k) / s) + 1, Math.floor((6 + 2 * p - k) / s) + 1],
      naive: (input: Tensor) => naiveMaxPool2d(input, k, s, p),
    };
  }),
  {
    name: "MaxPool2d, ceilMode",
    make: () => new MaxPool2d(2, { ceilMode: true }),
    inputShape: [3, 2, 5, 7],
    outputShape: [3, 2, 3, 4],
  },
  {
    name: "MaxPool1d, dilated",
    make: () => new MaxPool1d(2, { dilation: 3, stride: 1 }),
    inputShape: [3, 2, 7],
    outputShape: [3, 2, 4],
  },
  {
    name: "MaxPool3d",
    make: () => new MaxPool3d(2),
    inputShape: [3, 2, 2, 4, 4],
    outputShape: [3, 2, 1, 2, 2],
  },
];

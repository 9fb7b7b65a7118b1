import {
  Conv1d,
  Conv2d,
  Conv3d,
  Flatten,
  Identity,
  Linear,
  MaxPool1d,
  MaxPool2d,
  MaxPool3d,
  type Module,
  ReLU,
  Sequential,
  type Shape,
  type Tensor,
} from "@layerbook/layers";
import { naiveConv2d, naiveLinear, naiveMaxPool2d } from "./naive.ts";

export interface TensorLayer extends Module {
  forward(input: Tensor): Tensor;
}

/** One layer with options, and what is true of it: every law of `every-layer.test.ts` is held for each. */
export interface LayerRecord {
  readonly name: string;
  readonly make: () => TensorLayer;
  /** Of a batch of 3. */
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  /** The same by the formula alone, where it is written down. */
  readonly naive?: (input: Tensor, module: Module) => Tensor;
}

const parameter = (module: Module, name: string): Tensor => module.stateDict().get(name) as Tensor;

function convolution(stride: number, padding: number, dilation: number, groups: number): LayerRecord {
  const settings = { stride, padding, dilation, groups };
  const size = (length: number, kernel: number): number =>
    Math.floor((length + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
  return {
    name: `Conv2d ${JSON.stringify(settings)}`,
    make: () => new Conv2d(4, 6, [3, 2], settings),
    inputShape: [3, 4, 5, 4],
    outputShape: [3, 6, size(5, 3), size(4, 2)],
    naive: (input, module) =>
      naiveConv2d(input, parameter(module, "weight"), parameter(module, "bias"), settings),
  };
}

export const records: readonly LayerRecord[] = [
  convolution(1, 0, 1, 1),
  convolution(2, 1, 1, 1),
  convolution(1, 2, 2, 2),
  convolution(3, 1, 2, 2),
  {
    name: "Conv2d, depthwise",
    make: () => new Conv2d(3, 6, 3, { groups: 3, bias: false }),
    inputShape: [3, 3, 4, 4],
    outputShape: [3, 6, 2, 2],
  },
  {
    name: 'Conv2d, "same", even kernel, dilated',
    make: () => new Conv2d(2, 3, [2, 4], { padding: "same", dilation: [1, 2] }),
    inputShape: [3, 2, 3, 5],
    outputShape: [3, 3, 3, 5],
  },
  ...(["reflect", "replicate", "circular"] as const).map((paddingMode) => ({
    name: `Conv2d, ${paddingMode}`,
    make: () => new Conv2d(2, 3, 3, { padding: [1, 2], paddingMode }),
    inputShape: [3, 2, 4, 5],
    outputShape: [3, 3, 4, 7],
  })),
  {
    name: "Conv1d",
    make: () => new Conv1d(2, 3, 3, { stride: 2, padding: 1 }),
    inputShape: [3, 2, 8],
    outputShape: [3, 3, 4],
  },
  {
    name: "Conv3d",
    make: () => new Conv3d(2, 3, [2, 3, 2], { stride: [1, 2, 1], padding: [0, 1, 1], groups: 1 }),
    inputShape: [3, 2, 3, 4, 3],
    outputShape: [3, 3, 2, 2, 4],
  },
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
  { name: "ReLU", make: () => new ReLU(), inputShape: [3, 5], outputShape: [3, 5] },
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

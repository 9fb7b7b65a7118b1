import { Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from "@layerbook/layers";
import { naiveConv2d, naiveConvTranspose2d } from "../naive.ts";
import { type LayerRecord, parameter } from "./record.ts";

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

function transposed(
  stride: number,
  padding: number,
  outputPadding: number,
  dilation: number,
  groups: number,
): LayerRecord {
  const settings = { stride, padding, outputPadding, dilation, groups };
  const size = (length: number, kernel: number): number =>
    (length - 1) * stride - 2 * padding + dilation * (kernel - 1) + outputPadding + 1;
  return {
    name: `ConvTranspose2d ${JSON.stringify(settings)}`,
    make: () => new ConvTranspose2d(2, 4, [3, 2], settings),
    inputShape: [3, 2, 2, 3],
    outputShape: [3, 4, size(2, 3), size(3, 2)],
    naive: (input, module) =>
      naiveConvTranspose2d(input, parameter(module, "weight"), parameter(module, "bias"), settings),
  };
}

export const convolutionRecords: readonly LayerRecord[] = [
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
  transposed(1, 0, 0, 1, 1),
  transposed(2, 1, 1, 1, 1),
  transposed(3, 0, 2, 1, 2),
  transposed(1, 1, 1, 2, 2),
  {
    name: "ConvTranspose2d, an option of each per dimension, depthwise, without bias",
    make: () =>
      new ConvTranspose2d(3, 3, [2, 3], {
        stride: [2, 1],
        padding: [0, 1],
        outputPadding: [1, 0],
        dilation: [1, 2],
        groups: 3,
        bias: false,
      }),
    inputShape: [3, 3, 2, 3],
    outputShape: [3, 3, 5, 5],
  },
  {
    name: "ConvTranspose1d",
    make: () => new ConvTranspose1d(2, 3, 3, { stride: 2, padding: 1 }),
    inputShape: [3, 2, 4],
    outputShape: [3, 3, 7],
  },
  {
    name: "ConvTranspose3d",
    make: () => new ConvTranspose3d(2, 2, [1, 2, 2], { stride: [1, 2, 1], padding: [0, 1, 0] }),
    inputShape: [3, 2, 2, 3, 2],
    outputShape: [3, 2, 2, 4, 3],
  },
];

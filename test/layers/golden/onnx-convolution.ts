import { conv1d, conv2d, conv3d, type Tensor } from "@layerbook/layers";
import { marginsOf, type Operator } from "./onnx-node.ts";

const convolutions = [conv1d, conv2d, conv3d] as const;

const convolution: Operator = (attributes, inputs) => {
  const [input, weight, bias = null] = inputs as readonly [Tensor, Tensor, (Tensor | null)?];
  const sizes = input.shape.slice(2);
  const ones = sizes.map(() => 1);
  const { strides: stride = ones, dilations: dilation = ones, group: groups = 1 } = attributes;
  const convolve = convolutions[sizes.length - 1] as typeof conv2d;
  const margins = marginsOf(attributes, sizes, weight.shape.slice(2));
  const padded = input.pad(margins.toReversed().flat());
  return [convolve(padded, weight, bias, { stride, dilation, groups })];
};

export const convolutionOperators: Readonly<Record<string, Operator>> = { Conv: convolution };

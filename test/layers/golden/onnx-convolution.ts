import {
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  type Tensor,
} from "@layerbook/layers";
import { halves, marginsOf, type Operator } from "./onnx-node.ts";

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

const transposedConvolutions = [convTranspose1d, convTranspose2d, convTranspose3d] as const;

/**
 * ONNX cuts each side by itself, so that is done afterwards. Where it gives the output's shape, or wants it to be the
 * input's times the stride, what is too much is cut off and what is missing is added at the end.
 */
const transposed: Operator = (attributes, inputs) => {
  const [input, weight, bias = null] = inputs as readonly [Tensor, Tensor, (Tensor | null)?];
  const sizes = input.shape.slice(2);
  const ones = sizes.map(() => 1);
  const { strides: stride = ones, dilations: dilation = ones, group: groups = 1 } = attributes;
  const { pads, auto_pad, output_padding, output_shape } = attributes;
  const sides = sizes.map((size, i): { added: number; cut: readonly [number, number] } => {
    const step = stride[i] as number;
    const wanted = auto_pad?.startsWith("SAME") ? size * step : output_shape?.[i];
    if (wanted === undefined) {
      return { added: output_padding?.[i] ?? 0, cut: [pads?.[i] ?? 0, pads?.[i + sizes.length] ?? 0] };
    }
    const reach = step * (size - 1) + (dilation[i] as number) * ((weight.shape[i + 2] as number) - 1) + 1;
    return { added: Math.max(0, wanted - reach), cut: halves(Math.max(0, reach - wanted), auto_pad) };
  });
  const convolve = transposedConvolutions[sizes.length - 1] as typeof convTranspose2d;
  const outputPadding = sides.map(({ added }) => added);
  let output = convolve(input, weight, bias, { stride, dilation, groups, outputPadding });
  for (const [i, { cut }] of sides.entries()) {
    const [before, after] = cut;
    output = output.slice(i + 2, before, (output.shape[i + 2] as number) - after);
  }
  return [output];
};

export const convolutionOperators: Readonly<Record<string, Operator>> = {
  Conv: convolution,
  ConvTranspose: transposed,
};

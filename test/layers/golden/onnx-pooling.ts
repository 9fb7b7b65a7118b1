import { arange, MaxPool1d, MaxPool2d, MaxPool3d, type Tensor } from "@layerbook/layers";
import { type Attributes, marginsOf, type Operator } from "./onnx-node.ts";

const maxPools = [MaxPool1d, MaxPool2d, MaxPool3d] as const;

/** The options of a pooling node; a stride is 1 by default in ONNX, and the kernel's size in this library. */
function optionsOf({ kernel_shape: kernel = [], strides, ceil_mode }: Attributes) {
  return { stride: strides ?? kernel.map(() => 1), ceilMode: ceil_mode === 1 };
}

/** Padding that this library can do itself keeps the indices right; other padding is done before, by `value`. */
function padded(
  attributes: Attributes,
  input: Tensor,
  value: number,
): { readonly input: Tensor; readonly padding: readonly number[] } {
  const kernel = attributes.kernel_shape ?? [];
  const margins = marginsOf(attributes, input.shape.slice(2), kernel);
  const alike = margins.every(
    ([before, after], i) => before === after && 2 * before <= (kernel[i] as number),
  );
  return alike
    ? { input, padding: margins.map(([before]) => before) }
    : { input: input.pad(margins.toReversed().flat(), { value }), padding: kernel.map(() => 0) };
}

const maxPool: Operator = (attributes, inputs) => {
  const { input, padding } = padded(attributes, inputs[0] as Tensor, Number.NEGATIVE_INFINITY);
  const kernel = attributes.kernel_shape as readonly number[];
  const { dilations: dilation = kernel.map(() => 1) } = attributes;
  const Pool = maxPools[kernel.length - 1] as typeof MaxPool2d;
  const options = { ...optionsOf(attributes), padding, dilation, returnIndices: true } as const;
  const { output, indices } = new Pool(kernel, options).forward(input);
  // ONNX counts indices through the whole unpadded input, this library within each map that it is given.
  const whole = inputs[0] as Tensor;
  const places = arange(0, whole.numel(), 1, { dtype: "int32" }).reshape(whole.shape);
  const found = padded(attributes, places, -1).input.flatten(2).gather(2, indices.flatten(2));
  return [output, found.reshape(indices.shape)];
};

export const poolingOperators: Readonly<Record<string, Operator>> = { MaxPool: maxPool };

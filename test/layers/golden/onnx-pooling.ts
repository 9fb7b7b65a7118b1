import {
  adaptiveAvgPool2d,
  adaptiveMaxPool2d,
  arange,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  lpPool1d,
  lpPool2d,
  MaxPool1d,
  MaxPool2d,
  MaxPool3d,
  MaxUnpool2d,
  type Tensor,
} from "@layerbook/layers";
import { type Attributes, marginsOf, type Operator } from "./onnx-node.ts";

const averagePools = [avgPool1d, avgPool2d, avgPool3d] as const;
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

/** Padding done before would count: it is left out by dividing sums of the input by sums of ones. */
const averagePool: Operator = (attributes, inputs) => {
  const kernel = attributes.kernel_shape as readonly number[];
  const average = averagePools[kernel.length - 1] as typeof avgPool2d;
  const given = inputs[0] as Tensor;
  const { input, padding } = padded(attributes, given, 0);
  const options = { ...optionsOf(attributes), padding };
  const countIncludePad = attributes.count_include_pad === 1;
  if (input === given || countIncludePad) return [average(input, kernel, { ...options, countIncludePad })];
  const ones = padded(attributes, given.mul(0).add(1), 0).input;
  const [sums, counts] = [input, ones].map((x) => average(x, kernel, { ...options, divisorOverride: 1 }));
  return [(sums as Tensor).div(counts as Tensor)];
};

/** ONNX takes absolute values, PyTorch does not. Zeros add nothing to a norm, so that padding is done before. */
const lpPool: Operator = (attributes, inputs) => {
  const { kernel_shape: kernel = [], p = 2 } = attributes;
  const margins = marginsOf(attributes, (inputs[0] as Tensor).shape.slice(2), kernel);
  const input = (inputs[0] as Tensor).abs().pad(margins.toReversed().flat());
  const norm = kernel.length === 1 ? lpPool1d : lpPool2d;
  return [norm(input, p, kernel, optionsOf(attributes))];
};

/** ONNX counts indices through the whole output, this library within each map. */
const maxUnpool: Operator = (attributes, inputs) => {
  const [input, indices] = inputs as readonly [Tensor, Tensor];
  const kernel = attributes.kernel_shape as readonly number[];
  const layer = new MaxUnpool2d(kernel, { stride: optionsOf(attributes).stride });
  const [batch, channels, height, width] = layer.outputShape(input.shape) as [number, number, number, number];
  const before = arange(0, batch * channels, 1, { dtype: "int32" }).mul(height * width);
  return [layer.forward(input, indices.sub(before.reshape([batch, channels, 1, 1])))];
};

const globalAveragePool: Operator = (_, inputs) => [adaptiveAvgPool2d(inputs[0] as Tensor, 1)];
const globalMaxPool: Operator = (_, inputs) => [adaptiveMaxPool2d(inputs[0] as Tensor, 1)];

export const poolingOperators: Readonly<Record<string, Operator>> = {
  MaxPool: maxPool,
  AveragePool: averagePool,
  LpPool: lpPool,
  MaxUnpool: maxUnpool,
  GlobalAveragePool: globalAveragePool,
  GlobalMaxPool: globalMaxPool,
};

import { record } from "../../autograd.ts";
import type { ConvolutionSizes } from "../../backend/backend.ts";
import { backend } from "../../backend/backend.ts";
import type { Margin } from "../../operations/padding.ts";
import { padAxes } from "../../operations/padding.ts";
import type { Shape } from "../../shape.ts";
import { blank, dataOf, Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensor-argument.ts";
import type { ConvolutionOptions, Geometry } from "./geometry.ts";
import { convolutionGeometry } from "./geometry.ts";

/**
 * Convolution over one spatial dimension: input [N, inChannels, length] or [inChannels, length], weight
 * [outChannels, inChannels / groups, kernelSize], bias [outChannels]. See `conv2d`.
 */
export function conv1d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvolutionOptions = {},
): Tensor {
  return convolve(1, input, weight, bias, options);
}

/**
 * Slides each kernel over the input and sums the products, which is cross-correlation: the kernel is not turned
 * round, as in PyTorch and every library of layers.
 *
 * Input [N, inChannels, height, width] or [inChannels, height, width]; weight
 * [outChannels, inChannels / groups, kernelHeight, kernelWidth]; bias [outChannels]; output
 * [N, outChannels, outHeight, outWidth].
 *
 * Throws ShapeError for shapes, dtypes or options that do not fit, MemoryError for an output too large.
 * Source: Dumoulin and Visin, A guide to convolution arithmetic for deep learning (2016).
 *
 * @example
 * import { conv2d, tensor } from "@layerbook/layers";
 * const image = tensor([[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]);
 * const kernel = tensor([[[[1, 0], [0, 1]]]]);
 * conv2d(image, kernel); // [[[6, 8], [12, 14]]]
 */
export function conv2d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvolutionOptions = {},
): Tensor {
  return convolve(2, input, weight, bias, options);
}

/** Convolution over three spatial dimensions: depth, height and width. See `conv2d`. */
export function conv3d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvolutionOptions = {},
): Tensor {
  return convolve(3, input, weight, bias, options);
}

export function convolve(
  dimensions: number,
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  options: ConvolutionOptions,
): Tensor {
  checkTensors("convolve", { input, weight });
  const geometry = convolutionGeometry(dimensions, input, weight, bias, options);
  return correlate(padInput(input, geometry), weight, bias, geometry);
}

/** The input with its padding in place, the gradient of which `padAxes` knows. */
export function padInput(
  input: Tensor,
  { margins, paddingMode }: Pick<Geometry, "margins" | "paddingMode">,
): Tensor {
  const unpadded = new Array<Margin>(input.shape.length - margins.length).fill([0, 0]);
  return padAxes(input, [...unpadded, ...margins], paddingMode);
}

/**
 * Forward, for output channel o, position y and padded input x:
 *
 *     out[n, o, y] = bias[o] + sum over c, k of weight[o, c, k] x[n, c, stride y + dilation k]
 *
 * Backward, each factor of a product gets the gradient times the other factor:
 *
 *     x'[n, c, i]       = sum over o, y, k with stride y + dilation k = i of weight[o, c, k] out'[n, o, y]
 *     weight'[o, c, k]  = sum over n, y of x[n, c, stride y + dilation k] out'[n, o, y]
 *     bias'[o]          = sum over n, y of out'[n, o, y]
 */
function correlate(padded: Tensor, weight: Tensor, bias: Tensor | null, geometry: Geometry): Tensor {
  const sizes = sizesOf(padded.shape, weight.shape, geometry);
  const { data, shape } = blank(padded.dtype, geometry.outputShape);
  backend.convolution(dataOf(padded), dataOf(weight), bias && dataOf(bias), data, sizes);

  const inputGradient = (gradient: Tensor): Tensor => {
    const result = blank(padded.dtype, padded.shape);
    backend.convolutionInputGradient(dataOf(gradient), dataOf(weight), result.data, sizes);
    return new Tensor(result.data, result.shape);
  };
  const weightGradient = (gradient: Tensor): Tensor => {
    const result = blank(weight.dtype, weight.shape);
    backend.convolutionWeightGradient(dataOf(gradient), dataOf(padded), result.data, sizes);
    return new Tensor(result.data, result.shape);
  };
  const biasGradient = (gradient: Tensor): Tensor => sumPerChannel(gradient, geometry.kernel.length);
  const inputs = bias === null ? [padded, weight] : [padded, weight, bias];
  return record(`conv${geometry.kernel.length}d`, inputs, data, shape, [
    inputGradient,
    weightGradient,
    biasGradient,
  ]);
}

/** [outChannels], summed over batch and positions: what the bias, added everywhere, gets. */
export function sumPerChannel(gradient: Tensor, dimensions: number): Tensor {
  const channelAxis = gradient.shape.length - dimensions - 1;
  return gradient.sum(gradient.shape.map((_, axis) => axis).filter((axis) => axis !== channelAxis));
}

/** What the backend needs to know: three spatial dimensions, those in front of size 1 where there are fewer. */
export function sizesOf(
  padded: Shape,
  weight: Shape,
  { kernel, stride, dilation, groups, outputShape }: Omit<Geometry, "margins" | "paddingMode">,
): ConvolutionSizes {
  const dimensions = kernel.length;
  const three = (sizes: readonly number[]) =>
    [...new Array<number>(3 - dimensions).fill(1), ...sizes] as [number, number, number];
  return {
    batch: padded.length === dimensions + 2 ? padded[0]! : 1,
    inChannels: weight[1]! * groups,
    outChannels: weight[0]!,
    groups,
    input: three(padded.slice(-dimensions)),
    kernel: three(kernel),
    output: three(outputShape.slice(-dimensions)),
    stride: three(stride),
    dilation: three(dilation),
  };
}

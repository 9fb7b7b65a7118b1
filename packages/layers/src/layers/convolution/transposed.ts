import { noGrad, record } from "../../autograd.ts";
import { backend } from "../../backend/backend.ts";
import { reshape, slice } from "../../operations/movement.ts";
import type { Margin } from "../../operations/padding.ts";
import type { Size } from "../../shape.ts";
import { blank, dataOf, Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensor-argument.ts";
import { padInput, sizesOf, sumPerChannel } from "./convolve.ts";
import type { ConvTransposeOptions } from "./transposed-geometry.ts";
import { transposedGeometry } from "./transposed-geometry.ts";

/** Transposed convolution over [N, inChannels, length] or [inChannels, length]. See `convTranspose2d`. */
export function convTranspose1d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvTransposeOptions = {},
): Tensor {
  return convolveTransposed(1, input, weight, bias, options);
}

/**
 * Lays a copy of the kernel, times the number, over the output for each number of the input, `stride` apart, and sums
 * what overlaps. It is what the gradient of `conv2d` does to its output, and turns its output shape back into its
 * input shape; it does not undo its arithmetic.
 *
 * Input [N, inChannels, height, width] or [inChannels, height, width]; weight
 * [inChannels, outChannels / groups, kernelHeight, kernelWidth]; bias [outChannels]; output
 * [N, outChannels, outHeight, outWidth].
 *
 * Throws ShapeError for shapes, dtypes or options that do not fit, MemoryError for an output too large.
 * Source: Dumoulin and Visin, A guide to convolution arithmetic for deep learning (2016), chapter 4.
 *
 * @example
 * import { convTranspose2d, tensor } from "@layerbook/layers";
 * const kernel = tensor([[[[1, 2], [3, 4]]]]);
 * convTranspose2d(tensor([[[10, 1]]]), kernel, null, { stride: 2 }); // [[[10, 20, 1, 2], [30, 40, 3, 4]]]
 */
export function convTranspose2d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvTransposeOptions = {},
): Tensor {
  return convolveTransposed(2, input, weight, bias, options);
}

/** Transposed convolution over depth, height and width. See `convTranspose2d`. */
export function convTranspose3d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvTransposeOptions = {},
): Tensor {
  return convolveTransposed(3, input, weight, bias, options);
}

/**
 * Forward, for input channel c, position y of the input and output channel o of its group:
 *
 *     out[n, o, i] = bias[o] + sum over c, y, k with stride y + dilation k - padding = i of weight[c, o, k] x[n, c, y]
 *
 * which is the rule that takes the gradient of a convolution back to its input. Backward is that convolution:
 *
 *     x'[n, c, y]      = sum over o, k of weight[c, o, k] out'[n, o, stride y + dilation k - padding]
 *     weight'[c, o, k] = sum over n, y of x[n, c, y] out'[n, o, stride y + dilation k - padding]
 *     bias'[o]         = sum over n, i of out'[n, o, i]
 */
export function convolveTransposed(
  dimensions: number,
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  options: ConvTransposeOptions,
  outputSize?: Size,
): Tensor {
  checkTensors("transpose-convolve", { input, weight });
  const geometry = transposedGeometry(dimensions, input, weight, bias, options, outputSize);
  const { fullShape, margins } = geometry;
  // As the convolution sees it: what is the output here is its padded input.
  const sizes = sizesOf(fullShape, weight.shape, { ...geometry, outputShape: input.shape });
  const full = blank(input.dtype, fullShape);
  backend.convolutionInputGradient(dataOf(input), dataOf(weight), full.data, sizes);
  const output = noGrad(() => {
    const cut = crop(new Tensor(full.data, full.shape), margins);
    return bias === null ? cut : cut.add(reshape(bias, [bias.numel(), ...margins.map(() => 1)]));
  });

  const padded = (gradient: Tensor): Tensor => padInput(gradient, { margins, paddingMode: "zeros" });
  const inputGradient = (gradient: Tensor): Tensor => {
    const result = blank(input.dtype, input.shape);
    backend.convolution(dataOf(padded(gradient)), dataOf(weight), null, result.data, sizes);
    return new Tensor(result.data, result.shape);
  };
  const weightGradient = (gradient: Tensor): Tensor => {
    const result = blank(weight.dtype, weight.shape);
    backend.convolutionWeightGradient(dataOf(input), dataOf(padded(gradient)), result.data, sizes);
    return new Tensor(result.data, result.shape);
  };
  const biasGradient = (gradient: Tensor): Tensor => sumPerChannel(gradient, dimensions);
  const inputs = bias === null ? [input, weight] : [input, weight, bias];
  return record(`convTranspose${dimensions}d`, inputs, dataOf(output), output.shape, [
    inputGradient,
    weightGradient,
    biasGradient,
  ]);
}

/** What is left when `margins` are cut off the last axes. */
function crop(input: Tensor, margins: readonly Margin[]): Tensor {
  const leading = input.shape.length - margins.length;
  return margins.reduce(
    (rest, [before, after], i) =>
      before + after === 0 ? rest : slice(rest, leading + i, before, input.shape[leading + i]! - after),
    input,
  );
}

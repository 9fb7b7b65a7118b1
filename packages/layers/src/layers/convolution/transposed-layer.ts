import { checkOptions } from "../../options.ts";
import type { Shape, Size } from "../../shape.ts";
import { checkShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { copyOf, perDimension } from "../spatial.ts";
import type { KernelOptions } from "./kernels.ts";
import { Kernels } from "./kernels.ts";
import { convolveTransposed } from "./transposed.ts";
import type { ConvTransposeOptions } from "./transposed-geometry.ts";
import { spreadOf, transposedGeometry } from "./transposed-geometry.ts";

/** What may be chosen of a transposed convolution layer. */
export interface ConvTransposeLayerOptions extends ConvTransposeOptions, KernelOptions {}

/** Which of the sizes that fit the output of a transposed convolution has. */
export interface OutputSizeOptions {
  /** The spatial size that the output shall have, in place of the layer's `outputPadding`. */
  readonly outputSize?: Size;
}

/** What the three transposed convolutions have in common: all but the number of spatial dimensions. */
abstract class ConvTranspose extends Kernels {
  readonly padding: Size;
  readonly outputPadding: Size;
  readonly #dimensions: number;

  constructor(
    dimensions: number,
    inChannels: number,
    outChannels: number,
    kernelSize: Size,
    options: ConvTransposeLayerOptions,
  ) {
    const action = `make a transposed convolution from ${inChannels} to ${outChannels} channels`;
    checkOptions(action, options);
    const { padding = 0, outputPadding = 0, groups = 1 } = options;
    const kernel = perDimension(action, "kernelSize", kernelSize, dimensions, 1);
    spreadOf(action, kernel, options);
    const weightShape = [inChannels, outChannels / groups, ...kernel];
    super(action, inChannels, outChannels, kernel, weightShape, options);
    this.#dimensions = dimensions;
    this.padding = copyOf(padding);
    this.outputPadding = copyOf(outputPadding);
  }

  /**
   * Input [N, inChannels, ...spatial] or [inChannels, ...spatial]; throws ShapeError for any other, and for an
   * `outputSize` that the input cannot give.
   */
  override forward(input: Tensor, options: OutputSizeOptions = {}): Tensor {
    checkOptions("transpose-convolve", options);
    const { outputSize } = options;
    return convolveTransposed(this.#dimensions, input, this.weight, this.bias, this, outputSize);
  }

  /** The shape that `forward` gives for an input of `inputShape`; throws ShapeError as it does. */
  outputShape(inputShape: Shape, { outputSize }: OutputSizeOptions = {}): Shape {
    const input = { shape: checkShape(inputShape), dtype: this.weight.dtype };
    return transposedGeometry(this.#dimensions, input, this.weight, this.bias, this, outputSize).outputShape;
  }
}

/** Transposed convolution over [N, inChannels, length]. See `ConvTranspose2d`. */
export class ConvTranspose1d extends ConvTranspose {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Size,
    options: ConvTransposeLayerOptions = {},
  ) {
    super(1, inChannels, outChannels, kernelSize, options);
  }
}

/**
 * Transposed convolution over images: [N, inChannels, height, width] to [N, outChannels, outHeight, outWidth], by
 * learnt `weight` [inChannels, outChannels / groups, kernelHeight, kernelWidth] and `bias` [outChannels]. It enlarges
 * where `Conv2d` with the same options makes smaller. See `convTranspose2d`.
 *
 * Both start evenly drawn from -1/sqrt(fanIn)..1/sqrt(fanIn), fanIn = outChannels / groups * kernel size, as in PyTorch.
 * Throws ShapeError for sizes or options that are not allowed.
 *
 * @example
 * import { ConvTranspose2d, zeros } from "@layerbook/layers";
 * const layer = new ConvTranspose2d(8, 3, 4, { stride: 2, padding: 1 });
 * layer.forward(zeros([1, 8, 16, 16])).shape; // [1, 3, 32, 32]
 */
export class ConvTranspose2d extends ConvTranspose {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Size,
    options: ConvTransposeLayerOptions = {},
  ) {
    super(2, inChannels, outChannels, kernelSize, options);
  }
}

/** Transposed convolution over [N, inChannels, depth, height, width]. See `ConvTranspose2d`. */
export class ConvTranspose3d extends ConvTranspose {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Size,
    options: ConvTransposeLayerOptions = {},
  ) {
    super(3, inChannels, outChannels, kernelSize, options);
  }
}

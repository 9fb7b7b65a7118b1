import type { PaddingMode } from "../../operations/padding.ts";
import { checkOptions } from "../../options.ts";
import type { Shape, Size } from "../../shape.ts";
import { checkShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensor-argument.ts";
import { copyOf, perDimension } from "../spatial.ts";
import { convolve } from "./convolve.ts";
import type { ConvolutionOptions } from "./geometry.ts";
import { convolutionGeometry, windowOf } from "./geometry.ts";
import type { KernelOptions } from "./kernels.ts";
import { Kernels } from "./kernels.ts";
import type { ConvolutionTrace, TraceOptions } from "./trace.ts";
import { traceConvolution } from "./trace.ts";

/** What may be chosen of a convolution layer. */
export interface ConvolutionLayerOptions extends ConvolutionOptions, KernelOptions {}

/** What `Conv1d`, `Conv2d` and `Conv3d` have in common: all but the number of spatial dimensions. */
abstract class Convolution extends Kernels {
  readonly padding: Size | "same" | "valid";
  readonly paddingMode: PaddingMode;
  readonly #dimensions: number;

  constructor(
    dimensions: number,
    inChannels: number,
    outChannels: number,
    kernelSize: Size,
    options: ConvolutionLayerOptions,
  ) {
    const action = `make a convolution from ${inChannels} to ${outChannels} channels`;
    checkOptions(action, options);
    const { padding = 0, groups = 1, paddingMode = "zeros" } = options;
    const kernel = perDimension(action, "kernelSize", kernelSize, dimensions, 1);
    windowOf(action, kernel, options);
    const weightShape = [outChannels, inChannels / groups, ...kernel];
    super(action, inChannels, outChannels, kernel, weightShape, options);
    this.#dimensions = dimensions;
    this.padding = typeof padding === "string" ? padding : copyOf(padding);
    this.paddingMode = paddingMode;
  }

  /** Input [N, inChannels, ...spatial] or [inChannels, ...spatial]; throws ShapeError for any other. */
  override forward(input: Tensor): Tensor {
    return convolve(this.#dimensions, input, this.weight, this.bias, this);
  }

  /** The shape that `forward` gives for an input of `inputShape`; throws ShapeError as it does. */
  outputShape(inputShape: Shape): Shape {
    const input = { shape: checkShape(inputShape), dtype: this.weight.dtype };
    return convolutionGeometry(this.#dimensions, input, this.weight, this.bias, this).outputShape;
  }

  /**
   * The computation of one sample and one output channel, window by window, for drawing. `sample` and
   * `outputChannel` are 0 by default.
   * Throws ShapeError as `forward` does, MemoryError if the windows hold more products than a figure can use.
   */
  trace(input: Tensor, options: TraceOptions = {}): ConvolutionTrace {
    checkTensors("trace a convolution", { input });
    checkOptions("trace a convolution", options);
    const geometry = convolutionGeometry(this.#dimensions, input, this.weight, this.bias, this);
    return traceConvolution(input, this.weight, this.bias, geometry, options);
  }
}

/** Convolution over [N, inChannels, length]. See `Conv2d`. */
export class Conv1d extends Convolution {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Size,
    options: ConvolutionLayerOptions = {},
  ) {
    super(1, inChannels, outChannels, kernelSize, options);
  }
}

/**
 * Convolution over images: [N, inChannels, height, width] to [N, outChannels, outHeight, outWidth], by learnt
 * `weight` [outChannels, inChannels / groups, kernelHeight, kernelWidth] and `bias` [outChannels]. See `conv2d`.
 *
 * Both start evenly drawn from -1/sqrt(fanIn)..1/sqrt(fanIn), fanIn = inChannels / groups * kernel size.
 * Throws ShapeError for sizes or options that are not allowed.
 *
 * @example
 * import { Conv2d, zeros } from "@layerbook/layers";
 * const layer = new Conv2d(3, 8, 5, { stride: 2, padding: 2 });
 * layer.forward(zeros([1, 3, 32, 32])).shape; // [1, 8, 16, 16]
 * layer.weight.shape; // [8, 3, 5, 5]
 */
export class Conv2d extends Convolution {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Size,
    options: ConvolutionLayerOptions = {},
  ) {
    super(2, inChannels, outChannels, kernelSize, options);
  }
}

/** Convolution over [N, inChannels, depth, height, width]. See `Conv2d`. */
export class Conv3d extends Convolution {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Size,
    options: ConvolutionLayerOptions = {},
  ) {
    super(3, inChannels, outChannels, kernelSize, options);
  }
}

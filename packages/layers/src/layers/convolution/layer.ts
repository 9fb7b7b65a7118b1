import type { DType } from "../../dtype.ts";
import { ShapeError } from "../../errors.ts";
import { uniformByFanIn } from "../../initial.ts";
import { Module } from "../../module.ts";
import type { PaddingMode } from "../../operations/padding.ts";
import type { Parameter } from "../../parameter.ts";
import type { RandomGenerator } from "../../random.ts";
import type { Shape, Size } from "../../shape.ts";
import { formatShape, lengthOf } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { perDimension } from "../spatial.ts";
import { convolve } from "./convolve.ts";
import type { ConvolutionOptions } from "./geometry.ts";
import { convolutionGeometry, windowOf } from "./geometry.ts";
import type { ConvolutionTrace, TraceOptions } from "./trace.ts";
import { traceConvolution } from "./trace.ts";

export interface ConvolutionLayerOptions extends ConvolutionOptions {
  /** Whether a learnt number is added to each output channel; true by default. */
  readonly bias?: boolean;
  /** `float32` by default. */
  readonly dtype?: DType;
  /** Where the initial values come from. */
  readonly generator?: RandomGenerator;
}

/** What `Conv1d`, `Conv2d` and `Conv3d` have in common: all but the number of spatial dimensions. */
abstract class Convolution extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly number[];
  readonly stride: Size;
  readonly padding: Size | "same" | "valid";
  readonly dilation: Size;
  readonly groups: number;
  readonly paddingMode: PaddingMode;
  /** [outChannels, inChannels / groups, ...kernelSize] */
  readonly weight: Parameter;
  /** [outChannels], or null. */
  readonly bias: Parameter | null;
  readonly #dimensions: number;

  constructor(
    dimensions: number,
    inChannels: number,
    outChannels: number,
    kernelSize: Size,
    { bias = true, dtype, generator, ...options }: ConvolutionLayerOptions,
  ) {
    super();
    const { stride = 1, padding = 0, dilation = 1, groups = 1, paddingMode = "zeros" } = options;
    const action = `make a convolution from ${inChannels} to ${outChannels} channels`;
    for (const [name, count] of Object.entries({ groups, inChannels, outChannels })) {
      perDimension(action, name, count, 1, 1);
      if (count % groups !== 0) {
        throw new ShapeError(`Cannot ${action}: groups ${groups} does not divide ${name} ${count}`);
      }
    }
    this.#dimensions = dimensions;
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernelSize = perDimension(action, "kernelSize", kernelSize, dimensions, 1);
    this.stride = copyOf(stride);
    this.padding = typeof padding === "string" ? padding : copyOf(padding);
    this.dilation = copyOf(dilation);
    this.groups = groups;
    this.paddingMode = paddingMode;
    windowOf(action, this.kernelSize, options);
    const shape = [outChannels, inChannels / groups, ...this.kernelSize];
    const fanIn = lengthOf(shape.slice(1));
    const drawn = { ...(dtype && { dtype }), ...(generator && { generator }) };
    this.weight = uniformByFanIn(shape, fanIn, drawn);
    this.bias = bias ? uniformByFanIn([outChannels], fanIn, drawn) : null;
  }

  /** Input [N, inChannels, ...spatial] or [inChannels, ...spatial]; throws ShapeError for any other. */
  override forward(input: Tensor): Tensor {
    return convolve(this.#dimensions, input, this.weight, this.bias, this);
  }

  /** The shape that `forward` gives for an input of `inputShape`; throws ShapeError as it does. */
  outputShape(inputShape: Shape): Shape {
    const input = { shape: inputShape, dtype: this.weight.dtype };
    return convolutionGeometry(this.#dimensions, input, this.weight, this.bias, this).outputShape;
  }

  /**
   * The computation of one sample and one output channel, window by window, for drawing. `sample` and
   * `outputChannel` are 0 by default.
   * Throws ShapeError as `forward` does, MemoryError if the windows hold more products than a figure can use.
   */
  trace(input: Tensor, options: TraceOptions = {}): ConvolutionTrace {
    const geometry = convolutionGeometry(this.#dimensions, input, this.weight, this.bias, this);
    return traceConvolution(input, this.weight, this.bias, geometry, options);
  }

  override describe(): string {
    const defaults = { stride: 1, padding: 0, dilation: 1, groups: 1, paddingMode: "zeros" } as const;
    const changed = Object.entries(defaults)
      .map(([name, value]) => [name, this[name as keyof typeof defaults], value] as const)
      .filter(([, value, usual]) => value !== usual)
      .map(([name, value]) => `${name}: ${Array.isArray(value) ? formatShape(value) : value}`);
    const bias = this.bias === null ? ["bias: false"] : [];
    const kernel = `kernelSize: ${formatShape(this.kernelSize)}`;
    return [this.inChannels, this.outChannels, kernel, ...changed, ...bias].join(", ");
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

/** The caller's array may change later, the layer must not. */
function copyOf(size: Size): Size {
  return typeof size === "number" ? size : [...size];
}

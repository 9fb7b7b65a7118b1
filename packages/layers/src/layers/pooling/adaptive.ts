import { Module } from "../../module.ts";
import { checkOptions } from "../../options.ts";
import type { Shape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensor-argument.ts";
import { averageOf, divisorsOf } from "./average.ts";
import type { AdaptiveSize } from "./geometry.ts";
import { adaptiveGeometry, adaptiveText, outputSizesOf } from "./geometry.ts";
import type { MaxPoolIndices, MaxPoolResult } from "./max.ts";
import { largestOf, resultOf } from "./max.ts";

/** Whether adaptive max pooling tells where its maxima were. */
export interface AdaptiveMaxPoolOptions<Indices extends boolean = false> {
  /** Whether the result is `{ output, indices }` in place of the output; false by default. */
  readonly returnIndices?: Indices;
}

function adaptiveAverage(dimensions: number, input: Tensor, outputSize: AdaptiveSize): Tensor {
  checkTensors("pool", { input });
  const geometry = adaptiveGeometry(dimensions, input.shape, outputSize);
  return averageOf(`adaptiveAvgPool${dimensions}d`, input, geometry, divisorsOf(geometry));
}

function adaptiveMax(dimensions: number, input: Tensor, outputSize: AdaptiveSize): MaxPoolIndices {
  checkTensors("pool", { input });
  const geometry = adaptiveGeometry(dimensions, input.shape, outputSize);
  return largestOf(`adaptiveMaxPool${dimensions}d`, input, geometry);
}

/** Average pooling of [N, channels, length] or [channels, length] to `outputSize`. See `adaptiveAvgPool2d`. */
export function adaptiveAvgPool1d(input: Tensor, outputSize: AdaptiveSize): Tensor {
  return adaptiveAverage(1, input, outputSize);
}

/**
 * Averages windows that are laid out so that the output has the size asked for, whatever the input's:
 * [N, channels, height, width] or [channels, height, width] to the same with `outputSize`, one number for both or
 * [outHeight, outWidth]; null keeps the input's size. Row y averages the input's rows from
 * floor(y height / outHeight) to before ceil((y + 1) height / outHeight), and columns likewise.
 *
 * Size 1 is global average pooling: one mean per map. Throws ShapeError for shapes, dtypes or sizes that do not fit.
 * Source: He et al., Spatial Pyramid Pooling (2014); Lin, Chen and Yan, Network In Network (2014) for the global one.
 *
 * @example
 * import { adaptiveAvgPool2d, tensor } from "@layerbook/layers";
 * adaptiveAvgPool2d(tensor([[[1, 5, 2, 0], [3, 4, 8, 1]]]), [1, 2]); // [[[3.25, 2.75]]]
 */
export function adaptiveAvgPool2d(input: Tensor, outputSize: AdaptiveSize): Tensor {
  return adaptiveAverage(2, input, outputSize);
}

/** Average pooling of [N, channels, depth, height, width] to `outputSize`. See `adaptiveAvgPool2d`. */
export function adaptiveAvgPool3d(input: Tensor, outputSize: AdaptiveSize): Tensor {
  return adaptiveAverage(3, input, outputSize);
}

/** Max pooling of [N, channels, length] or [channels, length] to `outputSize`. See `adaptiveMaxPool2d`. */
export function adaptiveMaxPool1d<Indices extends boolean = false>(
  input: Tensor,
  outputSize: AdaptiveSize,
  options: AdaptiveMaxPoolOptions<Indices> = {},
): MaxPoolResult<Indices> {
  checkOptions("pool", options);
  const { returnIndices = false as Indices } = options;
  return resultOf(adaptiveMax(1, input, outputSize), returnIndices);
}

/**
 * The largest number of each window, with the windows of `adaptiveAvgPool2d`. NaN wins over all. Size 1 is global
 * max pooling: the largest number of each map. Throws ShapeError for shapes or sizes that do not fit.
 *
 * @example
 * import { adaptiveMaxPool2d, tensor } from "@layerbook/layers";
 * adaptiveMaxPool2d(tensor([[[1, 5, 2, 0], [3, 4, 8, 1]]]), [1, 2]); // [[[5, 8]]]
 */
export function adaptiveMaxPool2d<Indices extends boolean = false>(
  input: Tensor,
  outputSize: AdaptiveSize,
  options: AdaptiveMaxPoolOptions<Indices> = {},
): MaxPoolResult<Indices> {
  checkOptions("pool", options);
  const { returnIndices = false as Indices } = options;
  return resultOf(adaptiveMax(2, input, outputSize), returnIndices);
}

/** Max pooling of [N, channels, depth, height, width] to `outputSize`. See `adaptiveMaxPool2d`. */
export function adaptiveMaxPool3d<Indices extends boolean = false>(
  input: Tensor,
  outputSize: AdaptiveSize,
  options: AdaptiveMaxPoolOptions<Indices> = {},
): MaxPoolResult<Indices> {
  checkOptions("pool", options);
  const { returnIndices = false as Indices } = options;
  return resultOf(adaptiveMax(3, input, outputSize), returnIndices);
}

/** What all adaptive layers have in common: all but how a window becomes one number. */
abstract class AdaptivePool extends Module {
  readonly outputSize: AdaptiveSize;
  protected readonly dimensions: number;

  constructor(dimensions: number, outputSize: AdaptiveSize) {
    super();
    const sizes = outputSizesOf("make a pooling layer", dimensions, outputSize);
    this.dimensions = dimensions;
    this.outputSize = Array.isArray(outputSize) ? sizes : outputSize;
  }

  /** The shape that `forward` gives for an input of `inputShape`; throws ShapeError as it does. */
  outputShape(inputShape: Shape): Shape {
    return adaptiveGeometry(this.dimensions, inputShape, this.outputSize).outputShape;
  }

  override describe(): string {
    return adaptiveText(this.outputSize);
  }
}

abstract class AdaptiveAvgPool extends AdaptivePool {
  /** Input [N, channels, ...spatial] or [channels, ...spatial]; throws ShapeError for any other. */
  override forward(input: Tensor): Tensor {
    return adaptiveAverage(this.dimensions, input, this.outputSize);
  }
}

/** Adaptive average pooling over [N, channels, length]. See `AdaptiveAvgPool2d`. */
export class AdaptiveAvgPool1d extends AdaptiveAvgPool {
  constructor(outputSize: AdaptiveSize) {
    super(1, outputSize);
  }
}

/**
 * Average pooling of [N, channels, height, width] to [N, channels, ...outputSize]. See `adaptiveAvgPool2d`.
 * `AdaptiveAvgPool2d(1)` is global average pooling. Throws ShapeError for a wrong size.
 */
export class AdaptiveAvgPool2d extends AdaptiveAvgPool {
  constructor(outputSize: AdaptiveSize) {
    super(2, outputSize);
  }
}

/** Adaptive average pooling over [N, channels, depth, height, width]. See `AdaptiveAvgPool2d`. */
export class AdaptiveAvgPool3d extends AdaptiveAvgPool {
  constructor(outputSize: AdaptiveSize) {
    super(3, outputSize);
  }
}

abstract class AdaptiveMaxPool<Indices extends boolean> extends AdaptivePool {
  readonly returnIndices: boolean;

  constructor(dimensions: number, outputSize: AdaptiveSize, options: AdaptiveMaxPoolOptions<Indices>) {
    super(dimensions, outputSize);
    checkOptions("make a pooling layer", options);
    this.returnIndices = options.returnIndices ?? false;
  }

  /** Input [N, channels, ...spatial] or [channels, ...spatial]; throws ShapeError for any other. */
  override forward(input: Tensor): MaxPoolResult<Indices> {
    return resultOf(adaptiveMax(this.dimensions, input, this.outputSize), this.returnIndices);
  }
}

/** Adaptive max pooling over [N, channels, length]. See `AdaptiveMaxPool2d`. */
export class AdaptiveMaxPool1d<Indices extends boolean = false> extends AdaptiveMaxPool<Indices> {
  constructor(outputSize: AdaptiveSize, options: AdaptiveMaxPoolOptions<Indices> = {}) {
    super(1, outputSize, options);
  }
}

/**
 * Max pooling of [N, channels, height, width] to [N, channels, ...outputSize]. See `adaptiveMaxPool2d`.
 * `AdaptiveMaxPool2d(1)` is global max pooling. Throws ShapeError for a wrong size.
 */
export class AdaptiveMaxPool2d<Indices extends boolean = false> extends AdaptiveMaxPool<Indices> {
  constructor(outputSize: AdaptiveSize, options: AdaptiveMaxPoolOptions<Indices> = {}) {
    super(2, outputSize, options);
  }
}

/** Adaptive max pooling over [N, channels, depth, height, width]. See `AdaptiveMaxPool2d`. */
export class AdaptiveMaxPool3d<Indices extends boolean = false> extends AdaptiveMaxPool<Indices> {
  constructor(outputSize: AdaptiveSize, options: AdaptiveMaxPoolOptions<Indices> = {}) {
    super(3, outputSize, options);
  }
}

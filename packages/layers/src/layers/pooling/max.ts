import { record } from "../../autograd.ts";
import { backend } from "../../backend/backend.ts";
import { convert } from "../../dtype.ts";
import { Module } from "../../module.ts";
import { checkOptions } from "../../options.ts";
import type { Shape, Size } from "../../shape.ts";
import { blank, dataOf, Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensor-argument.ts";
import { copyOf, formatSize } from "../spatial.ts";
import type { Geometry } from "./geometry.ts";
import { slidingGeometry, windowOf } from "./geometry.ts";
import type { MaxPoolTrace, PoolingTraceOptions } from "./trace.ts";
import { traceMaxPool } from "./trace.ts";

/** How the windows of a max pooling lie on its input, and whether it tells where its maxima were. */
export interface MaxPoolOptions<Indices extends boolean = false> {
  /** How far the window moves from one output to the next; the kernel's size by default. */
  readonly stride?: Size;
  /** How much is added on each side, at most half the kernel; it never wins. 0 by default. */
  readonly padding?: Size;
  /** Distance between neighbouring inputs of a window; 1 by default. */
  readonly dilation?: Size;
  /** Whether a last window may reach past the end, so that no input is left out; false by default. */
  readonly ceilMode?: boolean;
  /** Whether the result is `{ output, indices }` in place of the output; false by default. */
  readonly returnIndices?: Indices;
}

/** What max pooling gives with `returnIndices`. */
export interface MaxPoolIndices {
  readonly output: Tensor;
  /** Where in its channel of the input, flat and row-major, each number of the output stood; int32. */
  readonly indices: Tensor;
}

/** What max pooling gives: the output, or with `returnIndices` the output and where it stood. */
export type MaxPoolResult<Indices extends boolean> = Indices extends true ? MaxPoolIndices : Tensor;

/**
 * Forward, for window y of a map x:    out[y] = max over i in window y of x[i], found at i = winner[y]
 *
 * Backward, the winner gets the gradient, the first of them if several are equal:
 *
 *     x'[i] = sum over y with winner[y] = i of out'[y]
 */
export function largestOf(name: string, input: Tensor, geometry: Geometry): MaxPoolIndices {
  const { data, shape } = blank(input.dtype, geometry.outputShape);
  const indices = new Int32Array(data.length);
  backend.maxPool(dataOf(input), data, indices, geometry);
  const inputGradient = (gradient: Tensor): Tensor => {
    const upstream = dataOf(gradient);
    const sums = new Float64Array(input.numel());
    const inputSize = sums.length / geometry.maps;
    const outputSize = upstream.length / geometry.maps;
    for (let map = 0, i = 0; map < geometry.maps; map++) {
      for (let y = 0; y < outputSize; y++, i++) sums[map * inputSize + indices[i]!]! += upstream[i]!;
    }
    return new Tensor(convert(sums, input.dtype), input.shape);
  };
  return {
    output: record(name, [input], data, shape, [inputGradient]),
    indices: new Tensor(indices, shape),
  };
}

/** The whole result, or the output alone. */
export function resultOf<Indices extends boolean>(
  result: MaxPoolIndices,
  returnIndices: boolean,
): MaxPoolResult<Indices> {
  return (returnIndices ? result : result.output) as MaxPoolResult<Indices>;
}

function maxPool<Indices extends boolean>(
  dimensions: number,
  input: Tensor,
  kernelSize: Size,
  options: MaxPoolOptions<boolean>,
): MaxPoolResult<Indices> {
  checkTensors("pool", { input });
  checkOptions("pool", options);
  const geometry = slidingGeometry(dimensions, input.shape, kernelSize, options);
  return resultOf(largestOf(`maxPool${dimensions}d`, input, geometry), options.returnIndices ?? false);
}

/** Max pooling over [N, channels, length] or [channels, length]. See `maxPool2d`. */
export function maxPool1d<Indices extends boolean = false>(
  input: Tensor,
  kernelSize: Size,
  options: MaxPoolOptions<Indices> = {},
): MaxPoolResult<Indices> {
  return maxPool(1, input, kernelSize, options);
}

/**
 * The largest number of each window, channel by channel: [N, channels, height, width] or
 * [channels, height, width] to the same with outHeight and outWidth,
 *
 *     outHeight = floor((height + 2 padding - dilation (kernelSize - 1) - 1) / stride) + 1
 *
 * or ceil in place of floor in `ceilMode`. NaN wins over all. With `returnIndices` the result is
 * `{ output, indices }`, which `maxUnpool2d` takes. Throws ShapeError for shapes or options that do not fit.
 *
 * @example
 * import { maxPool2d, tensor } from "@layerbook/layers";
 * const x = tensor([[[1, 5, 2, 0], [3, 4, 8, 1]]]);
 * maxPool2d(x, 2); // [[[5, 8]]]
 * maxPool2d(x, 2, { returnIndices: true }).indices; // [[[1, 6]]]
 */
export function maxPool2d<Indices extends boolean = false>(
  input: Tensor,
  kernelSize: Size,
  options: MaxPoolOptions<Indices> = {},
): MaxPoolResult<Indices> {
  return maxPool(2, input, kernelSize, options);
}

/** Max pooling over [N, channels, depth, height, width] or without batch. See `maxPool2d`. */
export function maxPool3d<Indices extends boolean = false>(
  input: Tensor,
  kernelSize: Size,
  options: MaxPoolOptions<Indices> = {},
): MaxPoolResult<Indices> {
  return maxPool(3, input, kernelSize, options);
}

/** What `MaxPool1d`, `MaxPool2d` and `MaxPool3d` have in common: all but the number of spatial dimensions. */
abstract class MaxPool<Indices extends boolean> extends Module {
  readonly kernelSize: Size;
  readonly stride: Size;
  readonly padding: Size;
  readonly dilation: Size;
  readonly ceilMode: boolean;
  readonly returnIndices: boolean;
  readonly #dimensions: number;

  constructor(dimensions: number, kernelSize: Size, options: MaxPoolOptions<Indices>) {
    super();
    checkOptions("make a pooling layer", options);
    windowOf("make a pooling layer", dimensions, kernelSize, options);
    this.#dimensions = dimensions;
    this.kernelSize = copyOf(kernelSize);
    this.stride = copyOf(options.stride ?? kernelSize);
    this.padding = copyOf(options.padding ?? 0);
    this.dilation = copyOf(options.dilation ?? 1);
    this.ceilMode = options.ceilMode ?? false;
    this.returnIndices = options.returnIndices ?? false;
  }

  /** Input [N, channels, ...spatial] or [channels, ...spatial]; throws ShapeError for any other. */
  override forward(input: Tensor): MaxPoolResult<Indices> {
    return maxPool(this.#dimensions, input, this.kernelSize, this);
  }

  /**
   * The computation of one channel, window by window, for drawing. Throws ShapeError as `forward` does and for a sample or
   * channel that there is not, MemoryError for more windows than a trace keeps.
   */
  trace(input: Tensor, options: PoolingTraceOptions = {}): MaxPoolTrace {
    checkTensors("trace pooling", { input });
    checkOptions("trace pooling", options);
    const { kernelSize, stride, padding, dilation } = this;
    const geometry = slidingGeometry(this.#dimensions, input.shape, kernelSize, this);
    return traceMaxPool(input, geometry, { kernelSize, stride, padding, dilation }, options);
  }

  /** The shape that `forward` gives for an input of `inputShape`; throws ShapeError as it does. */
  outputShape(inputShape: Shape): Shape {
    return slidingGeometry(this.#dimensions, inputShape, this.kernelSize, this).outputShape;
  }

  override describe(): string {
    const ceil = this.ceilMode ? ", ceilMode: true" : "";
    return `${formatSize(this.kernelSize)}, stride: ${formatSize(this.stride)}, padding: ${formatSize(this.padding)}, dilation: ${formatSize(this.dilation)}${ceil}`;
  }
}

/** Max pooling over [N, channels, length]. See `MaxPool2d`. */
export class MaxPool1d<Indices extends boolean = false> extends MaxPool<Indices> {
  constructor(kernelSize: Size, options: MaxPoolOptions<Indices> = {}) {
    super(1, kernelSize, options);
  }
}

/**
 * Max pooling over images, [N, channels, height, width]. See `maxPool2d`. Throws ShapeError for wrong options.
 *
 * @example
 * import { MaxPool2d, tensor } from "@layerbook/layers";
 * new MaxPool2d(2).forward(tensor([[[1, 2], [3, 4]]])); // [[[4]]]
 */
export class MaxPool2d<Indices extends boolean = false> extends MaxPool<Indices> {
  constructor(kernelSize: Size, options: MaxPoolOptions<Indices> = {}) {
    super(2, kernelSize, options);
  }
}

/** Max pooling over [N, channels, depth, height, width]. See `MaxPool2d`. */
export class MaxPool3d<Indices extends boolean = false> extends MaxPool<Indices> {
  constructor(kernelSize: Size, options: MaxPoolOptions<Indices> = {}) {
    super(3, kernelSize, options);
  }
}

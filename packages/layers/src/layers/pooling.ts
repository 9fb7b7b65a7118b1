import { record } from "../autograd.ts";
import type { PoolSizes } from "../backend/backend.ts";
import { backend } from "../backend/backend.ts";
import { convert } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { Module } from "../module.ts";
import type { Shape, Size } from "../shape.ts";
import { checkShape, formatShape, lengthOf } from "../shape.ts";
import { blank, dataOf, Tensor } from "../tensor.ts";
import { layoutOf, perDimension } from "./spatial.ts";

export interface MaxPoolOptions {
  /** How far the window moves from one output to the next; the kernel's size by default. */
  readonly stride?: Size;
  /** How much is added on each side, at most half the kernel; it never wins. 0 by default. */
  readonly padding?: Size;
  /** Distance between neighbouring inputs of a window; 1 by default. */
  readonly dilation?: Size;
  /** Whether a last window may reach past the end, so that no input is left out; false by default. */
  readonly ceilMode?: boolean;
}

/** What max pooling gives with `returnIndices`. */
export interface MaxPoolIndices {
  readonly output: Tensor;
  /** Where in its channel of the input, flat and row-major, each number of the output stood; int32. */
  readonly indices: Tensor;
}

interface Geometry extends Omit<PoolSizes, "maps"> {
  readonly outputShape: Shape;
}

/**
 * The shape rule of pooling, and the only place where its arguments are checked:
 *
 *     output = floor((input + 2 padding - dilation (kernel - 1) - 1) / stride) + 1
 *
 * for each spatial dimension, with ceil in place of floor in `ceilMode`, but without a window that would start
 * in the padding at the end. Throws ShapeError for anything that does not fit.
 */
function poolGeometry(dimensions: number, shape: Shape, kernelSize: Size, options: MaxPoolOptions): Geometry {
  const action = `pool input ${formatShape(shape)}`;
  const leading = shape.length - dimensions;
  if (leading !== 1 && leading !== 2) {
    throw new ShapeError(`Cannot ${action}: expected ${layoutOf(dimensions)}, got ${shape.length} axes`);
  }
  const window = windowOf(action, dimensions, kernelSize, options);
  const { kernel, stride, padding, dilation } = window;
  const output = shape.slice(leading).map((size, i) => {
    const span = dilation[i]! * (kernel[i]! - 1) + 1;
    const padded = size + 2 * padding[i]!;
    if (span > padded) {
      throw new ShapeError(
        `Cannot ${action}: the window spans ${span} (dilation ${dilation[i]} * (${kernel[i]} - 1) + 1) at axis ${leading + i}, the padded input only ${padded}`,
      );
    }
    const steps = (padded - span) / stride[i]!;
    const last = options.ceilMode ? Math.ceil(steps) : Math.floor(steps);
    const windows = last * stride[i]! >= size + padding[i]! ? last : last + 1;
    // A dilated window can straddle a small input and see none of it.
    for (let first = -padding[i]!; first < windows * stride[i]! - padding[i]!; first += stride[i]!) {
      const inside = first >= 0 ? first : first + Math.ceil(-first / dilation[i]!) * dilation[i]!;
      if (inside >= size || inside >= first + span) {
        throw new ShapeError(
          `Cannot ${action}: with dilation ${dilation[i]} and padding ${padding[i]}, a window at axis ${leading + i} holds nothing but padding`,
        );
      }
    }
    return windows;
  });
  const three = (sizes: readonly number[], fill: number) =>
    [...new Array<number>(3 - dimensions).fill(fill), ...sizes] as [number, number, number];
  return {
    input: three(shape.slice(leading), 1),
    kernel: three(kernel, 1),
    output: three(output, 1),
    stride: three(stride, 1),
    dilation: three(dilation, 1),
    padding: three(padding, 0),
    outputShape: checkShape([...shape.slice(0, leading), ...output]),
  };
}

/** The options that do not depend on the input, made explicit; throws ShapeError for one that is not allowed. */
function windowOf(action: string, dimensions: number, kernelSize: Size, options: MaxPoolOptions) {
  const kernel = perDimension(action, "kernelSize", kernelSize, dimensions, 1);
  const stride = perDimension(action, "stride", options.stride ?? kernelSize, dimensions, 1);
  const padding = perDimension(action, "padding", options.padding ?? 0, dimensions, 0);
  const dilation = perDimension(action, "dilation", options.dilation ?? 1, dimensions, 1);
  for (const [i, width] of padding.entries()) {
    if (width <= kernel[i]! / 2) continue;
    throw new ShapeError(
      `Cannot ${action} with padding ${width}: expected at most ${Math.floor(kernel[i]! / 2)}, half the kernel of ${kernel[i]}`,
    );
  }
  return { kernel, stride, padding, dilation };
}

/** Forward: each output is its window's largest input. Backward: that input gets the gradient, the first if equal. */
function maxPool(
  dimensions: number,
  input: Tensor,
  kernelSize: Size,
  options: MaxPoolOptions,
): MaxPoolIndices {
  const { outputShape, ...sizes } = poolGeometry(dimensions, input.shape, kernelSize, options);
  const maps = lengthOf(input.shape.slice(0, -dimensions));
  const { data, shape } = blank(input.dtype, outputShape);
  const indices = new Int32Array(data.length);
  backend.maxPool(dataOf(input), data, indices, { maps, ...sizes });
  const output = record(`maxPool${dimensions}d`, [input], data, shape, [
    (gradient) => {
      const upstream = dataOf(gradient);
      const sums = new Float64Array(input.numel());
      const inputSize = lengthOf(sizes.input);
      const outputSize = lengthOf(sizes.output);
      for (let i = 0; i < upstream.length; i++) {
        sums[Math.floor(i / outputSize) * inputSize + indices[i]!]! += upstream[i]!;
      }
      return new Tensor(convert(sums, input.dtype), input.shape);
    },
  ]);
  return { output, indices: new Tensor(indices, shape) };
}

/** Max pooling over [N, channels, length] or [channels, length]. See `maxPool2d`. */
export function maxPool1d(input: Tensor, kernelSize: Size, options: MaxPoolOptions = {}): Tensor {
  return maxPool(1, input, kernelSize, options).output;
}

/**
 * The largest number of each window, channel by channel: [N, channels, height, width] or
 * [channels, height, width]. NaN wins over all. Throws ShapeError for shapes or options that do not fit.
 */
export function maxPool2d(input: Tensor, kernelSize: Size, options: MaxPoolOptions = {}): Tensor {
  return maxPool(2, input, kernelSize, options).output;
}

/** Max pooling over [N, channels, depth, height, width] or without batch. See `maxPool2d`. */
export function maxPool3d(input: Tensor, kernelSize: Size, options: MaxPoolOptions = {}): Tensor {
  return maxPool(3, input, kernelSize, options).output;
}

export interface MaxPoolLayerOptions<Indices extends boolean> extends MaxPoolOptions {
  /** Whether `forward` gives `{ output, indices }` in place of the output; false by default. */
  readonly returnIndices?: Indices;
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

  constructor(dimensions: number, kernelSize: Size, options: MaxPoolLayerOptions<Indices>) {
    super();
    const {
      stride = kernelSize,
      padding = 0,
      dilation = 1,
      ceilMode = false,
      returnIndices = false,
    } = options;
    this.#dimensions = dimensions;
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.padding = padding;
    this.dilation = dilation;
    this.ceilMode = ceilMode;
    this.returnIndices = returnIndices;
    windowOf("make a pooling layer", dimensions, kernelSize, options);
  }

  /** Input [N, channels, ...spatial] or [channels, ...spatial]; throws ShapeError for any other. */
  override forward(input: Tensor): Indices extends true ? MaxPoolIndices : Tensor {
    const result = maxPool(this.#dimensions, input, this.kernelSize, this);
    return (this.returnIndices ? result : result.output) as Indices extends true ? MaxPoolIndices : Tensor;
  }

  /** The shape that `forward` gives for an input of `inputShape`; throws ShapeError as it does. */
  outputShape(inputShape: Shape): Shape {
    return poolGeometry(this.#dimensions, inputShape, this.kernelSize, this).outputShape;
  }

  override describe(): string {
    const text = (size: Size): string => (typeof size === "number" ? String(size) : formatShape(size));
    const ceil = this.ceilMode ? ", ceilMode: true" : "";
    return `${text(this.kernelSize)}, stride: ${text(this.stride)}, padding: ${text(this.padding)}, dilation: ${text(this.dilation)}${ceil}`;
  }
}

/** Max pooling over [N, channels, length]. See `MaxPool2d`. */
export class MaxPool1d<Indices extends boolean = false> extends MaxPool<Indices> {
  constructor(kernelSize: Size, options: MaxPoolLayerOptions<Indices> = {}) {
    super(1, kernelSize, options);
  }
}

/** Max pooling over images, [N, channels, height, width]. See `maxPool2d`. */
export class MaxPool2d<Indices extends boolean = false> extends MaxPool<Indices> {
  constructor(kernelSize: Size, options: MaxPoolLayerOptions<Indices> = {}) {
    super(2, kernelSize, options);
  }
}

/** Max pooling over [N, channels, depth, height, width]. See `MaxPool2d`. */
export class MaxPool3d<Indices extends boolean = false> extends MaxPool<Indices> {
  constructor(kernelSize: Size, options: MaxPoolLayerOptions<Indices> = {}) {
    super(3, kernelSize, options);
  }
}

import { record } from "../../autograd.ts";
import { allocate } from "../../dtype.ts";
import { ShapeError } from "../../errors.ts";
import { Module } from "../../module.ts";
import { checkOptions } from "../../options.ts";
import type { Shape, Size } from "../../shape.ts";
import { checkShape, formatShape, lengthOf, sameShape } from "../../shape.ts";
import { blank, dataOf, Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensor-argument.ts";
import { copyOf, formatSize, layoutOf } from "../spatial.ts";
import { windowOf } from "./geometry.ts";

/** How the windows of the max pooling lay that an unpooling turns back. */
export interface MaxUnpoolLayerOptions {
  /** How far the pooling's window moved; the kernel's size by default. */
  readonly stride?: Size;
  /** How much was added on each side before pooling; 0 by default. */
  readonly padding?: Size;
}

/** The size that the input of the max pooling had. */
export interface MaxUnpoolSize {
  /**
   * The shape, or the spatial part of it, of what was pooled. Several sizes pool to the same one: by default it is the
   * smallest that the windows fill.
   */
  readonly outputSize?: Shape;
}

/** What the functions of max unpooling take by name. */
export interface MaxUnpoolOptions extends MaxUnpoolLayerOptions, MaxUnpoolSize {}

/**
 * The shape rule of unpooling, the inverse of max pooling's, and the only place where shapes are checked:
 *
 *     output = (input - 1) stride - 2 padding + kernel
 *
 * for each spatial dimension, or what is asked for if it is less than a stride away. Throws ShapeError for
 * anything that does not fit.
 */
function unpooledShape(
  dimensions: number,
  inputShape: Shape,
  kernelSize: Size,
  options: MaxUnpoolOptions,
): Shape {
  const shape = checkShape(inputShape);
  const action = `unpool input ${formatShape(shape)}`;
  const leading = shape.length - dimensions;
  if (leading !== 1 && leading !== 2) {
    throw new ShapeError(`Cannot ${action}: expected ${layoutOf(dimensions)}, got ${shape.length} axes`);
  }
  const { kernel, stride, padding } = windowOf(action, dimensions, kernelSize, options);
  const usual = shape
    .slice(leading)
    .map((size, i) => Math.max(0, (size - 1) * stride[i]! - 2 * padding[i]! + kernel[i]!));
  const { outputSize } = options;
  if (outputSize === undefined) return checkShape([...shape.slice(0, leading), ...usual]);
  const own = checkShape(outputSize);
  const whole = own.length === shape.length && sameShape(own.slice(0, leading), shape.slice(0, leading));
  const wanted = whole ? own.slice(leading) : own;
  const fits = ({ length }: Shape) =>
    length === dimensions && usual.every((size, i) => Math.abs(wanted[i]! - size) < stride[i]!);
  if (!fits(wanted)) {
    const ranges = usual.map((size, i) => `${Math.max(0, size - stride[i]! + 1)}..${size + stride[i]! - 1}`);
    throw new ShapeError(
      `Cannot ${action} to outputSize ${formatShape(own)}: expected [${ranges.join(", ")}], or that after ${formatShape(shape.slice(0, leading))}`,
    );
  }
  return checkShape([...shape.slice(0, leading), ...wanted]);
}

/**
 * Forward, for map x and indices found by max pooling:    out[indices[y]] = x[y], and 0 elsewhere
 *
 * Backward, each number has the gradient of where it went:    x'[y] = out'[indices[y]]
 */
function maxUnpool(
  dimensions: number,
  input: Tensor,
  indices: Tensor,
  kernelSize: Size,
  options: MaxUnpoolOptions,
): Tensor {
  checkTensors("unpool", { input, indices });
  checkOptions("unpool", options);
  const outputShape = unpooledShape(dimensions, input.shape, kernelSize, options);
  const spatial = outputShape.slice(-dimensions);
  const places = placesOf(input, indices, spatial);
  const { data, shape } = blank(input.dtype, outputShape);
  for (const [i, value] of dataOf(input).entries()) data[places[i]!] = value;
  return record(`maxUnpool${dimensions}d`, [input], data, shape, [
    (gradient) => {
      const upstream = dataOf(gradient);
      const result = allocate(input.dtype, places.length);
      for (const [i, place] of places.entries()) result[i] = upstream[place]!;
      return new Tensor(result, input.shape);
    },
  ]);
}

/** Where in the whole output each number of the input goes; throws ShapeError for what are no indices into it. */
function placesOf(input: Tensor, indices: Tensor, spatial: Shape): Int32Array {
  const action = `unpool input ${formatShape(input.shape)}`;
  if (indices.dtype !== "int32" || !sameShape(indices.shape, input.shape)) {
    throw new ShapeError(
      `Cannot ${action} with indices ${indices.dtype} ${formatShape(indices.shape)}: expected int32 ${formatShape(input.shape)}, as max pooling gives with returnIndices`,
    );
  }
  const size = lengthOf(spatial);
  const own = dataOf(indices);
  const wrong = own.find((index) => index < 0 || index >= size);
  if (wrong !== undefined) {
    throw new ShapeError(
      `Cannot ${action} to maps of ${formatShape(spatial)}: index ${wrong} is outside 0..${size - 1}; give the pooled input's shape as outputSize`,
    );
  }
  const perMap = lengthOf(input.shape.slice(-spatial.length));
  return Int32Array.from(own, (index, i) => Math.floor(i / perMap) * size + index);
}

/** Max unpooling over [N, channels, length] or [channels, length]. See `maxUnpool2d`. */
export function maxUnpool1d(
  input: Tensor,
  indices: Tensor,
  kernelSize: Size,
  options: MaxUnpoolOptions = {},
): Tensor {
  return maxUnpool(1, input, indices, kernelSize, options);
}

/**
 * Puts each number back where max pooling found it, and 0 elsewhere: input and indices, int32,
 * [N, channels, height, width] or [channels, height, width], to the same with outHeight and outWidth,
 *
 *     outHeight = (height - 1) stride - 2 padding + kernelSize
 *
 * or the `outputSize` given. Where indices are equal the last number stays and each has the gradient, as in PyTorch.
 * Throws ShapeError for shapes, options or indices that do not fit.
 * Source: Zeiler and Fergus, Visualizing and Understanding Convolutional Networks (2014).
 *
 * @example
 * import { maxPool2d, maxUnpool2d, tensor } from "@layerbook/layers";
 * const { output, indices } = maxPool2d(tensor([[[1, 5], [3, 4]]]), 2, { returnIndices: true });
 * maxUnpool2d(output, indices, 2); // [[[0, 5], [0, 0]]]
 */
export function maxUnpool2d(
  input: Tensor,
  indices: Tensor,
  kernelSize: Size,
  options: MaxUnpoolOptions = {},
): Tensor {
  return maxUnpool(2, input, indices, kernelSize, options);
}

/** What `MaxUnpool1d` and `MaxUnpool2d` have in common: all but the number of spatial dimensions. */
abstract class MaxUnpool extends Module {
  readonly kernelSize: Size;
  readonly stride: Size;
  readonly padding: Size;
  readonly #dimensions: number;

  constructor(dimensions: number, kernelSize: Size, options: MaxUnpoolLayerOptions) {
    super();
    checkOptions("make an unpooling layer", options);
    const { stride = kernelSize, padding = 0 } = options;
    windowOf("make an unpooling layer", dimensions, kernelSize, { stride, padding });
    this.#dimensions = dimensions;
    this.kernelSize = copyOf(kernelSize);
    this.stride = copyOf(stride);
    this.padding = copyOf(padding);
  }

  /** What `MaxPool2d` gives with `returnIndices`, put back in place; throws ShapeError for what does not fit. */
  override forward(input: Tensor, indices: Tensor, options: MaxUnpoolSize = {}): Tensor {
    checkOptions("unpool", options);
    return maxUnpool(this.#dimensions, input, indices, this.kernelSize, this.#with(options.outputSize));
  }

  /** The shape that `forward` gives for an input of `inputShape`; throws ShapeError as it does. */
  outputShape(inputShape: Shape, { outputSize }: MaxUnpoolSize = {}): Shape {
    return unpooledShape(this.#dimensions, inputShape, this.kernelSize, this.#with(outputSize));
  }

  #with(outputSize: Shape | undefined): MaxUnpoolOptions {
    const { stride, padding } = this;
    return { stride, padding, ...(outputSize && { outputSize }) };
  }

  override describe(): string {
    return `${formatSize(this.kernelSize)}, stride: ${formatSize(this.stride)}, padding: ${formatSize(this.padding)}`;
  }
}

/** Max unpooling over [N, channels, length]. See `MaxUnpool2d`. */
export class MaxUnpool1d extends MaxUnpool {
  constructor(kernelSize: Size, options: MaxUnpoolLayerOptions = {}) {
    super(1, kernelSize, options);
  }
}

/** Undoes `MaxPool2d` of the same options, but for what it left out. See `maxUnpool2d`. Throws ShapeError for wrong options. */
export class MaxUnpool2d extends MaxUnpool {
  constructor(kernelSize: Size, options: MaxUnpoolLayerOptions = {}) {
    super(2, kernelSize, options);
  }
}

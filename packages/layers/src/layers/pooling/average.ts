import { record } from "../../autograd.ts";
import type { PoolDivisors } from "../../backend/backend.ts";
import { backend } from "../../backend/backend.ts";
import { checkFloat } from "../../dtype.ts";
import { ShapeError } from "../../errors.ts";
import { Module } from "../../module.ts";
import { checkOptions } from "../../options.ts";
import type { Shape, Size } from "../../shape.ts";
import { blank, dataOf, Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensor-argument.ts";
import { copyOf, formatSize } from "../spatial.ts";
import type { Geometry } from "./geometry.ts";
import { slidingGeometry, windowOf } from "./geometry.ts";
import type { AvgPoolTrace, PoolingTraceOptions } from "./trace.ts";
import { traceAveragePool } from "./trace.ts";

/** How the windows of an average pooling lie on its input, and by what their sums are divided. */
export interface AvgPoolOptions {
  /** How far the window moves from one output to the next; the kernel's size by default. */
  readonly stride?: Size;
  /** How many zeros are added on each side, at most half the kernel; 0 by default. */
  readonly padding?: Size;
  /** Whether a last window may reach past the end, so that no input is left out; false by default. */
  readonly ceilMode?: boolean;
  /** Whether the padding in a window counts in its divisor; true by default. What is past the padding never does. */
  readonly countIncludePad?: boolean;
  /** What every window's sum is divided by; null, the default, for how many numbers count in it. */
  readonly divisorOverride?: number | null;
}

/** What decides what a window's sum is divided by. */
export type DivisorOptions = Pick<AvgPoolOptions, "countIncludePad" | "divisorOverride">;

/** How many places count in each window, as the product of a count for each dimension. */
export function divisorsOf(
  { axes }: Geometry,
  { countIncludePad = true, divisorOverride = null }: DivisorOptions = {},
): PoolDivisors {
  return axes.map(({ origins, limits, starts, ends }, i) =>
    divisorOverride !== null
      ? new Float64Array(starts.length).fill(i === 0 ? divisorOverride : 1)
      : countIncludePad
        ? limits.map((limit, y) => limit - origins[y]!)
        : Float64Array.from(ends, (end, y) => end - starts[y]!),
  ) as [Float64Array, Float64Array, Float64Array];
}

/**
 * Forward, for window y of a map x:    out[y] = (sum over i in window y of x[i]) / divisor[y]
 *
 * Backward, each input gets its share of every window that it is in:
 *
 *     x'[i] = sum over y with i in window y of out'[y] / divisor[y]
 */
export function averageOf(name: string, input: Tensor, geometry: Geometry, divisors: PoolDivisors): Tensor {
  checkFloat("average", input);
  const { data, shape } = blank(input.dtype, geometry.outputShape);
  backend.averagePool(dataOf(input), data, divisors, geometry);
  return record(name, [input], data, shape, [
    (gradient) => {
      const result = blank(input.dtype, input.shape);
      backend.averagePoolInputGradient(dataOf(gradient), result.data, divisors, geometry);
      return new Tensor(result.data, result.shape);
    },
  ]);
}

function averagePool(dimensions: number, input: Tensor, kernelSize: Size, options: AvgPoolOptions): Tensor {
  checkTensors("pool", { input });
  checkOptions("pool", options);
  const geometry = averageGeometry(dimensions, input.shape, kernelSize, options);
  return averageOf(`avgPool${dimensions}d`, input, geometry, divisorsOf(geometry, options));
}

function averageGeometry(
  dimensions: number,
  inputShape: Shape,
  kernelSize: Size,
  options: AvgPoolOptions,
): Geometry {
  checkDivisor(options);
  // Named one by one: an average has no dilation, even if an object from elsewhere carries one.
  const { stride = kernelSize, padding = 0, ceilMode = false } = options;
  return slidingGeometry(dimensions, inputShape, kernelSize, { stride, padding, ceilMode });
}

function checkDivisor({ divisorOverride = null }: DivisorOptions): void {
  if (divisorOverride === null || (Number.isFinite(divisorOverride) && divisorOverride !== 0)) return;
  throw new ShapeError(
    `Cannot average with divisorOverride ${divisorOverride}: expected a number other than 0, or null to count the numbers of each window`,
  );
}

/** Average pooling over [N, channels, length] or [channels, length]. See `avgPool2d`. */
export function avgPool1d(input: Tensor, kernelSize: Size, options: AvgPoolOptions = {}): Tensor {
  return averagePool(1, input, kernelSize, options);
}

/**
 * The mean of each window, channel by channel: [N, channels, height, width] or [channels, height, width] to the
 * same with outHeight and outWidth,
 *
 *     outHeight = floor((height + 2 padding - kernelSize) / stride) + 1
 *
 * or ceil in place of floor in `ceilMode`. Throws ShapeError for shapes, dtypes or options that do not fit.
 *
 * @example
 * import { avgPool2d, tensor } from "@layerbook/layers";
 * avgPool2d(tensor([[[1, 5, 2, 0], [3, 4, 8, 1]]]), 2); // [[[3.25, 2.75]]]
 */
export function avgPool2d(input: Tensor, kernelSize: Size, options: AvgPoolOptions = {}): Tensor {
  return averagePool(2, input, kernelSize, options);
}

/** Average pooling over [N, channels, depth, height, width] or without batch. See `avgPool2d`. */
export function avgPool3d(input: Tensor, kernelSize: Size, options: AvgPoolOptions = {}): Tensor {
  return averagePool(3, input, kernelSize, options);
}

/** What `AvgPool1d`, `AvgPool2d` and `AvgPool3d` have in common: all but the number of spatial dimensions. */
abstract class AvgPool extends Module {
  readonly kernelSize: Size;
  readonly stride: Size;
  readonly padding: Size;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;
  readonly divisorOverride: number | null;
  readonly #dimensions: number;

  constructor(dimensions: number, kernelSize: Size, options: AvgPoolOptions) {
    super();
    checkOptions("make a pooling layer", options);
    const { stride = kernelSize, padding = 0 } = options;
    windowOf("make a pooling layer", dimensions, kernelSize, { stride, padding });
    checkDivisor(options);
    this.#dimensions = dimensions;
    this.kernelSize = copyOf(kernelSize);
    this.stride = copyOf(stride);
    this.padding = copyOf(padding);
    this.ceilMode = options.ceilMode ?? false;
    this.countIncludePad = options.countIncludePad ?? true;
    this.divisorOverride = options.divisorOverride ?? null;
  }

  /** Input [N, channels, ...spatial] or [channels, ...spatial]; throws ShapeError for any other. */
  override forward(input: Tensor): Tensor {
    return averagePool(this.#dimensions, input, this.kernelSize, this);
  }

  /**
   * The computation of one channel, window by window, for drawing. Throws ShapeError as `forward` does and for a sample or
   * channel that there is not, MemoryError for more windows than a trace keeps.
   */
  trace(input: Tensor, options: PoolingTraceOptions = {}): AvgPoolTrace {
    checkTensors("trace pooling", { input });
    checkOptions("trace pooling", options);
    const geometry = averageGeometry(this.#dimensions, input.shape, this.kernelSize, this);
    const { kernelSize, stride, padding, countIncludePad, divisorOverride } = this;
    const window = { kernelSize, stride, padding, countIncludePad, divisorOverride };
    return traceAveragePool(input, geometry, window, options);
  }

  /** The shape that `forward` gives for an input of `inputShape`; throws ShapeError as it does. */
  outputShape(inputShape: Shape): Shape {
    return averageGeometry(this.#dimensions, inputShape, this.kernelSize, this).outputShape;
  }

  override describe(): string {
    return [
      formatSize(this.kernelSize),
      `stride: ${formatSize(this.stride)}`,
      `padding: ${formatSize(this.padding)}`,
      ...(this.ceilMode ? ["ceilMode: true"] : []),
      ...(this.countIncludePad ? [] : ["countIncludePad: false"]),
      ...(this.divisorOverride === null ? [] : [`divisorOverride: ${this.divisorOverride}`]),
    ].join(", ");
  }
}

/** Average pooling over [N, channels, length]. See `AvgPool2d`. */
export class AvgPool1d extends AvgPool {
  constructor(kernelSize: Size, options: AvgPoolOptions = {}) {
    super(1, kernelSize, options);
  }
}

/**
 * Average pooling over images, [N, channels, height, width]. See `avgPool2d`. Throws ShapeError for wrong options.
 * The average over whole maps is `AdaptiveAvgPool2d(1)`.
 *
 * @example
 * import { AvgPool2d, tensor } from "@layerbook/layers";
 * new AvgPool2d(2).forward(tensor([[[1, 2], [3, 4]]])); // [[[2.5]]]
 */
export class AvgPool2d extends AvgPool {
  constructor(kernelSize: Size, options: AvgPoolOptions = {}) {
    super(2, kernelSize, options);
  }
}

/** Average pooling over [N, channels, depth, height, width]. See `AvgPool2d`. */
export class AvgPool3d extends AvgPool {
  constructor(kernelSize: Size, options: AvgPoolOptions = {}) {
    super(3, kernelSize, options);
  }
}

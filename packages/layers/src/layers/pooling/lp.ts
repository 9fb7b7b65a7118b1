import { record } from "../../autograd.ts";
import type { PoolDivisors } from "../../backend/backend.ts";
import { backend } from "../../backend/backend.ts";
import { checkFloat, convert } from "../../dtype.ts";
import { ShapeError } from "../../errors.ts";
import { pow } from "../../mathematics.ts";
import { Module } from "../../module.ts";
import { checkOptions } from "../../options.ts";
import type { Shape, Size } from "../../shape.ts";
import { lengthOf } from "../../shape.ts";
import { dataOf, Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensor-argument.ts";
import { copyOf, formatSize } from "../spatial.ts";
import { divisorsOf } from "./average.ts";
import type { Geometry } from "./geometry.ts";
import { slidingGeometry, windowOf } from "./geometry.ts";

/** How the windows of a pooling by norm lie on its input. */
export interface LPPoolOptions {
  /** How far the window moves from one output to the next; the kernel's size by default. */
  readonly stride?: Size;
  /**
   * Whether a last window may reach past the end, so that no input is left out; false by default. As in PyTorch,
   * what such a window lacks counts as the mean of the powers that it has.
   */
  readonly ceilMode?: boolean;
}

/**
 * Forward, for window y of a map x:    out[y] = (sum over i in window y of x[i]^p)^(1/p)
 *
 * Backward, by the chain rule, and as in PyTorch 0 where out[y] is 0:
 *
 *     x'[i] = sum over y with i in window y of out'[y] out[y]^(1 - p) x[i]^(p - 1)
 *
 * The powers stay in float64: in float32 they would overflow early.
 */
function normPool(
  dimensions: number,
  input: Tensor,
  normType: number,
  kernelSize: Size,
  options: LPPoolOptions,
): Tensor {
  checkTensors("pool", { input });
  checkOptions("pool", options);
  const geometry = normGeometry(dimensions, input.shape, normType, kernelSize, options);
  checkFloat("take norms of", input);
  const divisors = lackOf(geometry);
  const x = dataOf(input);
  const powers = Float64Array.from(x, (value) => pow(value, normType));
  const sums = new Float64Array(lengthOf(geometry.outputShape));
  backend.averagePool(powers, sums, divisors, geometry);
  const norms = convert(
    sums.map((sum) => pow(sum, 1 / normType)),
    input.dtype,
  );
  return record(`lpPool${dimensions}d`, [input], norms, geometry.outputShape, [
    (gradient) => {
      const upstream = dataOf(gradient);
      const shares = Float64Array.from(norms, (norm, y) =>
        norm === 0 ? 0 : upstream[y]! * pow(norm, 1 - normType),
      );
      const result = new Float64Array(x.length);
      backend.averagePoolInputGradient(shares, result, divisors, geometry);
      // Where nothing arrives nothing goes on, even if 0 to a negative power is infinite.
      for (const [i, share] of result.entries()) {
        if (share !== 0) result[i] = share * pow(x[i]!, normType - 1);
      }
      return new Tensor(convert(result, input.dtype), input.shape);
    },
  ]);
}

/** Sums are averages with divisor 1; a window that reaches past the end has a smaller one, which fills it up. */
function lackOf(geometry: Geometry): PoolDivisors {
  return divisorsOf(geometry).map((counts) =>
    // The first window begins in the input, and is whole.
    counts.map((count) => count / counts[0]!),
  ) as [Float64Array, Float64Array, Float64Array];
}

function normGeometry(
  dimensions: number,
  inputShape: Shape,
  normType: number,
  kernelSize: Size,
  { stride = kernelSize, ceilMode = false }: LPPoolOptions,
): Geometry {
  checkNormType(normType);
  return slidingGeometry(dimensions, inputShape, kernelSize, { stride, ceilMode });
}

function checkNormType(normType: number): void {
  if (Number.isFinite(normType) && normType > 0) return;
  throw new ShapeError(
    `Cannot take norms with normType ${normType}: expected a finite number above 0; the norm of Infinity is max pooling of .abs()`,
  );
}

/** Norm pooling over [N, channels, length] or [channels, length]. See `lpPool2d`. */
export function lpPool1d(
  input: Tensor,
  normType: number,
  kernelSize: Size,
  options: LPPoolOptions = {},
): Tensor {
  return normPool(1, input, normType, kernelSize, options);
}

/**
 * The norm of each window, (sum of x^p)^(1/p) with p = `normType`, channel by channel: [N, channels, height, width]
 * or [channels, height, width] to the same with outHeight and outWidth as in `avgPool2d`. With p = 1 it is the sum,
 * and it nears the largest number as p grows.
 *
 * As in PyTorch no absolute values are taken: with an odd p a negative sum has no root but NaN, and with a fraction
 * negative numbers have no power. Call it on `x.abs()` for the norm of mathematics, which ONNX takes too.
 *
 * Throws ShapeError for shapes, dtypes or options that do not fit, and unless normType is finite and above 0.
 * Source: Gulcehre et al., Learned-Norm Pooling for Deep Feedforward and Recurrent Neural Networks (2014).
 *
 * @example
 * import { lpPool2d, tensor } from "@layerbook/layers";
 * lpPool2d(tensor([[[3, 0], [0, 4]]]), 2, 2); // [[[5]]]
 */
export function lpPool2d(
  input: Tensor,
  normType: number,
  kernelSize: Size,
  options: LPPoolOptions = {},
): Tensor {
  return normPool(2, input, normType, kernelSize, options);
}

/** What `LPPool1d` and `LPPool2d` have in common: all but the number of spatial dimensions. */
abstract class LPPool extends Module {
  readonly normType: number;
  readonly kernelSize: Size;
  readonly stride: Size;
  readonly ceilMode: boolean;
  readonly #dimensions: number;

  constructor(dimensions: number, normType: number, kernelSize: Size, options: LPPoolOptions) {
    super();
    checkOptions("make a pooling layer", options);
    const { stride = kernelSize, ceilMode = false } = options;
    checkNormType(normType);
    windowOf("make a pooling layer", dimensions, kernelSize, { stride });
    this.#dimensions = dimensions;
    this.normType = normType;
    this.kernelSize = copyOf(kernelSize);
    this.stride = copyOf(stride);
    this.ceilMode = ceilMode;
  }

  /** Input [N, channels, ...spatial] or [channels, ...spatial]; throws ShapeError for any other. */
  override forward(input: Tensor): Tensor {
    return normPool(this.#dimensions, input, this.normType, this.kernelSize, this);
  }

  /** The shape that `forward` gives for an input of `inputShape`; throws ShapeError as it does. */
  outputShape(inputShape: Shape): Shape {
    return normGeometry(this.#dimensions, inputShape, this.normType, this.kernelSize, this).outputShape;
  }

  override describe(): string {
    const ceil = this.ceilMode ? ", ceilMode: true" : "";
    return `${this.normType}, ${formatSize(this.kernelSize)}, stride: ${formatSize(this.stride)}${ceil}`;
  }
}

/** Norm pooling over [N, channels, length]. See `LPPool2d`. */
export class LPPool1d extends LPPool {
  constructor(normType: number, kernelSize: Size, options: LPPoolOptions = {}) {
    super(1, normType, kernelSize, options);
  }
}

/** Norm pooling over images, [N, channels, height, width]. See `lpPool2d`. Throws ShapeError for wrong options. */
export class LPPool2d extends LPPool {
  constructor(normType: number, kernelSize: Size, options: LPPoolOptions = {}) {
    super(2, normType, kernelSize, options);
  }
}

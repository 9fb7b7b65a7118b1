import type { TypedArray } from "../dtype.ts";
import { reference } from "./reference.ts";

/** out[i, j] = sum over k of a[i, k] b[k, j], all row-major. */
export interface MatmulSizes {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

/**
 * A convolution over three spatial dimensions; one- and two-dimensional ones have sizes of 1 in front. The
 * input is padded already.
 */
export interface ConvolutionSizes {
  readonly batch: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly groups: number;
  /** Depth, height, width. */
  readonly input: readonly [number, number, number];
  readonly kernel: readonly [number, number, number];
  readonly output: readonly [number, number, number];
  readonly stride: readonly [number, number, number];
  readonly dilation: readonly [number, number, number];
}

/** Max pooling over three spatial dimensions of `maps` channels, each by itself. The input is not padded. */
export interface PoolSizes {
  readonly maps: number;
  readonly input: readonly [number, number, number];
  readonly kernel: readonly [number, number, number];
  readonly output: readonly [number, number, number];
  readonly stride: readonly [number, number, number];
  readonly dilation: readonly [number, number, number];
  readonly padding: readonly [number, number, number];
}

/**
 * The arithmetic that takes the time. Shapes are checked before a backend is called, and arrays that it
 * fills hold zeros. Everything is row-major.
 */
export interface Backend {
  readonly name: string;
  matmul(a: TypedArray, b: TypedArray, out: TypedArray, sizes: MatmulSizes): void;
  /** out[n, o, y] = bias[o] + sum over c, k of weight[o, c, k] input[n, c, stride y + dilation k]. */
  convolution(
    input: TypedArray,
    weight: TypedArray,
    bias: TypedArray | null,
    out: TypedArray,
    sizes: ConvolutionSizes,
  ): void;
  /** inputGradient[n, c, stride y + dilation k] += sum over o of weight[o, c, k] gradient[n, o, y]. */
  convolutionInputGradient(
    gradient: TypedArray,
    weight: TypedArray,
    inputGradient: TypedArray,
    sizes: ConvolutionSizes,
  ): void;
  /** weightGradient[o, c, k] = sum over n, y of gradient[n, o, y] input[n, c, stride y + dilation k]. */
  convolutionWeightGradient(
    gradient: TypedArray,
    input: TypedArray,
    weightGradient: TypedArray,
    sizes: ConvolutionSizes,
  ): void;
  /** out = the largest number of each window, NaN before all; indices = where in its map the first such stands. */
  maxPool(input: TypedArray, out: TypedArray, indices: Int32Array, sizes: PoolSizes): void;
}

/** The backend in use, chosen when the package is imported. */
export const backend: Backend = reference;

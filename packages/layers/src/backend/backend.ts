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

/**
 * The windows of pooling along one spatial dimension, without their padding: window y takes the inputs starts[y],
 * starts[y] + step and so on before ends[y], at least one.
 */
export interface PoolAxis {
  readonly size: number;
  readonly step: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Pooling of `maps` channels, each by itself, over three spatial dimensions. */
export interface PoolSizes {
  readonly maps: number;
  /** Depth, height, width. */
  readonly axes: readonly [PoolAxis, PoolAxis, PoolAxis];
}

/** A window's sum is divided by the product of three numbers, one for its place along each dimension. */
export type PoolDivisors = readonly [Float64Array, Float64Array, Float64Array];

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
  /** out = the sum of each window, divided. */
  averagePool(input: TypedArray, out: TypedArray, divisors: PoolDivisors, sizes: PoolSizes): void;
  /** inputGradient[i] = sum over the windows that take input i of their gradient, divided. */
  averagePoolInputGradient(
    gradient: TypedArray,
    inputGradient: TypedArray,
    divisors: PoolDivisors,
    sizes: PoolSizes,
  ): void;
}

/** The backend in use, chosen when the package is imported. */
export const backend: Backend = reference;

import { type ColorRange, colorRange } from "./colors.ts";
import { formatNumber } from "./numbers.ts";
import { mapSize, type Panel, panelOf, sample } from "./panel.ts";
import type { TensorLike } from "./recognise.ts";
import { statistics } from "./statistics.ts";

/** What `layer.trace(x)` of a convolution gives: one output channel of one sample, window by window. */
export interface ConvolutionTraceLike {
  readonly layer: "convolution";
  readonly sample: number;
  readonly outputChannel: number;
  /** The whole input, [N, inChannels, ...spatial]. */
  readonly input: TensorLike;
  readonly paddedInput: TensorLike;
  readonly padding: readonly (readonly [before: number, after: number])[];
  readonly kernel: TensorLike;
  readonly bias: number;
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly output: TensorLike;
  readonly steps: readonly ConvolutionStepLike[];
}
export interface ConvolutionStepLike {
  readonly position: readonly number[];
  readonly origin: readonly number[];
  readonly products: readonly number[];
  readonly sum: number;
  readonly value: number;
}

export interface Scene {
  /** The input channels shown, in order; those with the largest weights where there are many. */
  readonly channels: readonly number[];
  readonly hiddenChannels: number;
  readonly kernelRows: number;
  readonly kernelColumns: number;
  readonly input: Panel;
  readonly kernel: Panel;
  readonly output: Panel;
  /** The steps shown: all, or a sample of them in order. */
  readonly steps: readonly ConvolutionStepLike[];
  readonly allSteps: number;
  /** Largest size of a product in the steps shown. */
  readonly largestProduct: number;
}

const mostChannels = 4;
/** Above this a plotly slider gets slow. */
const mostSteps = 300;
/** A larger map is pooled: its cells could not be told apart beside three other panels. */
const mostCells = 96;
/** So is a larger kernel, whose products every step carries. */
const mostKernelCells = 32;

/** What the figures of a trace show; undefined where it is not one- or two-dimensional or has no steps. */
export function sceneOf(trace: ConvolutionTraceLike): Scene | undefined {
  const inputSize = mapSize(trace.paddedInput.shape.slice(1));
  const kernelSize = mapSize(trace.kernel.shape.slice(1));
  const outputSize = mapSize(trace.output.shape);
  if (!inputSize || !kernelSize || !outputSize || trace.steps.length === 0) return undefined;
  const weights = trace.kernel.toTypedArray();
  const channels = strongest(weights, trace.kernel.shape[0]!);
  const steps = sample(trace.steps, mostSteps);
  let largestProduct = 0;
  for (const { products } of steps) {
    for (const product of products) largestProduct = Math.max(largestProduct, Math.abs(product) || 0);
  }
  return {
    channels,
    hiddenChannels: trace.kernel.shape[0]! - channels.length,
    kernelRows: kernelSize[0],
    kernelColumns: kernelSize[1],
    input: panelOf(trace.paddedInput.toTypedArray(), channels, ...inputSize, mostCells),
    kernel: panelOf(weights, channels, ...kernelSize, mostKernelCells),
    output: panelOf(trace.output.toTypedArray(), [0], ...outputSize, mostCells),
    steps,
    allSteps: trace.steps.length,
    largestProduct,
  };
}

export function isPadded({ padding }: ConvolutionTraceLike): boolean {
  return padding.some(([before, after]) => before + after > 0);
}

/** Weights are signed by nature: diverging even where all are positive. */
export function weightRange(kernel: Panel): ColorRange {
  return colorRange(statistics(kernel.values), "diverging");
}

/** The scene with at most `most` of its steps, which must be 1 at least. */
export function withSteps(scene: Scene, most: number): Scene {
  return { ...scene, steps: sample(scene.steps, most) };
}

/** A step's products as a panel like the kernel's. */
export function productsOf(scene: Scene, step: ConvolutionStepLike): Panel {
  return panelOf(step.products, scene.channels, scene.kernelRows, scene.kernelColumns, mostKernelCells);
}

/** "3 (sum) + 0 (bias) = 3", and the sum of channels that are not shown, where there are any. */
export function equation(trace: ConvolutionTraceLike, scene: Scene, step: ConvolutionStepLike): string {
  const plus = (value: number): string =>
    value < 0 ? `− ${formatNumber(-value)}` : `+ ${formatNumber(value)}`;
  const bias = `${plus(trace.bias)} (bias) = ${formatNumber(step.value)}`;
  if (scene.hiddenChannels === 0) return `${formatNumber(step.sum)} (sum) ${bias}`;
  const hidden = hiddenSum(scene, step);
  return `${formatNumber(step.sum - hidden)} (sum) ${plus(hidden)} (others) ${bias}`;
}

/** The sum of the products of the channels that are not shown. */
function hiddenSum(scene: Scene, step: ConvolutionStepLike): number {
  const size = scene.kernelRows * scene.kernelColumns;
  let shown = 0;
  for (const channel of scene.channels) {
    for (let i = 0; i < size; i++) shown += step.products[channel * size + i]!;
  }
  return step.sum - shown;
}

/** The channels whose weights have the largest sum of sizes, in their own order. */
function strongest(weights: ArrayLike<number>, channels: number): readonly number[] {
  const size = weights.length / channels;
  const strength = Array.from({ length: channels }, (_, channel) => {
    let sum = 0;
    for (let i = channel * size; i < (channel + 1) * size; i++) sum += Math.abs(weights[i]!);
    return sum;
  });
  return strength
    .map((_, channel) => channel)
    .sort((a, b) => strength[b]! - strength[a]! || a - b)
    .slice(0, mostChannels)
    .sort((a, b) => a - b);
}

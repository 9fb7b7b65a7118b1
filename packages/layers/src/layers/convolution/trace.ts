import type { Displayed } from "../../display.ts";
import { makeDisplayed } from "../../display.ts";
import { reshape, select, slice } from "../../operations/movement.ts";
import { formatShape, lengthOf, stridesOf } from "../../shape.ts";
import { blank, dataOf, Tensor } from "../../tensor.ts";
import { checkTraced, checkTraceSize, positionsIn } from "../tracing.ts";
import { padInput } from "./convolve.ts";
import type { Geometry } from "./geometry.ts";

/** One sample of the batch and one output channel of a convolution, window by window. Plain data for drawing. */
export interface ConvolutionTrace extends Displayed<"trace"> {
  readonly layer: "convolution";
  /** Which sample of the batch and which output channel the steps follow. */
  readonly sample: number;
  readonly outputChannel: number;
  /** The whole input, [N, inChannels, ...spatial]. */
  readonly input: Tensor;
  /** The sample's input channels of this output channel's group, padded: [inChannels / groups, ...padded]. */
  readonly paddedInput: Tensor;
  /** Padding before and after each spatial dimension: [[before, after], ...]. */
  readonly padding: readonly (readonly [number, number])[];
  /** This output channel's kernel, [inChannels / groups, ...kernelSize]. */
  readonly kernel: Tensor;
  readonly bias: number;
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  /** The output map that the steps reveal, [...outputSpatial]: what `forward` gives. */
  readonly output: Tensor;
  /** Row-major over the output map. */
  readonly steps: readonly ConvolutionStep[];
}

/** One position of the window. */
export interface ConvolutionStep {
  /** Position in the output map. */
  readonly position: readonly number[];
  /** The window's first element in `paddedInput`, without the channel. */
  readonly origin: readonly number[];
  /** Input times weight, flat, row-major over `kernel`'s shape. */
  readonly products: readonly number[];
  /** The products' sum, in float64. */
  readonly sum: number;
  /** sum + bias, rounded to the tensor's dtype: the number at `position` of `output`. */
  readonly value: number;
}

/** What part of a convolution is traced. */
export interface TraceOptions {
  /** Which sample of the batch to follow; 0 by default. */
  readonly sample?: number;
  /** Which output channel to follow; 0 by default. */
  readonly outputChannel?: number;
}

/** See `Conv2d.trace`. The same products in the same order as `forward`, kept instead of only summed. */
export function traceConvolution(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  geometry: Geometry,
  { sample = 0, outputChannel = 0 }: TraceOptions,
): ConvolutionTrace {
  const { stride, dilation, margins, groups, outputShape } = geometry;
  const dimensions = stride.length;
  const own = input.detach();
  const batch = own.shape.length === dimensions + 2 ? own : reshape(own, [1, ...own.shape]);
  const [outChannels, channels] = weight.shape as [number, number];
  const outputSize = outputShape.slice(-dimensions);
  checkTraced("sample", sample, batch.shape[0]!, "the batch");
  checkTraced("output channel", outputChannel, outChannels, "the layer");
  const products = lengthOf(weight.shape.slice(1));
  checkTraceSize("convolution", input.shape, lengthOf(outputSize), products, "products");

  const group = Math.floor(outputChannel / (outChannels / groups));
  const seen = slice(select(batch, 0, sample), 0, group * channels, (group + 1) * channels);
  const paddedInput = padInput(seen, geometry);
  const kernel = select(weight.detach(), 0, outputChannel);
  const { data, shape } = blank(input.dtype, outputSize);
  const ownBias = bias === null ? 0 : dataOf(bias)[outputChannel]!;

  const x = dataOf(paddedInput);
  const w = dataOf(kernel);
  const strides = stridesOf(paddedInput.shape);
  // Where in the padded input each number of the kernel falls when the window is at the origin.
  const taps = positionsIn(kernel.shape).map(([channel, ...tap]) =>
    dot([channel!, ...tap.map((k, i) => k * dilation[i]!)], strides),
  );
  const steps = positionsIn(shape).map((position, index): ConvolutionStep => {
    const origin = position.map((y, i) => y * stride[i]!);
    const corner = dot([0, ...origin], strides);
    const products = taps.map((tap, k) => w[k]! * x[corner + tap]!);
    const sum = products.reduce((total, product) => total + product, 0);
    data[index] = sum + ownBias;
    return { position, origin, products, sum, value: data[index]! };
  });

  const trace = {
    layer: "convolution" as const,
    sample,
    outputChannel,
    input: batch,
    paddedInput,
    padding: margins,
    kernel,
    bias: ownBias,
    stride,
    dilation,
    output: new Tensor(data, shape),
    steps,
  };
  makeDisplayed(trace, "trace", traceText);
  return trace as typeof trace & Displayed<"trace">;
}

function traceText({
  sample,
  outputChannel,
  output,
  kernel,
}: Omit<ConvolutionTrace, keyof Displayed<"trace">>): string {
  const products = lengthOf(kernel.shape);
  return `trace of convolution: sample ${sample}, output channel ${outputChannel}, output ${formatShape(output.shape)}, ${output.numel()} steps of ${products} products`;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

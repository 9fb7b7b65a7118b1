import { type Conv2d, type Tensor, tensor } from "@layerbook/layers";
import type { ConvolutionTraceLike } from "./convolution-scene.ts";

/** Which numbers of one channel's map each number of the output is made of, and with what weight. */
export interface ReceptiveLinks {
  readonly trace: ConvolutionTraceLike;
  /** Rows and columns of the input's map, and of the output's. */
  readonly inputSize: readonly [number, number];
  readonly outputSize: readonly [number, number];
  /** The input's map. */
  readonly input: readonly number[];
  readonly output: readonly number[];
  /** For each output, the weight of each input; NaN where it has no part. */
  readonly weights: readonly (readonly number[])[];
}

/** What of the input is looked at. */
export interface Looked {
  /** One of the channels that the output channel reads. */
  readonly inputChannel: number;
  readonly outputChannel: number;
}

/** Of the first sample. Follows the windows of the layer's own trace. Throws ShapeError as `layer.trace` does. */
export function linksOf(layer: Conv2d, input: Tensor, looked: Looked): ReceptiveLinks {
  const trace = layer.trace(input, { outputChannel: looked.outputChannel });
  const inputSize = trace.input.shape.slice(-2) as readonly number[] as [number, number];
  const outputSize = trace.output.shape as readonly number[] as [number, number];
  const sources = sourcesOf(layer, trace, looked);
  const [channels, rows, columns] = trace.kernel.shape as [number, number, number];
  const kernel = trace.kernel.toTypedArray();
  const [down, across] = trace.dilation as readonly [number, number];
  const width = trace.paddedInput.shape[2]!;
  const size = inputSize[0] * inputSize[1];
  const weights = trace.steps.map(({ origin }) => {
    const own = new Array<number>(size).fill(Number.NaN);
    for (let tap = 0; tap < rows * columns; tap++) {
      const row = origin[0]! + Math.floor(tap / columns) * down;
      const column = origin[1]! + (tap % columns) * across;
      const source = sources[row * width + column]!;
      if (source < 0) continue;
      // What padding repeats has more than one weight.
      own[source] = (own[source]! || 0) + kernel[looked.inputChannel * rows * columns + tap]!;
    }
    return own;
  });
  const group = Math.floor(looked.outputChannel / (layer.outChannels / layer.groups));
  const start = (group * channels + looked.inputChannel) * size;
  const values = trace.input.toTypedArray();
  return {
    trace,
    inputSize,
    outputSize,
    input: Array.from({ length: size }, (_, i) => values[start + i]!),
    output: Array.from(trace.output.toTypedArray()),
    weights,
  };
}

/** Which place of the input's map each place of the padded one comes from, -1 of none: where the layer pads its indices. */
function sourcesOf(layer: Conv2d, { input, padding }: ConvolutionTraceLike, looked: Looked): number[] {
  const [height, width] = input.shape.slice(-2) as [number, number];
  const size = height * width;
  const all = input.toTypedArray().length;
  const indices = tensor(
    Array.from({ length: all }, (_, i) => (i % size) + 1),
    { shape: input.shape, dtype: layer.weight.dtype },
  );
  const { paddedInput } = layer.trace(indices, { outputChannel: looked.outputChannel });
  const padded = paddedInput.toTypedArray();
  const [[above = 0, below = 0] = [], [before = 0, after = 0] = []] = padding;
  const one = (height + above + below) * (width + before + after);
  return Array.from({ length: one }, (_, i) => padded[looked.inputChannel * one + i]! - 1);
}

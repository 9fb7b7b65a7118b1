import { checkSameFloat } from "../../dtype.ts";
import { ShapeError } from "../../errors.ts";
import type { Margin } from "../../operations/padding.ts";
import { checkOptions } from "../../options.ts";
import type { Shape, Size } from "../../shape.ts";
import { checkShape, formatShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { layoutOf, perDimension } from "../spatial.ts";
import { checkChannels } from "./geometry.ts";

/** How a transposed convolution's windows lie on its output. */
export interface ConvTransposeOptions {
  /** How far apart the input's numbers are laid out in the output; 1 by default. */
  readonly stride?: Size;
  /** How much is cut off each side of the output, where a convolution would have padded; 0 by default. */
  readonly padding?: Size;
  /**
   * How much longer the output is at the end of each spatial dimension, less than the stride or the dilation; 0 by
   * default. Convolution with a stride turns inputs of several sizes into one size: this says which was meant.
   */
  readonly outputPadding?: Size;
  /** Distance between the outputs under neighbouring weights; 1 by default. */
  readonly dilation?: Size;
  /** Channels are split into so many groups, each with its own kernels; 1 by default. */
  readonly groups?: number;
}

/** The options of a transposed convolution made explicit: one entry per spatial dimension. */
export interface TransposedGeometry {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  /** What is cut off before and after each spatial dimension of `fullShape`. */
  readonly margins: readonly Margin[];
  readonly fullShape: Shape;
  readonly outputShape: Shape;
}

type Argument = Pick<Tensor, "shape" | "dtype">;

/**
 * The shape rule of transposed convolution, and the only place where its arguments are checked:
 *
 *     output = stride (input - 1) + dilation (kernel - 1) + 1 - 2 padding + outputPadding
 *
 * for each spatial dimension of input [batch, inChannels, ...] (or without batch) and weight
 * [inChannels, outChannels / groups, ...kernel]. With `outputSize`, that is the output and outputPadding follows from
 * it. Throws ShapeError for anything that does not fit, MemoryError for an output too large.
 */
export function transposedGeometry(
  dimensions: number,
  input: Argument,
  weight: Argument,
  bias: Argument | null,
  options: ConvTransposeOptions,
  outputSize?: Size,
): TransposedGeometry {
  const action = `transpose-convolve input ${formatShape(input.shape)} with weight ${formatShape(weight.shape)}`;
  const fail = (reason: string): never => {
    throw new ShapeError(`Cannot ${action}: ${reason}`);
  };
  checkOptions(action, options);
  const { groups = 1 } = options;
  const [inChannels, outPerGroup, ...kernelSize] = weight.shape as [number, number, ...number[]];
  const outChannels = outPerGroup * groups;
  const leading = input.shape.length - dimensions;

  if (leading !== 1 && leading !== 2) {
    fail(`expected an input of ${layoutOf(dimensions)}, got ${input.shape.length} axes`);
  }
  if (kernelSize.length !== dimensions) {
    fail(`expected a weight of ${dimensions + 2} axes, [inChannels, outChannels / groups, ...kernelSize]`);
  }
  checkSameFloat(action, input, { weight, bias });
  if (!Number.isSafeInteger(groups) || groups < 1 || inChannels % groups !== 0) {
    fail(`groups is ${groups}, expected a whole number that divides the ${inChannels} input channels`);
  }
  checkChannels(input.shape, inChannels, groups, dimensions, fail);
  if (bias !== null && (bias.shape.length !== 1 || bias.shape[0] !== outChannels)) {
    fail(
      `bias has shape ${formatShape(bias.shape)}, expected [${outChannels}], one number per output channel`,
    );
  }

  const { kernel, stride, dilation, padding, outputPadding } = spreadOf(action, kernelSize, options);
  const wanted =
    outputSize === undefined ? undefined : perDimension(action, "outputSize", outputSize, dimensions, 1);
  const output = input.shape.slice(leading).map((size, i) => {
    const [axis, p] = [leading + i, padding[i]!];
    if (size === 0) fail(`the input is empty at axis ${axis}, so there is nothing to spread`);
    const least = stride[i]! * (size - 1) + dilation[i]! * (kernel[i]! - 1) + 1 - 2 * p;
    const length = wanted?.[i] ?? least + outputPadding[i]!;
    const most = least + stride[i]! - 1;
    if (wanted !== undefined && (length < least || length > most)) {
      fail(
        `outputSize is ${length} at axis ${axis}, expected ${Math.max(1, least)} to ${most}, whose convolution gives ${size}`,
      );
    }
    if (length < 1) {
      fail(
        `the output would have size ${length} at axis ${axis}: stride ${stride[i]} * (${size} - 1) + dilation ${dilation[i]} * (${kernel[i]} - 1) + 1 - 2 * padding ${p} + outputPadding ${outputPadding[i]}`,
      );
    }
    return length;
  });
  const batch = input.shape.slice(0, leading - 1);
  return {
    kernel,
    stride,
    dilation,
    groups,
    margins: padding.map((width) => [width, width]),
    fullShape: checkShape([...batch, outChannels, ...output.map((size, i) => size + 2 * padding[i]!)]),
    outputShape: checkShape([...batch, outChannels, ...output]),
  };
}

/** The options that do not depend on the input, made explicit; throws ShapeError for one that is not allowed. */
export function spreadOf(
  action: string,
  kernelSize: readonly number[],
  options: ConvTransposeOptions,
): Readonly<Record<"kernel" | "stride" | "dilation" | "padding" | "outputPadding", readonly number[]>> {
  const { stride = 1, dilation = 1, padding = 0, outputPadding = 0 } = options;
  const dimensions = kernelSize.length;
  const spread = {
    kernel: perDimension(action, "kernelSize", kernelSize, dimensions, 1),
    stride: perDimension(action, "stride", stride, dimensions, 1),
    dilation: perDimension(action, "dilation", dilation, dimensions, 1),
    padding: perDimension(action, "padding", padding, dimensions, 0),
    outputPadding: perDimension(action, "outputPadding", outputPadding, dimensions, 0),
  };
  for (const [i, width] of spread.outputPadding.entries()) {
    const [step, distance] = [spread.stride[i]!, spread.dilation[i]!];
    const below = Math.max(step, distance);
    if (width < below) continue;
    throw new ShapeError(
      `Cannot ${action} with outputPadding ${width}: expected less than ${below}, the larger of stride ${step} and dilation ${distance}`,
    );
  }
  return spread;
}

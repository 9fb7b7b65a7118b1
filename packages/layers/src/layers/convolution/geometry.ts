import { checkSameFloat } from "../../dtype.ts";
import { ShapeError } from "../../errors.ts";
import type { Margin, PaddingMode } from "../../operations/padding.ts";
import { checkPaddingMode, padShape } from "../../operations/padding.ts";
import { checkOptions } from "../../options.ts";
import type { Shape, Size } from "../../shape.ts";
import { checkShape, formatShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { channelsLastHint, layoutOf, perDimension } from "../spatial.ts";

/** How a convolution's windows lie on its input. */
export interface ConvolutionOptions {
  /** How far the window moves from one output to the next; 1 by default. */
  readonly stride?: Size;
  /**
   * How much is added on each side of each spatial dimension, 0 by default. "valid" adds nothing; "same" adds
   * what makes the output as large as the input, the odd one after it, and needs stride 1.
   */
  readonly padding?: Size | "same" | "valid";
  /** Distance between the inputs under neighbouring weights; 1 by default. */
  readonly dilation?: Size;
  /** Channels are split into so many groups, each with its own kernels; 1 by default. */
  readonly groups?: number;
  /** What stands in the padding; "zeros" by default. */
  readonly paddingMode?: PaddingMode;
}

/** A convolution's options made explicit: one entry per spatial dimension. */
export interface Geometry {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly margins: readonly Margin[];
  readonly groups: number;
  readonly paddingMode: PaddingMode;
  readonly outputShape: Shape;
}

type Argument = Pick<Tensor, "shape" | "dtype">;

/**
 * The shape rule of convolution, and the only place where its arguments are checked:
 *
 *     output = floor((input + padding before + after - dilation (kernel - 1) - 1) / stride) + 1
 *
 * for each spatial dimension of input [batch, inChannels, ...] (or without batch) and weight
 * [outChannels, inChannels / groups, ...kernel]. Throws ShapeError for anything that does not fit.
 */
export function convolutionGeometry(
  dimensions: number,
  input: Argument,
  weight: Argument,
  bias: Argument | null,
  options: ConvolutionOptions,
): Geometry {
  const action = `convolve input ${formatShape(input.shape)} with weight ${formatShape(weight.shape)}`;
  const fail = (reason: string): never => {
    throw new ShapeError(`Cannot ${action}: ${reason}`);
  };
  checkOptions(action, options);
  const { groups = 1 } = options;
  const [outChannels, channelsPerGroup, ...kernel] = weight.shape as [number, number, ...number[]];

  if (input.shape.length !== dimensions + 2 && input.shape.length !== dimensions + 1) {
    fail(`expected an input of ${layoutOf(dimensions)}, got ${input.shape.length} axes`);
  }
  if (kernel.length !== dimensions) {
    fail(`expected a weight of ${dimensions + 2} axes, [outChannels, inChannels / groups, ...kernelSize]`);
  }
  checkSameFloat(action, input, { weight, bias });
  if (!Number.isSafeInteger(groups) || groups < 1 || outChannels % groups !== 0) {
    fail(`groups is ${groups}, expected a whole number that divides the ${outChannels} output channels`);
  }
  checkChannels(input.shape, channelsPerGroup * groups, groups, dimensions, fail);
  if (bias !== null && (bias.shape.length !== 1 || bias.shape[0] !== outChannels)) {
    fail(
      `bias has shape ${formatShape(bias.shape)}, expected [${outChannels}], one number per output channel`,
    );
  }

  const window = windowOf(action, kernel, options);
  const { stride, dilation, margins, paddingMode } = window;
  const leading = input.shape.length - dimensions;
  const unpadded = new Array<Margin>(leading).fill([0, 0]);
  const padded = padShape(input.shape, [...unpadded, ...margins], paddingMode).slice(leading);
  const output = padded.map((size, i) => {
    const span = dilation[i]! * (kernel[i]! - 1) + 1;
    if (span > size) {
      fail(
        `the kernel spans ${span} (dilation ${dilation[i]} * (${kernel[i]} - 1) + 1) at axis ${leading + i}, the padded input only ${size}`,
      );
    }
    return Math.floor((size - span) / stride[i]!) + 1;
  });
  const outputShape = checkShape([...input.shape.slice(0, leading - 1), outChannels, ...output]);
  return { ...window, groups, outputShape };
}

/** The options that do not depend on the input, made explicit; throws ShapeError for one that is not allowed. */
export function windowOf(
  action: string,
  kernelSize: readonly number[],
  options: ConvolutionOptions,
): Omit<Geometry, "groups" | "outputShape"> {
  const { stride = 1, dilation = 1, padding = 0, paddingMode = "zeros" } = options;
  const dimensions = kernelSize.length;
  const window = {
    kernel: perDimension(action, "kernelSize", kernelSize, dimensions, 1),
    stride: perDimension(action, "stride", stride, dimensions, 1),
    dilation: perDimension(action, "dilation", dilation, dimensions, 1),
  };
  const margins = marginsOf(action, padding, window);
  return { ...window, margins, paddingMode: checkPaddingMode(paddingMode) };
}

export function checkChannels(
  shape: Shape,
  expected: number,
  groups: number,
  dimensions: number,
  fail: (reason: string) => never,
): void {
  const axis = shape.length - dimensions - 1;
  const channels = shape[axis]!;
  if (channels === expected) return;
  const inGroups = groups === 1 ? "" : ` (${expected / groups} for each of ${groups} groups)`;
  const hint = channelsLastHint(shape, axis, expected);
  fail(
    `weight takes ${expected} input channels${inGroups}, input has ${channels} (channels is axis ${axis})${hint}`,
  );
}

function marginsOf(
  action: string,
  padding: Size | "same" | "valid",
  { kernel, stride, dilation }: Pick<Geometry, "kernel" | "stride" | "dilation">,
): Margin[] {
  if (padding === "valid") return kernel.map(() => [0, 0]);
  if (padding !== "same") {
    if (typeof padding === "string") {
      throw new ShapeError(
        `Cannot ${action} with padding "${padding}": expected a number, one per spatial dimension, "same" or "valid"`,
      );
    }
    return perDimension(action, "padding", padding, kernel.length, 0).map((width) => [width, width]);
  }
  if (stride.some((step) => step !== 1)) {
    throw new ShapeError(
      `Cannot ${action} with padding "same" and stride ${formatShape(stride)}: "same" needs stride 1; give the padding as a number`,
    );
  }
  return kernel.map((size, i) => {
    const total = dilation[i]! * (size - 1);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
}

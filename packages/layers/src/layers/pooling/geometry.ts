import type { PoolAxis, PoolSizes } from "../../backend/backend.ts";
import { ShapeError } from "../../errors.ts";
import type { Shape, Size } from "../../shape.ts";
import { checkShape, formatShape, lengthOf } from "../../shape.ts";
import { layoutOf, perDimension } from "../spatial.ts";

/** What a window that slides can be told. */
export interface SlidingOptions {
  readonly stride?: Size;
  readonly padding?: Size;
  readonly dilation?: Size;
  readonly ceilMode?: boolean;
}

/** One size per spatial dimension; null keeps the input's. */
export type AdaptiveSize = number | null | readonly (number | null)[];

/** The windows along one spatial dimension, with and without the padding that they cover. */
export interface Axis extends PoolAxis {
  /** Where each window begins: below 0 in the padding. */
  readonly origins: Float64Array;
  /** Where it ends, padding included, but nothing past the padding. */
  readonly limits: Float64Array;
}

/** Everything that a pooling needs to know of its windows: sliding and adaptive ones differ only in this. */
export interface Geometry extends PoolSizes {
  readonly axes: readonly [Axis, Axis, Axis];
  readonly outputShape: Shape;
  /** On each side of each spatial dimension. */
  readonly padding: readonly number[];
}

/**
 * The shape rule of windows that slide, and the only place where their arguments are checked:
 *
 *     output = floor((input + 2 padding - dilation (kernel - 1) - 1) / stride) + 1
 *
 * for each spatial dimension, with ceil in place of floor in `ceilMode`, but without a window that would start
 * in the padding at the end. Throws ShapeError for anything that does not fit.
 */
export function slidingGeometry(
  dimensions: number,
  inputShape: Shape,
  kernelSize: Size,
  options: SlidingOptions,
): Geometry {
  const { action, leading, sizes } = partsOf(dimensions, inputShape);
  const { kernel, stride, padding, dilation } = windowOf(action, dimensions, kernelSize, options);
  const spans = kernel.map((count, i) => dilation[i]! * (count - 1) + 1);
  const counts = sizes.map((size, i) => {
    const padded = size + 2 * padding[i]!;
    if (spans[i]! > padded) {
      throw new ShapeError(
        `Cannot ${action}: the window spans ${spans[i]} (dilation ${dilation[i]} * (${kernel[i]} - 1) + 1) at axis ${leading.length + i}, the padded input only ${padded}`,
      );
    }
    const steps = (padded - spans[i]!) / stride[i]!;
    const last = options.ceilMode ? Math.ceil(steps) : Math.floor(steps);
    return last * stride[i]! >= size + padding[i]! ? last : last + 1;
  });
  const outputShape = checkShape([...leading, ...counts]);
  const axes = sizes.map((size, i) => {
    const origins = Float64Array.from({ length: counts[i]! }, (_, y) => y * stride[i]! - padding[i]!);
    const limits = origins.map((origin) => Math.min(origin + spans[i]!, size + padding[i]!));
    const axis = axisOf(size, dilation[i]!, origins, limits);
    if (axis.starts.every((start, y) => start < axis.ends[y]!)) return axis;
    throw new ShapeError(
      `Cannot ${action}: with dilation ${dilation[i]} and padding ${padding[i]}, a window at axis ${leading.length + i} holds nothing but padding`,
    );
  });
  return { maps: lengthOf(leading), axes: inThree(axes), outputShape, padding };
}

/** The options that do not depend on the input, made explicit; throws ShapeError for one that is not allowed. */
export function windowOf(
  action: string,
  dimensions: number,
  kernelSize: Size,
  options: SlidingOptions,
): Readonly<Record<"kernel" | "stride" | "padding" | "dilation", readonly number[]>> {
  const { stride = kernelSize, padding = 0, dilation = 1 } = options;
  const window = {
    kernel: perDimension(action, "kernelSize", kernelSize, dimensions, 1),
    stride: perDimension(action, "stride", stride, dimensions, 1),
    padding: perDimension(action, "padding", padding, dimensions, 0),
    dilation: perDimension(action, "dilation", dilation, dimensions, 1),
  };
  for (const [i, width] of window.padding.entries()) {
    const size = window.kernel[i]!;
    if (width <= size / 2) continue;
    throw new ShapeError(
      `Cannot ${action} with padding ${width}: expected at most ${Math.floor(size / 2)}, half the kernel of ${size}`,
    );
  }
  return window;
}

/**
 * The shape rule of adaptive pooling: the output has the size that is asked for, and window i goes from
 * floor(i input / output) to before ceil((i + 1) input / output). Windows share inputs where output does not
 * divide input. Throws ShapeError for anything that does not fit.
 */
export function adaptiveGeometry(dimensions: number, inputShape: Shape, outputSize: AdaptiveSize): Geometry {
  const { action, leading, sizes } = partsOf(dimensions, inputShape);
  const empty = sizes.indexOf(0);
  if (empty >= 0) {
    throw new ShapeError(`Cannot ${action}: axis ${leading.length + empty} has size 0, expected at least 1`);
  }
  const counts = outputSizesOf(action, dimensions, outputSize).map((count, i) => count ?? sizes[i]!);
  const outputShape = checkShape([...leading, ...counts]);
  const axes = sizes.map((size, i) => {
    const count = counts[i]!;
    const starts = Float64Array.from({ length: count }, (_, y) => Math.floor((y * size) / count));
    const ends = starts.map((_, y) => Math.ceil(((y + 1) * size) / count));
    return axisOf(size, 1, starts, ends);
  });
  return { maps: lengthOf(leading), axes: inThree(axes), outputShape, padding: sizes.map(() => 0) };
}

/** One size, or null, per spatial dimension; throws ShapeError for what is neither. */
export function outputSizesOf(
  action: string,
  dimensions: number,
  outputSize: AdaptiveSize,
): readonly (number | null)[] {
  const sizes: readonly (number | null)[] = Array.isArray(outputSize)
    ? [...outputSize]
    : new Array(dimensions).fill(outputSize);
  if (sizes.length !== dimensions) {
    throw new ShapeError(
      `Cannot ${action} with outputSize ${adaptiveText(sizes)}: expected one size, or ${dimensions}, one per spatial dimension`,
    );
  }
  for (const size of sizes) {
    if (size === null || (Number.isSafeInteger(size) && size >= 1)) continue;
    throw new ShapeError(
      `Cannot ${action} with outputSize ${size}: expected a whole number of at least 1, or null to keep the input's size`,
    );
  }
  return sizes;
}

export function adaptiveText(size: AdaptiveSize): string {
  return Array.isArray(size) ? `[${size.map(String).join(", ")}]` : String(size);
}

/** What every pooling asks of its input: one or two axes in front of the spatial ones. */
function partsOf(
  dimensions: number,
  inputShape: Shape,
): { readonly action: string; readonly leading: Shape; readonly sizes: Shape } {
  const shape = checkShape(inputShape);
  const action = `pool input ${formatShape(shape)}`;
  const leading = shape.length - dimensions;
  if (leading !== 1 && leading !== 2) {
    throw new ShapeError(`Cannot ${action}: expected ${layoutOf(dimensions)}, got ${shape.length} axes`);
  }
  return { action, leading: shape.slice(0, leading), sizes: shape.slice(leading) };
}

function axisOf(size: number, step: number, origins: Float64Array, limits: Float64Array): Axis {
  return {
    size,
    step,
    origins,
    limits,
    // A dilated window that begins in the padding meets the input at its first place from 0 on.
    starts: Int32Array.from(origins, (origin) =>
      origin < 0 ? origin + Math.ceil(-origin / step) * step : origin,
    ),
    ends: Int32Array.from(limits, (limit) => Math.min(limit, size)),
  };
}

/** Loops always run over depth, height and width: a dimension that is not there has one window over one place. */
function inThree(axes: readonly Axis[]): readonly [Axis, Axis, Axis] {
  const single = axisOf(1, 1, Float64Array.of(0), Float64Array.of(1));
  return [...new Array<Axis>(3 - axes.length).fill(single), ...axes] as [Axis, Axis, Axis];
}

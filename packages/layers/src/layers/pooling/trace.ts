import type { Displayed } from "../../display.ts";
import { makeDisplayed } from "../../display.ts";
import { checkFloat } from "../../dtype.ts";
import { reshape, select } from "../../operations/movement.ts";
import type { Shape, Size } from "../../shape.ts";
import { formatShape, lengthOf, stridesOf } from "../../shape.ts";
import { blank, dataOf, Tensor } from "../../tensor.ts";
import { checkTraced, checkTraceSize, positionsIn } from "../tracing.ts";
import type { DivisorOptions } from "./average.ts";
import { divisorsOf } from "./average.ts";
import type { Geometry, SlidingOptions } from "./geometry.ts";
import { windowOf } from "./geometry.ts";

/** One channel of one sample through a pooling, window by window. Plain data for drawing. */
export interface PoolingTrace<Kind extends "max" | "average", Step extends PoolingStep>
  extends Displayed<"trace"> {
  readonly layer: "pooling";
  readonly kind: Kind;
  /** Which sample of the batch and which channel the steps follow. */
  readonly sample: number;
  readonly channel: number;
  /** The whole input, [N, channels, ...spatial]. */
  readonly input: Tensor;
  /** The channel that is pooled, [...spatial]. */
  readonly map: Tensor;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  /** On each side of each spatial dimension. */
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  /** The output map that the steps reveal, [...outputSpatial]: what `forward` gives. */
  readonly output: Tensor;
  /** Row-major over the output map. */
  readonly steps: readonly Step[];
}

/** A max pooling, window by window. */
export type MaxPoolTrace = PoolingTrace<"max", MaxPoolStep>;
/** An average pooling, window by window. */
export type AvgPoolTrace = PoolingTrace<"average", AvgPoolStep>;

/** One position of the window. */
export interface PoolingStep {
  /** Position in the output map. */
  readonly position: readonly number[];
  /** The window's first place in `map`: below 0 in the padding. */
  readonly origin: readonly number[];
  /** The numbers in the window, flat, row-major over `kernelSize`; null where it covers padding or is past the end. */
  readonly values: readonly (number | null)[];
  /** The number at `position` of `output`. */
  readonly value: number;
}

/** One window of a max pooling, with its winner. */
export interface MaxPoolStep extends PoolingStep {
  /** Where in `map`, flat and row-major, the largest stands, the first of them if several are equal. */
  readonly winner: number;
}

/** One window of an average pooling, with its sum. */
export interface AvgPoolStep extends PoolingStep {
  /** The sum of the values, in float64. */
  readonly sum: number;
  /** What the sum is divided by. */
  readonly divisor: number;
}

/** What part of a pooling is traced. */
export interface PoolingTraceOptions {
  /** Which sample of the batch to follow; 0 by default. */
  readonly sample?: number;
  /** Which channel to follow; 0 by default. */
  readonly channel?: number;
}

/** See `MaxPool2d.trace`. The same choice as `forward` makes, with all that it is made from. */
export function traceMaxPool(
  input: Tensor,
  geometry: Geometry,
  window: Window,
  options: PoolingTraceOptions,
): MaxPoolTrace {
  return tracePool("max", input, geometry, window, options, (values, places) => {
    let [winner, value] = [-1, Number.NEGATIVE_INFINITY];
    for (const [i, other] of values.entries()) {
      if (other === null) continue;
      // NaN wins over all, and keeps what it has won.
      if (winner < 0 || other > value || (Number.isNaN(other) && !Number.isNaN(value))) {
        [winner, value] = [places[i]!, other];
      }
    }
    return { winner, value };
  });
}

/** See `AvgPool2d.trace`. The same sums in the same order as `forward`. Throws ShapeError for int32. */
export function traceAveragePool(
  input: Tensor,
  geometry: Geometry,
  window: Window & DivisorOptions,
  options: PoolingTraceOptions,
): AvgPoolTrace {
  checkFloat("average", input);
  const divisors = divisorsOf(geometry, window);
  return tracePool("average", input, geometry, window, options, (values, _, position) => {
    const sum = values.reduce<number>((total, value) => total + (value ?? 0), 0);
    const missing = divisors.length - position.length;
    const counts = divisors.map((along, axis) => along[axis < missing ? 0 : position[axis - missing]!]!);
    const divisor = counts.reduce((product, count) => product * count, 1);
    return { sum, divisor, value: sum / divisor };
  });
}

/** A layer's options, which its geometry has checked. */
type Window = SlidingOptions & { readonly kernelSize: Size };

/** What a kind of pooling makes of a window: of its numbers, where they stand in the map, and its own position. */
type Rule<Own> = (
  values: readonly (number | null)[],
  places: readonly (number | null)[],
  position: readonly number[],
) => Own & { readonly value: number };

function tracePool<Kind extends "max" | "average", Own>(
  kind: Kind,
  input: Tensor,
  geometry: Geometry,
  { kernelSize, ...sliding }: Window,
  { sample = 0, channel = 0 }: PoolingTraceOptions,
  rule: Rule<Own>,
): PoolingTrace<Kind, PoolingStep & Own> {
  const dimensions = geometry.padding.length;
  const batch = input.shape.length === dimensions + 2 ? input : reshape(input, [1, ...input.shape]);
  const outputSize = geometry.outputShape.slice(-dimensions);
  const window = windowOf(`pool input ${formatShape(input.shape)}`, dimensions, kernelSize, sliding);
  checkTraced("sample", sample, batch.shape[0]!, "the batch");
  checkTraced("channel", channel, batch.shape[1]!, "the input");
  checkTraceSize("pooling", input.shape, lengthOf(outputSize), lengthOf(window.kernel), "values");

  const own = batch.detach();
  const map = select(select(own, 0, sample), 0, channel);
  const x = dataOf(map);
  const strides = stridesOf(map.shape);
  const axes = geometry.axes.slice(-dimensions);
  const taps = positionsIn(window.kernel);
  const { data, shape } = blank(input.dtype, outputSize);
  const steps = positionsIn(shape).map((position, index) => {
    const origin = position.map((y, axis) => axes[axis]!.origins[y]!);
    const places = taps.map((tap) => placeOf(map.shape, strides, origin, tap, window.dilation));
    const values = places.map((place) => (place === null ? null : x[place]!));
    const found = rule(values, places, position);
    data[index] = found.value;
    return { position, origin, values, ...found, value: data[index]! };
  });

  const trace = {
    layer: "pooling" as const,
    kind,
    sample,
    channel,
    input: own,
    map,
    kernelSize: window.kernel,
    stride: window.stride,
    padding: window.padding,
    dilation: window.dilation,
    output: new Tensor(data, shape),
    steps,
  };
  makeDisplayed(trace, "trace", traceText);
  return trace as typeof trace & Displayed<"trace">;
}

/** Where in a map, flat, the `tap` of a window at `origin` stands; null outside of it. */
function placeOf(
  shape: Shape,
  strides: readonly number[],
  origin: readonly number[],
  tap: readonly number[],
  dilation: readonly number[],
): number | null {
  let place = 0;
  for (const [axis, k] of tap.entries()) {
    const at = origin[axis]! + k * dilation[axis]!;
    if (at < 0 || at >= shape[axis]!) return null;
    place += at * strides[axis]!;
  }
  return place;
}

function traceText({
  kind,
  sample,
  channel,
  output,
  kernelSize,
}: Omit<PoolingTrace<"max" | "average", PoolingStep>, keyof Displayed<"trace">>): string {
  return `trace of ${kind} pooling: sample ${sample}, channel ${channel}, output ${formatShape(output.shape)}, ${output.numel()} steps of ${lengthOf(kernelSize)} values`;
}

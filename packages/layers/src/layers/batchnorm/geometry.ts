import { checkSameFloat } from "../../dtype.ts";
import { ShapeError } from "../../errors.ts";
import { checkRange, finiteFromZero } from "../../range.ts";
import type { Shape } from "../../shape.ts";
import { formatShape, sameShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { channelsLastHint } from "../spatial.ts";
import type { Grouping } from "./grouping.ts";
import { countOf } from "./grouping.ts";

export type Argument = Pick<Tensor, "shape" | "dtype">;

/** The tensors that a normalisation takes beside its input, by their names. */
export type Companions = Readonly<Record<string, Argument | null>>;

/** Which inputs a layer or a function accepts. */
export interface Accepted {
  /** In words, for messages. */
  readonly layout: string;
  readonly leastRank: number;
  readonly mostRank: number;
  /** Whether an input of `leastRank` is one sample, without batch. */
  readonly unbatched: boolean;
  /** How many channels there must be; null for any. */
  readonly numFeatures: number | null;
}

/**
 * The shape rule where each channel is normalised by itself, [batch, channels, ...] to the same: in all samples at
 * once (`acrossBatch`) or in each sample. The only place where the arguments of BatchNorm and InstanceNorm are checked.
 * Throws ShapeError for shapes or dtypes that do not fit, and where statistics would come `fromInput` of 1 number per
 * channel.
 */
export function channelGrouping(
  input: Argument,
  companions: Companions,
  accepted: Accepted,
  acrossBatch: boolean,
  fromInput: boolean,
): Grouping {
  const { shape } = input;
  const action = `normalise input ${formatShape(shape)}`;
  const { leastRank, mostRank, unbatched, numFeatures } = accepted;
  if (shape.length < leastRank || shape.length > mostRank) {
    const single = !unbatched && shape.length === leastRank - 1;
    const hint = single ? "; a single sample needs a batch axis: .unsqueeze(0)" : "";
    throw new ShapeError(`Cannot ${action}: expected ${accepted.layout}, got ${shape.length} axes${hint}`);
  }
  const axis = unbatched && shape.length === leastRank ? 0 : 1;
  const channels = shape[axis]!;
  if (numFeatures !== null) checkChannels(action, shape, axis, numFeatures);
  checkCompanions(action, input, companions, [channels], "one number per channel");
  const grouping: Grouping = {
    batch: axis === 0 ? 1 : shape[0]!,
    channels,
    inner: shape.slice(axis + 1).reduce((product, size) => product * size, 1),
    together: 1,
    acrossBatch,
  };
  if (fromInput && countOf(grouping) === 1) {
    const reason = acrossBatch
      ? "a batch of 1 with 1 position has 1 number per channel, expected more than 1; use a larger batch, or .eval() for the running statistics"
      : "a sample with 1 position has 1 number per channel, expected more than 1";
    throw new ShapeError(`Cannot ${action} by its own mean and variance: ${reason}`);
  }
  return grouping;
}

/** Throws ShapeError unless `axis` has the `expected` number of channels. */
export function checkChannels(action: string, shape: Shape, axis: number, expected: number): void {
  if (shape[axis] === expected) return;
  const hint = channelsLastHint(shape, axis, expected);
  throw new ShapeError(
    `Cannot ${action}: the layer has ${expected} channels, input has ${shape[axis]} (channels is axis ${axis})${hint}`,
  );
}

/** Throws ShapeError unless the input is floating-point and its companions have its dtype and the `expected` shape. */
export function checkCompanions(
  action: string,
  input: Argument,
  companions: Companions,
  expected: Shape,
  meaning: string,
): void {
  checkSameFloat(action, input, companions);
  for (const [name, companion] of Object.entries(companions)) {
    if (companion === null || sameShape(companion.shape, expected)) continue;
    throw new ShapeError(
      `Cannot ${action}: ${name} has shape ${formatShape(companion.shape)}, expected ${formatShape(expected)}, ${meaning}`,
    );
  }
}

/** Throws ShapeError unless `eps`, which keeps the divisor away from 0, is a finite number of at least 0. */
export function checkEps(action: string, eps: number): void {
  checkRange(action, { eps }, finiteFromZero);
}

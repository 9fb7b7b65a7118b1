import type { Tensor } from "../../tensor.ts";
import type { DropoutLayerOptions } from "./layer.ts";
import { DropoutLayer } from "./layer.ts";
import type { DropoutOptions, Kind, Replacement } from "./mask.ts";
import { drop } from "./mask.ts";
import type { DropoutTrace } from "./trace.ts";
import { traceDropout } from "./trace.ts";
import { channelsOver, everyNumber } from "./units.ts";

/** Inverted dropout: 0 for what is dropped, and what is kept grows, so that the mean stays the same. */
const inverted = (p: number): Replacement => ({ saturation: 0, scale: 1 / (1 - p), shift: 0 });

const kinds = {
  dropout: { name: "dropout", units: everyNumber, replacement: inverted },
  dropout1d: { name: "dropout1d", units: channelsOver(1), replacement: inverted },
  dropout2d: { name: "dropout2d", units: channelsOver(2), replacement: inverted },
  dropout3d: { name: "dropout3d", units: channelsOver(3), replacement: inverted },
} as const satisfies Readonly<Record<string, Kind>>;

/**
 * Each number is 0 with probability p and else x / (1 - p), whatever the shape; without `training`, the input itself.
 * At p = 1 all are 0. A NaN or infinity stays one or becomes NaN, as in PyTorch: it is multiplied by 0.
 * Throws ShapeError for a p outside 0..1 and for int32.
 * Source: Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting (2014); the division,
 * which spares evaluation any change, is called inverted dropout.
 *
 * Backward: x' = y' / (1 - p) where x was kept, 0 where it was dropped.
 *
 * @example
 * import { dropout, ones } from "@layerbook/layers";
 * const kept = dropout(ones([1000]), { p: 0.75 });
 * kept.max().item(); // 4
 * dropout(ones([3]), { training: false }); // [1, 1, 1]
 */
export function dropout(input: Tensor, options: DropoutOptions = {}): Tensor {
  return drop(kinds.dropout, input, options);
}

/** Dropout of whole channels of [N, channels, length] or [channels, length]. See `dropout2d`. */
export function dropout1d(input: Tensor, options: DropoutOptions = {}): Tensor {
  return drop(kinds.dropout1d, input, options);
}

/**
 * Dropout of whole channels of [N, channels, height, width] or [channels, height, width], for neighbours in a map know
 * too much of each other for dropping single ones to matter. Unlike PyTorch, which reads three axes as
 * [N, channels, length] and warns that it will not do so for ever. See `dropout`.
 * Throws ShapeError for other shapes too.
 * Source: Tompson et al., Efficient Object Localization Using Convolutional Networks (2015).
 */
export function dropout2d(input: Tensor, options: DropoutOptions = {}): Tensor {
  return drop(kinds.dropout2d, input, options);
}

/** Dropout of whole channels of [N, channels, depth, height, width] or without batch. See `dropout2d`. */
export function dropout3d(input: Tensor, options: DropoutOptions = {}): Tensor {
  return drop(kinds.dropout3d, input, options);
}

/** What the layers of inverted dropout have in common: all but what they drop as one. */
abstract class InvertedDropout extends DropoutLayer {
  /**
   * One forward pass for drawing: the mask, and what it leaves. It draws as `forward` does, so that both give the same from
   * the same state of the generator. Throws ShapeError as `forward` does.
   */
  trace(input: Tensor): DropoutTrace {
    return traceDropout(this, input, this.draw(input));
  }
}

/**
 * While training, each number is dropped with probability p and else grows by 1 / (1 - p); in evaluation nothing
 * changes. See `dropout`. Throws ShapeError for a p outside 0..1.
 *
 * @example
 * import { Dropout, ones } from "@layerbook/layers";
 * const layer = new Dropout(0.5);
 * layer.forward(ones([1000])).max().item(); // 2
 * layer.eval().forward(ones([3])); // [1, 1, 1]
 */
export class Dropout extends InvertedDropout {
  constructor(p = 0.5, options: DropoutLayerOptions = {}) {
    super(kinds.dropout, p, options);
  }
}

/** Drops whole channels of [N, channels, length] while training. See `dropout1d`. */
export class Dropout1d extends InvertedDropout {
  constructor(p = 0.5, options: DropoutLayerOptions = {}) {
    super(kinds.dropout1d, p, options);
  }
}

/** Drops whole channels of images, [N, channels, height, width], while training. See `dropout2d`. */
export class Dropout2d extends InvertedDropout {
  constructor(p = 0.5, options: DropoutLayerOptions = {}) {
    super(kinds.dropout2d, p, options);
  }
}

/** Drops whole channels of [N, channels, depth, height, width] while training. See `dropout3d`. */
export class Dropout3d extends InvertedDropout {
  constructor(p = 0.5, options: DropoutLayerOptions = {}) {
    super(kinds.dropout3d, p, options);
  }
}

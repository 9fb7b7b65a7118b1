import { ShapeError } from "../errors.ts";
import { written } from "../range.ts";
import type { Shape, Size } from "../shape.ts";
import { formatShape } from "../shape.ts";

/**
 * An option of a layer that slides a window, as one whole number per spatial dimension. Throws ShapeError for
 * a wrong count, a fraction, or a number below `least`.
 */
export function perDimension(
  action: string,
  name: string,
  size: Size,
  dimensions: number,
  least: number,
): number[] {
  const sizes = typeof size === "number" ? new Array<number>(dimensions).fill(size) : size;
  if (!Array.isArray(sizes) || sizes.length !== dimensions) {
    const given = Array.isArray(sizes) ? formatShape(sizes) : written(sizes);
    throw new ShapeError(
      `Cannot ${action} with ${name} ${given}: expected one number, or ${dimensions}, one per spatial dimension`,
    );
  }
  for (const value of sizes) {
    if (!Number.isSafeInteger(value) || value < least) {
      throw new ShapeError(
        `Cannot ${action} with ${name} ${written(value)}: expected a whole number of at least ${least}`,
      );
    }
  }
  return [...sizes];
}

/** The layouts of inputs by number of spatial dimensions, for messages. */
export function layoutOf(dimensions: number): string {
  const spatial = ["length", "height, width", "depth, height, width"][dimensions - 1]!;
  return `[batch, channels, ${spatial}] or [channels, ${spatial}]`;
}

/** A size of a layer's own: the caller's array may change later, the layer must not. */
export function copyOf(size: Size): Size {
  return typeof size === "number" ? size : [...size];
}

/** A size as the user wrote it: `3` or `[3, 5]`. */
export function formatSize(size: Size): string {
  return typeof size === "number" ? String(size) : formatShape(size);
}

/** What to say where the channels do not fit: nothing, or that they stand last and how to move them to `axis`. */
export function channelsLastHint(shape: Shape, axis: number, channels: number): string {
  const last = shape.length - 1;
  if (shape[last] !== channels) return "";
  const order = shape.map((_, i) => (i < axis ? i : i === axis ? last : i - 1));
  return `; the input looks channels-last: use .permute(${formatShape(order)})`;
}

import { ShapeError } from "../../errors.ts";
import type { Shape } from "../../shape.ts";
import { formatShape } from "../../shape.ts";
import { layoutOf } from "../spatial.ts";

/**
 * The shape rule, which says what is dropped as one: the leading axes of the input's shape over which a mask has a number
 * of its own. Throws ShapeError for a shape that has no such units.
 */
export type Units = (inputShape: Shape) => Shape;

/** Each number by itself; any shape. */
export const everyNumber: Units = (inputShape) => inputShape;

/** Whole channels of [batch, channels, ...spatial] or [channels, ...spatial]. */
export function channelsOver(dimensions: number): Units {
  return (inputShape) => {
    const leading = inputShape.length - dimensions;
    if (leading === 1 || leading === 2) return inputShape.slice(0, leading);
    throw refusal(inputShape, layoutOf(dimensions));
  };
}

/** Whole channels of [batch, channels, ...], however many axes follow. */
export const everyChannel: Units = (inputShape) => {
  if (inputShape.length >= 2) return inputShape.slice(0, 2);
  throw refusal(inputShape, "[batch, channels, ...]");
};

function refusal(inputShape: Shape, layout: string): ShapeError {
  const action = `drop channels of input ${formatShape(inputShape)}`;
  return new ShapeError(`Cannot ${action}: expected ${layout}, got ${inputShape.length} axes`);
}

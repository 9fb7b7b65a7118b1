import { largestLength } from "../shape.ts";
import type { Refusal } from "./refusal.ts";

/** As many axes as NumPy and PyTorch allow. */
export const mostAxes = 64;

/**
 * How many numbers an array of a file has; sizes are whole numbers from 0 to 2 ** 53 - 1.
 * Throws FormatError if a tensor could not hold them, with zero sizes left out, so that [0, 2 ** 52] is refused too.
 */
export function countOf(shape: readonly number[], holder: string, offset: number, refusal: Refusal): number {
  let product = 1;
  let empty = false;
  for (const size of shape) {
    empty ||= size === 0;
    if (size > 0) product *= size;
    // At each step, so that a product is exact for as long as it counts.
    if (product > largestLength) {
      throw refusal(
        offset,
        `${holder} has shape [${shape.join(", ")}], more than the ${largestLength} numbers that one tensor can hold`,
      );
    }
  }
  return empty ? 0 : product;
}

import type { RandomGenerator } from "../random.ts";
import type { Tensor } from "../tensor.ts";

/** Where the numbers that an initialisation draws come from. */
export interface DrawnOptions {
  /** Where the random numbers come from; the one that `manualSeed` seeds by default. */
  readonly generator?: RandomGenerator;
}

/** Gives `tensor` the numbers that `make` makes, in place and without a history, and returns it. */
export function replace<Own extends Tensor>(tensor: Own, make: (own: Tensor) => Tensor): Own {
  // To itself first: what may not be assigned to is refused before a random number is drawn.
  tensor.assign(tensor);
  tensor.assign(make(tensor.detach()));
  return tensor;
}

import { ShapeError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";

/** What a loss does with its terms: their mean, their sum, or nothing. */
export type Reduction = "mean" | "sum" | "none";

/** How a loss is reduced to one number. */
export interface LossOptions {
  /** "mean" by default. */
  readonly reduction?: Reduction;
}

const reductions: readonly string[] = ["mean", "sum", "none"];

/** Throws ShapeError unless the reduction is one of the three, or of `more`. */
export function checkReduction(reduction: string, more: readonly string[] = []): void {
  const known = [...reductions, ...more];
  if (known.includes(reduction)) return;
  const quoted = known.map((name) => JSON.stringify(name));
  throw new ShapeError(
    `Cannot reduce a loss by ${JSON.stringify(reduction)}: expected ${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`,
  );
}

export function reduce(terms: Tensor, reduction: Reduction): Tensor {
  if (reduction === "none") return terms;
  return reduction === "sum" ? terms.sum() : terms.mean();
}

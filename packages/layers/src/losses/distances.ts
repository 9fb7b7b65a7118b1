import { checkFloat } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { where } from "../operations/combining.ts";
import { checkOptions } from "../options.ts";
import { checkRange, finite } from "../range.ts";
import { formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { checkNumbers, checkShapes } from "./checks.ts";
import type { LossOptions } from "./reduction.ts";
import { checkReduction, reduce } from "./reduction.ts";

/** How far apart `hingeEmbeddingLoss` wants what does not belong together. */
export interface HingeEmbeddingLossOptions extends LossOptions {
  /** How far apart a pair of target -1 should be; 1 by default. */
  readonly margin?: number;
}

/**
 * Of distances between pairs: the distance itself where the target is 1, for pairs that belong together, and
 * max(0, margin - distance) where it is -1. The target has the input's shape, and its dtype or int32.
 * Throws ShapeError for shapes, dtypes or options that do not fit and for targets other than 1 and -1.
 * Source: Hadsell, Chopra and LeCun, Dimensionality Reduction by Learning an Invariant Mapping (2006), equation 4,
 * there of squared distances.
 *
 * @example
 * import { hingeEmbeddingLoss, tensor } from "@layerbook/layers";
 * // The first pair belongs together, the second is too near.
 * hingeEmbeddingLoss(tensor([0.5, 0.25]), tensor([1, -1]), { reduction: "none" }); // [0.5, 0.75]
 */
export function hingeEmbeddingLoss(
  input: Tensor,
  target: Tensor,
  options: HingeEmbeddingLossOptions = {},
): Tensor {
  checkOptions("take the hinge embedding loss", options);
  const { reduction = "mean", margin = 1 } = options;
  const action = "take the hinge embedding loss of";
  checkReduction(reduction);
  checkRange("take the hinge embedding loss", { margin }, finite);
  checkShapes(action, input, target);
  checkFloat(action, input);
  if (target.dtype !== input.dtype && target.dtype !== "int32") {
    throw new ShapeError(
      `Cannot ${action} ${input.dtype} input with ${target.dtype} target ${formatShape(target.shape)}: expected ${input.dtype} or int32`,
    );
  }
  checkNumbers(
    action,
    "target",
    target,
    (value) => value === 1 || value === -1,
    "is neither 1, for a pair that belongs together, nor -1",
  );
  const apart = input.neg().add(margin).clamp(0);
  return reduce(where(target.eq(1), input, apart), reduction);
}

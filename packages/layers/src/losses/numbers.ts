import { applyToFloat } from "../operations/elementwise.ts";
import { checkOptions } from "../options.ts";
import { aboveZero, atLeastZero, checkRange } from "../range.ts";
import type { Tensor } from "../tensor.ts";
import { checkPair } from "./checks.ts";
import type { LossOptions } from "./reduction.ts";
import { checkReduction, reduce } from "./reduction.ts";

/** Where `smoothL1Loss` becomes linear. */
export interface SmoothL1LossOptions extends LossOptions {
  /** Differences below it are squared; at least 0, 1 by default. */
  readonly beta?: number;
}

/** Where `huberLoss` becomes linear. */
export interface HuberLossOptions extends LossOptions {
  /** Differences up to it are squared; above 0, 1 by default. */
  readonly delta?: number;
}

/**
 * Squared differences, (input - target)^2, of tensors of one shape.
 * Throws ShapeError if shapes or dtypes differ, or for an unknown reduction.
 *
 * @example
 * import { mseLoss, tensor } from "@layerbook/layers";
 * mseLoss(tensor([1, 4]), tensor([0, 2])); // 2.5
 */
export function mseLoss(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkOptions("take the squared error", options);
  const { reduction = "mean" } = options;
  checkReduction(reduction);
  checkPair("compare", input, target);
  const difference = input.sub(target);
  return reduce(difference.mul(difference), reduction);
}

/**
 * Absolute differences, |input - target|, of tensors of one shape. The gradient where they are equal is 0.
 * Throws ShapeError if shapes or dtypes differ, or for an unknown reduction.
 *
 * @example
 * import { l1Loss, tensor } from "@layerbook/layers";
 * l1Loss(tensor([1, 4]), tensor([0, 2])); // 1.5
 */
export function l1Loss(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkOptions("take the absolute error", options);
  const { reduction = "mean" } = options;
  checkReduction(reduction);
  checkPair("compare", input, target);
  return reduce(input.sub(target).abs(), reduction);
}

/**
 * With d = input - target, of tensors of one shape: d^2 / (2 beta) where |d| < beta, else |d| - beta / 2. Like
 * `l1Loss`, but smooth at 0, and equal to it for a beta of 0.
 * Throws ShapeError if shapes or dtypes differ, for a beta below 0 or an unknown reduction.
 * Source: Girshick, Fast R-CNN (2015), equation 3, with beta 1.
 *
 * @example
 * import { smoothL1Loss, tensor } from "@layerbook/layers";
 * smoothL1Loss(tensor([0.5, 4]), tensor([0, 2]), { reduction: "none" }); // [0.125, 1.5]
 */
export function smoothL1Loss(input: Tensor, target: Tensor, options: SmoothL1LossOptions = {}): Tensor {
  checkOptions("take the smooth L1 loss", options);
  const { reduction = "mean", beta = 1 } = options;
  checkReduction(reduction);
  checkRange("take the smooth L1 loss", { beta }, atLeastZero);
  checkPair("compare", input, target);
  const terms = applyToFloat(
    {
      name: "smoothL1Loss",
      value: (d) => (Math.abs(d) < beta ? (d * d) / (2 * beta) : Math.abs(d) - beta / 2),
      derivative: (d) => (Math.abs(d) < beta ? d / beta : Math.sign(d)),
    },
    input.sub(target),
  );
  return reduce(terms, reduction);
}

/**
 * With d = input - target, of tensors of one shape: d^2 / 2 where |d| <= delta, else delta (|d| - delta / 2). It is
 * delta times `smoothL1Loss` with that beta.
 * Throws ShapeError if shapes or dtypes differ, for a delta that is not above 0 or an unknown reduction.
 * Source: Huber, Robust Estimation of a Location Parameter (1964).
 *
 * @example
 * import { huberLoss, tensor } from "@layerbook/layers";
 * huberLoss(tensor([1, 4]), tensor([0, 0]), { delta: 2, reduction: "none" }); // [0.5, 6]
 */
export function huberLoss(input: Tensor, target: Tensor, options: HuberLossOptions = {}): Tensor {
  checkOptions("take the Huber loss", options);
  const { reduction = "mean", delta = 1 } = options;
  checkReduction(reduction);
  checkRange("take the Huber loss", { delta }, aboveZero);
  checkPair("compare", input, target);
  const terms = applyToFloat(
    {
      name: "huberLoss",
      value: (d) => (Math.abs(d) <= delta ? (d * d) / 2 : delta * (Math.abs(d) - delta / 2)),
      derivative: (d) => Math.max(-delta, Math.min(d, delta)),
    },
    input.sub(target),
  );
  return reduce(terms, reduction);
}

import { checkFloat } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { where } from "../operations/combining.ts";
import { checkOptions } from "../options.ts";
import { formatShape, lengthOf } from "../shape.ts";
import { dataOf, type Tensor } from "../tensor.ts";
import { checkTensors } from "../tensor-argument.ts";
import { checkLogProbabilities } from "./checks.ts";
import { classAxis, type Factors, ofClasses, ofProbabilities } from "./class-factors.ts";
import type { LossOptions, Reduction } from "./reduction.ts";
import { checkReduction, reduce } from "./reduction.ts";

/** How `nllLoss` weighs classes, and which class it leaves out. */
export interface NllLossOptions extends LossOptions {
  /** A factor for each class, [classes]; the mean is weighted by it. */
  readonly weight?: Tensor;
  /** Samples of this class do not count; -100 by default. */
  readonly ignoreIndex?: number;
}

/** How `crossEntropy` weighs classes, which class it leaves out, and how far it smooths. */
export interface CrossEntropyOptions extends NllLossOptions {
  /** The part of each target, 0..1, that is spread evenly over all classes; 0 by default. */
  readonly labelSmoothing?: number;
}

/**
 * -log of the probability that softmax(input) gives the target, for input [N, classes, ...] (or [classes]), not
 * yet through softmax, and target [N, ...] of int32 classes, or of the input's shape and dtype with a probability
 * for each class. The mean is over the samples that count, by their class's weight.
 * Throws ShapeError for shapes, dtypes, classes or options that do not fit, and for probabilities in place of logits:
 * numbers in 0..1, not all whole, that sum to 1 in every sample. For logits that happen to look so, add 1 to all of
 * them; the loss is the same.
 *
 * @example
 * import { crossEntropy, tensor } from "@layerbook/layers";
 * const logits = tensor([[2, 0, 0], [0, 0, 0]]);
 * const classes = tensor([0, 2], { dtype: "int32" });
 * crossEntropy(logits, classes, { reduction: "none" }); // [0.2395, 1.0986]
 */
export function crossEntropy(input: Tensor, target: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const action = "take the cross-entropy of";
  checkOptions("take the cross-entropy", options);
  const { reduction = "mean" } = options;
  checkReduction(reduction);
  checkTensors(`${action} input and target`, { input, target });
  checkFloat(action, input);
  const axis = classAxis(action, input);
  checkLogits(action, input, axis);
  const factors = (target.dtype === "int32" ? ofClasses : ofProbabilities)(action, input, target, options);
  return weighted(input.logSoftmax(axis), axis, target, factors, reduction);
}

/**
 * -input at the target's class, for log-probabilities [N, classes, ...] (or [classes]), as `logSoftmax` gives, and
 * target [N, ...] of int32 classes. The mean is over the samples that count, by their class's weight.
 * Throws ShapeError for shapes, dtypes, classes or options that do not fit, and for an input above 0.
 *
 * @example
 * import { nllLoss, tensor } from "@layerbook/layers";
 * const logProbabilities = tensor([[0.5, 0.5], [0.25, 0.75]]).log();
 * nllLoss(logProbabilities, tensor([0, 1], { dtype: "int32" }), { reduction: "none" }); // [0.6931, 0.2877]
 */
export function nllLoss(input: Tensor, target: Tensor, options: NllLossOptions = {}): Tensor {
  const action = "take the negative log-likelihood of";
  checkOptions("take the negative log-likelihood", options);
  const { reduction = "mean" } = options;
  checkReduction(reduction);
  checkTensors(`${action} input and target`, { input, target });
  checkFloat(action, input);
  const axis = classAxis(action, input);
  checkLogProbabilities(
    action,
    "input",
    input,
    `take input.logSoftmax(${axis}) of logits, or input.log() of probabilities`,
  );
  return weighted(input, axis, target, ofClasses(action, input, target, options), reduction);
}

/** The sum over the classes of each sample, reduced. */
function weighted(
  logs: Tensor,
  axis: number,
  target: Tensor,
  { factors, count }: Factors,
  reduction: Reduction,
): Tensor {
  // A class of probability 0 that does not count would give 0 * -Infinity. A target that learns needs the product.
  const counted = target.requiresGrad ? logs : where(factors, logs, 0);
  const losses = counted.mul(factors).sum(axis).neg();
  return reduction === "mean" ? losses.sum().div(count) : reduce(losses, reduction);
}

/**
 * Throws ShapeError for probabilities. Whole numbers alone are let through: ones and zeros are more often logits of
 * an example than a softmax so sure of itself.
 */
function checkLogits(action: string, input: Tensor, axis: number): void {
  const classes = input.shape[axis]!;
  const inner = lengthOf(input.shape.slice(axis + 1));
  const values = dataOf(input);
  if (classes < 2 || values.length === 0) return;
  let fractions = false;
  for (let start = 0; start < values.length; start += classes * inner) {
    for (let first = start; first < start + inner; first++) {
      let sum = 0;
      for (let i = first; i < first + classes * inner; i += inner) {
        const value = values[i]!;
        if (!(value >= 0 && value <= 1)) return;
        if (value > 0 && value < 1) fractions = true;
        sum += value;
      }
      if (Math.abs(sum - 1) > roundingOfSums) return;
    }
  }
  if (!fractions) return;
  throw new ShapeError(
    `Cannot ${action} input ${formatShape(input.shape)}: its ${classes} classes are in 0..1 and sum to 1 in every sample, as probabilities do; leave out the softmax: crossEntropy takes logits; for log-probabilities use nllLoss`,
  );
}

/** More than the sum of a float32 softmax can be off, and far less than logits come to 1 by chance. */
const roundingOfSums = 1e-6;

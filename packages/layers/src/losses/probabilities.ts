import { ShapeError } from "../errors.ts";
import { exp, log, log1p, sigmoid } from "../mathematics.ts";
import { applyToPairs, type Pairwise } from "../operations/arithmetic.ts";
import { applyToFloat, type Elementwise } from "../operations/elementwise.ts";
import { checkOptions } from "../options.ts";
import { zeroToOne } from "../range.ts";
import { formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { checkFactors, checkLogProbabilities, checkNumbers, checkPair } from "./checks.ts";
import type { LossOptions, Reduction } from "./reduction.ts";
import { checkReduction, reduce } from "./reduction.ts";

/** How `binaryCrossEntropy` weighs its numbers. */
export interface BinaryCrossEntropyOptions extends LossOptions {
  /** A factor for each term, of a shape that broadcasts to the input's. */
  readonly weight?: Tensor;
}

/** How `binaryCrossEntropyWithLogits` weighs its numbers and its classes. */
export interface BinaryCrossEntropyWithLogitsOptions extends BinaryCrossEntropyOptions {
  /** A factor for the terms of target 1, of a shape that broadcasts to the input's: [classes] for each class. */
  readonly posWeight?: Tensor;
}

/** How `klDivLoss` is reduced, and in which form its target is given. */
export interface KlDivLossOptions {
  /** "mean", over all numbers, by default; "batchmean" is the sum divided by the size of the first axis. */
  readonly reduction?: Reduction | "batchmean";
  /** Whether the target holds log-probabilities too; false by default. */
  readonly logTarget?: boolean;
}

/** -log of a probability, no more than 100: log 0 would leave a loss that no step can mend. */
const surprise = (logarithm: number): number => Math.min(-logarithm, 100);

/** x is the predicted probability of 1, y the true one. At x = 0 and 1 the gradients are finite as the value is. */
const crossEntropyOfTwo: Pairwise = {
  name: "binaryCrossEntropy",
  action: "compare",
  value: (x, y) => y * surprise(log(x)) + (1 - y) * surprise(log1p(-x)),
  byFirst: (x, y) => (x - y) / Math.max(x * (1 - x), 1e-12),
  bySecond: (x) => surprise(log(x)) - surprise(log1p(-x)),
};

/**
 * -(target log(input) + (1 - target) log(1 - input)) of probabilities of one shape, both in 0..1, with logarithms of
 * at least -100. It takes what `sigmoid` gives; `binaryCrossEntropyWithLogits` takes what goes into it.
 * Throws ShapeError if shapes or dtypes differ, for numbers outside 0..1, a weight that does not fit or an unknown
 * reduction.
 *
 * @example
 * import { binaryCrossEntropy, tensor } from "@layerbook/layers";
 * binaryCrossEntropy(tensor([0.5, 0.75]), tensor([1, 0]), { reduction: "none" }); // [0.6931, 1.3863]
 */
export function binaryCrossEntropy(
  input: Tensor,
  target: Tensor,
  options: BinaryCrossEntropyOptions = {},
): Tensor {
  checkOptions("take the binary cross-entropy", options);
  const { reduction = "mean", weight } = options;
  const action = "take the binary cross-entropy of";
  checkReduction(reduction);
  checkPair(action, input, target);
  checkFactors("weight", weight, input);
  checkNumbers(
    action,
    "input",
    input,
    zeroToOne.has,
    "is outside 0..1; take input.sigmoid() first, or use binaryCrossEntropyWithLogits",
  );
  checkTarget(action, target);
  const terms = applyToPairs(crossEntropyOfTwo, input, target);
  return reduce(weight === undefined ? terms : terms.mul(weight), reduction);
}

/** log(1 + exp(x)), which is -log(1 - sigmoid(x)); that of -x is -log(sigmoid(x)). */
const softplus: Elementwise = {
  name: "softplus",
  value: (x) => Math.max(x, 0) + log1p(exp(-Math.abs(x))),
  derivative: sigmoid,
};

/**
 * `binaryCrossEntropy` of sigmoid(input), -(posWeight target log(sigmoid(input)) + (1 - target) log(1 - sigmoid(input))),
 * which stays exact for inputs whose sigmoid rounds to 0 or 1. Input, not yet through sigmoid, and target in 0..1
 * have one shape.
 * Throws ShapeError if shapes or dtypes differ, for targets outside 0..1, factors that do not fit or an unknown
 * reduction.
 *
 * @example
 * import { binaryCrossEntropyWithLogits, tensor } from "@layerbook/layers";
 * binaryCrossEntropyWithLogits(tensor([0, 2]), tensor([1, 0]), { reduction: "none" }); // [0.6931, 2.1269]
 */
export function binaryCrossEntropyWithLogits(
  input: Tensor,
  target: Tensor,
  options: BinaryCrossEntropyWithLogitsOptions = {},
): Tensor {
  checkOptions("take the binary cross-entropy", options);
  const { reduction = "mean", weight, posWeight } = options;
  const action = "take the binary cross-entropy of";
  checkReduction(reduction);
  checkPair(action, input, target);
  checkFactors("weight", weight, input);
  checkFactors("posWeight", posWeight, input);
  checkTarget(action, target);
  const ones = target.mul(applyToFloat(softplus, input.neg()));
  const zeros = target.neg().add(1).mul(applyToFloat(softplus, input));
  const terms = zeros.add(posWeight === undefined ? ones : ones.mul(posWeight));
  return reduce(weight === undefined ? terms : terms.mul(weight), reduction);
}

function checkTarget(action: string, target: Tensor): void {
  checkNumbers(action, "target", target, zeroToOne.has, "is outside 0..1");
}

/** x is a predicted log-probability, t the true probability; 0 log 0 counts as 0. */
const divergence: Pairwise = {
  name: "klDivLoss",
  action: "compare",
  value: (x, t) => (t > 0 ? t * (log(t) - x) : 0),
  byFirst: (_, t) => (t > 0 ? -t : 0),
  bySecond: (x, t) => (t > 0 ? log(t) + 1 - x : 0),
};

/** The same of t = log(probability). */
const divergenceOfLogs: Pairwise = {
  name: "klDivLoss",
  action: "compare",
  value: (x, t) => (t === Number.NEGATIVE_INFINITY ? 0 : exp(t) * (t - x)),
  byFirst: (_, t) => -exp(t),
  bySecond: (x, t) => (t === Number.NEGATIVE_INFINITY ? 0 : exp(t) * (t - x + 1)),
};

/**
 * The Kullback-Leibler divergence of the target from the input, target (log(target) - input), of one shape: the input
 * holds log-probabilities, as `logSoftmax` gives, the target probabilities, or with `logTarget` their logarithms.
 * The divergence of distributions, one in each row, is that with "batchmean": "mean" divides by their size too.
 * Throws ShapeError if shapes or dtypes differ, for numbers that are no (log-)probabilities, an unknown reduction, or
 * "batchmean" without an axis.
 * Source: Kullback and Leibler, On Information and Sufficiency (1951).
 *
 * @example
 * import { klDivLoss, tensor } from "@layerbook/layers";
 * const p = tensor([[0.5, 0.5]]);
 * klDivLoss(tensor([[0.25, 0.75]]).log(), p, { reduction: "batchmean" }); // 0.1438
 */
export function klDivLoss(input: Tensor, target: Tensor, options: KlDivLossOptions = {}): Tensor {
  checkOptions("take the Kullback-Leibler divergence", options);
  const { reduction = "mean", logTarget = false } = options;
  const action = "take the Kullback-Leibler divergence of";
  checkReduction(reduction, ["batchmean"]);
  checkPair(action, input, target);
  checkLogProbabilities(
    action,
    "input",
    input,
    "take input.logSoftmax(dim) of logits, or input.log() of probabilities",
  );
  if (logTarget) {
    checkLogProbabilities(action, "target", target, "leave out logTarget for probabilities");
  } else {
    checkNumbers(
      action,
      "target",
      target,
      (value) => !(value < 0),
      "is below 0, which no probability is; give logTarget: true for log-probabilities",
    );
  }
  const batch = input.shape[0];
  if (reduction === "batchmean" && batch === undefined) {
    throw new ShapeError(
      `Cannot reduce a loss of ${formatShape(input.shape)} by "batchmean": expected a first axis to divide by`,
    );
  }
  const terms = applyToPairs(logTarget ? divergenceOfLogs : divergence, input, target);
  if (reduction !== "batchmean") return reduce(terms, reduction);
  // No samples have a divergence of 0, not 0 / 0, as in PyTorch.
  return terms.sum().div(Math.max(batch!, 1));
}

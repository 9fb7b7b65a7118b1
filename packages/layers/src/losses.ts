import { checkFloat, convert } from "./dtype.ts";
import { ShapeError } from "./errors.ts";
import { where } from "./operations/combining.ts";
import { formatShape, lengthOf, replaceAxis, sameShape } from "./shape.ts";
import { blank, dataOf, Tensor } from "./tensor.ts";

/** What a loss does with its terms: their mean, their sum, or nothing. */
export type Reduction = "mean" | "sum" | "none";

export interface LossOptions {
  /** "mean" by default. */
  readonly reduction?: Reduction;
}

export interface CrossEntropyOptions extends LossOptions {
  /** A factor for each class, [classes]; the mean is weighted by it. */
  readonly weight?: Tensor;
  /** Samples of this class do not count; -100 by default. */
  readonly ignoreIndex?: number;
  /** The part of each target, 0..1, that is spread evenly over all classes; 0 by default. */
  readonly labelSmoothing?: number;
}

/**
 * Squared differences, (input - target)^2, of tensors of one shape.
 * Throws ShapeError if shapes or dtypes differ, or for an unknown reduction.
 */
export function mseLoss(input: Tensor, target: Tensor, { reduction = "mean" }: LossOptions = {}): Tensor {
  checkReduction(reduction);
  if (!sameShape(input.shape, target.shape)) {
    throw new ShapeError(
      `Cannot compare input ${formatShape(input.shape)} with target ${formatShape(target.shape)}: shapes must be the same; broadcasting would hide a mistake`,
    );
  }
  const difference = input.sub(target);
  return reduce(difference.mul(difference), reduction);
}

/**
 * -log of the probability that softmax(input) gives the target, for input [N, classes, ...] (or [classes]), not
 * yet through softmax, and target [N, ...] of int32 classes, or of the input's shape and dtype with a probability
 * for each class. The mean is over the samples that count, by their class's weight.
 * Throws ShapeError for shapes, dtypes, classes or options that do not fit.
 */
export function crossEntropy(input: Tensor, target: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const { reduction = "mean" } = options;
  checkReduction(reduction);
  checkFloat("take the cross-entropy of", input);
  const axis = input.shape.length < 2 ? 0 : 1;
  const { factors, count } =
    target.dtype === "int32"
      ? ofClasses(input, target, axis, options)
      : ofProbabilities(input, target, axis, options);
  const logs = input.logSoftmax(axis);
  // A class of probability 0 that does not count would give 0 * -Infinity. A target that learns needs the product.
  const counted = target.requiresGrad ? logs : where(factors, logs, 0);
  const losses = counted.mul(factors).sum(axis).neg();
  return reduction === "mean" ? losses.sum().div(count) : reduce(losses, reduction);
}

/** How much each log-probability counts, in the input's shape, and by what the mean divides. */
interface Factors {
  readonly factors: Tensor;
  readonly count: number;
}

function ofClasses(input: Tensor, target: Tensor, axis: number, options: CrossEntropyOptions): Factors {
  const { ignoreIndex = -100, labelSmoothing = 0 } = options;
  const expected = replaceAxis(input.shape, axis);
  if (!sameShape(target.shape, expected))
    failTarget(input, target, `expected classes of shape ${formatShape(expected)}`);
  const classes = input.shape[axis]!;
  const weight = weightsOf(input, classes, options);
  const inner = lengthOf(input.shape.slice(axis + 1));
  const { data, shape } = blank(input.dtype, input.shape);
  let count = 0;
  for (const [sample, label] of dataOf(target).entries()) {
    if (label === ignoreIndex) continue;
    if (label < 0 || label >= classes)
      failTarget(input, target, `class ${label} is outside 0..${classes - 1}`);
    count += weight[label]!;
    const first = Math.floor(sample / inner) * classes * inner + (sample % inner);
    for (let c = 0; c < classes; c++) {
      const probability = (c === label ? 1 - labelSmoothing : 0) + labelSmoothing / classes;
      data[first + c * inner] = weight[c]! * probability;
    }
  }
  return { factors: new Tensor(data, shape), count };
}

function ofProbabilities(input: Tensor, target: Tensor, axis: number, options: CrossEntropyOptions): Factors {
  const { labelSmoothing = 0, ignoreIndex } = options;
  if (ignoreIndex !== undefined) failTarget(input, target, "ignoreIndex is for int32 classes");
  if (!sameShape(target.shape, input.shape) || target.dtype !== input.dtype) {
    failTarget(input, target, `expected int32 classes, or ${input.dtype} probabilities in the input's shape`);
  }
  const classes = input.shape[axis]!;
  const shape = input.shape.map((_, i) => (i === axis ? classes : 1));
  const weight = new Tensor(convert(weightsOf(input, classes, options), input.dtype), shape);
  const smooth = target.mul(1 - labelSmoothing).add(labelSmoothing / classes);
  return { factors: smooth.mul(weight), count: lengthOf(replaceAxis(input.shape, axis)) };
}

function weightsOf(
  input: Tensor,
  classes: number,
  { weight, labelSmoothing = 0 }: CrossEntropyOptions,
): ArrayLike<number> {
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new ShapeError(`Cannot smooth labels by ${labelSmoothing}: expected a number in 0..1`);
  }
  if (weight === undefined) return new Float64Array(classes).fill(1);
  if (!sameShape(weight.shape, [classes]) || weight.dtype !== input.dtype) {
    throw new ShapeError(
      `Cannot weigh the classes of ${input.dtype} ${formatShape(input.shape)} by ${weight.dtype} ${formatShape(weight.shape)}: expected ${input.dtype} [${classes}]`,
    );
  }
  return dataOf(weight);
}

function failTarget(input: Tensor, target: Tensor, reason: string): never {
  throw new ShapeError(
    `Cannot take the cross-entropy of input ${formatShape(input.shape)} with ${target.dtype} target ${formatShape(target.shape)}: ${reason}`,
  );
}

function checkReduction(reduction: Reduction): void {
  if (reduction !== "mean" && reduction !== "sum" && reduction !== "none") {
    throw new ShapeError(
      `Cannot reduce a loss by ${JSON.stringify(reduction)}: expected "mean", "sum" or "none"`,
    );
  }
}

function reduce(losses: Tensor, reduction: Reduction): Tensor {
  if (reduction === "none") return losses;
  return reduction === "sum" ? losses.sum() : losses.mean();
}

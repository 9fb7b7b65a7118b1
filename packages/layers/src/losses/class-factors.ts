import { convert } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { checkRange, zeroToOne } from "../range.ts";
import { formatShape, lengthOf, replaceAxis, sameShape } from "../shape.ts";
import { blank, dataOf, Tensor } from "../tensor.ts";
import { checkTensors } from "../tensor-argument.ts";

/** How each class and each sample counts. */
export interface ClassOptions {
  readonly weight?: Tensor;
  readonly ignoreIndex?: number;
  readonly labelSmoothing?: number;
}

/** How much each log-probability counts, in the input's shape, and by what the mean divides. */
export interface Factors {
  readonly factors: Tensor;
  readonly count: number;
}

/** The axis of the classes of [N, classes, ...] or [classes]; throws ShapeError for a single number. */
export function classAxis(action: string, input: Tensor): number {
  if (input.shape.length === 0)
    throw new ShapeError(`Cannot ${action} input []: expected [batch, classes, ...] or [classes]`);
  return input.shape.length === 1 ? 0 : 1;
}

/** The factors of int32 classes: those of a class's samples, by its weight. */
export function ofClasses(action: string, input: Tensor, target: Tensor, options: ClassOptions): Factors {
  const { ignoreIndex = -100, labelSmoothing = 0 } = options;
  const axis = classAxis(action, input);
  const expected = replaceAxis(input.shape, axis);
  if (target.dtype !== "int32" || !sameShape(target.shape, expected))
    failTarget(action, input, target, `expected int32 classes of shape ${formatShape(expected)}`);
  if (!Number.isInteger(ignoreIndex))
    failTarget(action, input, target, `ignoreIndex ${ignoreIndex} is no whole number`);
  const classes = input.shape[axis]!;
  const weight = weightsOf(input, classes, options);
  const labels = dataOf(target);
  const outside = labels.find((label) => label !== ignoreIndex && (label < 0 || label >= classes));
  if (outside !== undefined)
    failTarget(action, input, target, `class ${outside} is outside 0..${classes - 1}`);
  const inner = lengthOf(input.shape.slice(axis + 1));
  const { data, shape } = blank(input.dtype, input.shape);
  let count = 0;
  for (const [sample, label] of labels.entries()) {
    if (label === ignoreIndex) continue;
    count += weight[label]!;
    const first = Math.floor(sample / inner) * classes * inner + (sample % inner);
    for (let c = 0; c < classes; c++) {
      const probability = (c === label ? 1 - labelSmoothing : 0) + labelSmoothing / classes;
      data[first + c * inner] = weight[c]! * probability;
    }
  }
  return { factors: new Tensor(data, shape), count };
}

/** The factors of a probability for each class. */
export function ofProbabilities(
  action: string,
  input: Tensor,
  target: Tensor,
  options: ClassOptions,
): Factors {
  const { labelSmoothing = 0, ignoreIndex } = options;
  if (ignoreIndex !== undefined) failTarget(action, input, target, "ignoreIndex is for int32 classes");
  if (!sameShape(target.shape, input.shape) || target.dtype !== input.dtype) {
    failTarget(
      action,
      input,
      target,
      `expected int32 classes, or ${input.dtype} probabilities in the input's shape`,
    );
  }
  const axis = classAxis(action, input);
  const classes = input.shape[axis]!;
  const shape = input.shape.map((_, i) => (i === axis ? classes : 1));
  const weight = new Tensor(convert(weightsOf(input, classes, options), input.dtype), shape);
  const smooth = target.mul(1 - labelSmoothing).add(labelSmoothing / classes);
  return { factors: smooth.mul(weight), count: lengthOf(replaceAxis(input.shape, axis)) };
}

function weightsOf(
  input: Tensor,
  classes: number,
  { weight, labelSmoothing = 0 }: ClassOptions,
): ArrayLike<number> {
  checkRange("smooth labels", { labelSmoothing }, zeroToOne);
  if (weight === undefined) return new Float64Array(classes).fill(1);
  checkTensors("weigh the classes of a loss", { weight });
  if (!sameShape(weight.shape, [classes]) || weight.dtype !== input.dtype) {
    throw new ShapeError(
      `Cannot weigh the classes of ${input.dtype} ${formatShape(input.shape)} by ${weight.dtype} ${formatShape(weight.shape)}: expected ${input.dtype} [${classes}]`,
    );
  }
  return dataOf(weight);
}

function failTarget(action: string, input: Tensor, target: Tensor, reason: string): never {
  throw new ShapeError(
    `Cannot ${action} input ${formatShape(input.shape)} with ${target.dtype} target ${formatShape(target.shape)}: ${reason}`,
  );
}

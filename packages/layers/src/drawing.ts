import type { TensorOptions } from "./creation.ts";
import { prepare } from "./creation.ts";
import { ShapeError } from "./errors.ts";
import { cosineAndSine, log } from "./mathematics.ts";
import { checkOptions } from "./options.ts";
import type { RandomGenerator } from "./random.ts";
import { defaultGenerator } from "./random.ts";
import type { Shape } from "./shape.ts";
import { formatShape } from "./shape.ts";
import { dataOf, Tensor } from "./tensor.ts";
import { checkTensors } from "./tensor-argument.ts";

/** What may be chosen of a tensor of random numbers. */
export interface RandomOptions extends TensorOptions {
  /** Where the random numbers come from; the one that `manualSeed` seeds by default. */
  readonly generator?: RandomGenerator;
}

/**
 * Numbers drawn evenly from 0..1, without 1. Throws ShapeError for what is no shape, and for int32.
 *
 * @example
 * import { manualSeed, rand } from "@layerbook/layers";
 * manualSeed(0);
 * rand([3]); // [0.4963, 0.7682, 0.0885]
 */
export function rand(shape: Shape, options: RandomOptions = {}): Tensor {
  return uniform(shape, 0, 1, options);
}

/** Numbers drawn evenly from low..high. */
export function uniform(shape: Shape, low: number, high: number, options: RandomOptions = {}): Tensor {
  checkOptions("draw uniform numbers", options);
  const { dtype, requiresGrad, generator = defaultGenerator } = options;
  checkDrawn("uniform numbers", dtype);
  const { data, shape: checked } = prepare(shape, dtype);
  const draw = dtype === "float64" ? () => generator.uniform53() : () => generator.uniform24();
  for (let i = 0; i < data.length; i++) data[i] = draw() * (high - low) + low;
  return new Tensor(data, checked, requiresGrad);
}

/**
 * Numbers drawn from the normal distribution of mean 0 and variance 1. Throws as `rand` does.
 *
 * @example
 * import { manualSeed, randn } from "@layerbook/layers";
 * manualSeed(0);
 * randn([3]); // [1.541, -0.2934, -2.1788]
 */
export function randn(shape: Shape, options: RandomOptions = {}): Tensor {
  checkOptions("draw normal numbers", options);
  const { dtype, requiresGrad, generator = defaultGenerator } = options;
  checkDrawn("normal numbers", dtype);
  const { data, shape: checked } = prepare(shape, dtype);
  if (data.length < 16) {
    for (let i = 0; i < data.length; i++) data[i] = generator.normal();
    return new Tensor(data, checked, requiresGrad);
  }
  // PyTorch draws long tensors in blocks of 16; the last block starts 16 before the end, drawn afresh.
  const draw = dtype === "float64" ? () => generator.uniform53() : () => generator.uniform24();
  for (let i = 0; i < data.length; i++) data[i] = draw();
  for (let start = 0; start + 16 <= data.length; start += 16) toNormal(data.subarray(start, start + 16));
  if (data.length % 16 !== 0) {
    const last = data.subarray(data.length - 16);
    for (let i = 0; i < 16; i++) last[i] = draw();
    toNormal(last);
  }
  return new Tensor(data, checked, requiresGrad);
}

/** Box and Muller's method for eight pairs of uniform numbers, the second of each eight places on. */
function toNormal(block: { [index: number]: number }): void {
  for (let i = 0; i < 8; i++) {
    const radius = Math.sqrt(-2 * log(1 - block[i]!));
    const [cosine, sine] = cosineAndSine(block[i + 8]!);
    block[i] = radius * cosine;
    block[i + 8] = radius * sine;
  }
}

function checkDrawn(what: string, dtype: TensorOptions["dtype"]): void {
  if (dtype === "int32") {
    throw new ShapeError(`Cannot draw ${what} as int32: use randint, or dtype "float32" or "float64"`);
  }
}

/**
 * Whole numbers drawn evenly from low..high - 1; int32 by default. Throws ShapeError if there are none.
 *
 * @example
 * import { manualSeed, randint } from "@layerbook/layers";
 * manualSeed(0);
 * randint(0, 10, [3]); // [4, 9, 3]
 */
export function randint(low: number, high: number, shape: Shape, options: RandomOptions = {}): Tensor {
  checkOptions("draw whole numbers", options);
  const { dtype = "int32", requiresGrad, generator = defaultGenerator } = options;
  const whole = Number.isInteger(low) && Number.isInteger(high) && low >= -(2 ** 31) && high <= 2 ** 31;
  if (!whole || low >= high) {
    throw new ShapeError(
      `Cannot draw whole numbers from ${low} up to, without, ${high}: expected whole numbers within int32, the first below the second`,
    );
  }
  const { data, shape: checked } = prepare(shape, dtype);
  for (let i = 0; i < data.length; i++) data[i] = low + (generator.uint32() % (high - low));
  return new Tensor(data, checked, requiresGrad);
}

/**
 * 1 with the given probability, else 0, for each number of `probabilities`, in its dtype.
 * Throws ShapeError for numbers outside 0..1.
 *
 * @example
 * import { bernoulli, tensor } from "@layerbook/layers";
 * bernoulli(tensor([0, 1, 1])); // [0, 1, 1]
 */
export function bernoulli(probabilities: Tensor, options: RandomOptions = {}): Tensor {
  checkTensors("draw by probabilities", { probabilities });
  checkOptions("draw by probabilities", options);
  const { dtype = probabilities.dtype, requiresGrad, generator = defaultGenerator } = options;
  const p = dataOf(probabilities);
  const outside = p.find((value) => !(value >= 0 && value <= 1));
  if (outside !== undefined) {
    throw new ShapeError(`Cannot draw with probability ${outside}: expected numbers in 0..1`);
  }
  const { data, shape } = prepare(probabilities.shape, dtype);
  const draw = probabilities.dtype === "float64" ? () => generator.uniform53() : () => generator.uniform24();
  for (let i = 0; i < data.length; i++) data[i] = draw() < p[i]! ? 1 : 0;
  return new Tensor(data, shape, requiresGrad);
}

/**
 * `samples` indices for each row of `probabilities`, [classes] or [rows, classes], drawn with the row's numbers as
 * weights, which need not sum to 1; int32. Without `replacement`, the default, an index comes once at most.
 * Throws ShapeError for weights below 0 or not finite, or if fewer than `samples` can be drawn.
 *
 * @example
 * import { multinomial, tensor } from "@layerbook/layers";
 * multinomial(tensor([0, 0, 1]), 2, { replacement: true }); // [2, 2]
 */
export function multinomial(
  probabilities: Tensor,
  samples: number,
  options: RandomOptions & { readonly replacement?: boolean } = {},
): Tensor {
  checkTensors("draw by weights", { probabilities });
  checkOptions("draw by weights", options);
  const { dtype = "int32", requiresGrad, generator = defaultGenerator, replacement = false } = options;
  const { shape } = probabilities;
  if (shape.length !== 1 && shape.length !== 2) {
    throw new ShapeError(
      `Cannot draw by weights of shape ${formatShape(shape)}: expected [classes] or [rows, classes]`,
    );
  }
  const result = prepare([...shape.slice(0, -1), samples], dtype);
  const classes = shape[shape.length - 1]!;
  const weights = Float64Array.from(dataOf(probabilities));
  const rows = shape.length === 1 ? 1 : shape[0]!;
  for (let row = 0; row < rows; row++)
    checkWeights(weights.subarray(row * classes, (row + 1) * classes), samples, replacement);
  for (let i = 0; i < result.data.length; i++) {
    const row = Math.floor(i / samples);
    const own = weights.subarray(row * classes, (row + 1) * classes);
    const index = drawIndex(own, generator.uniform53());
    result.data[i] = index;
    if (!replacement) own[index] = 0;
  }
  return new Tensor(result.data, result.shape, requiresGrad);
}

function checkWeights(weights: Float64Array, samples: number, replacement: boolean): void {
  const wrong = weights.find((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (wrong !== undefined) {
    throw new ShapeError(`Cannot draw by weight ${wrong}: expected finite numbers of at least 0`);
  }
  const possible = weights.filter((weight) => weight > 0).length;
  if (possible < (replacement ? Math.min(samples, 1) : samples)) {
    throw new ShapeError(
      `Cannot draw ${samples} different indices by weights of which ${possible} are above 0: draw fewer, or with { replacement: true }`,
    );
  }
}

/** The index at which the running sum of weights passes `part`, in 0..1, of their total. */
function drawIndex(weights: Float64Array, part: number): number {
  let rest = part * weights.reduce((sum, weight) => sum + weight, 0);
  let last = 0;
  for (const [index, weight] of weights.entries()) {
    if (weight === 0) continue;
    last = index;
    if (rest < weight) break;
    rest -= weight;
  }
  return last;
}

/**
 * The numbers 0 to n - 1 in random order, by the shuffle of Fisher and Yates; int32 by default.
 * Throws ShapeError for an n that is no whole number of at least 0.
 *
 * @example
 * import { manualSeed, randperm } from "@layerbook/layers";
 * manualSeed(0);
 * randperm(10); // [4, 1, 7, 5, 3, 9, 0, 8, 6, 2]
 */
export function randperm(n: number, options: RandomOptions = {}): Tensor {
  checkOptions("draw a permutation", options);
  const { dtype = "int32", requiresGrad, generator = defaultGenerator } = options;
  const { data, shape } = prepare([n], dtype);
  for (let i = 0; i < n; i++) data[i] = i;
  for (let i = 0; i < n - 1; i++) {
    const other = i + (generator.uint32() % (n - i));
    const moved = data[i]!;
    data[i] = data[other]!;
    data[other] = moved;
  }
  return new Tensor(data, shape, requiresGrad);
}

import { record } from "../autograd.ts";
import { randn } from "../drawing.ts";
import type { DType } from "../dtype.ts";
import { checkFloat, checkFloatDType, convert } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { Module } from "../module.ts";
import { checkOptions } from "../options.ts";
import { Parameter } from "../parameter.ts";
import type { RandomGenerator } from "../random.ts";
import { checkRange, wholeAboveZero } from "../range.ts";
import type { Shape } from "../shape.ts";
import { checkShape, formatShape } from "../shape.ts";
import { blank, dataOf, Tensor } from "../tensor.ts";
import { checkTensors } from "../tensor-argument.ts";

/** Which row of an embedding learns nothing. */
export interface EmbeddingOptions {
  /**
   * The index that stands for padding, such as the rest of a short sentence: its row learns nothing. A negative one
   * counts from the end; null, the default, means none.
   */
  readonly paddingIdx?: number | null;
}

/** The shape rule: [...] of indices to [..., embeddingDim]. Throws ShapeError for anything that does not fit. */
function embeddingShape(indices: Pick<Tensor, "shape" | "dtype">, weight: Tensor): Shape {
  const action = `look up ${formatShape(indices.shape)} in weight ${formatShape(weight.shape)}`;
  if (weight.shape.length !== 2) {
    throw new ShapeError(`Cannot ${action}: expected a weight of 2 axes, [numEmbeddings, embeddingDim]`);
  }
  checkFloat("look up rows of", weight);
  if (indices.dtype !== "int32") {
    throw new ShapeError(
      `Cannot ${action}: indices are whole numbers, the input is ${indices.dtype}; make it with { dtype: "int32" } or convert it with .to("int32")`,
    );
  }
  return checkShape([...indices.shape, weight.shape[1]!]);
}

/**
 * The rows of `weight` [numEmbeddings, embeddingDim] that the int32 `indices` [...] name: [..., embeddingDim]. The same
 * as `oneHot(indices)` times the weight, without the zeros.
 *
 * Backward: weight'[k] = sum over the places where the index is k of out' there, and nothing for `paddingIdx`.
 *
 * Throws ShapeError for indices that are not int32 or name no row.
 *
 * @example
 * import { embedding, tensor } from "@layerbook/layers";
 * const vectors = tensor([[0, 0], [1, 10], [2, 20]]);
 * embedding(tensor([2, 1], { dtype: "int32" }), vectors); // [[2, 20], [1, 10]]
 */
export function embedding(indices: Tensor, weight: Tensor, options: EmbeddingOptions = {}): Tensor {
  checkOptions("look up rows", options);
  const { paddingIdx = null } = options;
  checkTensors("look up rows", { indices, weight });
  const outputShape = embeddingShape(indices, weight);
  const [count, size] = weight.shape as [number, number];
  const padding = paddingRow("look up rows", paddingIdx, count);
  const rows = dataOf(indices);
  const outside = rows.find((row) => row < 0 || row >= count);
  if (outside !== undefined) {
    throw new ShapeError(
      `Cannot look up ${formatShape(indices.shape)} in weight ${formatShape(weight.shape)}: index ${outside} is outside 0..${count - 1}`,
    );
  }
  const table = dataOf(weight);
  const { data, shape } = blank(weight.dtype, outputShape);
  for (const [i, row] of rows.entries()) data.set(table.subarray(row * size, (row + 1) * size), i * size);

  const weightGradient = (gradient: Tensor): Tensor => {
    const upstream = dataOf(gradient);
    const sums = new Float64Array(count * size);
    for (const [i, row] of rows.entries()) {
      if (row === padding) continue;
      for (let j = 0; j < size; j++) sums[row * size + j]! += upstream[i * size + j]!;
    }
    return new Tensor(convert(sums, weight.dtype), weight.shape);
  };
  return record("embedding", [weight], data, shape, [weightGradient]);
}

/** `paddingIdx` counted from 0, or null; throws ShapeError where there is no such row. */
function paddingRow(action: string, paddingIdx: number | null, count: number): number | null {
  if (paddingIdx === null) return null;
  if (!Number.isInteger(paddingIdx) || paddingIdx < -count || paddingIdx >= count) {
    throw new ShapeError(
      `Cannot ${action} with paddingIdx ${paddingIdx}: expected null or a whole number from ${-count} to ${count - 1}`,
    );
  }
  return paddingIdx < 0 ? paddingIdx + count : paddingIdx;
}

/** What may be chosen of an `Embedding`. */
export interface EmbeddingLayerOptions extends EmbeddingOptions {
  /** `float32` by default. */
  readonly dtype?: DType;
  /** Where the initial values come from. */
  readonly generator?: RandomGenerator;
}

/**
 * A table of learnt vectors, one for each of `numEmbeddings` words, moves or other things with a number: int32 [...] to
 * [..., embeddingDim] by `weight` [numEmbeddings, embeddingDim]. See `embedding`.
 *
 * The weight starts normally distributed with mean 0 and variance 1, the row of `paddingIdx` with zeros.
 * Throws ShapeError for sizes below 1 and a `paddingIdx` outside the table.
 *
 * @example
 * import { Embedding, tensor } from "@layerbook/layers";
 * const words = new Embedding(10, 4);
 * words.forward(tensor([3, 1, 3], { dtype: "int32" })).shape; // [3, 4]
 */
export class Embedding extends Module {
  readonly numEmbeddings: number;
  readonly embeddingDim: number;
  /** Counted from 0, or null. */
  readonly paddingIdx: number | null;
  readonly weight: Parameter;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingLayerOptions = {}) {
    super();
    const action = `make an embedding of ${numEmbeddings} by ${embeddingDim}`;
    checkOptions(action, options);
    const { paddingIdx = null } = options;
    checkRange(action, { numEmbeddings, embeddingDim }, wholeAboveZero);
    checkFloatDType(action, options.dtype);
    this.numEmbeddings = numEmbeddings;
    this.embeddingDim = embeddingDim;
    this.paddingIdx = paddingRow(action, paddingIdx, numEmbeddings);
    const drawn = randn([numEmbeddings, embeddingDim], options);
    const table = drawn.toTypedArray();
    const padding = this.paddingIdx;
    if (padding !== null) table.fill(0, padding * embeddingDim, (padding + 1) * embeddingDim);
    this.weight = new Parameter(new Tensor(table, drawn.shape));
  }

  /** Indices [...], int32, to their vectors; throws ShapeError for any that name no row. */
  override forward(indices: Tensor): Tensor {
    return embedding(indices, this.weight, this);
  }

  /** The shape that `forward` gives for indices of `inputShape`. */
  outputShape(inputShape: Shape): Shape {
    return embeddingShape({ shape: checkShape(inputShape), dtype: "int32" }, this.weight);
  }

  override describe(): string {
    const padding = this.paddingIdx === null ? "" : `, paddingIdx: ${this.paddingIdx}`;
    return `${this.numEmbeddings}, ${this.embeddingDim}${padding}`;
  }
}

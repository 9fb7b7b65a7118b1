import { ones, zeros } from "../../creation.ts";
import type { DType } from "../../dtype.ts";
import { checkFloatDType } from "../../dtype.ts";
import { ShapeError } from "../../errors.ts";
import { Module } from "../../module.ts";
import { checkOptions } from "../../options.ts";
import { Parameter } from "../../parameter.ts";
import type { Shape, Size } from "../../shape.ts";
import { checkShape, formatShape, lengthOf, sameShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensor-argument.ts";
import { perDimension } from "../spatial.ts";
import type { Argument } from "./geometry.ts";
import { checkCompanions, checkEps } from "./geometry.ts";
import type { Grouping } from "./grouping.ts";
import type { NormArguments } from "./normalize.ts";
import { normalize, statisticsOf } from "./normalize.ts";

/** The shape rule: [..., ...normalizedShape] to the same. Throws ShapeError for anything that does not fit. */
function layerGrouping(
  input: Argument,
  normalizedShape: Shape,
  weight: Argument | null,
  bias: Argument | null,
): Grouping {
  const { shape } = input;
  const action = `normalise input ${formatShape(shape)}`;
  const leading = shape.length - normalizedShape.length;
  if (leading < 0 || !sameShape(shape.slice(leading), normalizedShape)) {
    throw new ShapeError(
      `Cannot ${action}: expected last axes ${formatShape(normalizedShape)}, got ${formatShape(shape.slice(Math.max(0, leading)))}`,
    );
  }
  checkCompanions(action, input, { weight, bias }, normalizedShape, "that of the normalised axes");
  const channels = lengthOf(normalizedShape);
  return {
    batch: lengthOf(shape.slice(0, leading)),
    channels,
    inner: 1,
    together: channels,
    acrossBatch: false,
  };
}

/**
 * Each sample less its mean and divided by its standard deviation, over its last axes, those of `normalizedShape`:
 * [..., ...normalizedShape] to the same, y = (x - mean) / sqrt(variance + eps) * weight + bias.
 *
 * `weight` and `bias` are of `normalizedShape`. Throws ShapeError for shapes, dtypes or options that do not fit.
 * Source: Ba, Kiros and Hinton, Layer Normalization (2016).
 *
 * @example
 * import { layerNorm, tensor } from "@layerbook/layers";
 * layerNorm(tensor([[1, 3], [10, 30]]), 2); // [[-1, 1], [-1, 1]]
 */
export function layerNorm(input: Tensor, normalizedShape: Size, options: NormArguments = {}): Tensor {
  checkOptions("apply layerNorm", options);
  const { weight = null, bias = null, eps = 1e-5 } = options;
  checkTensors("normalise", { input });
  const action = `normalise input ${formatShape(input.shape)}`;
  checkEps(action, eps);
  const grouping = layerGrouping(input, sizesOf(action, normalizedShape), weight, bias);
  return normalize("layerNorm", input, { weight, bias }, grouping, statisticsOf(input, grouping), eps);
}

function sizesOf(action: string, normalizedShape: Size): Shape {
  const count = Array.isArray(normalizedShape) ? normalizedShape.length : 1;
  if (count === 0) {
    throw new ShapeError(
      `Cannot ${action} with normalizedShape []: expected the sizes of the last axes, at least one`,
    );
  }
  return perDimension(action, "normalizedShape", normalizedShape, count, 1);
}

/** What may be chosen of a `LayerNorm`. */
export interface LayerNormOptions {
  /** Added to the variance, so that the divisor is never 0; 1e-5 by default. */
  readonly eps?: number;
  /** Whether each number is then scaled by a learnt `weight` and shifted by a learnt `bias`; true by default. */
  readonly elementwiseAffine?: boolean;
  /** Whether there is a `bias` with the `weight`; true by default. */
  readonly bias?: boolean;
  /** `float32` by default. */
  readonly dtype?: DType;
}

/**
 * Layer normalisation: each sample by the mean and variance of its own numbers, those of its last axes, the same in
 * training and evaluation. [..., ...normalizedShape] to the same. See `layerNorm`.
 *
 * `weight` and `bias`, of `normalizedShape`, start as ones and zeros. Throws ShapeError for sizes below 1 or options
 * that are not allowed.
 *
 * @example
 * import { LayerNorm, tensor } from "@layerbook/layers";
 * new LayerNorm(2).forward(tensor([[1, 3], [10, 30]])); // [[-1, 1], [-1, 1]]
 */
export class LayerNorm extends Module {
  readonly normalizedShape: Shape;
  readonly eps: number;
  readonly elementwiseAffine: boolean;
  readonly weight: Parameter | null;
  readonly bias: Parameter | null;

  constructor(normalizedShape: Size, options: LayerNormOptions = {}) {
    super();
    const action = "make a layer normalisation";
    checkOptions(action, options);
    const { eps = 1e-5, elementwiseAffine = true, bias = true, dtype = "float32" } = options;
    this.normalizedShape = sizesOf(action, normalizedShape);
    checkEps(action, eps);
    checkFloatDType(action, dtype);
    this.eps = eps;
    this.elementwiseAffine = elementwiseAffine;
    this.weight = elementwiseAffine ? new Parameter(ones(this.normalizedShape, { dtype })) : null;
    this.bias = elementwiseAffine && bias ? new Parameter(zeros(this.normalizedShape, { dtype })) : null;
  }

  override forward(input: Tensor): Tensor {
    return layerNorm(input, this.normalizedShape, this);
  }

  /** The shape that `forward` gives for an input of `inputShape`; throws ShapeError as it does. */
  outputShape(inputShape: Shape): Shape {
    const input = { shape: checkShape(inputShape), dtype: this.weight?.dtype ?? "float32" };
    layerGrouping(input, this.normalizedShape, this.weight, this.bias);
    return inputShape;
  }

  override describe(): string {
    const eps = this.eps === 1e-5 ? [] : [`eps: ${this.eps}`];
    const affine = this.elementwiseAffine ? [] : ["elementwiseAffine: false"];
    const bias = this.elementwiseAffine && this.bias === null ? ["bias: false"] : [];
    return [formatShape(this.normalizedShape), ...eps, ...affine, ...bias].join(", ");
  }
}

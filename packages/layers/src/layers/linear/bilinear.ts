import { checkFloatDType, checkSameFloat } from "../../dtype.ts";
import { ShapeError } from "../../errors.ts";
import { uniformByFanIn } from "../../initial/fan-in.ts";
import { Module } from "../../module.ts";
import { reshape, unsqueeze } from "../../operations/movement.ts";
import { checkOptions } from "../../options.ts";
import type { Parameter } from "../../parameter.ts";
import { checkRange, wholeAboveZero } from "../../range.ts";
import type { Shape } from "../../shape.ts";
import { checkShape, formatShape, lengthOf, sameShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensor-argument.ts";
import type { LinearOptions } from "./linear.ts";
import { linear } from "./linear.ts";

type Argument = Pick<Tensor, "shape" | "dtype">;

/**
 * The shape rule: [..., in1Features] and [..., in2Features] to [..., outFeatures].
 * Throws ShapeError for anything that does not fit.
 */
function bilinearShape(input1: Argument, input2: Argument, weight: Argument, bias: Argument | null): Shape {
  const action = `apply bilinear weight ${formatShape(weight.shape)} to inputs ${formatShape(input1.shape)} and ${formatShape(input2.shape)}`;
  const fail = (reason: string): never => {
    throw new ShapeError(`Cannot ${action}: ${reason}`);
  };
  if (weight.shape.length !== 3) fail("expected a weight of 3 axes, [outFeatures, in1Features, in2Features]");
  const [outFeatures, ...inFeatures] = weight.shape as [number, number, number];
  for (const [i, { shape }] of [input1, input2].entries()) {
    const features = shape[shape.length - 1];
    if (features === inFeatures[i]) continue;
    fail(
      `weight takes ${inFeatures[i]} features of input ${i + 1}, which has ${features ?? "no axis"} (features is the last axis)`,
    );
  }
  if (!sameShape(input1.shape.slice(0, -1), input2.shape.slice(0, -1))) {
    fail("all axes of the inputs but the last must be the same");
  }
  checkSameFloat(action, input1, { "input 2": input2, weight, bias });
  if (bias !== null && (bias.shape.length !== 1 || bias.shape[0] !== outFeatures)) {
    fail(`bias has shape ${formatShape(bias.shape)}, expected [${outFeatures}]`);
  }
  return checkShape([...input1.shape.slice(0, -1), outFeatures]);
}

/**
 * y = x1^T A x2 + b for each output's matrix A, for x1 [..., in1Features], x2 [..., in2Features], weight
 * [outFeatures, in1Features, in2Features] and bias [outFeatures]: a linear map of every product of a feature of x1 with
 * one of x2,
 *
 *     y[o] = b[o] + sum over i, j of weight[o, i, j] x1[i] x2[j]
 *
 * and computed as one, which gives the gradients too. Throws ShapeError for shapes or dtypes that do not fit.
 *
 * @example
 * import { bilinear, tensor } from "@layerbook/layers";
 * const weight = tensor([[[1, 0], [0, 1]]]); // the dot product, as one output
 * bilinear(tensor([1, 2]), tensor([3, 4]), weight); // [11]
 */
export function bilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  checkTensors("apply a bilinear map", { "input 1": input1, "input 2": input2, weight });
  const shape = bilinearShape(input1, input2, weight, bias);
  const [outFeatures, in1Features, in2Features] = weight.shape as [number, number, number];
  const rows = lengthOf(shape.slice(0, -1));
  const products = unsqueeze(input1, -1).mul(unsqueeze(input2, -2));
  const pairs = in1Features * in2Features;
  const output = linear(reshape(products, [rows, pairs]), reshape(weight, [outFeatures, pairs]), bias);
  return reshape(output, shape);
}

/**
 * A bilinear map: [..., in1Features] and [..., in2Features] to [..., outFeatures], by learnt `weight`
 * [outFeatures, in1Features, in2Features] and `bias` [outFeatures]. See `bilinear`.
 *
 * Both start evenly drawn from -1/sqrt(in1Features)..1/sqrt(in1Features). Throws ShapeError for sizes below 1.
 */
export class Bilinear extends Module {
  readonly in1Features: number;
  readonly in2Features: number;
  readonly outFeatures: number;
  readonly weight: Parameter;
  readonly bias: Parameter | null;

  constructor(in1Features: number, in2Features: number, outFeatures: number, options: LinearOptions = {}) {
    super();
    const action = `make a bilinear layer from ${in1Features} and ${in2Features} to ${outFeatures} features`;
    checkOptions(action, options);
    const { bias = true } = options;
    checkRange(action, { in1Features, in2Features, outFeatures }, wholeAboveZero);
    checkFloatDType(action, options.dtype);
    this.in1Features = in1Features;
    this.in2Features = in2Features;
    this.outFeatures = outFeatures;
    this.weight = uniformByFanIn([outFeatures, in1Features, in2Features], in1Features, options);
    this.bias = bias ? uniformByFanIn([outFeatures], in1Features, options) : null;
  }

  override forward(input1: Tensor, input2: Tensor): Tensor {
    return bilinear(input1, input2, this.weight, this.bias);
  }

  /** The shape that `forward` gives for inputs of these shapes; throws ShapeError as it does. */
  outputShape(inputShape1: Shape, inputShape2: Shape): Shape {
    const { dtype } = this.weight;
    return bilinearShape(
      { shape: checkShape(inputShape1), dtype },
      { shape: checkShape(inputShape2), dtype },
      this.weight,
      this.bias,
    );
  }

  override describe(): string {
    const sizes = `${this.in1Features}, ${this.in2Features}, ${this.outFeatures}`;
    return this.bias === null ? `${sizes}, bias: false` : sizes;
  }
}

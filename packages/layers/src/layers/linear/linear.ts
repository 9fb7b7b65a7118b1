import { noGrad, record } from "../../autograd.ts";
import type { DType } from "../../dtype.ts";
import { checkFloatDType, checkSameFloat } from "../../dtype.ts";
import { ShapeError } from "../../errors.ts";
import { uniformByFanIn } from "../../initial/fan-in.ts";
import { Module } from "../../module.ts";
import { checkOptions } from "../../options.ts";
import type { Parameter } from "../../parameter.ts";
import type { RandomGenerator } from "../../random.ts";
import { checkRange, wholeAboveZero } from "../../range.ts";
import type { Shape } from "../../shape.ts";
import { checkShape, formatShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { dataOf } from "../../tensor.ts";
import { checkTensors } from "../../tensor-argument.ts";
import type { LinearTrace, LinearTraceOptions } from "./trace.ts";
import { traceLinear } from "./trace.ts";

/** The shape rule: [..., inFeatures] to [..., outFeatures]. Throws ShapeError for anything that does not fit. */
function linearShape(
  input: Pick<Tensor, "shape" | "dtype">,
  weight: Pick<Tensor, "shape" | "dtype">,
  bias: Pick<Tensor, "shape" | "dtype"> | null,
): Shape {
  const action = `apply weight ${formatShape(weight.shape)} to input ${formatShape(input.shape)}`;
  if (weight.shape.length !== 2) {
    throw new ShapeError(`Cannot ${action}: expected a weight of 2 axes, [outFeatures, inFeatures]`);
  }
  const [outFeatures, inFeatures] = weight.shape as [number, number];
  const features = input.shape[input.shape.length - 1];
  if (features !== inFeatures) {
    const flat = input.shape.slice(1).reduce((product, size) => product * size, 1);
    const hint = input.shape.length > 2 && flat === inFeatures ? "; flatten it first with .flatten(1)" : "";
    throw new ShapeError(
      `Cannot ${action}: weight takes ${inFeatures} features, input has ${features ?? "no axis"} (features is the last axis)${hint}`,
    );
  }
  checkSameFloat(action, input, { weight, bias });
  if (bias !== null && (bias.shape.length !== 1 || bias.shape[0] !== outFeatures)) {
    throw new ShapeError(
      `Cannot ${action}: bias has shape ${formatShape(bias.shape)}, expected [${outFeatures}]`,
    );
  }
  return checkShape([...input.shape.slice(0, -1), outFeatures]);
}

/**
 * y = x W^T + b, for input x [..., inFeatures], weight W [outFeatures, inFeatures] and bias b [outFeatures].
 * Throws ShapeError for shapes or dtypes that do not fit.
 *
 * Backward: x' = y' W, W' = y'^T x and b' = y', each summed over the batch.
 *
 * @example
 * import { linear, tensor } from "@layerbook/layers";
 * const weight = tensor([[1, 0], [2, 3]]);
 * linear(tensor([1, 10]), weight, tensor([0.5, 0])); // [1.5, 32]
 */
export function linear(input: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  checkTensors("apply a linear map", { input, weight });
  const shape = linearShape(input, weight, bias);
  const [outFeatures, inFeatures] = weight.shape as [number, number];
  const output = noGrad(() => {
    const product = input.reshape([rowsOf(input), inFeatures]).matmul(weight.transpose(0, 1));
    return bias === null ? product : product.add(bias);
  });
  const rows = (gradient: Tensor): Tensor => gradient.reshape([rowsOf(input), outFeatures]);
  const inputs = bias === null ? [input, weight] : [input, weight, bias];
  return record("linear", inputs, dataOf(output), shape, [
    (gradient) => rows(gradient).matmul(weight).reshape(input.shape),
    (gradient) =>
      rows(gradient)
        .transpose(0, 1)
        .matmul(input.reshape([rowsOf(input), inFeatures])),
    (gradient) => rows(gradient).sum(0),
  ]);
}

/** How many vectors of features a tensor holds; -1 could not tell where there are none. */
function rowsOf(input: Tensor): number {
  return input.shape.slice(0, -1).reduce((product, size) => product * size, 1);
}

/** What may be chosen of a `Linear`, and of a `Bilinear`. */
export interface LinearOptions {
  /** Whether a learnt number is added to each output; true by default. */
  readonly bias?: boolean;
  /** `float32` by default. */
  readonly dtype?: DType;
  /** Where the initial values come from. */
  readonly generator?: RandomGenerator;
}

/**
 * A linear map, also called a dense or fully connected layer: [..., inFeatures] to [..., outFeatures] by learnt
 * `weight` [outFeatures, inFeatures] and `bias` [outFeatures]. See `linear`.
 *
 * Both start evenly drawn from -1/sqrt(inFeatures)..1/sqrt(inFeatures). Throws ShapeError for sizes below 1.
 *
 * @example
 * import { Linear, ones } from "@layerbook/layers";
 * const layer = new Linear(4, 2);
 * layer.forward(ones([3, 4])).shape; // [3, 2]
 * layer.weight.shape; // [2, 4]
 */
export class Linear extends Module {
  readonly inFeatures: number;
  readonly outFeatures: number;
  readonly weight: Parameter;
  readonly bias: Parameter | null;

  constructor(inFeatures: number, outFeatures: number, options: LinearOptions = {}) {
    super();
    const action = `make a linear layer from ${inFeatures} to ${outFeatures} features`;
    checkOptions(action, options);
    const { bias = true } = options;
    checkRange(action, { inFeatures, outFeatures }, wholeAboveZero);
    checkFloatDType(action, options.dtype);
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.weight = uniformByFanIn([outFeatures, inFeatures], inFeatures, options);
    this.bias = bias ? uniformByFanIn([outFeatures], inFeatures, options) : null;
  }

  override forward(input: Tensor): Tensor {
    return linear(input, this.weight, this.bias);
  }

  /** The shape that `forward` gives for an input of `inputShape`; throws ShapeError as it does. */
  outputShape(inputShape: Shape): Shape {
    return linearShape({ shape: checkShape(inputShape), dtype: this.weight.dtype }, this.weight, this.bias);
  }

  /**
   * The computation of one vector of features, product by product, for drawing; `sample` is 0 by default and counts
   * over all axes of the input but the last.
   * Throws ShapeError as `forward` does, MemoryError for more products than a figure can use.
   */
  trace(input: Tensor, options: LinearTraceOptions = {}): LinearTrace {
    checkTensors("trace a linear map", { input });
    checkOptions("trace a linear map", options);
    linearShape(input, this.weight, this.bias);
    return traceLinear(input, this.weight, this.bias, options);
  }

  override describe(): string {
    return `${this.inFeatures}, ${this.outFeatures}${this.bias === null ? ", bias: false" : ""}`;
  }
}

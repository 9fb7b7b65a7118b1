import { record } from "../../autograd.ts";
import { full } from "../../creation.ts";
import type { DType } from "../../dtype.ts";
import { checkFloatDType, checkSameFloat, convert } from "../../dtype.ts";
import { ShapeError } from "../../errors.ts";
import { checkOptions } from "../../options.ts";
import { Parameter } from "../../parameter.ts";
import { checkRange, finite, wholeAboveZero } from "../../range.ts";
import type { Shape } from "../../shape.ts";
import { checkShape, formatShape, lengthOf } from "../../shape.ts";
import { blank, dataOf, Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensor-argument.ts";
import { Activation } from "./activation.ts";

type Typed = Pick<Tensor, "shape" | "dtype">;

/** The shape rule: any shape, with one slope for all or one for each of axis 1. Throws ShapeError for anything else. */
function preluShape(input: Typed, weight: Typed): Shape {
  const action = `apply prelu with slopes ${formatShape(weight.shape)} to input ${formatShape(input.shape)}`;
  checkSameFloat(action, input, { weight });
  const slopes = weight.shape[0];
  const channels = input.shape[1] ?? 1;
  if (weight.shape.length > 1 || (slopes !== undefined && slopes !== 1 && slopes !== channels)) {
    throw new ShapeError(
      `Cannot ${action}: expected one slope, or ${channels}, one per channel (channels is axis 1)`,
    );
  }
  return checkShape(input.shape);
}

/**
 * x above 0, else w x, for input x of any shape and slopes w [1], or [channels] where channels is axis 1.
 * Throws ShapeError for shapes or dtypes that do not fit. See `PReLU`.
 *
 * Backward: x' = y' above 0, else w y'; w' = x y' summed over where w was used.
 */
export function prelu(input: Tensor, weight: Tensor): Tensor {
  checkTensors("apply prelu", { input, weight });
  const { data, shape } = blank(input.dtype, preluShape(input, weight));
  const [x, w] = [dataOf(input), dataOf(weight)];
  const inner = lengthOf(shape.slice(2));
  const slopeOf = (i: number): number => Math.floor(i / inner) % w.length;
  for (let i = 0; i < x.length; i++) data[i] = x[i]! > 0 ? x[i]! : w[slopeOf(i)]! * x[i]!;
  return record("prelu", [input, weight], data, shape, [
    (gradient) => {
      const upstream = dataOf(gradient);
      const result = blank(input.dtype, shape);
      for (let i = 0; i < x.length; i++) result.data[i] = upstream[i]! * (x[i]! > 0 ? 1 : w[slopeOf(i)]!);
      return new Tensor(result.data, result.shape);
    },
    (gradient) => {
      const upstream = dataOf(gradient);
      const sums = new Float64Array(w.length);
      for (let i = 0; i < x.length; i++) if (!(x[i]! > 0)) sums[slopeOf(i)]! += upstream[i]! * x[i]!;
      return new Tensor(convert(sums, weight.dtype), weight.shape);
    },
  ]);
}

/** How many slopes a `PReLU` learns, and where they start. */
export interface PReLUOptions {
  /** 1, the default: one slope for all; or the number of channels: a slope for each. */
  readonly numParameters?: number;
  /** What the slopes are at first; 0.25 by default. */
  readonly init?: number;
  /** `float32` by default. */
  readonly dtype?: DType;
}

/**
 * x above 0, else w x, elementwise, with learnt slopes `weight` [numParameters]; any shape, with one slope for all
 * or one for each channel (axis 1). Do not let weight decay at it: slopes of 0 make it a ReLU.
 *
 * Throws ShapeError for a count below 1, a start that is not finite, or an input with another number of channels.
 * Source: He et al., Delving Deep into Rectifiers (2015).
 *
 * @example
 * import { PReLU, tensor } from "@layerbook/layers";
 * new PReLU().forward(tensor([-1, 2])); // [-0.25, 2]
 */
export class PReLU extends Activation {
  readonly numParameters: number;
  readonly weight: Parameter;

  constructor(options: PReLUOptions = {}) {
    super();
    checkOptions("make PReLU", options);
    const { numParameters = 1, init = 0.25, dtype = "float32" } = options;
    checkRange("make PReLU", { numParameters }, wholeAboveZero);
    checkRange("make PReLU", { init }, finite);
    checkFloatDType("make PReLU", dtype);
    this.numParameters = numParameters;
    this.weight = new Parameter(full([numParameters], init, { dtype }));
  }

  override forward(input: Tensor): Tensor {
    return prelu(input, this.weight);
  }

  /** The shape that `forward` gives for an input of `inputShape`; throws ShapeError as it does. */
  override outputShape(inputShape: Shape): Shape {
    return preluShape({ shape: checkShape(inputShape), dtype: this.weight.dtype }, this.weight);
  }

  override describe(): string {
    return `numParameters: ${this.numParameters}`;
  }
}

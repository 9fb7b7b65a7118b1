import { exp, expm1 } from "../../mathematics.ts";
import { applyToFloat, relu } from "../../operations/elementwise.ts";
import { checkOptions } from "../../options.ts";
import { checkRange, finite } from "../../range.ts";
import type { Tensor } from "../../tensor.ts";
import { Activation } from "./activation.ts";

/**
 * max(x, 0), elementwise; any shape. The gradient at 0 is 0. Source: Nair and Hinton (2010).
 *
 * @example
 * import { ReLU, tensor } from "@layerbook/layers";
 * new ReLU().forward(tensor([-1, 2])); // [0, 2]
 */
export class ReLU extends Activation {
  override forward(input: Tensor): Tensor {
    return relu(input);
  }
}

/** The slope of `leakyRelu`. */
export interface LeakyReLUOptions {
  /** The slope below 0; 0.01 by default. */
  readonly negativeSlope?: number;
}

/** x above 0, else negativeSlope x. See `LeakyReLU`. */
export function leakyRelu(input: Tensor, options: LeakyReLUOptions = {}): Tensor {
  checkOptions("apply leakyRelu", options);
  const { negativeSlope = 0.01 } = options;
  checkRange("apply leakyRelu", { negativeSlope }, finite);
  return applyToFloat(
    {
      name: "leakyRelu",
      value: (x) => (x > 0 ? x : negativeSlope * x),
      derivative: (x) => (x > 0 ? 1 : negativeSlope),
    },
    input,
  );
}

/**
 * x above 0, else negativeSlope x, elementwise; any shape. The gradient at 0 is negativeSlope.
 * Throws ShapeError for a slope that is not finite.
 * Source: Maas, Hannun and Ng, Rectifier Nonlinearities Improve Neural Network Acoustic Models (2013).
 *
 * @example
 * import { LeakyReLU, tensor } from "@layerbook/layers";
 * new LeakyReLU({ negativeSlope: 0.1 }).forward(tensor([-1, 2])); // [-0.1, 2]
 */
export class LeakyReLU extends Activation {
  readonly negativeSlope: number;

  constructor(options: LeakyReLUOptions = {}) {
    super();
    checkOptions("make LeakyReLU", options);
    const { negativeSlope = 0.01 } = options;
    checkRange("make LeakyReLU", { negativeSlope }, finite);
    this.negativeSlope = negativeSlope;
  }

  override forward(input: Tensor): Tensor {
    return leakyRelu(input, this);
  }

  override describe(): string {
    return `negativeSlope: ${this.negativeSlope}`;
  }
}

/** The scale of `elu`. */
export interface ELUOptions {
  /** Towards -alpha the result falls; 1 by default. */
  readonly alpha?: number;
}

/** x above 0, else alpha (exp(x) - 1). See `ELU`. */
export function elu(input: Tensor, options: ELUOptions = {}): Tensor {
  checkOptions("apply elu", options);
  const { alpha = 1 } = options;
  checkRange("apply elu", { alpha }, finite);
  return applyToFloat(
    {
      name: "elu",
      value: (x) => (x > 0 ? x : alpha * expm1(x)),
      derivative: (x) => (x > 0 ? 1 : alpha * exp(x)),
    },
    input,
  );
}

/**
 * x above 0, else alpha (exp(x) - 1), elementwise; any shape. The gradient at 0 is alpha.
 * Throws ShapeError for an alpha that is not finite.
 * Source: Clevert, Unterthiner and Hochreiter, Fast and Accurate Deep Network Learning by Exponential Linear
 * Units (2016).
 *
 * @example
 * import { ELU, tensor } from "@layerbook/layers";
 * new ELU().forward(tensor([-1, 2])); // [-0.6321, 2]
 */
export class ELU extends Activation {
  readonly alpha: number;

  constructor(options: ELUOptions = {}) {
    super();
    checkOptions("make ELU", options);
    const { alpha = 1 } = options;
    checkRange("make ELU", { alpha }, finite);
    this.alpha = alpha;
  }

  override forward(input: Tensor): Tensor {
    return elu(input, this);
  }

  override describe(): string {
    return `alpha: ${this.alpha}`;
  }
}

/** With these two, numbers of mean 0 and variance 1 keep both on average. Source: Klambauer et al. (2017). */
const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;
/** What selu falls towards. */
export const seluLimit: number = -seluScale * seluAlpha;

/** 1.0507 x above 0, else 1.0507 * 1.6733 (exp(x) - 1). See `SELU`. */
export function selu(input: Tensor): Tensor {
  return applyToFloat(
    {
      name: "selu",
      value: (x) => seluScale * (x > 0 ? x : seluAlpha * expm1(x)),
      derivative: (x) => seluScale * (x > 0 ? 1 : seluAlpha * exp(x)),
    },
    input,
  );
}

/**
 * ELU of a fixed alpha, scaled so that layer after layer mean 0 and variance 1 are kept, elementwise; any shape.
 * Source: Klambauer et al., Self-Normalizing Neural Networks (2017).
 *
 * @example
 * import { SELU, tensor } from "@layerbook/layers";
 * new SELU().forward(tensor([-1, 0, 1])); // [-1.1113, 0, 1.0507]
 */
export class SELU extends Activation {
  override forward(input: Tensor): Tensor {
    return selu(input);
  }
}

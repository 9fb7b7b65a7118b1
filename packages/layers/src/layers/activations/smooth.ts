import { ShapeError } from "../../errors.ts";
import { erfc, exp, log1p, sigmoid as logistic, tanh as tangent } from "../../mathematics.ts";
import type { Elementwise } from "../../operations/elementwise.ts";
import { applyToFloat, sigmoid, tanh } from "../../operations/elementwise.ts";
import { checkOptions } from "../../options.ts";
import { aboveZero, checkRange, finite } from "../../range.ts";
import type { Tensor } from "../../tensor.ts";
import { Activation } from "./activation.ts";

/**
 * 1 / (1 + exp(-x)), in 0..1, elementwise; any shape.
 *
 * @example
 * import { Sigmoid, tensor } from "@layerbook/layers";
 * new Sigmoid().forward(tensor([-1, 0, 1])); // [0.2689, 0.5, 0.7311]
 */
export class Sigmoid extends Activation {
  override forward(input: Tensor): Tensor {
    return sigmoid(input);
  }
}

/**
 * Hyperbolic tangent, in -1..1, elementwise; any shape.
 *
 * @example
 * import { Tanh, tensor } from "@layerbook/layers";
 * new Tanh().forward(tensor([0, 1])); // [0, 0.7616]
 */
export class Tanh extends Activation {
  override forward(input: Tensor): Tensor {
    return tanh(input);
  }
}

/** Which form of `gelu` is computed. */
export interface GELUOptions {
  /** "none", the default, takes the exact distribution; "tanh" an approximation, as GPT-2 does. */
  readonly approximate?: "none" | "tanh";
}

/** P(x) is the probability that a normal number is below x, and p(x) = exp(-x^2 / 2) / sqrt(2 pi) its density. */
const exactGelu: Elementwise = {
  name: "gelu",
  value: (x) => (x * erfc(-x * Math.SQRT1_2)) / 2,
  derivative: (x) => erfc(-x * Math.SQRT1_2) / 2 + (x * exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI),
};

const rootOfTwoOverPi = Math.sqrt(2 / Math.PI);

/** P(x) is about (1 + t(x)) / 2 with t(x) = tanh(sqrt(2 / pi) (x + 0.044715 x^3)). */
function geluTanh(x: number): number {
  return tangent(rootOfTwoOverPi * (x + 0.044715 * x * x * x));
}

const approximateGelu: Elementwise = {
  name: "gelu",
  value: (x) => (x * (1 + geluTanh(x))) / 2,
  derivative: (x) => {
    const t = geluTanh(x);
    const inner = rootOfTwoOverPi * (1 + 3 * 0.044715 * x * x);
    return (1 + t + x * (1 - t * t) * inner) / 2;
  },
};

function checkApproximation(action: string, approximate: GELUOptions["approximate"]): void {
  if (approximate !== "none" && approximate !== "tanh") {
    throw new ShapeError(
      `Cannot ${action} with approximate ${JSON.stringify(approximate)}: expected "none" or "tanh"`,
    );
  }
}

/** x times the probability that a normal number is below x. See `GELU`. */
export function gelu(input: Tensor, options: GELUOptions = {}): Tensor {
  checkOptions("apply gelu", options);
  const { approximate = "none" } = options;
  checkApproximation("apply gelu", approximate);
  return applyToFloat(approximate === "tanh" ? approximateGelu : exactGelu, input);
}

/**
 * x P(x), elementwise; any shape. P(x) = (1 + erf(x / sqrt(2))) / 2 is the probability that a number from the normal
 * distribution is below x. Throws ShapeError for another `approximate`.
 * Source: Hendrycks and Gimpel, Gaussian Error Linear Units (2016).
 *
 * @example
 * import { GELU, tensor } from "@layerbook/layers";
 * new GELU().forward(tensor([-1, 0, 1])); // [-0.1587, 0, 0.8413]
 */
export class GELU extends Activation {
  readonly approximate: "none" | "tanh";

  constructor(options: GELUOptions = {}) {
    super();
    checkOptions("make GELU", options);
    const { approximate = "none" } = options;
    checkApproximation("make GELU", approximate);
    this.approximate = approximate;
  }

  override forward(input: Tensor): Tensor {
    return gelu(input, this);
  }

  override describe(): string {
    return `approximate: "${this.approximate}"`;
  }
}

/** x sigmoid(x). See `SiLU`. */
export function silu(input: Tensor): Tensor {
  return applyToFloat(
    {
      name: "silu",
      value: (x) => x * logistic(x),
      derivative: (x) => {
        const s = logistic(x);
        return s * (1 + x * (1 - s));
      },
    },
    input,
  );
}

/**
 * x sigmoid(x), also called swish, elementwise; any shape.
 * Source: Elfwing, Uchibe and Doya, Sigmoid-Weighted Linear Units (2018).
 *
 * @example
 * import { SiLU, tensor } from "@layerbook/layers";
 * new SiLU().forward(tensor([-1, 0, 1])); // [-0.2689, 0, 0.7311]
 */
export class SiLU extends Activation {
  override forward(input: Tensor): Tensor {
    return silu(input);
  }
}

/** The sharpness of `softplus`, and where it becomes linear. */
export interface SoftplusOptions {
  /** How sharp the bend at 0 is; above 0, 1 by default. */
  readonly beta?: number;
  /** Where beta x is above it the result is x itself; 20 by default. */
  readonly threshold?: number;
}

/** log(1 + exp(beta x)) / beta. See `Softplus`. */
export function softplus(input: Tensor, options: SoftplusOptions = {}): Tensor {
  checkOptions("apply softplus", options);
  const { beta = 1, threshold = 20 } = options;
  checkRange("apply softplus", { beta }, aboveZero);
  checkRange("apply softplus", { threshold }, finite);
  return applyToFloat(
    {
      name: "softplus",
      value: (x) => (beta * x > threshold ? x : log1p(exp(beta * x)) / beta),
      derivative: (x) => (beta * x > threshold ? 1 : logistic(beta * x)),
    },
    input,
  );
}

/**
 * log(1 + exp(beta x)) / beta, a smooth ReLU, elementwise; any shape.
 * Throws ShapeError for a beta that is not above 0 or a threshold that is not finite.
 * Source: Dugas et al., Incorporating Second-Order Functional Knowledge for Better Option Pricing (2001).
 *
 * @example
 * import { Softplus, tensor } from "@layerbook/layers";
 * new Softplus().forward(tensor([0, 1])); // [0.6931, 1.3133]
 */
export class Softplus extends Activation {
  readonly beta: number;
  readonly threshold: number;

  constructor(options: SoftplusOptions = {}) {
    super();
    checkOptions("make Softplus", options);
    const { beta = 1, threshold = 20 } = options;
    checkRange("make Softplus", { beta }, aboveZero);
    checkRange("make Softplus", { threshold }, finite);
    this.beta = beta;
    this.threshold = threshold;
  }

  override forward(input: Tensor): Tensor {
    return softplus(input, this);
  }

  override describe(): string {
    return `beta: ${this.beta}, threshold: ${this.threshold}`;
  }
}

/** x / (1 + |x|). See `Softsign`. */
export function softsign(input: Tensor): Tensor {
  return applyToFloat(
    {
      name: "softsign",
      value: (x) => x / (1 + Math.abs(x)),
      derivative: (x) => 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x))),
    },
    input,
  );
}

/**
 * x / (1 + |x|), in -1..1, elementwise; any shape.
 * Source: Bergstra et al., Quadratic Polynomials Learn Better Image Features (2009).
 *
 * @example
 * import { Softsign, tensor } from "@layerbook/layers";
 * new Softsign().forward(tensor([-1, 3])); // [-0.5, 0.75]
 */
export class Softsign extends Activation {
  override forward(input: Tensor): Tensor {
    return softsign(input);
  }
}

import { ShapeError } from "../../errors.ts";
import { applyToFloat } from "../../operations/elementwise.ts";
import { checkOptions } from "../../options.ts";
import { checkRange, finite } from "../../range.ts";
import type { Tensor } from "../../tensor.ts";
import { Activation } from "./activation.ts";

/** The bounds of `hardtanh`. */
export interface HardtanhOptions {
  /** The least value; -1 by default. */
  readonly minVal?: number;
  /** The greatest value; 1 by default. */
  readonly maxVal?: number;
}

function checkBounds(action: string, minVal: number, maxVal: number): void {
  checkRange(action, { minVal, maxVal }, finite);
  if (minVal < maxVal) return;
  throw new ShapeError(
    `Cannot ${action} with minVal ${minVal} and maxVal ${maxVal}: expected minVal below maxVal`,
  );
}

/** x, but no less than minVal and no more than maxVal. See `Hardtanh`. */
export function hardtanh(input: Tensor, options: HardtanhOptions = {}): Tensor {
  checkOptions("apply hardtanh", options);
  const { minVal = -1, maxVal = 1 } = options;
  checkBounds("apply hardtanh", minVal, maxVal);
  return applyToFloat(
    {
      name: "hardtanh",
      value: (x) => Math.min(Math.max(x, minVal), maxVal),
      derivative: (x) => (x > minVal && x < maxVal ? 1 : 0),
    },
    input,
  );
}

/**
 * x, but no less than minVal and no more than maxVal, elementwise; any shape. The gradient at both bounds is 0.
 * Throws ShapeError unless minVal is below maxVal and both are finite.
 * Source: Collobert, Large Scale Machine Learning (2004).
 *
 * @example
 * import { Hardtanh, tensor } from "@layerbook/layers";
 * new Hardtanh({ minVal: -2, maxVal: 2 }).forward(tensor([-3, 0.5])); // [-2, 0.5]
 */
export class Hardtanh extends Activation {
  readonly minVal: number;
  readonly maxVal: number;

  constructor(options: HardtanhOptions = {}) {
    super();
    checkOptions("make Hardtanh", options);
    const { minVal = -1, maxVal = 1 } = options;
    checkBounds("make Hardtanh", minVal, maxVal);
    this.minVal = minVal;
    this.maxVal = maxVal;
  }

  override forward(input: Tensor): Tensor {
    return hardtanh(input, this);
  }

  override describe(): string {
    return `minVal: ${this.minVal}, maxVal: ${this.maxVal}`;
  }
}

/** (x + 3) / 6 within 0..1, the straight line nearest to sigmoid's curve. */
function ramp(x: number): number {
  return Math.min(Math.max(x + 3, 0), 6) / 6;
}

/** min(max(x + 3, 0), 6) / 6. See `Hardsigmoid`. */
export function hardsigmoid(input: Tensor): Tensor {
  return applyToFloat(
    { name: "hardsigmoid", value: ramp, derivative: (x) => (x > -3 && x < 3 ? 1 / 6 : 0) },
    input,
  );
}

/**
 * min(max(x + 3, 0), 6) / 6, elementwise; any shape. The gradient at -3 and 3 is 0.
 * Source: Howard et al., Searching for MobileNetV3 (2019), of Courbariaux, Bengio and David, BinaryConnect (2015).
 *
 * @example
 * import { Hardsigmoid, tensor } from "@layerbook/layers";
 * new Hardsigmoid().forward(tensor([-4, 0, 1.5])); // [0, 0.5, 0.75]
 */
export class Hardsigmoid extends Activation {
  override forward(input: Tensor): Tensor {
    return hardsigmoid(input);
  }
}

/** x min(max(x + 3, 0), 6) / 6. See `Hardswish`. */
export function hardswish(input: Tensor): Tensor {
  return applyToFloat(
    {
      name: "hardswish",
      value: (x) => x * ramp(x),
      derivative: (x) => (x <= -3 ? 0 : x < 3 ? (2 * x + 3) / 6 : 1),
    },
    input,
  );
}

/**
 * x min(max(x + 3, 0), 6) / 6, elementwise; any shape. The gradient is 0 at -3 and 1 at 3.
 * Source: Howard et al., Searching for MobileNetV3 (2019), section 5.2.
 *
 * @example
 * import { Hardswish, tensor } from "@layerbook/layers";
 * new Hardswish().forward(tensor([-4, 0, 4])); // [0, 0, 4]
 */
export class Hardswish extends Activation {
  override forward(input: Tensor): Tensor {
    return hardswish(input);
  }
}

import { uniform as drawUniform, randn } from "../drawing.ts";
import { checkFloat } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { erfc, inverseErfc } from "../mathematics.ts";
import { checkOptions } from "../options.ts";
import { defaultGenerator } from "../random.ts";
import { aboveZero, atLeastZero, checkRange, finite } from "../range.ts";
import { blank, Tensor } from "../tensor.ts";
import { checkTensors } from "../tensor-argument.ts";
import type { DrawnOptions } from "./replace.ts";
import { replace } from "./replace.ts";

/** The bounds of the numbers that `init.uniform` draws. */
export interface UniformOptions extends DrawnOptions {
  /** The bounds; 0 and 1 by default. */
  readonly a?: number;
  readonly b?: number;
}

/** Mean and deviation of the numbers that `init.normal` draws. */
export interface NormalOptions extends DrawnOptions {
  /** 0 by default. */
  readonly mean?: number;
  /** Standard deviation; 1 by default. */
  readonly std?: number;
}

/** Mean, deviation and bounds of the numbers that `init.truncNormal` draws. */
export interface TruncNormalOptions extends NormalOptions {
  /** The bounds, as numbers and not in standard deviations; -2 and 2 by default. */
  readonly a?: number;
  readonly b?: number;
}

/**
 * Numbers drawn evenly from a..b. Throws ShapeError for int32, bounds that are not finite, and a above b.
 *
 * @example
 * import { init, Linear } from "@layerbook/layers";
 * const { weight } = new Linear(100, 100);
 * init.uniform(weight, { a: -0.5, b: 0.5 });
 * weight.abs().max().item() <= 0.5; // true
 */
export function uniform<Own extends Tensor>(tensor: Own, options: UniformOptions = {}): Own {
  checkOptions("draw uniform numbers", options);
  const { a = 0, b = 1 } = options;
  const action = "draw uniform numbers";
  checkTensors(action, { tensor });
  checkFloat(`${action} for`, tensor);
  checkRange(action, { a, b }, finite);
  checkOrder(action, a, b);
  return replace(tensor, ({ shape, dtype }) => drawUniform(shape, a, b, { dtype, ...options }));
}

/**
 * Numbers drawn from a normal distribution. Throws ShapeError for int32, and a mean or deviation out of range.
 *
 * @example
 * import { init, Linear, manualSeed } from "@layerbook/layers";
 * manualSeed(0);
 * const { weight } = new Linear(100, 100);
 * init.normal(weight, { std: 0.1 });
 * Math.round(100 * weight.std().item()); // 10
 */
export function normal<Own extends Tensor>(tensor: Own, options: NormalOptions = {}): Own {
  checkOptions("draw normal numbers", options);
  const { mean = 0, std = 1 } = options;
  const action = "draw normal numbers";
  checkTensors(action, { tensor });
  checkFloat(`${action} for`, tensor);
  checkRange(action, { mean }, finite);
  checkRange(action, { std }, atLeastZero);
  const standard = (own: Tensor): Tensor => randn(own.shape, { dtype: own.dtype, ...options });
  return replace(tensor, (own) => standard(own).mul(std).add(mean));
}

/**
 * Numbers drawn from the part of a normal distribution that lies in a..b: x = mean + std z, with z where the standard
 * normal distribution function reaches a number drawn evenly from its values at both bounds.
 * Throws ShapeError for int32, a mean or deviation out of range, and a above b.
 *
 * @example
 * import { init, Linear } from "@layerbook/layers";
 * const { weight } = new Linear(100, 100);
 * init.truncNormal(weight, { std: 1, a: -0.5, b: 0.5 });
 * weight.abs().max().item() <= 0.5; // true
 */
export function truncNormal<Own extends Tensor>(tensor: Own, options: TruncNormalOptions = {}): Own {
  checkOptions("draw truncated normal numbers", options);
  const { mean = 0, std = 1, a = -2, b = 2, generator = defaultGenerator } = options;
  const action = "draw truncated normal numbers";
  checkTensors(action, { tensor });
  checkFloat(`${action} for`, tensor);
  checkRange(action, { mean }, finite);
  checkRange(action, { std }, aboveZero);
  checkOrder(action, a, b);
  // Where both bounds lie above the mean, their mirror images are used: near 0 probabilities are finer than near 1.
  const sign = a > mean ? -1 : 1;
  const bounds = [a, b].map((bound) => probabilityBelow((sign * (bound - mean)) / std));
  const [low, high] = [Math.min(...bounds), Math.max(...bounds)];
  if (high < 1e-280) {
    throw new ShapeError(
      `Cannot ${action} from ${a} to ${b}: a normal distribution of mean ${mean} and std ${std} hardly reaches there`,
    );
  }
  return replace(tensor, ({ shape, dtype }) => {
    const { data } = blank(dtype, shape);
    for (let i = 0; i < data.length; i++) {
      const p = low + generator.uniform53() * (high - low);
      data[i] = Math.min(Math.max(mean + sign * std * standardNormalAt(p), a), b);
    }
    return new Tensor(data, shape);
  });
}

/** The standard normal distribution function. */
function probabilityBelow(z: number): number {
  return erfc(-z / Math.SQRT2) / 2;
}

/** Where it is `p`. */
function standardNormalAt(p: number): number {
  return p < 0.5 ? -Math.SQRT2 * inverseErfc(2 * p) : Math.SQRT2 * inverseErfc(2 * (1 - p));
}

function checkOrder(action: string, a: number, b: number): void {
  if (!(a <= b)) throw new ShapeError(`Cannot ${action} from ${a} to ${b}: expected a of at most b`);
}

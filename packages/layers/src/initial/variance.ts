import { randn, uniform } from "../drawing.ts";
import { checkFloat } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { atLeastZero, checkRange, finite } from "../range.ts";
import { formatShape, lengthOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { checkTensors } from "../tensor-argument.ts";
import type { DrawnOptions } from "./replace.ts";
import { replace } from "./replace.ts";

/** What follows a layer, by the name of its function. */
export type Nonlinearity =
  | "linear"
  | `conv${1 | 2 | 3}d`
  | `convTranspose${1 | 2 | 3}d`
  | "sigmoid"
  | "tanh"
  | "relu"
  | "leakyRelu"
  | "selu";

/** By how much `init.xavierUniform` and `init.xavierNormal` widen what they draw. */
export interface XavierOptions extends DrawnOptions {
  /** What the numbers are multiplied by, such as `calculateGain` gives; 1 by default. */
  readonly gain?: number;
}

/** Which activation `init.kaimingUniform` and `init.kaimingNormal` make up for, and in which direction. */
export interface KaimingOptions extends DrawnOptions {
  /** The slope, for negative numbers, of the leaky ReLU that follows; 0 by default. */
  readonly a?: number;
  /** Whether the variance is kept on the way forward, by "fanIn", or that of gradients, by "fanOut"; "fanIn" by default. */
  readonly mode?: "fanIn" | "fanOut";
  /** What follows the layer; "leakyRelu" by default. */
  readonly nonlinearity?: Nonlinearity;
}

const gains: ReadonlyMap<string, number> = new Map([
  ["linear", 1],
  ["conv1d", 1],
  ["conv2d", 1],
  ["conv3d", 1],
  ["convTranspose1d", 1],
  ["convTranspose2d", 1],
  ["convTranspose3d", 1],
  ["sigmoid", 1],
  ["tanh", 5 / 3],
  ["relu", Math.SQRT2],
  ["selu", 3 / 4],
]);

/**
 * By what a nonlinearity asks initial weights to be multiplied, so that the variance stays from layer to layer: PyTorch's
 * table. `param` is the slope of "leakyRelu" for negative numbers, 0.01 by default: sqrt(2 / (1 + param^2)).
 * Throws ShapeError for a name that is not in the table or a slope that is not finite.
 *
 * @example
 * import { init } from "@layerbook/layers";
 * init.calculateGain("relu"); // 1.4142
 */
export function calculateGain(nonlinearity: Nonlinearity, param = 0.01): number {
  if (nonlinearity === "leakyRelu") {
    checkRange("calculate the gain of leakyRelu", { param }, finite);
    return Math.sqrt(2 / (1 + param * param));
  }
  const gain = gains.get(nonlinearity);
  if (gain !== undefined) return gain;
  const known = [...gains.keys(), "leakyRelu"].join(", ");
  throw new ShapeError(
    `Cannot calculate the gain of ${JSON.stringify(nonlinearity)}: expected one of ${known}`,
  );
}

/** Even in -r..r with r = gain sqrt(6 / (fanIn + fanOut)). See `xavierNormal`. */
export function xavierUniform<Own extends Tensor>(tensor: Own, options: XavierOptions = {}): Own {
  checkOptions("draw initial values", options);
  const { gain = 1 } = options;
  return drawEvenly(tensor, xavierDeviation(tensor, gain), options);
}

/**
 * Normal with mean 0 and standard deviation gain sqrt(2 / (fanIn + fanOut)), which keeps the variance about the same both
 * forward and backward; for a weight [out, in, ...kernelSize], fanIn is in times the kernel's numbers and fanOut is out
 * times them.
 * Throws ShapeError for fewer than 2 axes, int32 or a gain below 0.
 * Source: Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks (2010), equations
 * 12 and 16.
 *
 * @example
 * import { init, Linear, manualSeed } from "@layerbook/layers";
 * manualSeed(0);
 * const { weight } = new Linear(100, 100);
 * init.xavierNormal(weight); // standard deviation sqrt(2 / (100 + 100))
 * Math.round(100 * weight.std().item()); // 10
 */
export function xavierNormal<Own extends Tensor>(tensor: Own, options: XavierOptions = {}): Own {
  checkOptions("draw initial values", options);
  const { gain = 1 } = options;
  return drawNormally(tensor, xavierDeviation(tensor, gain), options);
}

/** Even in -r..r with r = gain sqrt(3 / fan). See `kaimingNormal`. */
export function kaimingUniform<Own extends Tensor>(tensor: Own, options: KaimingOptions = {}): Own {
  checkOptions("draw initial values", options);
  const { a = 0, mode = "fanIn", nonlinearity = "leakyRelu" } = options;
  return drawEvenly(tensor, kaimingDeviation(tensor, a, mode, nonlinearity), options);
}

/**
 * Normal with mean 0 and standard deviation gain / sqrt(fan), where fan is fanIn or fanOut as in `xavierNormal`, and gain is
 * that of the nonlinearity: sqrt(2 / (1 + a^2)) by default.
 * Throws ShapeError for fewer than 2 axes, int32, or a mode, nonlinearity or slope that is not known.
 * Source: He et al., Delving deep into rectifiers (2015), equations 10, 14 and 15.
 *
 * @example
 * import { init, Linear, manualSeed } from "@layerbook/layers";
 * manualSeed(0);
 * const { weight } = new Linear(200, 100);
 * init.kaimingNormal(weight, { nonlinearity: "relu" }); // standard deviation sqrt(2 / 200)
 * Math.round(100 * weight.std().item()); // 10
 */
export function kaimingNormal<Own extends Tensor>(tensor: Own, options: KaimingOptions = {}): Own {
  checkOptions("draw initial values", options);
  const { a = 0, mode = "fanIn", nonlinearity = "leakyRelu" } = options;
  return drawNormally(tensor, kaimingDeviation(tensor, a, mode, nonlinearity), options);
}

function xavierDeviation(tensor: Tensor, gain: number): number {
  const { fanIn, fanOut } = fansOf(tensor);
  checkRange("draw initial values", { gain }, atLeastZero);
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}

function kaimingDeviation(
  tensor: Tensor,
  a: number,
  mode: "fanIn" | "fanOut",
  nonlinearity: Nonlinearity,
): number {
  if (mode !== "fanIn" && mode !== "fanOut") {
    throw new ShapeError(
      `Cannot draw initial values with mode ${JSON.stringify(mode)}: expected "fanIn" or "fanOut"`,
    );
  }
  return calculateGain(nonlinearity, a) / Math.sqrt(fansOf(tensor)[mode]);
}

/** How many inputs one output of a weight [out, in, ...kernelSize] has, and how many outputs one input. */
function fansOf(tensor: Tensor): { readonly fanIn: number; readonly fanOut: number } {
  checkTensors("draw initial values", { tensor });
  checkFloat("draw initial values for", tensor);
  if (tensor.shape.length < 2) {
    throw new ShapeError(
      `Cannot draw initial values for ${formatShape(tensor.shape)} by its fan in and fan out: expected at least 2 axes, [out, in, ...kernelSize]`,
    );
  }
  const [outputs, inputs, ...kernelSize] = tensor.shape as [number, number, ...number[]];
  return { fanIn: inputs * lengthOf(kernelSize), fanOut: outputs * lengthOf(kernelSize) };
}

/** Evenly around 0 with standard deviation `std`: to sqrt(3) std on both sides. */
function drawEvenly<Own extends Tensor>(tensor: Own, std: number, drawn: DrawnOptions): Own {
  const bound = Math.sqrt(3) * std;
  return replace(tensor, ({ shape, dtype }) => uniform(shape, -bound, bound, { dtype, ...drawn }));
}

function drawNormally<Own extends Tensor>(tensor: Own, std: number, drawn: DrawnOptions): Own {
  return replace(tensor, ({ shape, dtype }) => randn(shape, { dtype, ...drawn }).mul(std));
}

import type { DType } from "../../dtype.ts";
import { checkSameFloat } from "../../dtype.ts";
import { ShapeError } from "../../errors.ts";
import type { Shape } from "../../shape.ts";
import { checkShape, formatShape, sameShape } from "../../shape.ts";
import { isTensor } from "../../tensor.ts";
import { checkTensors, kindOf } from "../../tensor-argument.ts";

interface Argument {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** The initial states, by name, and how long each sequence is. */
export interface Given {
  readonly h0?: Argument | undefined;
  readonly c0?: Argument | undefined;
  readonly lengths?: readonly number[] | undefined;
}

/**
 * Throws ShapeError for an input or an initial state that is no tensor, and for states without their names: PyTorch's
 * `rnn(x, h0)` is `rnn.forward(x, { h0 })` here.
 */
export function checkGiven(action: string, input: unknown, state: Given): void {
  checkTensors(action, { input });
  if (typeof state !== "object" || state === null || Array.isArray(state) || isTensor(state)) {
    throw new ShapeError(
      `Cannot ${action} from ${kindOf(state)} as state: give each tensor of it by its name, such as { h0 }`,
    );
  }
  const { h0, c0 } = state;
  checkTensors(action, { ...(h0 !== undefined && { h0 }), ...(c0 !== undefined && { c0 }) });
}

/** The sizes of a recurrent layer. */
export interface RecurrentSizes {
  readonly inputSize: number;
  readonly hiddenSize: number;
  /** What h has: projSize, or hiddenSize without a projection. */
  readonly outputSize: number;
  readonly numLayers: number;
  readonly bidirectional: boolean;
  readonly batchFirst: boolean;
  readonly dtype: DType;
}

export interface Sequences {
  readonly steps: number;
  readonly batch: number;
  /** Whether the input has an axis for the batch. */
  readonly batched: boolean;
  readonly outputShape: Shape;
}

/**
 * The shape rule of the recurrent layers, and the only place where their arguments are checked:
 *
 *     input  [steps, batch, inputSize]   or [batch, steps, inputSize] with batchFirst, or [steps, inputSize]
 *     h0     [numLayers * directions, batch, outputSize]   or without batch, as the input
 *     c0     [numLayers * directions, batch, hiddenSize]   or without batch, as the input
 *     output [steps, batch, directions * outputSize]   or in the input's form
 *
 * Throws ShapeError for anything that does not fit, MemoryError for an output too large.
 */
export function recurrentShape(
  name: string,
  sizes: RecurrentSizes,
  input: Argument,
  { h0, c0, lengths }: Given,
): Sequences {
  const action = `run ${name}(${sizes.inputSize}, ${sizes.hiddenSize}) on input ${formatShape(input.shape)}`;
  const fail = (reason: string): never => {
    throw new ShapeError(`Cannot ${action}: ${reason}`);
  };
  const { shape } = input;
  const rank = shape.length;
  const timeFirst = rank === 2 || !sizes.batchFirst;
  if (rank !== 2 && rank !== 3) {
    const layout = sizes.batchFirst ? "[batch, steps, features]" : "[steps, batch, features]";
    fail(`expected ${layout} or [steps, features], got ${rank} axes`);
  }
  const features = shape[rank - 1]!;
  if (features !== sizes.inputSize) {
    fail(`it takes ${sizes.inputSize} features, input has ${features} (features is the last axis)`);
  }
  checkSameFloat(action, input, { "the layer": sizes, h0: h0 ?? null, c0: c0 ?? null });
  const steps = shape[timeFirst ? 0 : 1]!;
  const batched = rank === 3;
  const batch = batched ? shape[timeFirst ? 1 : 0]! : 1;
  if (steps === 0) fail(`a sequence needs at least one step (steps is axis ${timeFirst ? 0 : 1})`);

  const directions = sizes.bidirectional ? 2 : 1;
  const checkState = (state: string, given: Argument | undefined, size: number, sizeName: string): void => {
    if (given === undefined) return;
    const expected = [sizes.numLayers * directions, ...(batched ? [batch] : []), size];
    if (sameShape(given.shape, expected)) return;
    const layout = `[numLayers * directions, ${batched ? "batch, " : ""}${sizeName}]`;
    const other = sameShape(given.shape, [expected[0]!, steps, size]);
    const swapped = batched && other && batch !== steps;
    const hint = swapped
      ? `; it fits a batch of ${steps}: ${sizes.batchFirst ? "leave out batchFirst" : "an input [batch, steps, features] needs batchFirst: true"}`
      : "";
    fail(
      `${state} has shape ${formatShape(given.shape)}, expected ${formatShape(expected)}, ${layout}${hint}`,
    );
  };
  checkState("h0", h0, sizes.outputSize, sizes.outputSize === sizes.hiddenSize ? "hiddenSize" : "projSize");
  checkState("c0", c0, sizes.hiddenSize, "hiddenSize");

  if (lengths !== undefined) {
    if (!Array.isArray(lengths)) {
      fail(
        `lengths is ${kindOf(lengths)}, expected an array with a whole number for each sequence of the batch`,
      );
    }
    if (!batched) {
      fail(
        `lengths are for a batch, this input is one sequence; leave them out and cut the input with .slice(0, 0, ${lengths[0]})`,
      );
    }
    if (lengths.length !== batch) {
      fail(`lengths holds ${lengths.length} numbers, expected ${batch}, one for each sequence of the batch`);
    }
    const wrong = lengths.findIndex(
      (length) => !(Number.isInteger(length) && length >= 1 && length <= steps),
    );
    if (wrong >= 0) {
      fail(
        `lengths[${wrong}] is ${lengths[wrong]}, expected a whole number from 1 to the ${steps} steps of the input`,
      );
    }
  }
  const outputShape = checkShape([...shape.slice(0, -1), directions * sizes.outputSize]);
  return { steps, batch, batched, outputShape };
}

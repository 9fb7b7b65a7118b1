import { zeros } from "../../creation.ts";
import type { DType } from "../../dtype.ts";
import { checkFloatDType, checkSameFloat } from "../../dtype.ts";
import { ShapeError } from "../../errors.ts";
import { uniformByFanIn } from "../../initial/fan-in.ts";
import { Module } from "../../module.ts";
import { reshape } from "../../operations/movement.ts";
import type { Parameter } from "../../parameter.ts";
import type { RandomGenerator } from "../../random.ts";
import { checkRange, wholeAboveZero } from "../../range.ts";
import type { Shape } from "../../shape.ts";
import { checkShape, formatShape, sameShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensor-argument.ts";
import type { Recurrence, RecurrentWeights } from "./recurrence.ts";
import { rowsOf } from "./rows.ts";
import { scan } from "./scan.ts";
import { checkGiven } from "./shape.ts";

/** What a cell may be given beside its input. */
export interface CellState {
  /** h before the step, [batch, hiddenSize], or [hiddenSize] for one sample; zeros by default. */
  readonly h0?: Tensor;
}

/** What a step of `RNNCell` and `GRUCell` gives. */
export interface CellOutput {
  /** h after the step, [batch, hiddenSize] or [hiddenSize]. */
  readonly h1: Tensor;
}

/** What may be chosen of every recurrent cell. */
export interface CellOptions {
  /** Whether learnt numbers are added in each gate; true by default. */
  readonly bias?: boolean;
  /** `float32` by default. */
  readonly dtype?: DType;
  /** Where the initial values come from. */
  readonly generator?: RandomGenerator;
}

type States = CellState & { readonly c0?: Tensor };

/**
 * The shape rule of cells, the only place where their arguments are checked:
 *
 *     input [batch, inputSize] or [inputSize]; h0, c0, h1 and c1 [batch, hiddenSize] or [hiddenSize]
 *     weightIh [gates * hiddenSize, inputSize], weightHh [gates * hiddenSize, hiddenSize], biases [gates * hiddenSize]
 *
 * Returns the shape of h1. Throws ShapeError for anything that does not fit.
 */
function cellShape(
  { name, gates }: Recurrence,
  input: Tensor,
  { h0, c0 }: States,
  { weightIh, weightHh, biasIh, biasHh }: RecurrentWeights,
): Shape {
  const action = `run ${name}Cell on input ${formatShape(input.shape)} with weightIh ${formatShape(weightIh.shape)} and weightHh ${formatShape(weightHh.shape)}`;
  const fail = (reason: string): never => {
    throw new ShapeError(`Cannot ${action}: ${reason}`);
  };
  const blocks = gates === 1 ? "hiddenSize" : `${gates} * hiddenSize`;
  if (weightIh.shape.length !== 2) fail(`expected a weightIh of 2 axes, [${blocks}, inputSize]`);
  const [rows, inputSize] = weightIh.shape as [number, number];
  if (rows % gates !== 0) {
    fail(
      `weightIh has ${rows} rows, expected ${blocks}: a number that ${gates} divides, a block for each gate`,
    );
  }
  const hiddenSize = rows / gates;
  const check = (what: string, given: Tensor | null | undefined, expected: Shape, layout: string): void => {
    if (!given || sameShape(given.shape, expected)) return;
    fail(`${what} has shape ${formatShape(given.shape)}, expected ${formatShape(expected)}, ${layout}`);
  };
  check("weightHh", weightHh, [rows, hiddenSize], `[${blocks}, hiddenSize]`);
  check("biasIh", biasIh, [rows], `[${blocks}]`);
  check("biasHh", biasHh, [rows], `[${blocks}]`);
  const rank = input.shape.length;
  if (rank !== 1 && rank !== 2) fail(`expected an input [batch, features] or [features], got ${rank} axes`);
  const features = input.shape[rank - 1]!;
  if (features !== inputSize) {
    fail(`weightIh takes ${inputSize} features, input has ${features} (features is the last axis)`);
  }
  checkSameFloat(action, input, { weightIh, weightHh, biasIh, biasHh, h0: h0 ?? null, c0: c0 ?? null });
  const shape = [...input.shape.slice(0, -1), hiddenSize];
  const layout = rank === 1 ? "[hiddenSize]" : "[batch, hiddenSize]";
  check("h0", h0, shape, layout);
  check("c0", c0, shape, layout);
  return shape;
}

/** One step: [h1], or [h1, c1]. Throws ShapeError as `cellShape` does. */
export function runCell(
  recurrence: Recurrence,
  input: Tensor,
  states: States,
  weights: RecurrentWeights,
): Tensor[] {
  checkTensors(`run ${recurrence.name}Cell`, { weightIh: weights.weightIh, weightHh: weights.weightHh });
  checkGiven(`run ${recurrence.name}Cell`, input, states);
  const shape = cellShape(recurrence, input, states, weights);
  const batch = shape.length === 1 ? 1 : shape[0]!;
  const hiddenSize = shape[shape.length - 1]!;
  const initial = [states.h0, states.c0]
    .slice(0, recurrence.states)
    .map((state) => reshape(state ?? zeros(shape, { dtype: input.dtype }), [batch, hiddenSize]));
  const rows = rowsOf(1, batch, false, undefined);
  const flat = reshape(input, [batch, weights.weightIh.shape[1]!]);
  const [, ...last] = scan({ recurrence, weights, rows, reverse: false, input: flat, initial });
  return last.map((state) => reshape(state, shape));
}

/** What `RNNCell`, `GRUCell` and `LSTMCell` have in common: all but what the step computes. */
export abstract class RecurrentCell extends Module {
  readonly inputSize: number;
  readonly hiddenSize: number;
  /** [gates * hiddenSize, inputSize] */
  readonly weightIh: Parameter;
  /** [gates * hiddenSize, hiddenSize] */
  readonly weightHh: Parameter;
  /** [gates * hiddenSize], or null. */
  readonly biasIh: Parameter | null;
  readonly biasHh: Parameter | null;

  constructor(
    { name, gates }: Recurrence,
    inputSize: number,
    hiddenSize: number,
    { bias = true, ...options }: CellOptions,
  ) {
    super();
    const action = `make ${name.toUpperCase()}Cell(${inputSize}, ${hiddenSize})`;
    checkRange(action, { inputSize, hiddenSize }, wholeAboveZero);
    checkFloatDType(action, options.dtype);
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    const rows = gates * hiddenSize;
    // Both shapes first: one that is too large shall be refused before a number is drawn for the other.
    const [shapeIh, shapeHh] = [checkShape([rows, inputSize]), checkShape([rows, hiddenSize])];
    this.weightIh = uniformByFanIn(shapeIh, hiddenSize, options);
    this.weightHh = uniformByFanIn(shapeHh, hiddenSize, options);
    this.biasIh = bias ? uniformByFanIn([rows], hiddenSize, options) : null;
    this.biasHh = bias ? uniformByFanIn([rows], hiddenSize, options) : null;
  }

  override describe(): string {
    return [this.inputSize, this.hiddenSize, ...this.changed()].join(", ");
  }

  /** The options that are not as they are by default, as `describe` gives them. */
  protected changed(): string[] {
    return this.biasIh === null ? ["bias: false"] : [];
  }
}

import type { TypedArray } from "../../dtype.ts";
import type { Tensor } from "../../tensor.ts";
import type { Matrix } from "./matrix.ts";

/** What one layer learns in one direction. Rows come in blocks of `hiddenSize`, one for each gate. */
export interface RecurrentWeights {
  /** [gates * hiddenSize, inputSize] */
  readonly weightIh: Tensor;
  /** [gates * hiddenSize, hiddenSize], or projSize in place of the second. */
  readonly weightHh: Tensor;
  /** [gates * hiddenSize], or null. */
  readonly biasIh: Tensor | null;
  readonly biasHh: Tensor | null;
  /** [projSize, hiddenSize], of an LSTM with a projection. */
  readonly weightHr?: Tensor | null;
}

/**
 * One kind of recurrent layer: what a step computes, and how a gradient goes back through it. All else is the same for
 * all kinds: the input's share of all steps as one product before the walk over time, and the gradients of the weights
 * as one product each after the walk back.
 */
export interface Recurrence {
  readonly name: "rnn" | "gru" | "lstm";
  /** How many blocks of rows the weights have. */
  readonly gates: number;
  /** How many tensors go from step to step: h, and for the LSTM c. */
  readonly states: 1 | 2;
  /** Whether weightHh's share of a gate's argument has another gradient than the argument: a GRU's r stands before it. */
  readonly ownRecurrentGradient?: boolean;
  prepare(values: Values): Steps;
}

/** What the steps of one layer in one direction read and write. A step's rows lie together. */
export interface Values {
  readonly hiddenSize: number;
  /** How many rows a step has at most. */
  readonly batch: number;
  /** W_ih x + b_ih at first, [rows, gates * hiddenSize]; each step puts its gates' values in their place. */
  readonly gates: Matrix;
  /** h and, for the LSTM, c. */
  readonly states: readonly StateValues[];
  readonly weightHh: Matrix;
  readonly biasHh: TypedArray | null;
  readonly weightHr: Matrix | null;
}

/** A state before and after each row's step, [rows, size]. */
export interface StateValues {
  readonly previous: Matrix;
  readonly next: Matrix;
}

export interface Steps {
  /** Computes `gates` and every `next` for `count` rows from `from`. */
  forward(from: number, count: number): void;
  /** Turns the gradients by `next`, in the first `count` rows of `states`, into those by `previous`; fills in the rest. */
  backward(from: number, count: number, gradients: Gradients): void;
  /** What the last gate's block of weightHh is multiplied by where that is not h: r * h of a GRU. */
  readonly candidateInput?: Matrix;
  /** What weightHr is multiplied by, o * tanh(c) of an LSTM with a projection. */
  readonly unprojected?: Matrix;
}

export interface Gradients {
  /** By the states between two steps, [batch, size]. */
  readonly states: readonly Matrix[];
  /** By each gate's argument, [rows, gates * hiddenSize]. */
  readonly gates: Matrix;
  /** By the share that weightHh and biasHh have in it: the same matrix, unless the recurrence says otherwise. */
  readonly recurrent: Matrix;
  /** By h after each row's step, [rows, projSize], where weightHr needs it. */
  readonly projected: Matrix | null;
}

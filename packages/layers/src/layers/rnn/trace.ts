import { noGrad } from "../../autograd.ts";
import { Tensor } from "../../tensor.ts";
import { linear } from "../linear/linear.ts";
import { matrixOf } from "../recurrent/matrix.ts";
import type { Followed, RecurrentStep, RecurrentTrace } from "../recurrent/trace.ts";
import { numbersAt, recurrentTrace } from "../recurrent/trace.ts";
import type { Nonlinearity } from "./recurrence.ts";

/** One sequence through an `RNN`. */
export interface RNNTrace extends RecurrentTrace<"rnn", RNNStep> {
  readonly nonlinearity: Nonlinearity;
}

/** One step of an RNN: what comes from the input and what from the state. */
export interface RNNStep extends RecurrentStep {
  /** W_ih x + b_ih */
  readonly inputPart: readonly number[];
  /** W_hh h + b_hh; h' is the nonlinearity of the sum of both parts. */
  readonly recurrentPart: readonly number[];
}

/** See `RNN.trace`. The walk keeps only h, so both parts are computed again, from the same numbers. */
export function traceRNN(followed: Followed, nonlinearity: Nonlinearity): RNNTrace {
  const { weightIh, weightHh, biasIh, biasHh } = followed.scan.weights;
  const { data, rows, columns } = followed.walk.values.states[0]!.previous;
  const [inputPart, recurrentPart] = noGrad(() => [
    matrixOf(linear(followed.scan.input, weightIh, biasIh)),
    matrixOf(linear(new Tensor(data, [rows, columns]), weightHh, biasHh)),
  ]);
  const trace = recurrentTrace("rnn", followed, (row) => ({
    inputPart: numbersAt(inputPart!, row),
    recurrentPart: numbersAt(recurrentPart!, row),
  }));
  return Object.assign(trace, { nonlinearity });
}

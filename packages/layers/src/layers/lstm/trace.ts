import type { Followed, RecurrentStep, RecurrentTrace } from "../recurrent/trace.ts";
import { firstRow, numbersAt, recurrentTrace } from "../recurrent/trace.ts";

/** One sequence through an `LSTM`. */
export interface LSTMTrace extends RecurrentTrace<"lstm", LSTMStep> {
  /** c before the first step that is computed. */
  readonly c0: readonly number[];
}

/** One step of an LSTM: its gates, its candidate and its memory. */
export interface LSTMStep extends RecurrentStep {
  /** i, in 0..1: how much of the candidate is added to c. */
  readonly inputGate: readonly number[];
  /** f, in 0..1: how much of c stays. */
  readonly forgetGate: readonly number[];
  /** g, in -1..1: what may be added to c. */
  readonly candidate: readonly number[];
  /** o, in 0..1: how much of tanh(c) is given out. */
  readonly outputGate: readonly number[];
  /** c after the step. */
  readonly c: readonly number[];
}

/** See `LSTM.trace`. */
export function traceLSTM(followed: Followed): LSTMTrace {
  const { gates, hiddenSize, states } = followed.walk.values;
  const c = states[1]!;
  const trace = recurrentTrace("lstm", followed, (row) => ({
    inputGate: numbersAt(gates, row, 0, hiddenSize),
    forgetGate: numbersAt(gates, row, hiddenSize, hiddenSize),
    candidate: numbersAt(gates, row, 2 * hiddenSize, hiddenSize),
    outputGate: numbersAt(gates, row, 3 * hiddenSize, hiddenSize),
    c: numbersAt(c.next, row),
  }));
  return Object.assign(trace, { c0: numbersAt(c.previous, firstRow(followed.scan, followed.sample)) });
}

import type { Followed, RecurrentStep, RecurrentTrace } from "../recurrent/trace.ts";
import { numbersAt, recurrentTrace } from "../recurrent/trace.ts";

/** One sequence through a `GRU`. */
export type GRUTrace = RecurrentTrace<"gru", GRUStep>;

/** One step of a GRU: its gates and its candidate. */
export interface GRUStep extends RecurrentStep {
  /** r, in 0..1: how much of the state the candidate sees. */
  readonly resetGate: readonly number[];
  /** z, in 0..1: how much of the state stays. */
  readonly updateGate: readonly number[];
  /** n, in -1..1: what takes the place of the rest. */
  readonly candidate: readonly number[];
}

/** See `GRU.trace`. */
export function traceGRU(followed: Followed): GRUTrace {
  const { gates, hiddenSize } = followed.walk.values;
  return recurrentTrace("gru", followed, (row) => ({
    resetGate: numbersAt(gates, row, 0, hiddenSize),
    updateGate: numbersAt(gates, row, hiddenSize, hiddenSize),
    candidate: numbersAt(gates, row, 2 * hiddenSize, hiddenSize),
  }));
}

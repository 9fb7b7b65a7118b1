import { noGrad } from "../../autograd.ts";
import { slice } from "../../operations/movement.ts";
import { Tensor } from "../../tensor.ts";
import { linear } from "../linear/linear.ts";
import type { Matrix } from "../recurrent/matrix.ts";
import { matrixOf } from "../recurrent/matrix.ts";
import type { Followed, RecurrentStep, RecurrentTrace } from "../recurrent/trace.ts";
import { numbersAt, recurrentTrace } from "../recurrent/trace.ts";

/** One sequence through a `GRU`. */
export interface GRUTrace extends RecurrentTrace<"gru", GRUStep> {
  /** Whether r stands after the product of the candidate's state, or before it. */
  readonly resetAfter: boolean;
}

/** One step of a `GRU`, each quantity with a number for each unit. */
export interface GRUStep extends RecurrentStep {
  /** r, in 0..1: how much of the state the candidate sees. */
  readonly resetGate: readonly number[];
  /** z, in 0..1: how much of the state stays. */
  readonly updateGate: readonly number[];
  /** W_in x + b_in, what the candidate has of the input. */
  readonly inputPart: readonly number[];
  /** W_hn h + b_hn, or with r before the product W_hn (r * h) + b_hn: what it has of the state. */
  readonly recurrentPart: readonly number[];
  /** n, in -1..1: what takes the place of the rest. */
  readonly candidate: readonly number[];
}

/** See `GRU.trace`. The walk keeps only gates and h, so the candidate's parts are computed again, from the same numbers. */
export function traceGRU(followed: Followed): GRUTrace {
  const { gates, hiddenSize, states } = followed.walk.values;
  const { weightIh, weightHh, biasIh, biasHh } = followed.scan.weights;
  const { candidateInput } = followed.walk.steps;
  const { data, rows, columns } = candidateInput ?? states[0]!.previous;
  const ofCandidate = (weights: Tensor): Tensor => slice(weights, 0, 2 * hiddenSize);
  const partOf = (input: Tensor, weight: Tensor, bias: Tensor | null): Matrix =>
    matrixOf(noGrad(() => linear(input, ofCandidate(weight), bias && ofCandidate(bias))));
  const inputPart = partOf(followed.scan.input, weightIh, biasIh);
  const recurrentPart = partOf(new Tensor(data, [rows, columns]), weightHh, biasHh);
  const trace = recurrentTrace("gru", followed, (row) => ({
    resetGate: numbersAt(gates, row, 0, hiddenSize),
    updateGate: numbersAt(gates, row, hiddenSize, hiddenSize),
    inputPart: numbersAt(inputPart, row),
    recurrentPart: numbersAt(recurrentPart, row),
    candidate: numbersAt(gates, row, 2 * hiddenSize, hiddenSize),
  }));
  return Object.assign(trace, { resetAfter: candidateInput === undefined });
}

import { record } from "../../autograd.ts";
import { dtypeOf, type TypedArray } from "../../dtype.ts";
import { reshape, split } from "../../operations/movement.ts";
import { blank, dataOf, Tensor } from "../../tensor.ts";
import {
  addToRows,
  type Matrix,
  matrixOf,
  multiply,
  someRows,
  sumOfRows,
  transposed,
  zeroMatrix,
} from "./matrix.ts";
import type { Gradients, Recurrence, RecurrentWeights, Steps, Values } from "./recurrence.ts";
import type { Rows } from "./rows.ts";

/** Everything that one layer computed in one direction. */
export interface Walk {
  readonly values: Values;
  readonly steps: Steps;
  /** Each state at its sequence's end, [batch, size]. */
  readonly last: readonly Matrix[];
}

/** What goes into one layer in one direction: all shapes are checked. */
export interface Scan {
  readonly recurrence: Recurrence;
  readonly weights: RecurrentWeights;
  readonly rows: Rows;
  /** From each sequence's end to its start. */
  readonly reverse: boolean;
  /** [rows, inputSize] */
  readonly input: Tensor;
  /** Each state before a sequence's first step, [batch, size], in the order of `rows`. */
  readonly initial: readonly Tensor[];
}

/** Calls `visit` with first row and number of rows of each step, in the order of time or against it. */
function eachStep(
  { starts, counts }: Rows,
  reverse: boolean,
  visit: (from: number, count: number) => void,
): void {
  for (let i = 0; i < starts.length; i++) {
    const step = reverse ? starts.length - 1 - i : i;
    visit(starts[step]!, counts[step]!);
  }
}

/**
 * The walk over time. A sequence that has ended, or in reverse has not begun, is not among a step's rows, so its state
 * stays what it was: at its end, or as it was given.
 */
function walk({ recurrence, weights, rows, reverse, input, initial }: Scan): Walk {
  const gates = multiply(matrixOf(input), transposed(matrixOf(weights.weightIh)));
  addToRows(gates, weights.biasIh && dataOf(weights.biasIh));
  const last = initial.map((state) => ({ ...matrixOf(state), data: dataOf(state).slice() }));
  const values: Values = {
    hiddenSize: gates.columns / recurrence.gates,
    batch: rows.batch,
    gates,
    states: last.map(({ columns }) => ({
      previous: zeroMatrix(input.dtype, rows.total, columns),
      next: zeroMatrix(input.dtype, rows.total, columns),
    })),
    weightHh: matrixOf(weights.weightHh),
    biasHh: weights.biasHh && dataOf(weights.biasHh),
    weightHr: weights.weightHr ? matrixOf(weights.weightHr) : null,
  };
  const steps = recurrence.prepare(values);
  eachStep(rows, reverse, (from, count) => {
    for (const [i, { previous }] of values.states.entries()) {
      someRows(previous, from, count).data.set(someRows(last[i]!, 0, count).data);
    }
    steps.forward(from, count);
    for (const [i, { next }] of values.states.entries()) last[i]!.data.set(someRows(next, from, count).data);
  });
  return { values, steps, last };
}

/**
 * One layer in one direction as one entry of the tape: [output, hn] or [output, hn, cn], where output is h after each
 * row's step, [rows, size], and the others are [batch, size], in the order of `rows`.
 *
 * The entry's result is these one after the other, flat, so that one gradient comes back for all. The walk back gives
 * the gradients G by the gates' arguments, of all steps; what is left are products over all steps at once:
 *
 *     x' = G W_ih     W_ih' = G^T x     W_hh' = G^T h     b_ih' = b_hh' = sum of G over the rows
 *
 * `watch` sees every value that was computed.
 */
export function scan(given: Scan, watch: (walked: Walk) => void = () => {}): Tensor[] {
  const { recurrence, weights, input, initial } = given;
  const walked = walk(given);
  watch(walked);
  const { values, steps } = walked;
  const [h] = values.states as [Values["states"][0]];
  const pieces = [h.next, ...walked.last];
  const sizes = pieces.map(({ data }) => data.length);
  const { data, shape } = blank(input.dtype, [sizes.reduce((sum, size) => sum + size, 0)]);
  let end = 0;
  for (const piece of pieces) {
    data.set(piece.data, end);
    end += piece.data.length;
  }

  const back = forOneGradient((gradient) => walkBack(walked, given, dataOf(gradient), sizes));
  const recurrentWeights = (gradient: Tensor): Matrix => {
    const turned = transposed(back(gradient).recurrent);
    const product = multiply(turned, h.previous);
    if (steps.candidateInput === undefined) return product;
    const [before, size] = [turned.rows - values.hiddenSize, values.hiddenSize];
    multiply(someRows(turned, before, size), steps.candidateInput, someRows(product, before, size));
    return product;
  };
  const inputs: [Tensor | null | undefined, (gradient: Tensor) => TypedArray][] = [
    [input, (gradient) => multiply(back(gradient).gates, matrixOf(weights.weightIh)).data],
    [weights.weightIh, (gradient) => multiply(transposed(back(gradient).gates), matrixOf(input)).data],
    [weights.weightHh, (gradient) => recurrentWeights(gradient).data],
    [weights.biasIh, (gradient) => sumOfRows(back(gradient).gates)],
    [weights.biasHh, (gradient) => sumOfRows(back(gradient).recurrent)],
    [
      weights.weightHr,
      (gradient) => multiply(transposed(back(gradient).projected!), steps.unprojected!).data,
    ],
    ...initial.map((state, i): (typeof inputs)[0] => [state, (gradient) => back(gradient).states[i]!.data]),
  ];
  const used = inputs.filter((entry): entry is [Tensor, (gradient: Tensor) => TypedArray] => !!entry[0]);
  const flat = record(
    recurrence.name,
    used.map(([tensor]) => tensor),
    data,
    shape,
    used.map(
      ([tensor, rule]) =>
        (gradient) =>
          new Tensor(rule(gradient), tensor.shape),
    ),
  );
  return split(flat, sizes, 0).map((piece, i) => reshape(piece, [pieces[i]!.rows, pieces[i]!.columns]));
}

/** Back-propagation through time: the walk back, given the gradient by all that `scan` gives, cut into `sizes`. */
function walkBack(
  { values, steps, last }: Walk,
  { recurrence, rows, reverse }: Scan,
  gradient: TypedArray,
  [outputSize, ...sizes]: readonly number[],
): Gradients {
  const { gates, weightHr } = values;
  const dtype = dtypeOf(gradient);
  const output = { ...values.states[0]!.next, data: gradient.subarray(0, outputSize) };
  let end = outputSize!;
  const states = sizes.map((size, i) => {
    end += size;
    return { ...last[i]!, data: gradient.slice(end - size, end) };
  });
  const byGates = zeroMatrix(dtype, gates.rows, gates.columns);
  const gradients: Gradients = {
    states,
    gates: byGates,
    recurrent: recurrence.ownRecurrentGradient ? zeroMatrix(dtype, gates.rows, gates.columns) : byGates,
    projected: weightHr && zeroMatrix(dtype, output.rows, output.columns),
  };
  eachStep(rows, !reverse, (from, count) => {
    // By h after a step: from the steps after it, and from what the layer gave at that step itself.
    const state = someRows(states[0]!, 0, count).data;
    const own = someRows(output, from, count).data;
    for (let i = 0; i < own.length; i++) state[i]! += own[i]!;
    if (gradients.projected) someRows(gradients.projected, from, count).data.set(state);
    steps.backward(from, count, gradients);
  });
  return gradients;
}

/** `compute`, run once for all that ask with one and the same gradient. */
function forOneGradient<T>(compute: (gradient: Tensor) => T): (gradient: Tensor) => T {
  let done: { readonly gradient: Tensor; readonly result: T } | null = null;
  return (gradient) => {
    if (done?.gradient !== gradient) done = { gradient, result: compute(gradient) };
    return done.result;
  };
}

import type { Displayed } from "../../display.ts";
import { makeDisplayed } from "../../display.ts";
import { MemoryError, ShapeError } from "../../errors.ts";
import type { Shape } from "../../shape.ts";
import { formatShape } from "../../shape.ts";
import { Tensor } from "../../tensor.ts";
import { checkTraced } from "../tracing.ts";
import type { RecurrentState } from "./layer.ts";
import type { Matrix } from "./matrix.ts";
import { matrixOf, someRows } from "./matrix.ts";
import { takeRows } from "./rows.ts";
import type { Scan, Walk } from "./scan.ts";
import type { RecurrentSizes, Sequences } from "./shape.ts";

/** One sequence of the batch in one layer and one direction, step by step. Plain data for drawing. */
export interface RecurrentTrace<Layer extends string, Step extends RecurrentStep> extends Displayed<"trace"> {
  readonly layer: Layer;
  /** Which sequence of the batch, which of the stacked layers and which direction the steps follow. */
  readonly sample: number;
  readonly layerIndex: number;
  readonly reverse: boolean;
  /** What that layer reads of the sequence, [steps, features]. */
  readonly input: Tensor;
  /** h before the first step that is computed. */
  readonly h0: readonly number[];
  /** h after each step, [steps, hiddenSize], in the order of time: what the layer gives in this direction. */
  readonly output: Tensor;
  /** In the order in which they are computed: in reverse from the sequence's end. */
  readonly steps: readonly Step[];
}

/** What is the same in the steps of all kinds. */
export interface RecurrentStep {
  /** The step's place in the sequence, from 0. */
  readonly position: number;
  /** The step's input, [features]. */
  readonly x: readonly number[];
  /** The state after the step, [hiddenSize]. */
  readonly h: readonly number[];
}

/** What part of a recurrent layer is traced, and from which state. */
export interface RecurrentTraceOptions extends RecurrentState {
  /** Which sequence of the batch to follow; 0 by default. */
  readonly sample?: number;
  /** Which of the stacked layers to follow; 0, the first, by default. */
  readonly layerIndex?: number;
  /** Whether to follow the layer's other direction; false by default. */
  readonly reverse?: boolean;
}

/** What a trace follows, and all that was computed there. */
export interface Followed {
  readonly sample: number;
  readonly layerIndex: number;
  readonly reverse: boolean;
  readonly scan: Scan;
  readonly walk: Walk;
}

/** Some 8 MB of numbers, and already far more than a figure can show. */
const mostNumbers = 1_000_000;

/** Throws ShapeError unless the layer has what is to be followed, MemoryError for more than a figure can use. */
export function checkFollowed(
  { sample = 0, layerIndex = 0, reverse = false }: RecurrentTraceOptions,
  { steps, batch }: Sequences,
  { numLayers, bidirectional, hiddenSize }: RecurrentSizes,
  inputShape: Shape,
): void {
  checkTraced("sample", sample, batch, "the batch");
  checkTraced("layer", layerIndex, numLayers, "the network");
  if (reverse && !bidirectional) {
    throw new ShapeError(
      "Cannot trace the reverse direction: the layer was made without bidirectional: true",
    );
  }
  if (steps * hiddenSize > mostNumbers) {
    throw new MemoryError(
      `Cannot trace input ${formatShape(inputShape)}: ${steps} steps of ${hiddenSize} units are more than the ${mostNumbers} values of a gate that a trace keeps; trace a part of the sequence`,
    );
  }
}

/** The trace of what was followed; `stepOf` gives what only that kind's steps have, of the step in a row. */
export function recurrentTrace<Layer extends string, Own extends object>(
  layer: Layer,
  { sample, layerIndex, reverse, scan, walk }: Followed,
  stepOf: (row: number) => Own,
): RecurrentTrace<Layer, RecurrentStep & Own> {
  const h = walk.values.states[0]!;
  const rows = rowsOfSample(scan, sample);
  const input = takeRows(scan.input.detach(), rows);
  const output = takeRows(new Tensor(h.next.data, [h.next.rows, h.next.columns]), rows);
  const steps = rows.map((row, position) => ({
    position,
    x: numbersAt(matrixOf(scan.input), row),
    ...stepOf(row),
    h: numbersAt(h.next, row),
  }));
  if (reverse) steps.reverse();
  const h0 = numbersAt(h.previous, firstRow(scan, sample));
  const trace = { layer, sample, layerIndex, reverse, input, h0, output, steps };
  makeDisplayed(trace, "trace", traceText);
  return trace as typeof trace & Displayed<"trace">;
}

function traceText({
  layer,
  sample,
  layerIndex,
  reverse,
  output,
}: Omit<RecurrentTrace<string, RecurrentStep>, keyof Displayed<"trace">>): string {
  const [steps, units] = output.shape;
  const direction = reverse ? ", reverse" : "";
  return `trace of ${layer}: sample ${sample}, layer ${layerIndex}${direction}, ${steps} steps of ${units} units`;
}

/** The rows of one sequence, in the order of time. */
function rowsOfSample({ rows: { counts, starts, order } }: Scan, sample: number): number[] {
  const place = order.indexOf(sample);
  return starts.filter((_, step) => place < counts[step]!).map((start) => start + place);
}

/** The row of the step that is computed first. */
export function firstRow(scan: Scan, sample: number): number {
  return rowsOfSample(scan, sample).at(scan.reverse ? -1 : 0)!;
}

/** A row's numbers, or `count` of them from `first`. */
export function numbersAt(matrix: Matrix, row: number, first = 0, count: number = matrix.columns): number[] {
  return Array.from(someRows(matrix, row, 1).data.subarray(first, first + count));
}

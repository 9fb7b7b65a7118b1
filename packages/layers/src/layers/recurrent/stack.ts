import { zeros } from "../../creation.ts";
import { cat, stack } from "../../operations/combining.ts";
import { reshape, select, squeeze } from "../../operations/movement.ts";
import type { Tensor } from "../../tensor.ts";
import type { Recurrence, RecurrentWeights } from "./recurrence.ts";
import type { Rows } from "./rows.ts";
import { placeRows, rowsOf, takeRows } from "./rows.ts";
import type { Scan, Walk } from "./scan.ts";
import { scan } from "./scan.ts";
import type { RecurrentSizes } from "./shape.ts";
import { recurrentShape } from "./shape.ts";

/** Layers on top of each other, each in one direction or in both. */
export interface Stack {
  readonly recurrence: Recurrence;
  readonly sizes: RecurrentSizes;
  readonly weightsOf: (layer: number, reverse: boolean) => RecurrentWeights;
  /** What happens to the values between two layers. */
  readonly between: (values: Tensor) => Tensor;
}

export interface StackInput {
  readonly input: Tensor;
  readonly h0: Tensor | undefined;
  readonly c0: Tensor | undefined;
  readonly lengths: readonly number[] | undefined;
}

export interface StackOutput {
  readonly output: Tensor;
  /** [hn], or [hn, cn]. */
  readonly last: readonly Tensor[];
}

/** Called with what each layer computed in each direction. */
export type Watch = (layer: number, given: Scan, walked: Walk) => void;

/** The whole computation of a recurrent layer; throws ShapeError as `recurrentShape` does. */
export function runStack(
  { recurrence, sizes, weightsOf, between }: Stack,
  given: StackInput,
  watch?: Watch,
): StackOutput {
  const { input } = given;
  const { steps, batch, batched, outputShape } = recurrentShape(
    recurrence.name.toUpperCase(),
    sizes,
    input,
    given,
  );
  const rows = rowsOf(steps, batch, batched && sizes.batchFirst, given.lengths);
  const directions = sizes.bidirectional ? [false, true] : [false];
  const count = sizes.numLayers * directions.length;
  const initial = [
    initialStates(given.h0, rows, count, sizes.outputSize, sizes),
    ...(recurrence.states === 2 ? [initialStates(given.c0, rows, count, sizes.hiddenSize, sizes)] : []),
  ];

  let values = takeRows(reshape(input, [steps * batch, sizes.inputSize]), rows.positions);
  const last: Tensor[][] = initial.map(() => []);
  for (let layer = 0; layer < sizes.numLayers; layer++) {
    if (layer > 0) values = between(values);
    const outputs = directions.map((reverse, d) => {
      const state = initial.map((states) => states[layer * directions.length + d]!);
      const weights = weightsOf(layer, reverse);
      const one: Scan = { recurrence, weights, rows, reverse, input: values, initial: state };
      const [output, ...ends] = scan(one, watch && ((walked) => watch(layer, one, walked)));
      for (const [i, end] of ends.entries()) last[i]!.push(placeRows(end, rows.order, batch));
      return output!;
    });
    values = outputs.length === 1 ? outputs[0]! : cat(outputs, 1);
  }
  return {
    output: reshape(placeRows(values, rows.positions, steps * batch), outputShape),
    last: last.map((ends) => (batched ? stack(ends) : squeeze(stack(ends), 1))),
  };
}

/** One state for each layer and direction, [batch, size], in the order of `rows`. */
function initialStates(
  given: Tensor | undefined,
  { batch, order }: Rows,
  count: number,
  size: number,
  { dtype }: RecurrentSizes,
): Tensor[] {
  const states =
    given === undefined ? zeros([count, batch, size], { dtype }) : reshape(given, [count, batch, size]);
  return Array.from({ length: count }, (_, i) => takeRows(select(states, 0, i), order));
}

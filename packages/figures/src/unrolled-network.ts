import type { GRUTrace, LSTMTrace, RNNTrace } from "@layerbook/layers";
import { ShapeError } from "@layerbook/layers";
import { type CellTraceLike, isCellTrace } from "./cell-scene.ts";
import { checkChoices } from "./choices.ts";
import { drawnDiagram } from "./diagram.ts";
import type { Figure } from "./figure.ts";
import { shortNumber } from "./neurons.ts";
import { count } from "./numbers.ts";
import { kindOf } from "./recognise.ts";
import { named } from "./run.ts";
import { mostRows, mostSteps, unrolledScene } from "./unrolled-scene.ts";

/** What may be chosen of an unrolled network. */
export interface UnrolledNetworkOptions {
  /** The step that stands out at first, counted from 1 as in the formulas; 1 by default. */
  readonly step?: number;
  /** Stands above the figure. Always shown as text. */
  readonly title?: string;
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}

const action = "draw an unrolled network";

/**
 * A recurrent layer step beside step: one box for each, the same one every time, its input below, its state above, and the
 * arrow that takes the state to the next. An LSTM's memory stands in its box. Numbers have the colours of the trace's maps.
 * A slider goes over the steps and shows what each reads and gives. At most the first 20 steps of 8 features and 8 units.
 * Throws ShapeError for what is no trace of an RNN, GRU or LSTM, for a step that there is not, and for an option that there
 * is not. Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 10.1.
 *
 * @example
 * import { unrolledNetwork } from "@layerbook/figures";
 * import { GRU, ones } from "@layerbook/layers";
 * unrolledNetwork(new GRU(2, 3).trace(ones([5, 2])));
 */
export function unrolledNetwork(
  trace: RNNTrace | GRUTrace | LSTMTrace,
  options: UnrolledNetworkOptions = {},
): Figure {
  checkChoices(action, options, { step: "count", title: "text", plain: "boolean" });
  if (kindOf(trace) !== "trace" || !isCellTrace(trace.layer)) {
    throw new ShapeError(
      `Cannot ${action} of ${named(trace)}: expected what layer.trace(x) of an RNN, GRU or LSTM gives`,
    );
  }
  const { step = 1, title, plain = false } = options;
  const like = trace as unknown as CellTraceLike;
  const [steps, features] = trace.input.shape as [number, number];
  const units = trace.h0.length;
  const shown = Math.min(steps, mostSteps);
  if (step > shown) {
    throw new ShapeError(`Cannot ${action} at step ${step}: there are ${shown}, counted from 1`);
  }
  const sizes = `${trace.layer.toUpperCase()} of ${count(units, "unit")} over ${count(steps, "step")}`;
  const rows = Math.max(features, units);
  return drawnDiagram(unrolledScene(like, step - 1), {
    heading: {
      title: title ?? sizes,
      lines: [
        [
          ...(title === undefined ? [] : [sizes]),
          "x: input",
          "h: state",
          ...(trace.layer === "lstm" ? ["c: memory"] : []),
          "orange: the step that is read",
          ...(trace.reverse ? ["from the end to the start"] : []),
          ...(steps > shown ? [`the first ${shown} steps shown`] : []),
          ...(rows > mostRows ? [`the first ${mostRows} of ${rows} numbers shown`] : []),
        ],
      ],
    },
    title,
    description: describeUnrolled(sizes, like),
    numbers: numbersOf(like, shown),
    plain,
  });
}

/** "RNN of 6 units over 5 steps, unrolled: the same box at each step, which reads 4 features and the state before, and gives the state after." */
function describeUnrolled(sizes: string, { layer, input }: CellTraceLike): string {
  const memory = layer === "lstm" ? " and memory" : "";
  return `${sizes}, unrolled: the same box at each step, which reads ${count(input.shape[1]!, "feature")} and the state${memory} before it, and gives the state${memory} after it.`;
}

/** A line for each step. */
function numbersOf({ steps }: CellTraceLike, shown: number): string {
  const listed = (numbers: unknown): string => {
    const few = (numbers as readonly number[]).slice(0, mostRows).map(shortNumber).join(" ");
    return (numbers as readonly number[]).length > mostRows ? `${few} …` : few;
  };
  return steps
    .slice(0, shown)
    .map((step) => {
      const t = step.position + 1;
      const memory = step.c === undefined ? "" : `c${t} = ${listed(step.c)}, `;
      return `x${t} = ${listed(step.x)} → ${memory}h${t} = ${listed(step.h)}`;
    })
    .join("\n");
}

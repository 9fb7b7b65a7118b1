import { RNN, tensor } from "@layerbook/layers";
import { checkChoices } from "./choices.ts";
import { lineColors } from "./colors.ts";
import type { Figure } from "./figure.ts";
import { count, fewDigits, formatNumber, nearest } from "./numbers.ts";
import { sample } from "./panel.ts";
import type { TensorLike } from "./recognise.ts";
import {
  checkSequence,
  copied,
  float64,
  type RecurrentLike,
  type UnitWeights,
  unitWeights,
} from "./single-unit.ts";
import { statistics } from "./statistics.ts";
import { type SweepPanel, sweptFigure } from "./sweep.ts";
import { textTable } from "./text.ts";
import { sizeAxis, sizeLine, stepAxis, type ThroughTime, throughTime } from "./through-time.ts";

/** What may be chosen of a gradient through time. */
export interface GradientThroughTimeOptions {
  /** The state before the first step; 0 by default. */
  readonly h0?: number;
  /** The recurrent weights, 2 to 41 numbers; 0, 0.1, ..., 2 by default. */
  readonly recurrentWeights?: readonly number[];
  /** Stands above the figure. Always shown as text. */
  readonly title?: string;
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}

/** What is needed to know of an RNN beside its weights. */
export interface RNNLike extends RecurrentLike {
  readonly nonlinearity: "tanh" | "relu";
}

const action = "draw the gradient through time";
const defaultWeights = Array.from({ length: 21 }, (_, i) => i / 10);
const [stateColor, gradientColor] = lineColors;
/** Among them: what is remembered fades, is kept for long, grows at first. */
const tellingWeights = [0.5, 1, 1.5];

/**
 * The state of an RNN of one unit over the steps of one sequence, [steps, features], and how much each state depends on the one
 * before the first step, dh_t/dh_0, while the recurrent weight goes from value to value. The derivatives are those of the
 * layer's own backward pass, in float64, and drawn as sizes on a logarithmic scale. Leaves the layer as it is.
 * Throws ShapeError for another layer, an input that does not fit, and an option that there is not.
 * Source: Bengio, Simard and Frasconi, Learning long-term dependencies with gradient descent is difficult (1994).
 *
 * @example
 * import { gradientThroughTime } from "@layerbook/figures";
 * import { ones, RNN } from "@layerbook/layers";
 * gradientThroughTime(new RNN(1, 1), ones([10, 1]));
 */
export function gradientThroughTime(
  rnn: RNNLike,
  input: TensorLike,
  options: GradientThroughTimeOptions = {},
): Figure {
  checkChoices(action, options, {
    h0: "number",
    recurrentWeights: "values",
    title: "text",
    plain: "boolean",
  });
  const unit = unitWeights(action, rnn, "RNN");
  const sequence = checkSequence(action, input, unit.inputSize);
  const { h0 = 0, recurrentWeights = defaultWeights, title, plain = false } = options;
  const runs = recurrentWeights.map((weight) => {
    const layer = withRecurrentWeight(unit, rnn.nonlinearity, weight);
    return throughTime(
      sequence,
      h0,
      (batch, first, lengths) => layer.forward(batch, { h0: first, lengths }).hn,
    );
  });
  const telling =
    options.recurrentWeights === undefined
      ? tellingWeights.map((weight) => nearest(recurrentWeights, weight))
      : sample([...recurrentWeights.keys()], 3);
  const steps = sequence.shape[0]!;
  const description = describeRuns(steps, h0, recurrentWeights, runs, telling);
  return sweptFigure(
    {
      quantity: "weight",
      positions: recurrentWeights.map((weight) => formatNumber(weight)),
      first: nearest(recurrentWeights, unit.state.weight_hh_l0.item()),
      telling,
      views: [],
      rows: [[statePanel(runs, steps)], [gradientPanel(runs, steps)]],
    },
    {
      heading: {
        title: title ?? "Gradient through time",
        lines: [
          [`RNN of one unit over ${count(steps, "step")}`, `recurrent weight ${rangeOf(recurrentWeights)}`],
        ],
      },
      title,
      description,
      numbers: `columns: recurrent weight, h_${steps}, dh_${steps}/dh_0, largest dh_t/dh_0\n${tableOf(recurrentWeights, runs)}`,
      plain,
    },
  );
}

function rangeOf(weights: readonly number[]): string {
  const { min, max } = statistics(weights);
  return `${formatNumber(min)} to ${formatNumber(max)}`;
}

function statePanel(runs: readonly ThroughTime[], steps: number): SweepPanel {
  const { x, axis } = stepAxis(steps);
  const hover = "h_%{x} = %{y:.4~g}";
  return {
    caption: "state h after each step",
    x: axis,
    marks: [
      { kind: "line", color: stateColor, hover, at: runs.map(({ states }) => ({ x, y: states })) },
      { kind: "note", at: runs.map(({ states }) => `h_${steps} = ${fewDigits(states.at(-1)!)}`) },
    ],
  };
}

function gradientPanel(runs: readonly ThroughTime[], steps: number): SweepPanel {
  const { x, axis } = stepAxis(steps);
  const y = sizeAxis(runs.flatMap(({ derivatives }) => derivatives));
  const hover = "dh_%{x}/dh_0 = %{y:.4~g}";
  const lines = runs.map(({ derivatives }) => sizeLine(x, derivatives, y));
  return {
    caption: "size of its derivative by the first, dh/dh_0",
    x: axis,
    xLabel: "step",
    y,
    logarithmic: true,
    marks: [
      { kind: "line", color: gradientColor, hover, at: lines },
      {
        kind: "note",
        at: runs.map(({ derivatives }) => `at the end ${fewDigits(derivatives.at(-1)!)}`),
      },
    ],
  };
}

function tableOf(weights: readonly number[], runs: readonly ThroughTime[]): string {
  const rows = runs.map(({ states, derivatives }, i) => {
    const largest = Math.max(...derivatives.map(Math.abs));
    return [weights[i]!, states.at(-1)!, derivatives.at(-1)!, largest];
  });
  return textTable(rows.flat(), 0, rows.length, 4);
}

/** "RNN(1, 1) over 20 steps from a state of 0.1, for recurrent weights ...: its last state ... */
function describeRuns(
  steps: number,
  h0: number,
  weights: readonly number[],
  runs: readonly ThroughTime[],
  telling: readonly number[],
): string {
  const said = telling.map((position) => {
    const { states, derivatives } = runs[position]!;
    return `with ${formatNumber(weights[position]!)} it is ${formatNumber(states.at(-1)!)} and its derivative ${formatNumber(derivatives.at(-1)!)}`;
  });
  return `State of an RNN of one unit over ${count(steps, "step")}, from ${formatNumber(h0)} on, and its derivative by that first state, for recurrent weights from ${rangeOf(weights)}: after the last step, ${said.join(", ")}.`;
}

/** A layer of its own with this weight from state to state. */
function withRecurrentWeight(unit: UnitWeights, nonlinearity: RNNLike["nonlinearity"], weight: number): RNN {
  const layer = new RNN(unit.inputSize, 1, { nonlinearity, ...copied });
  layer.loadStateDict({ ...unit.state, weight_hh_l0: tensor([[weight]], float64) });
  return layer;
}

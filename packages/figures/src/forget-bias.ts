import { ShapeError } from "@layerbook/layers";
import { type AfterEvent, memoryAfter, stateAfter } from "./after-event.ts";
import { checkChoices } from "./choices.ts";
import { lineColors } from "./colors.ts";
import type { Figure } from "./figure.ts";
import type { RNNLike } from "./gradient-through-time.ts";
import { count, fewDigits, formatNumber, nearest } from "./numbers.ts";
import { sample } from "./panel.ts";
import { mostSteps, type RecurrentLike, unitWeights } from "./single-unit.ts";
import { type Points, type SweepMark, type SweepPanel, sweptFigure } from "./sweep.ts";
import { textTable } from "./text.ts";
import { sizeAxis, sizeLine, stepAxis } from "./through-time.ts";

/** What may be chosen of a forget bias. */
export interface ForgetBiasOptions {
  /** How many steps the sequence has, 1 to 100; 20 by default. */
  readonly steps?: number;
  /** At which steps, counted from 1, something may happen, one to four of them; 1, 6 and 11 by default. */
  readonly injectAt?: readonly number[];
  /** The biases of the forget gate, 2 to 41 numbers; -2, -1.5, ..., 6 by default. */
  readonly biases?: readonly number[];
  /** Stands above the figure. Always shown as text. */
  readonly title?: string;
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}

const action = "draw the forget bias";
const defaultBiases = Array.from({ length: 17 }, (_, i) => i / 2 - 2);
/** Among them: half is forgotten at each step, an eighth, next to nothing. */
const tellingBiases = [0, 2, 4];
/** As many buttons as fit side by side on a telephone. */
const mostEvents = 4;
const [memoryColor, stateColor] = lineColors;

/**
 * The memory cell of an LSTM of one unit, over a sequence in which one thing happens, a 1 in each feature at one step, while the
 * bias of its forget gate goes from value to value; below it how much the cell after each step depends on the one after
 * that step, dc_t/dc_s. Dashed, beside both, the state of an RNN of one unit that reads the same. Buttons choose the step. The
 * derivatives are those of the layers' own backward passes, in float64, and drawn as sizes on a logarithmic scale.
 * Leaves both layers as they are. Throws ShapeError for other layers, steps that are not there, and an option that there
 * is not. Source: Gers, Schmidhuber and Cummins, Learning to forget (2000).
 *
 * @example
 * import { forgetBias } from "@layerbook/figures";
 * import { LSTM, RNN } from "@layerbook/layers";
 * forgetBias(new LSTM(1, 1), new RNN(1, 1));
 */
export function forgetBias(lstm: RecurrentLike, rnn: RNNLike, options: ForgetBiasOptions = {}): Figure {
  checkChoices(action, options, {
    steps: "count",
    injectAt: "numbers",
    biases: "values",
    title: "text",
    plain: "boolean",
  });
  const memory = unitWeights(action, lstm, "LSTM");
  const beside = unitWeights(action, rnn, "RNN");
  const { steps = 20, biases = defaultBiases, title, plain = false } = options;
  const { injectAt = [1, 6, 11].filter((step) => step <= steps) } = options;
  checkSteps(steps, injectAt);
  const memories = injectAt.map((step) => biases.map((bias) => memoryAfter(memory, bias, steps, step)));
  const others = injectAt.map((step) => stateAfter(beside, rnn.nonlinearity, steps, step));
  const telling =
    options.biases === undefined
      ? tellingBiases.map((bias) => nearest(biases, bias))
      : sample([...biases.keys()], 3);
  const own = memory.state.bias_ih_l0.at(1) + memory.state.bias_hh_l0.at(1);
  const scene = { steps, injectAt, memories, others };
  const first = memories[0]!;
  return sweptFigure(
    {
      quantity: "forget bias",
      positions: biases.map((bias) => formatNumber(bias)),
      first: nearest(biases, own),
      telling,
      views: injectAt.map((step) => `at step ${step}`),
      pictured: [0],
      rows: [[memoryPanel(scene)], [gradientPanel(scene)]],
    },
    {
      heading: {
        title: title ?? "Forget bias",
        lines: [
          [`a 1 is read at one of ${count(steps, "step")}`],
          ["blue: the LSTM's memory c", "dashes: an RNN's state h"],
        ],
      },
      title,
      description: describeMemory(scene, biases, telling),
      numbers: [
        `columns: forget bias, c_${steps}, dc_${steps}/dc_${injectAt[0]}, for a 1 at step ${injectAt[0]}`,
        tableOf(biases, first),
      ].join("\n"),
      plain,
    },
  );
}

/** What is drawn: of each event, of each bias. */
interface Scene {
  readonly steps: number;
  readonly injectAt: readonly number[];
  readonly memories: readonly (readonly AfterEvent[])[];
  readonly others: readonly AfterEvent[];
}

function memoryPanel({ steps, memories, others }: Scene): SweepPanel {
  const { x, axis } = stepAxis(steps);
  const marks = memories.flatMap((runs, view): SweepMark[] => [
    {
      kind: "dashes",
      color: stateColor,
      view,
      hover: "RNN: h_%{x} = %{y:.4~g}",
      at: [{ x, y: others[view]!.states }],
    },
    {
      kind: "line",
      color: memoryColor,
      view,
      hover: "LSTM: c_%{x} = %{y:.4~g}",
      at: runs.map(({ states }) => ({ x, y: states })),
    },
    { kind: "note", view, at: runs.map(({ states }) => `c_${steps} = ${fewDigits(states.at(-1)!)}`) },
  ]);
  return { caption: "memory c and state h", x: axis, marks };
}

function gradientPanel({ steps, injectAt, memories, others }: Scene): SweepPanel {
  const { x, axis } = stepAxis(steps);
  const y = sizeAxis([...memories.flat(), ...others].flatMap(({ derivatives }) => derivatives));
  const marks = memories.flatMap((runs, view): SweepMark[] => {
    const from = injectAt[view]!;
    const line = ({ derivatives }: AfterEvent): Points => sizeLine(x.slice(from), derivatives, y);
    return [
      {
        kind: "dashes",
        color: stateColor,
        view,
        hover: `RNN: dh_%{x}/dh_${from} = %{y:.4~g}`,
        at: [line(others[view]!)],
      },
      {
        kind: "line",
        color: memoryColor,
        view,
        hover: `LSTM: dc_%{x}/dc_${from} = %{y:.4~g}`,
        at: runs.map(line),
      },
      {
        kind: "note",
        view,
        at: runs.map(({ derivatives }) => `at the end ${fewDigits(derivatives.at(-1)!)}`),
      },
    ];
  });
  return {
    caption: "how much each depends on the one after the 1",
    x: axis,
    xLabel: "step",
    y,
    logarithmic: true,
    marks,
  };
}

function tableOf(biases: readonly number[], runs: readonly AfterEvent[]): string {
  const rows = runs.map(({ states, derivatives }, i) => [biases[i]!, states.at(-1)!, derivatives.at(-1)!]);
  return textTable(rows.flat(), 0, rows.length, 3);
}

function describeMemory(
  { steps, injectAt, memories, others }: Scene,
  biases: readonly number[],
  telling: readonly number[],
): string {
  const said = telling.map((position) => {
    const share = memories[0]![position]!.derivatives.at(-1)!;
    return `with a forget bias of ${formatNumber(biases[position]!)} by ${formatNumber(share)}`;
  });
  return [
    `Memory of an LSTM of one unit over ${count(steps, "step")}, of which step ${injectAt[0]} brings a 1:`,
    ` the last memory depends on the one after it ${said.join(", ")};`,
    ` the state of an RNN beside it by ${formatNumber(others[0]!.derivatives.at(-1)!)}.`,
  ].join("");
}

function checkSteps(steps: number, injectAt: readonly number[]): void {
  if (steps > mostSteps) {
    throw new ShapeError(`Cannot ${action} with steps ${steps}: expected 1 to ${mostSteps}`);
  }
  const isStep = (step: number): boolean => Number.isInteger(step) && step >= 1 && step <= steps;
  if (injectAt.length < 1 || injectAt.length > mostEvents || !injectAt.every(isStep)) {
    throw new ShapeError(
      `Cannot ${action} with injectAt ${JSON.stringify(injectAt)}: expected a list of 1 to ${mostEvents} steps from 1 to ${steps}`,
    );
  }
}

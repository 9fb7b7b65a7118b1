import { full, GRU, tensor } from "@layerbook/layers";
import { linearAxis } from "./axis.ts";
import { checkChoices } from "./choices.ts";
import { lineColors } from "./colors.ts";
import type { Figure } from "./figure.ts";
import { formatNumber, nearest } from "./numbers.ts";
import { ink } from "./plotly.ts";
import { copied, float64, type RecurrentLike, type UnitWeights, unitWeights } from "./single-unit.ts";
import { type SweepMark, sweptFigure } from "./sweep.ts";
import { textTable } from "./text.ts";

/** What may be chosen of a blend of states. */
export interface GateBlendOptions {
  /** The state before the step; 1 by default. */
  readonly h0?: number;
  /** The step's input, the same number for each feature; 0 by default. */
  readonly input?: number;
  /** Stands above the figure. Always shown as text. */
  readonly title?: string;
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}

/** What is needed to know of a GRU beside its weights. */
export interface GRULike extends RecurrentLike {
  readonly resetAfter: boolean;
}

const action = "draw the gates' blend";
/** 0, 0.05, ..., 1: where each of the gates stands. */
const gateValues = Array.from({ length: 21 }, (_, i) => i / 20);
const tellingValues = [0, 0.75, 1];
/** What an update gate of 1 does, by whom. */
const conventions = ["PyTorch: z keeps", "Chung: z renews"] as const;
const [candidateColor, stateColor] = lineColors;

/** The candidate and the new state of one step at each value of the reset gate. */
interface Blend {
  readonly candidates: readonly number[];
  readonly states: readonly number[];
}

/**
 * One step of a GRU of one unit with both gates in the reader's hand: over the reset gate r the candidate, and between it and
 * the old state the new one, which the update gate z moves from the one to the other. Buttons choose what z = 1 means: to keep
 * the old state, as in PyTorch, or to take the candidate, as in Chung et al. Each value is the layer's own, in float64, with
 * the gates set by their biases. Leaves the layer as it is.
 * Throws ShapeError for another layer and for an option that there is not.
 * Sources: Cho et al. (2014), Chung et al., Empirical evaluation of gated recurrent neural networks (2014).
 *
 * @example
 * import { gateBlend } from "@layerbook/figures";
 * import { GRU } from "@layerbook/layers";
 * gateBlend(new GRU(1, 1));
 */
export function gateBlend(gru: GRULike, options: GateBlendOptions = {}): Figure {
  checkChoices(action, options, { h0: "number", input: "number", title: "text", plain: "boolean" });
  const unit = unitWeights(action, gru, "GRU");
  const { h0 = 1, input = 0, title, plain = false } = options;
  const blends = blendsOf(unit, gru.resetAfter, input, h0);
  const { candidates } = blends[0]!;
  const description = describeBlend(h0, blends);
  return sweptFigure(
    {
      quantity: "z =",
      positions: gateValues.map((value) => formatNumber(value)),
      first: nearest(gateValues, 0.75),
      telling: tellingValues.map((value) => nearest(gateValues, value)),
      views: conventions,
      rows: [
        [
          {
            caption: "state for each value of the reset gate",
            xLabel: "reset gate r",
            x: linearAxis(0, 1),
            marks: [
              { kind: "dashes", color: ink, at: [{ x: [0, 1], y: [h0, h0] }] },
              {
                kind: "line",
                color: candidateColor,
                hover: "r = %{x}: candidate n = %{y:.4~g}",
                at: [{ x: gateValues, y: candidates }],
              },
              ...newStates(blends, 0),
              // The other convention's z is one minus this one.
              ...newStates([...blends].reverse(), 1),
            ],
          },
        ],
      ],
    },
    {
      heading: {
        title: title ?? "Between the old state and the candidate",
        lines: [
          ["one step of a GRU of one unit"],
          ["dashes: old state", "blue: candidate", "orange: new state"],
        ],
      },
      title,
      description,
      numbers: `columns: r, candidate, then h' for z = ${tellingValues.join(", ")}\n${tableOf(blends)}`,
      plain,
    },
  );
}

/** The new states at each z under a convention, and the number in the middle, where r is a half. */
function newStates(blends: readonly Blend[], view: number): SweepMark[] {
  const middle = nearest(gateValues, 0.5);
  return [
    {
      kind: "line",
      color: stateColor,
      view,
      hover: "r = %{x}: new state h' = %{y:.4~g}",
      at: blends.map(({ states }) => ({ x: gateValues, y: states })),
    },
    {
      kind: "dots",
      color: stateColor,
      view,
      at: blends.map(({ states }) => ({ x: [gateValues[middle]!], y: [states[middle]!] })),
    },
    {
      kind: "note",
      view,
      at: blends.map(({ states }) => `r 0.5: h' = ${formatNumber(states[middle]!, 3)}`),
    },
  ];
}

/** The layer's own step at each value of the gates, which biases hold there whatever comes in. */
function blendsOf(
  { inputSize, state }: UnitWeights,
  resetAfter: boolean,
  input: number,
  h0: number,
): Blend[] {
  const layer = new GRU(inputSize, 1, { resetAfter, ...copied });
  const ofCandidate = tensor([[0], [0], [1]], float64);
  layer.loadStateDict({
    ...state,
    weight_ih_l0: state.weight_ih_l0.mul(ofCandidate),
    weight_hh_l0: state.weight_hh_l0.mul(ofCandidate),
    bias_hh_l0: state.bias_hh_l0.mul(ofCandidate.flatten()),
  });
  const candidateBias = state.bias_ih_l0.at(2);
  // The inverse of the sigmoid, from minus to plus infinity.
  const biases = tensor(
    gateValues.map((gate) => gate / (1 - gate)),
    float64,
  )
    .log()
    .toTypedArray();
  const x = full([1, inputSize], input, float64);
  const before = tensor([[h0]], float64);
  return Array.from(biases, (update) => {
    const steps = Array.from(biases, (reset) => {
      layer.biasIhL0.assign([reset, update, candidateBias]);
      return layer.trace(x, { h0: before }).steps[0]!;
    });
    return {
      candidates: steps.map(({ candidate }) => candidate[0]!),
      states: steps.map(({ h }) => h[0]!),
    };
  });
}

function tableOf(blends: readonly Blend[]): string {
  const shown = tellingValues.map((value) => blends[nearest(gateValues, value)]!);
  const rows = gateValues.flatMap((reset, i) =>
    i % 5 === 0 ? [[reset, shown[0]!.candidates[i]!, ...shown.map(({ states }) => states[i]!)]] : [],
  );
  return textTable(rows.flat(), 0, rows.length, 2 + shown.length);
}

/** "One step of a GRU of one unit from the state 1: for reset gates from 0 to 1 the candidate goes from 0 to 0.88, ..." */
function describeBlend(h0: number, blends: readonly Blend[]): string {
  const { candidates } = blends[0]!;
  const middle = nearest(gateValues, 0.5);
  const states = tellingValues.map((value) =>
    formatNumber(blends[nearest(gateValues, value)]!.states[middle]!),
  );
  return [
    `One step of a GRU of one unit from the state ${formatNumber(h0)}:`,
    ` as the reset gate goes from 0 to 1 the candidate goes from ${formatNumber(candidates[0]!)} to ${formatNumber(candidates.at(-1)!)},`,
    ` and with the reset gate at 0.5 the new state is ${states.join(", ")}`,
    ` for update gates of ${tellingValues.join(", ")}; where 1 means to renew, it is the other way round.`,
  ].join("");
}

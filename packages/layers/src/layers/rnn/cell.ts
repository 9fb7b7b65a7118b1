import { checkOptions } from "../../options.ts";
import type { Tensor } from "../../tensor.ts";
import type { CellOptions, CellOutput, CellState } from "../recurrent/cell.ts";
import { RecurrentCell, runCell } from "../recurrent/cell.ts";
import type { Nonlinearity } from "./recurrence.ts";
import { rnnRecurrence } from "./recurrence.ts";

/** What may be chosen of an `RNNCell`. */
export interface RNNCellOptions extends CellOptions {
  /** "tanh" by default. */
  readonly nonlinearity?: Nonlinearity;
}

/**
 * h1 = tanh(W_ih x + b_ih + W_hh h0 + b_hh), or relu in place of tanh: one step of an `RNN`.
 *
 * Input [batch, inputSize] or [inputSize]; h0, zeros by default, and h1 [batch, hiddenSize] or [hiddenSize]; weightIh
 * [hiddenSize, inputSize], weightHh [hiddenSize, hiddenSize], biases [hiddenSize].
 * Throws ShapeError for shapes or dtypes that do not fit, or another nonlinearity.
 *
 * @example
 * import { rnnCell, tensor } from "@layerbook/layers";
 * const weight = tensor([[1]]);
 * rnnCell(tensor([[0.5]]), { h0: tensor([[0.5]]) }, weight, weight).h1; // [[0.7616]]
 */
export function rnnCell(
  input: Tensor,
  state: CellState,
  weightIh: Tensor,
  weightHh: Tensor,
  biasIh: Tensor | null = null,
  biasHh: Tensor | null = null,
  { nonlinearity = "tanh" }: { readonly nonlinearity?: Nonlinearity } = {},
): CellOutput {
  const cell = rnnRecurrence("run rnnCell", nonlinearity);
  const [h1] = runCell(cell, input, state, { weightIh, weightHh, biasIh, biasHh });
  return { h1: h1! };
}

/** One step of an `RNN`, for loops of one's own. See `rnnCell`; initial values as `RNN` has them. */
export class RNNCell extends RecurrentCell {
  readonly nonlinearity: Nonlinearity;

  constructor(inputSize: number, hiddenSize: number, options: RNNCellOptions = {}) {
    checkOptions(`make RNNCell(${inputSize}, ${hiddenSize})`, options);
    const { nonlinearity = "tanh" } = options;
    super(
      rnnRecurrence(`make RNNCell(${inputSize}, ${hiddenSize})`, nonlinearity),
      inputSize,
      hiddenSize,
      options,
    );
    this.nonlinearity = nonlinearity;
  }

  /** Throws ShapeError for an input or a state that does not fit. */
  override forward(input: Tensor, state: CellState = {}): CellOutput {
    return rnnCell(input, state, this.weightIh, this.weightHh, this.biasIh, this.biasHh, this);
  }

  protected override changed(): string[] {
    const { nonlinearity } = this;
    return [...(nonlinearity === "tanh" ? [] : [`nonlinearity: "${nonlinearity}"`]), ...super.changed()];
  }
}

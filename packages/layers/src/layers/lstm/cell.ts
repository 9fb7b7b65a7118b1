import { checkOptions } from "../../options.ts";
import type { Tensor } from "../../tensor.ts";
import type { CellOptions, CellOutput, CellState } from "../recurrent/cell.ts";
import { RecurrentCell, runCell } from "../recurrent/cell.ts";
import { lstmRecurrence } from "./recurrence.ts";

/** What one step of an LSTM starts from: its state and its memory. */
export interface LSTMCellState extends CellState {
  /** c before the step, as h0; zeros by default. */
  readonly c0?: Tensor;
}

/** What one step of an LSTM gives: its state and its memory. */
export interface LSTMCellOutput extends CellOutput {
  /** c after the step, as h1. */
  readonly c1: Tensor;
}

/**
 * One step of an `LSTM`, whose formulas it has: input [batch, inputSize] or [inputSize]; h0 and c0, zeros by default, h1
 * and c1 [batch, hiddenSize] or [hiddenSize]; weightIh [4 * hiddenSize, inputSize], weightHh [4 * hiddenSize, hiddenSize]
 * and biases [4 * hiddenSize], in blocks i, f, g, o.
 * Throws ShapeError for shapes or dtypes that do not fit.
 *
 * @example
 * import { lstmCell, tensor, zeros } from "@layerbook/layers";
 * // With weights of 0 all gates are open by half and the candidate is 0.
 * lstmCell(tensor([[1]]), { c0: tensor([[4]]) }, zeros([4, 1]), zeros([4, 1])).c1; // [[2]]
 */
export function lstmCell(
  input: Tensor,
  state: LSTMCellState,
  weightIh: Tensor,
  weightHh: Tensor,
  biasIh: Tensor | null = null,
  biasHh: Tensor | null = null,
): LSTMCellOutput {
  const [h1, c1] = runCell(lstmRecurrence, input, state, { weightIh, weightHh, biasIh, biasHh });
  return { h1: h1!, c1: c1! };
}

/** One step of an `LSTM`, for loops of one's own. See `lstmCell`; initial values as `LSTM` has them. */
export class LSTMCell extends RecurrentCell {
  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    checkOptions(`make LSTMCell(${inputSize}, ${hiddenSize})`, options);
    super(lstmRecurrence, inputSize, hiddenSize, options);
  }

  /** Throws ShapeError for an input or a state that does not fit. */
  override forward(input: Tensor, state: LSTMCellState = {}): LSTMCellOutput {
    return lstmCell(input, state, this.weightIh, this.weightHh, this.biasIh, this.biasHh);
  }
}

import { checkOptions } from "../../options.ts";
import type { Tensor } from "../../tensor.ts";
import type { CellOptions, CellOutput, CellState } from "../recurrent/cell.ts";
import { RecurrentCell, runCell } from "../recurrent/cell.ts";
import { gruRecurrence } from "./recurrence.ts";

/** What may be chosen of a `GRUCell`. */
export interface GRUCellOptions extends CellOptions {
  /** Whether the reset gate stands after the product with W_hn; true by default. See `GRU`. */
  readonly resetAfter?: boolean;
}

/**
 * One step of a `GRU`, whose formulas it has: input [batch, inputSize] or [inputSize]; h0, zeros by default, and h1
 * [batch, hiddenSize] or [hiddenSize]; weightIh [3 * hiddenSize, inputSize], weightHh [3 * hiddenSize, hiddenSize] and
 * biases [3 * hiddenSize], in blocks r, z, n.
 * Throws ShapeError for shapes or dtypes that do not fit.
 *
 * @example
 * import { gruCell, tensor, zeros } from "@layerbook/layers";
 * // With weights of 0 both gates are open by half and the candidate is 0.
 * gruCell(tensor([[1]]), { h0: tensor([[4]]) }, zeros([3, 1]), zeros([3, 1])).h1; // [[2]]
 */
export function gruCell(
  input: Tensor,
  state: CellState,
  weightIh: Tensor,
  weightHh: Tensor,
  biasIh: Tensor | null = null,
  biasHh: Tensor | null = null,
  { resetAfter = true }: { readonly resetAfter?: boolean } = {},
): CellOutput {
  const [h1] = runCell(gruRecurrence(resetAfter), input, state, { weightIh, weightHh, biasIh, biasHh });
  return { h1: h1! };
}

/** One step of a `GRU`, for loops of one's own. See `gruCell`; initial values as `GRU` has them. */
export class GRUCell extends RecurrentCell {
  readonly resetAfter: boolean;

  constructor(inputSize: number, hiddenSize: number, options: GRUCellOptions = {}) {
    checkOptions(`make GRUCell(${inputSize}, ${hiddenSize})`, options);
    const { resetAfter = true } = options;
    super(gruRecurrence(resetAfter), inputSize, hiddenSize, options);
    this.resetAfter = resetAfter;
  }

  /** Throws ShapeError for an input or a state that does not fit. */
  override forward(input: Tensor, state: CellState = {}): CellOutput {
    return gruCell(input, state, this.weightIh, this.weightHh, this.biasIh, this.biasHh, this);
  }

  protected override changed(): string[] {
    return [...(this.resetAfter ? [] : ["resetAfter: false"]), ...super.changed()];
  }
}

import { ShapeError } from "../../errors.ts";
import { checkOptions } from "../../options.ts";
import { checkRange, wholeFromZero } from "../../range.ts";
import type { Tensor } from "../../tensor.ts";
import type { RecurrentOptions, RecurrentOutput, RecurrentState } from "../recurrent/layer.ts";
import { RecurrentLayer } from "../recurrent/layer.ts";
import type { RecurrentTraceOptions } from "../recurrent/trace.ts";
import { lstmRecurrence } from "./recurrence.ts";
import type { LSTMTrace } from "./trace.ts";
import { traceLSTM } from "./trace.ts";

/** What may be chosen of an `LSTM`. */
export interface LSTMOptions extends RecurrentOptions {
  /** To how many numbers a learnt map takes h at each step, below hiddenSize; 0, the default, is no such map. */
  readonly projSize?: number;
}

/** What an LSTM starts from. */
export interface LSTMState extends RecurrentState {
  /** [numLayers * directions, batch, hiddenSize], as h0, which with a projection has projSize; zeros by default. */
  readonly c0?: Tensor;
}

/** What an LSTM gives: its states, and its last state and memory. */
export interface LSTMOutput extends RecurrentOutput {
  /** c at each sequence's end, or in reverse at its start: [numLayers * directions, batch, hiddenSize]. */
  readonly cn: Tensor;
}

/**
 * A net with long short-term memory. At each step x of a sequence, with h and c what the step before gave, input gate i,
 * forget gate f, candidate g and output gate o:
 *
 *     i  = sigmoid(W_ii x + b_ii + W_hi h + b_hi)
 *     f  = sigmoid(W_if x + b_if + W_hf h + b_hf)
 *     g  = tanh(W_ig x + b_ig + W_hg h + b_hg)
 *     o  = sigmoid(W_io x + b_io + W_ho h + b_ho)
 *     c' = f * c + i * g
 *     h' = o * tanh(c')       or, with projSize, W_hr (o * tanh(c'))
 *
 * Input [steps, batch, inputSize], or [batch, steps, inputSize] with `batchFirst`, or one sequence [steps, inputSize];
 * weights `weightIhL0` [4 * hiddenSize, inputSize], `weightHhL0` [4 * hiddenSize, hiddenSize or projSize], biases
 * [4 * hiddenSize], in blocks i, f, g, o, with a projection `weightHrL0` [projSize, hiddenSize], and so on for each layer and
 * direction; all drawn evenly from -1/sqrt(hiddenSize)..1/sqrt(hiddenSize).
 *
 * Throws ShapeError for sizes or options that are not allowed, such as dropout with one layer, after which there is
 * nothing between layers to drop. Sources: Hochreiter and Schmidhuber, Long short-term memory (1997); Gers et al. (2000)
 * for the forget gate; Sak et al. (2014) for the projection.
 *
 * @example
 * import { LSTM, zeros } from "@layerbook/layers";
 * const { output, hn, cn } = new LSTM(3, 5, { batchFirst: true }).forward(zeros([2, 7, 3]));
 * output.shape; // [2, 7, 5]
 * hn.shape; // [1, 2, 5]
 * cn.shape; // [1, 2, 5]
 */
export class LSTM extends RecurrentLayer {
  readonly projSize: number;

  constructor(inputSize: number, hiddenSize: number, options: LSTMOptions = {}) {
    const action = `make LSTM(${inputSize}, ${hiddenSize})`;
    checkOptions(action, options);
    const { projSize = 0 } = options;
    checkRange(action, { projSize }, wholeFromZero);
    if (projSize >= hiddenSize && projSize > 0) {
      throw new ShapeError(
        `Cannot ${action} with projSize ${projSize}: a projection makes h smaller, expected less than hiddenSize ${hiddenSize}, or 0 for none`,
      );
    }
    super(lstmRecurrence, inputSize, hiddenSize, { ...options, projSize });
    this.projSize = projSize;
  }

  /** Throws ShapeError for an input, a state or lengths that do not fit. */
  override forward(input: Tensor, state: LSTMState = {}): LSTMOutput {
    const { output, last } = this.run(input, state);
    return { output, hn: last[0]!, cn: last[1]! };
  }

  /**
   * The computation of one sequence of the batch in one of the layers, step by step, for drawing: of `forward` as the
   * layer is now, which while it trains drops other numbers each time.
   * Throws ShapeError as `forward` does and for a sample, layer or direction that is not there, MemoryError for more
   * steps than a figure can use.
   */
  trace(input: Tensor, options: RecurrentTraceOptions & LSTMState = {}): LSTMTrace {
    return traceLSTM(this.follow(input, options));
  }

  protected override changed(): string[] {
    return [...(this.projSize === 0 ? [] : [`projSize: ${this.projSize}`]), ...super.changed()];
  }
}

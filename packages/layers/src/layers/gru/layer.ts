import { checkOptions } from "../../options.ts";
import type { Tensor } from "../../tensor.ts";
import type { RecurrentOptions, RecurrentOutput, RecurrentState } from "../recurrent/layer.ts";
import { RecurrentLayer } from "../recurrent/layer.ts";
import type { RecurrentTraceOptions } from "../recurrent/trace.ts";
import { gruRecurrence } from "./recurrence.ts";
import type { GRUTrace } from "./trace.ts";
import { traceGRU } from "./trace.ts";

/** What may be chosen of a `GRU`. */
export interface GRUOptions extends RecurrentOptions {
  /**
   * Whether the reset gate r stands after the product of its state, n = tanh(W_in x + b_in + r * (W_hn h + b_hn)), as in
   * PyTorch, or before it, n = tanh(W_in x + b_in + W_hn (r * h) + b_hn), as in the paper; true by default.
   */
  readonly resetAfter?: boolean;
}

/**
 * A net of gated recurrent units. At each step x of a sequence, with h what the step before gave, reset gate r, update
 * gate z and candidate n:
 *
 *     r  = sigmoid(W_ir x + b_ir + W_hr h + b_hr)
 *     z  = sigmoid(W_iz x + b_iz + W_hz h + b_hz)
 *     n  = tanh(W_in x + b_in + r * (W_hn h + b_hn))
 *     h' = (1 - z) * n + z * h
 *
 * Input [steps, batch, inputSize], or [batch, steps, inputSize] with `batchFirst`, or one sequence [steps, inputSize];
 * weights `weightIhL0` [3 * hiddenSize, inputSize], `weightHhL0` [3 * hiddenSize, hiddenSize], biases [3 * hiddenSize], in
 * blocks r, z, n, and so on for each layer and direction; all drawn evenly from -1/sqrt(hiddenSize)..1/sqrt(hiddenSize).
 *
 * Throws ShapeError for sizes or options that are not allowed, such as dropout with one layer, after which there is
 * nothing between layers to drop. Source: Cho et al., Learning phrase representations using RNN encoder-decoder (2014).
 *
 * @example
 * import { GRU, zeros } from "@layerbook/layers";
 * const { output, hn } = new GRU(3, 5, { bidirectional: true }).forward(zeros([7, 1, 3]));
 * output.shape; // [7, 1, 10]
 * hn.shape; // [2, 1, 5]
 */
export class GRU extends RecurrentLayer {
  readonly resetAfter: boolean;

  constructor(inputSize: number, hiddenSize: number, options: GRUOptions = {}) {
    checkOptions(`make GRU(${inputSize}, ${hiddenSize})`, options);
    const { resetAfter = true } = options;
    super(gruRecurrence(resetAfter), inputSize, hiddenSize, options);
    this.resetAfter = resetAfter;
  }

  /** Throws ShapeError for an input, a state or lengths that do not fit. */
  override forward(input: Tensor, state: RecurrentState = {}): RecurrentOutput {
    const { output, last } = this.run(input, state);
    return { output, hn: last[0]! };
  }

  /**
   * The computation of one sequence of the batch in one of the layers, step by step, for drawing: of `forward` as the
   * layer is now, which while it trains drops other numbers each time.
   * Throws ShapeError as `forward` does and for a sample, layer or direction that is not there, MemoryError for more
   * steps than a figure can use.
   */
  trace(input: Tensor, options: RecurrentTraceOptions = {}): GRUTrace {
    return traceGRU(this.follow(input, options));
  }

  protected override changed(): string[] {
    return [...(this.resetAfter ? [] : ["resetAfter: false"]), ...super.changed()];
  }
}

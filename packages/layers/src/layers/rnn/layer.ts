import { checkOptions } from "../../options.ts";
import type { Tensor } from "../../tensor.ts";
import type { RecurrentOptions, RecurrentOutput, RecurrentState } from "../recurrent/layer.ts";
import { RecurrentLayer } from "../recurrent/layer.ts";
import type { RecurrentTraceOptions } from "../recurrent/trace.ts";
import type { Nonlinearity } from "./recurrence.ts";
import { rnnRecurrence } from "./recurrence.ts";
import type { RNNTrace } from "./trace.ts";
import { traceRNN } from "./trace.ts";

/** What may be chosen of an `RNN`. */
export interface RNNOptions extends RecurrentOptions {
  /** "tanh" by default. */
  readonly nonlinearity?: Nonlinearity;
}

/**
 * A recurrent net: h' = tanh(W_ih x + b_ih + W_hh h + b_hh) at each step x of a sequence, where h is what the step
 * before gave.
 *
 * Input [steps, batch, inputSize], or [batch, steps, inputSize] with `batchFirst`, or one sequence [steps, inputSize];
 * weights `weightIhL0` [hiddenSize, inputSize], `weightHhL0` [hiddenSize, hiddenSize], biases [hiddenSize], and so on for
 * each layer and direction, all drawn evenly from -1/sqrt(hiddenSize)..1/sqrt(hiddenSize).
 *
 * Throws ShapeError for sizes or options that are not allowed, such as dropout with one layer, after which there is
 * nothing between layers to drop. Source: Elman, Finding structure in time (1990).
 *
 * @example
 * import { RNN, zeros } from "@layerbook/layers";
 * const { output, hn } = new RNN(3, 5, { numLayers: 2 }).forward(zeros([7, 1, 3]));
 * output.shape; // [7, 1, 5]
 * hn.shape; // [2, 1, 5]
 */
export class RNN extends RecurrentLayer {
  readonly nonlinearity: Nonlinearity;

  constructor(inputSize: number, hiddenSize: number, options: RNNOptions = {}) {
    checkOptions(`make RNN(${inputSize}, ${hiddenSize})`, options);
    const { nonlinearity = "tanh" } = options;
    super(
      rnnRecurrence(`make RNN(${inputSize}, ${hiddenSize})`, nonlinearity),
      inputSize,
      hiddenSize,
      options,
    );
    this.nonlinearity = nonlinearity;
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
  trace(input: Tensor, options: RecurrentTraceOptions = {}): RNNTrace {
    return traceRNN(this.follow(input, options), this.nonlinearity);
  }

  protected override changed(): string[] {
    const { nonlinearity } = this;
    return [...(nonlinearity === "tanh" ? [] : [`nonlinearity: "${nonlinearity}"`]), ...super.changed()];
  }
}

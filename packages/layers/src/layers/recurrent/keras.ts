import { zeros } from "../../creation.ts";
import { FormatError } from "../../errors.ts";
import type { StateDict } from "../../module.ts";
import { stack } from "../../operations/combining.ts";
import { select, transpose } from "../../operations/movement.ts";
import { formatShape, sameShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import type { RecurrentWeights } from "./recurrence.ts";
import type { GateOrder } from "./state-dict.ts";
import { fromOrder, layersOf, stateOf, toOrder } from "./state-dict.ts";

/** What `get_weights()` of Keras's SimpleRNN, GRU or LSTM gives, in that order. */
export interface KerasRecurrentWeights {
  /** [inputSize, gates * hiddenSize] */
  readonly kernel: Tensor;
  /** [hiddenSize, gates * hiddenSize] */
  readonly recurrentKernel: Tensor;
  /** [gates * hiddenSize]; [2, 3 * hiddenSize] of a GRU with reset_after, the input's before the state's; null for none. */
  readonly bias: Tensor | null;
}

/** One layer: `forward` alone, or both as in Keras's Bidirectional. */
export interface KerasRecurrentLayer {
  readonly forward: KerasRecurrentWeights;
  readonly backward: KerasRecurrentWeights | null;
}

const kerasOrder: GateOrder = { 1: "h", 3: "z r n", 4: "i f g o" };

/**
 * The state dictionary of an `RNN`, `GRU` or `LSTM` as Keras has its weights, layer by layer: transposed, a GRU's gates in
 * the order z r h, and the two biases added to one where Keras has but one. `resetAfter` is the GRU's, true by default.
 *
 * Throws FormatError for a state dictionary of anything else, or with a projection, which Keras does not have.
 *
 * @example
 * import { LSTM, recurrentToKeras } from "@layerbook/layers";
 * const [layer] = recurrentToKeras(new LSTM(3, 5).stateDict());
 * layer!.forward.kernel.shape; // [3, 20]
 */
export function recurrentToKeras(
  state: StateDict | Readonly<Record<string, Tensor>>,
  { resetAfter = true }: { readonly resetAfter?: boolean } = {},
): readonly KerasRecurrentLayer[] {
  const convert = ({ weightIh, weightHh, biasIh, biasHh }: RecurrentWeights): KerasRecurrentWeights => {
    const [rows, hiddenSize] = weightHh.shape as [number, number];
    const ordered = (tensor: Tensor): Tensor => toOrder(tensor.detach(), hiddenSize, kerasOrder);
    const biases = biasIh && biasHh && [ordered(biasIh), ordered(biasHh)];
    const both = resetAfter && rows === 3 * hiddenSize;
    return {
      kernel: transpose(ordered(weightIh), 0, 1),
      recurrentKernel: transpose(ordered(weightHh), 0, 1),
      bias: biases && (both ? stack(biases) : biases[0]!.add(biases[1]!)),
    };
  };
  return layersOf("convert recurrent weights to Keras", state).map(([forward, backward]) => ({
    forward: convert(forward!),
    backward: backward ? convert(backward) : null,
  }));
}

/**
 * Keras's weights, the first layer first, as a state dictionary for `loadStateDict`. Where Keras has one bias, the other
 * of PyTorch's two is 0. A GRU's bias tells which: of two axes, it is for resetAfter true, of one, for false.
 *
 * Throws FormatError for shapes that do not belong together.
 *
 * @example
 * import { LSTM, ones, recurrentFromKeras } from "@layerbook/layers";
 * const weights = { kernel: ones([3, 20]), recurrentKernel: ones([5, 20]), bias: ones([20]) };
 * new LSTM(3, 5).loadStateDict(recurrentFromKeras([{ forward: weights, backward: null }]));
 */
export function recurrentFromKeras(layers: readonly KerasRecurrentLayer[]): StateDict {
  const convert = (
    name: string,
    { kernel, recurrentKernel, bias }: KerasRecurrentWeights,
  ): RecurrentWeights => {
    const [hiddenSize = 0, columns = 0] = recurrentKernel.shape;
    const fail = (what: string, tensor: Tensor, expected: string): never => {
      throw new FormatError(
        `Cannot convert recurrent weights from Keras: ${what} of ${name} has shape ${formatShape(tensor.shape)}, expected ${expected}`,
      );
    };
    const gates = [1, 3, 4].find((count) => count * hiddenSize === columns);
    if (recurrentKernel.shape.length !== 2 || gates === undefined) {
      fail("recurrentKernel", recurrentKernel, "[hiddenSize, gates * hiddenSize] with 1, 3 or 4 gates");
    }
    if (kernel.shape.length !== 2 || kernel.shape[1] !== columns)
      fail("kernel", kernel, `[inputSize, ${columns}]`);
    const two = gates === 3 && bias?.shape.length === 2;
    if (bias && !sameShape(bias.shape, two ? [2, columns] : [columns])) {
      fail("bias", bias, gates === 3 ? `[2, ${columns}] or [${columns}]` : `[${columns}]`);
    }
    const ordered = (tensor: Tensor): Tensor => fromOrder(tensor.detach(), hiddenSize, kerasOrder);
    const none = (): Tensor => zeros([columns], { dtype: kernel.dtype });
    return {
      weightIh: ordered(transpose(kernel, 0, 1)),
      weightHh: ordered(transpose(recurrentKernel, 0, 1)),
      biasIh: bias && ordered(two ? select(bias, 0, 0) : bias),
      biasHh: bias && (two ? ordered(select(bias, 0, 1)) : none()),
    };
  };
  return stateOf(
    layers.map(({ forward, backward }, i) => [
      convert(`layer ${i}`, forward),
      ...(backward ? [convert(`layer ${i}, backward`, backward)] : []),
    ]),
  );
}

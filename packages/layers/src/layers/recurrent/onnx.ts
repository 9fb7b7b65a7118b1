import { FormatError } from "../../errors.ts";
import type { StateDict } from "../../module.ts";
import { cat, stack } from "../../operations/combining.ts";
import { select, split } from "../../operations/movement.ts";
import type { Shape } from "../../shape.ts";
import { formatShape, sameShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import type { RecurrentWeights } from "./recurrence.ts";
import type { GateOrder } from "./state-dict.ts";
import { fromOrder, layersOf, stateOf, toOrder } from "./state-dict.ts";

/** The weights of one node RNN, GRU or LSTM of ONNX, by its names. The reverse direction comes second. */
export interface OnnxRecurrentWeights {
  /** [directions, gates * hiddenSize, inputSize] */
  readonly W: Tensor;
  /** [directions, gates * hiddenSize, hiddenSize] */
  readonly R: Tensor;
  /** [directions, 2 * gates * hiddenSize], the input's bias before the state's; null for none. */
  readonly B: Tensor | null;
}

const onnxOrder: GateOrder = { 1: "h", 3: "z r n", 4: "i o f g" };

/**
 * The state dictionary of an `RNN`, `GRU` or `LSTM` as ONNX has its weights, one node for each layer: gates in the order
 * z r h or i o f c in place of r z n or i f g o. A GRU's node needs linear_before_reset = 1 where resetAfter is true.
 *
 * Throws FormatError for a state dictionary of anything else, or with a projection, which ONNX does not have.
 *
 * @example
 * import { GRU, recurrentToOnnx } from "@layerbook/layers";
 * const [node] = recurrentToOnnx(new GRU(3, 5).stateDict());
 * [node!.W.shape, node!.R.shape]; // [[1, 15, 3], [1, 15, 5]]
 */
export function recurrentToOnnx(
  state: StateDict | Readonly<Record<string, Tensor>>,
): readonly OnnxRecurrentWeights[] {
  return layersOf("convert recurrent weights to ONNX", state).map((layer) => {
    const ordered = (tensor: Tensor): Tensor =>
      toOrder(tensor.detach(), layer[0]!.weightHh.shape[1]!, onnxOrder);
    const biases = layer.map(({ biasIh, biasHh }) =>
      biasIh && biasHh ? cat([ordered(biasIh), ordered(biasHh)]) : null,
    );
    return {
      W: stack(layer.map(({ weightIh }) => ordered(weightIh))),
      R: stack(layer.map(({ weightHh }) => ordered(weightHh))),
      B: biases.includes(null) ? null : stack(biases as Tensor[]),
    };
  });
}

/**
 * The weights of ONNX's nodes RNN, GRU or LSTM, the first layer first, as a state dictionary for `loadStateDict`. A node
 * of one direction gives weights of the forward direction, also where it is "reverse".
 *
 * Throws FormatError for shapes that do not belong together.
 *
 * @example
 * import { GRU, recurrentFromOnnx, recurrentToOnnx } from "@layerbook/layers";
 * const nodes = recurrentToOnnx(new GRU(3, 5).stateDict());
 * new GRU(3, 5).loadStateDict(recurrentFromOnnx(nodes));
 */
export function recurrentFromOnnx(layers: readonly OnnxRecurrentWeights[]): StateDict {
  return stateOf(
    layers.map(({ W, R, B }, i): RecurrentWeights[] => {
      const [directions = 0, rows = 0, hiddenSize = 0] = R.shape;
      const check = (name: string, tensor: Tensor, expected: Shape, layout: string): void => {
        if (sameShape(tensor.shape, expected)) return;
        throw new FormatError(
          `Cannot convert recurrent weights from ONNX: ${name} of layer ${i} has shape ${formatShape(tensor.shape)}, expected ${layout}`,
        );
      };
      const gates = [1, 3, 4].find((count) => count * hiddenSize === rows) ?? 0;
      check(
        "R",
        R,
        [directions, gates * hiddenSize, hiddenSize],
        "[directions, gates * hiddenSize, hiddenSize] with 1, 3 or 4 gates",
      );
      check("W", W, [directions, rows, W.shape[2] ?? 0], `[${directions}, ${rows}, inputSize]`);
      if (B !== null) check("B", B, [directions, 2 * rows], formatShape([directions, 2 * rows]));
      return Array.from({ length: directions }, (_, direction) => {
        const own = (tensor: Tensor): Tensor => select(tensor.detach(), 0, direction);
        const ordered = (tensor: Tensor): Tensor => fromOrder(tensor, hiddenSize, onnxOrder);
        const [biasIh, biasHh] =
          B === null ? [null, null] : (split(own(B), rows, 0).map(ordered) as [Tensor, Tensor]);
        return { weightIh: ordered(own(W)), weightHh: ordered(own(R)), biasIh, biasHh };
      });
    }),
  );
}

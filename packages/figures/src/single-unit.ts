import { RandomGenerator, ShapeError, type Tensor, tensor, zeros } from "@layerbook/layers";
import { isTensor, kindOf, type TensorLike } from "./recognise.ts";
import { named } from "./run.ts";

/** What a figure needs to know of an RNN, GRU or LSTM, of this copy of the library or of another. */
export interface RecurrentLike {
  stateDict(): ReadonlyMap<string, TensorLike>;
}

/** How many rows of weights each kind has for a unit. */
const gatesOf = { RNN: 1, GRU: 3, LSTM: 4 } as const;

/** A layer's weights in float64, by PyTorch's names; biases that it has not are 0. */
export interface UnitWeights {
  readonly inputSize: number;
  readonly state: Readonly<Record<"weight_ih_l0" | "weight_hh_l0" | "bias_ih_l0" | "bias_hh_l0", Tensor>>;
}

export const float64 = { dtype: "float64" } as const;

/** How copies of layers are made: their initial weights, which are replaced, take no number from the reader's generator. */
export const copied: { readonly generator: RandomGenerator; readonly dtype: "float64" } = {
  generator: new RandomGenerator(0),
  ...float64,
};

/** More steps side by side are no longer told apart. */
export const mostSteps = 100;

/** The weights of a layer with a single unit. Throws ShapeError for anything else, with what `action` was tried. */
export function unitWeights(action: string, layer: RecurrentLike, kind: keyof typeof gatesOf): UnitWeights {
  const rows = gatesOf[kind];
  const given = kindOf(layer) === "module" ? layer.stateDict() : new Map<string, TensorLike>();
  const of = (name: string, shape: readonly number[]): Tensor => {
    const weights = given.get(name);
    return weights === undefined
      ? zeros(shape, float64)
      : tensor(weights.toTypedArray(), { shape, ...float64 });
  };
  const weightIh = given.get("weight_ih_l0");
  const names = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"];
  const isOneUnit =
    isTensor(weightIh) &&
    weightIh.shape[0] === rows &&
    given.get("weight_hh_l0")?.shape.join() === `${rows},1` &&
    [...given.keys()].every((name) => names.includes(name));
  if (!isOneUnit) {
    throw new ShapeError(
      `Cannot ${action} of ${named(layer)}: expected one layer of one unit in one direction, such as new ${kind}(1, 1)`,
    );
  }
  const inputSize = weightIh.shape[1]!;
  return {
    inputSize,
    state: {
      weight_ih_l0: of("weight_ih_l0", [rows, inputSize]),
      weight_hh_l0: of("weight_hh_l0", [rows, 1]),
      bias_ih_l0: of("bias_ih_l0", [rows]),
      bias_hh_l0: of("bias_hh_l0", [rows]),
    },
  };
}

/** A sequence [steps, features] in float64. Throws ShapeError where it is none that a layer of such an input reads. */
export function checkSequence(action: string, input: TensorLike, inputSize: number): Tensor {
  const [steps, features] = isTensor(input) && input.shape.length === 2 ? input.shape : [];
  if (features !== inputSize || !(steps! >= 1 && steps! <= mostSteps)) {
    throw new ShapeError(
      `Cannot ${action} over ${named(input)}: expected a tensor [steps, ${inputSize}] of 1 to ${mostSteps} steps`,
    );
  }
  return tensor(input.toTypedArray(), { shape: input.shape, ...float64 });
}

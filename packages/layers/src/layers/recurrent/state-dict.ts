import { FormatError } from "../../errors.ts";
import type { StateDict } from "../../module.ts";
import { cat } from "../../operations/combining.ts";
import { split } from "../../operations/movement.ts";
import type { Shape } from "../../shape.ts";
import { formatShape, sameShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import type { RecurrentWeights } from "./recurrence.ts";

/** Which blocks of rows PyTorch's weights have, by their number: none but the state's, those of a GRU, of an LSTM. */
const torchOrder = { 1: "h", 3: "r z n", 4: "i f g o" } as const;

/** The blocks of another library in its own order, by PyTorch's letters. */
export type GateOrder = Readonly<Record<keyof typeof torchOrder, string>>;

type Names = Readonly<Record<"weightIh" | "weightHh" | "biasIh" | "biasHh", string>>;

function namesOf(layer: number, reverse: boolean): Names {
  const place = `l${layer}${reverse ? "_reverse" : ""}`;
  return {
    weightIh: `weight_ih_${place}`,
    weightHh: `weight_hh_${place}`,
    biasIh: `bias_ih_${place}`,
    biasHh: `bias_hh_${place}`,
  };
}

/**
 * The state dictionary of an RNN, GRU or LSTM, layer by layer: [forward] or [forward, reverse] of each.
 * Throws FormatError for names that are missing or unexpected, and for shapes of no such layer.
 */
export function layersOf(
  action: string,
  state: StateDict | Readonly<Record<string, Tensor>>,
): RecurrentWeights[][] {
  const rest = new Map(state instanceof Map ? (state as StateDict) : Object.entries(state));
  const take = (name: string): Tensor | undefined => {
    const tensor = rest.get(name);
    rest.delete(name);
    return tensor;
  };
  const fail = (reason: string): never => {
    throw new FormatError(`Cannot ${action}: ${reason}`);
  };
  const directions = rest.has(namesOf(0, true).weightIh) ? [false, true] : [false];
  const layers: RecurrentWeights[][] = [];
  do {
    const layer = directions.map((reverse) => {
      const names = namesOf(layers.length, reverse);
      const weightIh = take(names.weightIh) ?? fail(`${names.weightIh} is missing`);
      const weightHh = take(names.weightHh) ?? fail(`${names.weightHh} is missing`);
      const [biasIh, biasHh] = [take(names.biasIh) ?? null, take(names.biasHh) ?? null];
      return { weightIh, weightHh, biasIh, biasHh };
    });
    layers.push(layer);
  } while (rest.has(namesOf(layers.length, false).weightIh));
  const projection = [...rest.keys()].find((name) => name.startsWith("weight_hr_"));
  if (projection !== undefined)
    fail(`${projection} is a projection (projSize), which has no counterpart there`);
  if (rest.size > 0) {
    fail(`${[...rest.keys()].join(", ")} unexpected; give the state dictionary of one RNN, GRU or LSTM`);
  }
  for (const [i, layer] of layers.entries()) {
    for (const [direction, weights] of layer.entries())
      checkWeights(fail, namesOf(i, direction === 1), weights);
  }
  return layers;
}

function checkWeights(fail: (reason: string) => never, names: Names, weights: RecurrentWeights): void {
  const { weightIh, weightHh, biasIh, biasHh } = weights;
  const [rows = 0, hiddenSize = 0] = weightHh.shape;
  if (weightHh.shape.length !== 2 || !(rows / hiddenSize in torchOrder)) {
    fail(
      `${names.weightHh} has shape ${formatShape(weightHh.shape)}, expected [gates * hiddenSize, hiddenSize] with 1, 3 or 4 gates`,
    );
  }
  const check = (name: string, tensor: Tensor | null, expected: Shape): void => {
    if (tensor === null || sameShape(tensor.shape, expected)) return;
    fail(`${name} has shape ${formatShape(tensor.shape)}, expected ${formatShape(expected)}`);
  };
  check(names.weightIh, weightIh, [rows, weightIh.shape[1] ?? 0]);
  check(names.biasIh, biasIh, [rows]);
  check(names.biasHh, biasHh, [rows]);
  if ((biasIh === null) !== (biasHh === null)) {
    fail(
      `${biasIh === null ? names.biasIh : names.biasHh} is missing, ${biasIh === null ? names.biasHh : names.biasIh} is there`,
    );
  }
}

/** Layers as a state dictionary in PyTorch's names. */
export function stateOf(layers: readonly (readonly RecurrentWeights[])[]): StateDict {
  const state = new Map<string, Tensor>();
  for (const [i, layer] of layers.entries()) {
    for (const [direction, weights] of layer.entries()) {
      for (const [key, name] of Object.entries(namesOf(i, direction === 1))) {
        const tensor = weights[key as keyof Names];
        if (tensor !== null) state.set(name, tensor);
      }
    }
  }
  return state;
}

/** PyTorch's blocks along axis 0 in the order of another library. */
export function toOrder(tensor: Tensor, hiddenSize: number, order: GateOrder): Tensor {
  return reorder(tensor, hiddenSize, torchOrder, order);
}

/** Another library's blocks along axis 0 in PyTorch's order. */
export function fromOrder(tensor: Tensor, hiddenSize: number, order: GateOrder): Tensor {
  return reorder(tensor, hiddenSize, order, torchOrder);
}

function reorder(tensor: Tensor, hiddenSize: number, from: GateOrder, to: GateOrder): Tensor {
  const gates = (tensor.shape[0]! / hiddenSize) as keyof typeof torchOrder;
  const blocks = split(tensor, hiddenSize, 0);
  const letters = from[gates].split(" ");
  return cat(to[gates].split(" ").map((letter) => blocks[letters.indexOf(letter)]!));
}

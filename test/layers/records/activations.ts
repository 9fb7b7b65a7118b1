import * as layers from "@layerbook/layers";
import type { LayerRecord, TensorLayer } from "./record.ts";

const inputShape = [3, 4, 2];

/** One layer that works number by number, beside its formula where no golden file has it. */
function elementwise(name: string, make: () => TensorLayer, formula?: (x: number) => number): LayerRecord {
  const record = { name, make, inputShape, outputShape: inputShape };
  if (formula === undefined) return record;
  return {
    ...record,
    naive: (input) =>
      layers.tensor(Array.from(input.toTypedArray(), formula), { shape: inputShape, dtype: input.dtype }),
  };
}

const softplus = (x: number): number => Math.log(1 + Math.exp(x));
const clamped = (x: number): number => Math.max(0, Math.min(6, x + 3)) / 6;
const selu = (x: number): number => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.exp(x) - 1));

export const activationRecords: readonly LayerRecord[] = [
  elementwise(
    "ReLU",
    () => new layers.ReLU(),
    (x) => (x > 0 ? x : 0),
  ),
  elementwise(
    "LeakyReLU",
    () => new layers.LeakyReLU(),
    (x) => (x > 0 ? x : 0.01 * x),
  ),
  elementwise(
    "LeakyReLU, steep",
    () => new layers.LeakyReLU({ negativeSlope: 0.5 }),
    (x) => Math.max(x, x / 2),
  ),
  elementwise(
    "ELU",
    () => new layers.ELU(),
    (x) => (x > 0 ? x : Math.exp(x) - 1),
  ),
  elementwise(
    "ELU of alpha 2",
    () => new layers.ELU({ alpha: 2 }),
    (x) => (x > 0 ? x : 2 * Math.exp(x) - 2),
  ),
  elementwise("SELU", () => new layers.SELU(), selu),
  elementwise("GELU", () => new layers.GELU()),
  elementwise("GELU by tanh", () => new layers.GELU({ approximate: "tanh" })),
  elementwise("SiLU", () => new layers.SiLU()),
  elementwise("Sigmoid", () => new layers.Sigmoid()),
  elementwise("Tanh", () => new layers.Tanh()),
  elementwise("Softplus", () => new layers.Softplus(), softplus),
  elementwise(
    "Softplus, sharp",
    () => new layers.Softplus({ beta: 3, threshold: 2 }),
    (x) => (3 * x > 2 ? x : softplus(3 * x) / 3),
  ),
  elementwise(
    "Softsign",
    () => new layers.Softsign(),
    (x) => x / (1 + Math.abs(x)),
  ),
  elementwise("Hardtanh", () => new layers.Hardtanh()),
  elementwise(
    "Hardtanh of -0.5..2",
    () => new layers.Hardtanh({ minVal: -0.5, maxVal: 2 }),
    (x) => Math.max(-0.5, Math.min(2, x)),
  ),
  elementwise("Hardsigmoid", () => new layers.Hardsigmoid(), clamped),
  elementwise(
    "Hardswish",
    () => new layers.Hardswish(),
    (x) => x * clamped(x),
  ),
  elementwise(
    "PReLU",
    () => new layers.PReLU(),
    (x) => (x > 0 ? x : x / 4),
  ),
  elementwise("PReLU, a slope for each channel", () => new layers.PReLU({ numParameters: 4, init: 0.1 })),
  elementwise("Softmax over channels", () => new layers.Softmax(1)),
  elementwise("LogSoftmax over the last axis", () => new layers.LogSoftmax(-1)),
];

import {
  BatchNorm1d,
  BatchNorm2d,
  BatchNorm3d,
  GroupNorm,
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
  LayerNorm,
  type Module,
  ones,
  rand,
  randn,
  type Tensor,
  zeros,
} from "@layerbook/layers";
import { naiveNorm, type Place } from "../naive.ts";
import type { LayerRecord, TensorLayer } from "./record.ts";

const shareStatistics = "in training, mean and variance are those of the batch";

/** With numbers in place of the ones and zeros of a fresh layer, which would hide a weight that is left out. */
function drawn<Layer extends TensorLayer>(layer: Layer): Layer {
  for (const [name, tensor] of layer.stateDict()) {
    if (tensor.dtype === "int32") continue;
    const values = (name === "running_var" ? rand : randn)(tensor.shape);
    layer.loadStateDict({ [name]: values }, { strict: false });
  }
  return layer;
}

/** The formula: numbers of `together` places share mean and variance. */
function naive(together: (one: Place, other: Place) => boolean, eps: number) {
  return (input: Tensor, module: Module): Tensor => {
    const channels = [input.shape[1] as number];
    const state = module.stateDict();
    const weight = state.get("weight") ?? ones(channels);
    const bias = state.get("bias") ?? zeros(channels);
    return naiveNorm(input, weight, bias, eps, together);
  };
}

const sameChannel = ([, one]: Place, [, other]: Place): boolean => one === other;
const sameSample = ([one]: Place, [other]: Place): boolean => one === other;
const sameMap = (one: Place, other: Place): boolean => sameSample(one, other) && sameChannel(one, other);
const inGroupsOf =
  (size: number) =>
  (one: Place, other: Place): boolean =>
    sameSample(one, other) && Math.floor(one[1] / size) === Math.floor(other[1] / size);

/** A layer whose output has the input's shape. */
function record(
  name: string,
  make: () => TensorLayer,
  shape: readonly number[],
  more: Partial<LayerRecord> = {},
): LayerRecord {
  return { name, make: () => drawn(make()), inputShape: shape, outputShape: shape, ...more };
}

const inTraining = { samplesInteract: shareStatistics, naive: naive(sameChannel, 1e-5) };

export const batchNormRecords: readonly LayerRecord[] = [
  record("BatchNorm1d", () => new BatchNorm1d(4), [3, 4], inTraining),
  record("BatchNorm1d over length", () => new BatchNorm1d(2), [3, 2, 3], inTraining),
  record("BatchNorm2d", () => new BatchNorm2d(2), [3, 2, 2, 3], inTraining),
  record(
    "BatchNorm2d, bare",
    () => new BatchNorm2d(2, { eps: 0.1, affine: false, momentum: null }),
    [3, 2, 2, 1],
    {
      samplesInteract: shareStatistics,
      naive: naive(sameChannel, 0.1),
    },
  ),
  record("BatchNorm3d", () => new BatchNorm3d(2), [3, 2, 1, 2, 2], inTraining),
  record("BatchNorm2d.eval()", () => new BatchNorm2d(2, { eps: 0.01 }).eval(), [3, 2, 2, 3]),
  record(
    "BatchNorm1d.eval() without running statistics",
    () => new BatchNorm1d(4, { trackRunningStats: false }).eval(),
    [3, 4],
    inTraining,
  ),
  record("LayerNorm over features", () => new LayerNorm(4), [3, 4], { naive: naive(sameSample, 1e-5) }),
  record("LayerNorm over two axes", () => new LayerNorm([3, 2], { eps: 0.1 }), [3, 2, 3, 2]),
  record("LayerNorm without bias", () => new LayerNorm(4, { bias: false }), [3, 4], {
    naive: naive(sameSample, 1e-5),
  }),
  record("LayerNorm, bare", () => new LayerNorm(4, { elementwiseAffine: false }), [3, 4], {
    naive: naive(sameSample, 1e-5),
  }),
  record("GroupNorm", () => new GroupNorm(2, 4, { eps: 0.1 }), [3, 4, 2, 1], {
    naive: naive(inGroupsOf(2), 0.1),
  }),
  record("GroupNorm, bare", () => new GroupNorm(1, 3, { affine: false }), [3, 3, 2], {
    naive: naive(inGroupsOf(3), 1e-5),
  }),
  record("InstanceNorm1d", () => new InstanceNorm1d(2), [3, 2, 4], { naive: naive(sameMap, 1e-5) }),
  record("InstanceNorm2d, affine", () => new InstanceNorm2d(2, { affine: true, eps: 0.1 }), [3, 2, 2, 2], {
    naive: naive(sameMap, 0.1),
  }),
  record(
    "InstanceNorm2d with running statistics",
    () => new InstanceNorm2d(2, { trackRunningStats: true, momentum: 0.5 }),
    [3, 2, 2, 2],
    { naive: naive(sameMap, 1e-5) },
  ),
  record(
    "InstanceNorm2d.eval() with running statistics",
    () => new InstanceNorm2d(2, { trackRunningStats: true, affine: true }).eval(),
    [3, 2, 1, 1],
  ),
  record("InstanceNorm3d", () => new InstanceNorm3d(2), [3, 2, 1, 2, 2], { naive: naive(sameMap, 1e-5) }),
];

import {
  allClose,
  BatchNorm1d,
  BatchNorm2d,
  batchNorm,
  GroupNorm,
  groupNorm,
  InstanceNorm1d,
  InstanceNorm2d,
  instanceNorm,
  LayerbookError,
  LayerNorm,
  layerNorm,
  type Module,
  manualSeed,
  ones,
  randn,
  type Shape,
  ShapeError,
  type Tensor,
  tensor,
  zeros,
} from "@layerbook/layers";
import { beforeEach, describe, expect, it } from "vitest";

beforeEach(() => manualSeed(1));

function runningOf(layer: Module): Record<string, unknown> {
  const kept = [...layer.stateDict()].filter(
    ([name]) => name.startsWith("running") || name.startsWith("num"),
  );
  return Object.fromEntries(kept.map(([name, values]) => [name, values.toArray()]));
}

const column = (...values: number[]): Tensor =>
  tensor(values, { shape: [values.length, 1], dtype: "float64" });

describe("the worked example", () => {
  it("gives 3 the value 1 in one batch and -1 in the other", () => {
    const layer = new BatchNorm1d(1, { eps: 0, dtype: "float64" });
    expect(
      layer
        .forward(column(1, 1, 3, 3))
        .flatten()
        .toArray(),
    ).toEqual([-1, -1, 1, 1]);
    expect(
      layer
        .forward(column(3, 3, 5, 5))
        .flatten()
        .toArray(),
    ).toEqual([-1, -1, 1, 1]);
  });

  it("moves running mean and variance from 0 and 1 to 0.2 and 0.9 + 0.1 * 4/3", () => {
    const layer = new BatchNorm1d(1, { eps: 0, dtype: "float64" });
    layer.forward(column(1, 1, 3, 3));
    expect(layer.runningMean?.item()).toBeCloseTo(0.2, 15);
    expect(layer.runningVar?.item()).toBeCloseTo(0.9 + 0.4 / 3, 15);
  });
});

describe("running statistics", () => {
  it("are the averages over all batches with momentum null", () => {
    const layer = new BatchNorm1d(1, { momentum: null, dtype: "float64" });
    // Means 2, 5 and 8; variances with divisor 1: 2, 8 and 0.
    for (const batch of [column(1, 3), column(3, 7), column(8, 8)]) layer.forward(batch);
    expect(layer.runningMean?.item()).toBeCloseTo(5, 14);
    expect(layer.runningVar?.item()).toBeCloseTo(10 / 3, 14);
    expect(layer.numBatchesTracked?.item()).toBe(3);
  });

  it("have PyTorch's names, order, shapes and dtypes in the state dictionary", () => {
    const state = [...new BatchNorm2d(3, { dtype: "float64" }).stateDict()];
    expect(state.map(([name, values]) => [name, values.shape, values.dtype])).toEqual([
      ["weight", [3], "float64"],
      ["bias", [3], "float64"],
      ["running_mean", [3], "float64"],
      ["running_var", [3], "float64"],
      ["num_batches_tracked", [], "int32"],
    ]);
    const bare = new BatchNorm2d(3, { affine: false, trackRunningStats: false });
    expect([...bare.stateDict()]).toEqual([]);
  });

  it.each([
    [
      "a forward pass that throws",
      (layer: BatchNorm2d) => expect(() => layer.forward(randn([1, 2, 1, 1]))).toThrow(),
    ],
    ["evaluation", (layer: BatchNorm2d) => layer.eval().forward(randn([3, 2, 2, 2]))],
    ["an empty batch", (layer: BatchNorm2d) => layer.forward(zeros([0, 2, 2, 2]))],
    ["a trace", (layer: BatchNorm2d) => layer.trace(randn([3, 2, 2, 2]))],
    ["outputShape", (layer: BatchNorm2d) => layer.outputShape([3, 2, 2, 2])],
    ["a summary", (layer: BatchNorm2d) => layer.summary([3, 2, 2, 2])],
  ])("stay as they are through %s", (_, use) => {
    const layer = new BatchNorm2d(2);
    layer.forward(randn([4, 2, 2, 2]));
    const before = runningOf(layer);
    use(layer);
    expect(runningOf(layer)).toEqual(before);
    expect(before.num_batches_tracked).toBe(1);
  });

  it("of an earlier state dictionary do not move with the layer", () => {
    const layer = new BatchNorm2d(2);
    const state = layer.stateDict();
    layer.forward(randn([4, 2, 2, 2]));
    expect(state.get("running_mean")?.toArray()).toEqual([0, 0]);
  });

  it("can change between a forward pass in evaluation and its backward", () => {
    const layer = new BatchNorm1d(1, { dtype: "float64", eps: 0 });
    const x = tensor([[1], [3]], { dtype: "float64", requiresGrad: true });
    const y = layer.eval().forward(x).sum();
    layer.train().forward(column(5, 9));
    y.backward();
    expect(x.grad?.toArray()).toEqual([[1], [1]]);
  });

  it("of InstanceNorm take up the average over samples, and their count stays 0, as in PyTorch", () => {
    const layer = new InstanceNorm1d(1, { trackRunningStats: true, momentum: 0.5 });
    // Means 1 and 6; variances with divisor 1: 2 and 8.
    layer.forward(tensor([[[0, 2]], [[4, 8]]]));
    expect(runningOf(layer)).toEqual({ running_mean: [1.75], running_var: [3], num_batches_tracked: 0 });
  });

  it("of the caller's are updated by batchNorm in training, and only then", () => {
    const [mean, variance] = [zeros([1]), ones([1])];
    batchNorm(tensor([[0], [4]]), mean, variance);
    expect([mean.item(), variance.item()]).toEqual([0, 1]);
    batchNorm(tensor([[0], [4]]), mean, variance, { training: true, momentum: 0.5 });
    expect([mean.item(), variance.item()]).toEqual([1, 4.5]);
  });
});

describe("the four normalisations are one:", () => {
  const x = randn([2, 4, 3, 2], { dtype: "float64" });
  it.each([
    ["GroupNorm of one group is LayerNorm over all but the batch", groupNorm(x, 1), layerNorm(x, [4, 3, 2])],
    ["GroupNorm of single channels is InstanceNorm", groupNorm(x, 4), instanceNorm(x)],
    [
      "BatchNorm of a single sample is InstanceNorm",
      batchNorm(x.slice(0, 0, 1), null, null, { training: true }),
      instanceNorm(x.slice(0, 0, 1)),
    ],
  ])("%s", (_, a, b) => {
    expect(allClose(a, b, { rtol: 1e-13, atol: 1e-13 })).toBe(true);
  });

  it("InstanceNorm2d takes a single sample without batch", () => {
    const sample = randn([3, 2, 2]);
    const layer = new InstanceNorm2d(3);
    expect(layer.forward(sample).toArray()).toEqual(layer.forward(sample.unsqueeze(0)).squeeze(0).toArray());
  });
});

describe("the trace", () => {
  it.each(["train", "eval"] as const)(
    "gives in %s, bit by bit, what forward gives, from its parts",
    (mode) => {
      const layer = new BatchNorm2d(3);
      layer.forward(randn([4, 3, 2, 2]).add(1));
      layer.weight?.assign([2, -1, 0.5]);
      layer.bias?.assign([0, 1, -1]);
      layer[mode]();
      const x = randn([4, 3, 2, 2]);
      const trace = layer.trace(x);
      expect(trace.output.toTypedArray()).toEqual(layer.forward(x).toTypedArray());
      expect(trace.output.requiresGrad).toBe(false);
      const wide = (values: Tensor | null): Tensor => (values as Tensor).to("float32").reshape([1, 3, 1, 1]);
      const normalized = x.sub(wide(trace.mean)).div(wide(trace.variance).add(trace.eps).sqrt());
      expect(allClose(trace.normalized, normalized, { rtol: 1e-5, atol: 1e-6 })).toBe(true);
      const scaled = trace.normalized.mul(wide(trace.weight)).add(wide(trace.bias));
      expect(allClose(trace.output, scaled, { rtol: 1e-5, atol: 1e-6 })).toBe(true);
    },
  );

  it("takes its mean and variance from the batch in training, from the running ones in evaluation", () => {
    const layer = new BatchNorm1d(1);
    const x = tensor([[1], [3]]);
    const [own, running] = [layer.trace(x), layer.eval().trace(x)];
    expect([own.statistics, own.mean.item(), own.variance.item()]).toEqual(["batch", 2, 1]);
    expect([running.statistics, running.mean.item(), running.variance.item()]).toEqual(["running", 0, 1]);
    expect(String(own)).toBe("trace of batchnorm: input [2, 1], 1 channel by the batch's mean and variance");
  });
});

it.each([
  [new BatchNorm2d(3), "BatchNorm2d(3)"],
  [new BatchNorm1d(3, { momentum: null, affine: false }), "BatchNorm1d(3, momentum: null, affine: false)"],
  [new InstanceNorm2d(3, { affine: true, eps: 0.1 }), "InstanceNorm2d(3, eps: 0.1, affine: true)"],
  [new LayerNorm([3, 4], { bias: false }), "LayerNorm([3, 4], bias: false)"],
  [new GroupNorm(2, 4, { affine: false }), "GroupNorm(2, 4, affine: false)"],
])("a layer prints what was chosen: %s", (layer, text) => {
  expect(String(layer)).toBe(text);
});

it("to(dtype) leaves the count of batches a whole number", () => {
  const layer = new BatchNorm1d(2).to("float64");
  expect([layer.runningMean?.dtype, layer.numBatchesTracked?.dtype]).toEqual(["float64", "int32"]);
});

describe("what does not fit is refused:", () => {
  const forward = (layer: { forward(input: Tensor): Tensor }, shape: Shape) => () =>
    layer.forward(zeros(shape));
  const own = "Cannot normalise input [1, 3] by its own mean and variance";
  it.each([
    [
      "one number per channel in training",
      forward(new BatchNorm1d(3), [1, 3]),
      `${own}: a batch of 1 with 1 position has 1 number per channel, expected more than 1; use a larger batch, or .eval() for the running statistics`,
    ],
    [
      "one position in InstanceNorm",
      forward(new InstanceNorm2d(3), [2, 3, 1, 1]),
      "Cannot normalise input [2, 3, 1, 1] by its own mean and variance: a sample with 1 position has 1 number per channel, expected more than 1",
    ],
    [
      "rank",
      forward(new BatchNorm1d(3), [2, 3, 4, 4]),
      "Cannot normalise input [2, 3, 4, 4]: expected [batch, channels] or [batch, channels, length], got 4 axes",
    ],
    [
      "a single sample",
      forward(new BatchNorm2d(3), [3, 8, 8]),
      "Cannot normalise input [3, 8, 8]: expected [batch, channels, height, width], got 3 axes; a single sample needs a batch axis: .unsqueeze(0)",
    ],
    [
      "channels",
      forward(new BatchNorm2d(3), [2, 4, 8, 8]),
      "Cannot normalise input [2, 4, 8, 8]: the layer has 3 channels, input has 4 (channels is axis 1)",
    ],
    [
      "channels last",
      forward(new BatchNorm2d(3), [2, 8, 8, 3]),
      "Cannot normalise input [2, 8, 8, 3]: the layer has 3 channels, input has 8 (channels is axis 1); the input looks channels-last: use .permute([0, 3, 1, 2])",
    ],
    [
      "channels of GroupNorm",
      forward(new GroupNorm(2, 4), [2, 6, 3]),
      "Cannot normalise input [2, 6, 3]: the layer has 4 channels, input has 6 (channels is axis 1)",
    ],
    [
      "groups of the function",
      () => groupNorm(zeros([2, 4, 3]), 3),
      "Cannot normalise input [2, 4, 3]: numGroups 3 does not divide the 4 channels",
    ],
    [
      "rank of GroupNorm",
      () => groupNorm(zeros([4]), 2),
      "Cannot normalise input [4]: expected [batch, channels, ...], got 1 axes",
    ],
    [
      "last axes",
      forward(new LayerNorm([3, 4]), [2, 4, 3]),
      "Cannot normalise input [2, 4, 3]: expected last axes [3, 4], got [4, 3]",
    ],
    [
      "weight",
      () => layerNorm(zeros([2, 4]), 4, { weight: ones([3]) }),
      "Cannot normalise input [2, 4]: weight has shape [3], expected [4], that of the normalised axes",
    ],
    [
      "running mean",
      () => batchNorm(zeros([2, 4]), zeros([3]), ones([4])),
      "Cannot normalise input [2, 4]: runningMean has shape [3], expected [4], one number per channel",
    ],
    [
      "dtypes",
      () => new BatchNorm1d(3, { dtype: "float64" }).forward(zeros([2, 3])),
      'Cannot normalise input [2, 3]: input is float32, weight is float64; convert one of them with .to("float32")',
    ],
    [
      "whole numbers",
      () => new LayerNorm(3, { elementwiseAffine: false }).forward(zeros([2, 3], { dtype: "int32" })),
      'Cannot normalise input [2, 3]: input is int32; convert it first with .to("float32")',
    ],
    [
      "one running statistic alone",
      () => batchNorm(zeros([2, 3]), zeros([3]), null),
      "Cannot normalise input [2, 3]: runningVar is null, runningMean is not; give both or neither",
    ],
    [
      "no running statistics in evaluation",
      () => batchNorm(zeros([2, 3]), null, null),
      "Cannot normalise input [2, 3] by running statistics: there are none; give runningMean and runningVar, or normalise by the input's own with { training: true }",
    ],
    [
      "momentum",
      () => new BatchNorm1d(3, { momentum: 1.5 }),
      "Cannot make a normalisation of 3 features with momentum 1.5: expected a number in 0..1, or null for the average over all batches",
    ],
    [
      "momentum of InstanceNorm",
      () => new InstanceNorm2d(3, { momentum: null as never }),
      "Cannot make a normalisation of 3 features with momentum null: expected a number in 0..1",
    ],
    [
      "eps",
      () => new GroupNorm(1, 2, { eps: -1 }),
      "Cannot make a normalisation of 2 channels in 1 groups with eps -1: expected a finite number of at least 0",
    ],
    [
      "numFeatures",
      () => new BatchNorm2d(0),
      "Cannot make a normalisation of 0 features with numFeatures 0: expected a whole number of at least 1",
    ],
    [
      "numGroups",
      () => new GroupNorm(3, 4),
      "Cannot make a normalisation of 4 channels in 3 groups: numGroups 3 does not divide the 4 channels",
    ],
    [
      "normalizedShape",
      () => new LayerNorm([]),
      "Cannot make a layer normalisation with normalizedShape []: expected the sizes of the last axes, at least one",
    ],
    [
      "dtype of the layer",
      () => new BatchNorm1d(3, { dtype: "int32" }),
      'Cannot make a normalisation of 3 features with dtype "int32": expected "float32" or "float64"',
    ],
  ])("%s", (_, run, message) => {
    expect(run).toThrow(new ShapeError(message));
  });

  it("running statistics that require a gradient", () => {
    const mean = zeros([3], { requiresGrad: true });
    expect(() => batchNorm(zeros([2, 3]), mean, ones([3]), { training: true })).toThrow(
      new LayerbookError(
        "Cannot normalise input [2, 3]: runningMean requires a gradient, and none flows to running statistics; make it without requiresGrad",
      ),
    );
  });
});

import { Linear, linear, RandomGenerator, ShapeError, tensor, zeros } from "@layerbook/layers";
import { describe, expect, it } from "vitest";

describe("the worked example", () => {
  const weight = tensor([
    [1, -1],
    [3, 0.5],
    [0, 2],
  ]);
  const bias = tensor([0.5, 0, -1]);

  it("by hand gives [-0.5, 4, 3]", () => {
    expect(linear(tensor([1, 2]), weight, bias).toArray()).toEqual([-0.5, 4, 3]);
  });

  it("has, for upstream [1, 0, 0], the input gradient [1, -1]", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    linear(x, weight, bias).backward(tensor([1, 0, 0]));
    expect(x.grad?.toArray()).toEqual([1, -1]);
  });
});

it("Linear starts within 1/sqrt(inFeatures), drawn from the generator it is given", () => {
  const make = () => new Linear(25, 40, { generator: new RandomGenerator(4), dtype: "float64" });
  expect(make().weight.toArray()).toEqual(make().weight.toArray());
  expect(make().weight.dtype).toBe("float64");
  expect(make().weight.abs().max().item()).toBeLessThanOrEqual(0.2);
  expect(make().weight.abs().max().item()).toBeGreaterThan(0.19);
});

it("Linear prints its sizes", () => {
  expect(String(new Linear(3, 2, { bias: false }))).toBe("Linear(3, 2, bias: false)");
});

describe("what does not fit is refused:", () => {
  it.each([
    [
      "features",
      () => linear(zeros([5, 6]), zeros([3, 4])),
      "Cannot apply weight [3, 4] to input [5, 6]: weight takes 4 features, input has 6 (features is the last axis)",
    ],
    [
      "maps that were not flattened",
      () => linear(zeros([2, 4, 3, 3]), zeros([10, 36])),
      "Cannot apply weight [10, 36] to input [2, 4, 3, 3]: weight takes 36 features, input has 3 (features is the last axis); flatten it first with .flatten(1)",
    ],
    [
      "a single number",
      () => linear(tensor(1), zeros([3, 4])),
      "Cannot apply weight [3, 4] to input []: weight takes 4 features, input has no axis (features is the last axis)",
    ],
    [
      "rank of the weight",
      () => linear(zeros([4]), zeros([4])),
      "Cannot apply weight [4] to input [4]: expected a weight of 2 axes, [outFeatures, inFeatures]",
    ],
    [
      "bias",
      () => linear(zeros([4]), zeros([3, 4]), zeros([4])),
      "Cannot apply weight [3, 4] to input [4]: bias has shape [4], expected [3]",
    ],
    [
      "dtype",
      () => linear(zeros([4]), zeros([3, 4], { dtype: "float64" })),
      'Cannot apply weight [3, 4] to input [4]: input is float32, weight is float64; convert one of them with .to("float32")',
    ],
    [
      "sizes of the layer",
      () => new Linear(0, 3),
      "Cannot make a linear layer from 0 to 3 features with inFeatures 0: expected a whole number of at least 1",
    ],
  ])("%s", (_, run, message) => {
    expect(run).toThrow(new ShapeError(message));
  });
});

import {
  Bilinear,
  bilinear,
  Linear,
  linear,
  MemoryError,
  RandomGenerator,
  randn,
  ShapeError,
  tensor,
  zeros,
} from "@layerbook/layers";
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

it("Linear and Bilinear print their sizes", () => {
  expect(String(new Linear(3, 2, { bias: false }))).toBe("Linear(3, 2, bias: false)");
  expect(String(new Bilinear(3, 2, 4))).toBe("Bilinear(3, 2, 4)");
  expect(String(new Bilinear(3, 2, 4, { bias: false }))).toBe("Bilinear(3, 2, 4, bias: false)");
});

describe("bilinear", () => {
  it("by hand: [1, 2] A [3, 4] is 3 + 2 * 2 * 4 for A = [[1, 0], [0, 2]], plus the bias", () => {
    const weight = tensor([
      [
        [1, 0],
        [0, 2],
      ],
    ]);
    expect(bilinear(tensor([1, 2]), tensor([3, 4]), weight, tensor([0.5])).toArray()).toEqual([19.5]);
  });

  it("starts within 1/sqrt(in1Features), whatever the second input", () => {
    const layer = new Bilinear(25, 4, 10, { generator: new RandomGenerator(4) });
    expect(layer.weight.abs().max().item()).toBeLessThanOrEqual(0.2);
    expect(layer.weight.abs().max().item()).toBeGreaterThan(0.19);
    expect(layer.outputShape([7, 25], [7, 4])).toEqual([7, 10]);
  });
});

describe("trace", () => {
  it.each([
    ["with bias", true],
    ["without bias", false],
  ])("%s follows forward to the last bit", (_, bias) => {
    const layer = new Linear(7, 5, { bias, generator: new RandomGenerator(1) });
    const input = randn([2, 3, 7], { generator: new RandomGenerator(2) });
    const output = layer.forward(input).reshape([6, 5]);
    for (const sample of [0, 4]) {
      const trace = layer.trace(input, { sample });
      expect(trace.input.shape).toEqual([6, 7]);
      expect(trace.features.toArray()).toEqual(input.reshape([6, 7]).select(0, sample).toArray());
      expect(trace.output.toArray()).toEqual(output.select(0, sample).toArray());
      for (const [o, { products, sum, bias: own, value }] of trace.steps.entries()) {
        expect(products).toEqual(
          Array.from(products, (_, i) => trace.weight.at(o, i) * trace.features.at(i)),
        );
        expect(products.reduce((total, product) => total + product, 0)).toBe(sum);
        expect(own).toBe(bias ? layer.bias?.at(o) : 0);
        expect(Math.fround(Math.fround(sum) + own)).toBe(value);
        expect(value).toBe(trace.output.at(o));
      }
    }
  });

  it("is text where nothing draws", () => {
    expect(String(new Linear(3, 2).trace(zeros([3])))).toBe(
      "trace of linear: sample 0, 2 outputs of 3 products",
    );
  });

  it("refuses a sample that is not there, and more products than a figure can use", () => {
    expect(() => new Linear(3, 2).trace(zeros([2, 3]), { sample: 2 })).toThrow(
      new ShapeError("Cannot trace sample 2: the batch has 2, counted from 0"),
    );
    expect(() => new Linear(3, 2).trace(zeros([0, 3]))).toThrow(
      new ShapeError("Cannot trace sample 0: the batch has 0, counted from 0"),
    );
    expect(() => new Linear(2000, 1000).trace(zeros([2000]))).toThrow(
      new MemoryError(
        "Cannot trace weight [1000, 2000]: 2000000 products are more than the 1000000 that a trace keeps; trace a layer with fewer features",
      ),
    );
  });
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
      "features of a bilinear map",
      () => bilinear(zeros([5, 3]), zeros([5, 2]), zeros([4, 3, 3])),
      "Cannot apply bilinear weight [4, 3, 3] to inputs [5, 3] and [5, 2]: weight takes 3 features of input 2, which has 2 (features is the last axis)",
    ],
    [
      "batches of a bilinear map",
      () => bilinear(zeros([5, 3]), zeros([1, 2]), zeros([4, 3, 2])),
      "Cannot apply bilinear weight [4, 3, 2] to inputs [5, 3] and [1, 2]: all axes of the inputs but the last must be the same",
    ],
    [
      "weight of a bilinear map",
      () => bilinear(zeros([3]), zeros([2]), zeros([3, 2])),
      "Cannot apply bilinear weight [3, 2] to inputs [3] and [2]: expected a weight of 3 axes, [outFeatures, in1Features, in2Features]",
    ],
    [
      "bias of a bilinear map",
      () => bilinear(zeros([3]), zeros([2]), zeros([4, 3, 2]), zeros([3])),
      "Cannot apply bilinear weight [4, 3, 2] to inputs [3] and [2]: bias has shape [3], expected [4]",
    ],
    [
      "dtypes of a bilinear map",
      () => bilinear(zeros([3]), zeros([2], { dtype: "float64" }), zeros([4, 3, 2])),
      'Cannot apply bilinear weight [4, 3, 2] to inputs [3] and [2]: input is float32, input 2 is float64; convert one of them with .to("float32")',
    ],
    [
      "sizes of a bilinear layer",
      () => new Bilinear(3, 0, 2),
      "Cannot make a bilinear layer from 3 and 0 to 2 features with in2Features 0: expected a whole number of at least 1",
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

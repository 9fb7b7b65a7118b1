import { digits } from "@layerbook/data";
import {
  Conv2d,
  crossEntropy,
  Flatten,
  gradcheck,
  Linear,
  MaxPool2d,
  manualSeed,
  mseLoss,
  ReLU,
  randn,
  Sequential,
  SGD,
  ShapeError,
  tensor,
  zeros,
} from "@layerbook/layers";
import { beforeEach, describe, expect, it } from "vitest";

beforeEach(() => manualSeed(0));

const classes = tensor([0, 2, 1], { dtype: "int32" });

describe("crossEntropy", () => {
  it("of equal logits is log of the number of classes", () => {
    expect(crossEntropy(zeros([3, 4]), classes).item()).toBeCloseTo(Math.log(4), 6);
  });

  it.each([
    ["classes", (x: never) => crossEntropy(x, classes)],
    [
      "classes, weighted, smoothed, one ignored",
      (x: never) =>
        crossEntropy(x, tensor([0, -100, 1], { dtype: "int32" }), {
          weight: tensor([1, 2, 3, 4], { dtype: "float64" }),
          labelSmoothing: 0.1,
        }),
    ],
    [
      "probabilities, smoothed",
      (x: never) =>
        crossEntropy(x, randn([3, 4], { dtype: "float64" }).softmax(1).detach(), {
          labelSmoothing: 0.2,
          reduction: "sum",
        }),
    ],
    ["each by itself", (x: never) => crossEntropy(x, classes, { reduction: "none" })],
  ])("has a right gradient for %s", (_, run) => {
    const input = randn([3, 4], { dtype: "float64" });
    const seeded = (x: unknown) => {
      manualSeed(4);
      return run(x as never);
    };
    expect(gradcheck(seeded, [input])).toBe(true);
  });

  it("over positions is over the same samples in a row", () => {
    const input = randn([2, 4, 3]);
    const target = tensor(
      [
        [0, 1, 2],
        [3, 3, 0],
      ],
      { dtype: "int32" },
    );
    const rows = crossEntropy(input.permute([0, 2, 1]).reshape([6, 4]), target.flatten());
    expect(crossEntropy(input, target).item()).toBeCloseTo(rows.item(), 6);
  });

  it("counts a class of probability 0 for nothing where it is not the target", () => {
    const input = tensor([[0, Number.NEGATIVE_INFINITY]]);
    expect(crossEntropy(input, tensor([0], { dtype: "int32" })).item()).toBe(0);
  });

  it("has a gradient for probabilities that learn, those that are 0 too", () => {
    const target = tensor([[0, 1]], { dtype: "float64", requiresGrad: true });
    const logits = tensor([[1, 2]], { dtype: "float64" });
    expect(gradcheck((probabilities) => crossEntropy(logits, probabilities), [target])).toBe(true);
  });

  it.each<[string, () => unknown, string]>([
    [
      "ignoreIndex beside probabilities",
      () => crossEntropy(zeros([3, 4]), zeros([3, 4]), { ignoreIndex: 1 }),
      "Cannot take the cross-entropy of input [3, 4] with float32 target [3, 4]: ignoreIndex is for int32 classes",
    ],
    [
      "a class outside",
      () => crossEntropy(zeros([3, 2]), classes),
      "Cannot take the cross-entropy of input [3, 2] with int32 target [3]: class 2 is outside 0..1",
    ],
    [
      "classes as float32",
      () => crossEntropy(zeros([3, 4]), tensor([0, 1, 2])),
      "Cannot take the cross-entropy of input [3, 4] with float32 target [3]: expected int32 classes, or float32 probabilities in the input's shape",
    ],
    [
      "classes of another shape",
      () => crossEntropy(zeros([3, 4]), classes.unsqueeze(1)),
      "Cannot take the cross-entropy of input [3, 4] with int32 target [3, 1]: expected classes of shape [3]",
    ],
    [
      "weights of another shape",
      () => crossEntropy(zeros([3, 4]), classes, { weight: zeros([3]) }),
      "Cannot weigh the classes of float32 [3, 4] by float32 [3]: expected float32 [4]",
    ],
    [
      "smoothing",
      () => crossEntropy(zeros([3, 4]), classes, { labelSmoothing: 2 }),
      "Cannot smooth labels by 2: expected a number in 0..1",
    ],
    [
      "reduction",
      () => crossEntropy(zeros([3, 4]), classes, { reduction: "avg" as "mean" }),
      'Cannot reduce a loss by "avg": expected "mean", "sum" or "none"',
    ],
    [
      "mseLoss of other shapes",
      () => mseLoss(zeros([3, 1]), zeros([3])),
      "Cannot compare input [3, 1] with target [3]: shapes must be the same; broadcasting would hide a mistake",
    ],
  ])("refuses %s", (_, run, message) => {
    expect(run).toThrow(new ShapeError(message));
  });
});

it("a small convolutional network learns the digits, the same way each time", () => {
  const { images, labels } = digits();
  const x = images.slice(0, 0, 128);
  const y = labels.slice(0, 0, 128);
  const learn = () => {
    manualSeed(0);
    const net = new Sequential(
      new Conv2d(1, 8, 3, { padding: 1 }),
      new ReLU(),
      new MaxPool2d(2),
      new Flatten(),
      new Linear(128, 10),
    );
    const optimizer = new SGD(net.parameters(), { lr: 0.2, momentum: 0.9 });
    let loss = Number.NaN;
    for (let step = 0; step < 25; step++) {
      const output = crossEntropy(net.forward(x), y);
      optimizer.zeroGrad();
      output.backward();
      optimizer.step();
      loss = output.item();
    }
    const correct = net.forward(x).argmax(1).eq(y).to("float32").mean().item();
    return { loss, correct };
  };
  const first = learn();
  expect(first.correct).toBeGreaterThan(0.9);
  expect(learn()).toEqual(first);
});

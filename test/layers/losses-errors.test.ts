import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  crossEntropy,
  hingeEmbeddingLoss,
  huberLoss,
  klDivLoss,
  l1Loss,
  mseLoss,
  nllLoss,
  ShapeError,
  smoothL1Loss,
  tensor,
  zeros,
} from "@layerbook/layers";
import { describe, expect, it } from "vitest";

const classes = tensor([0, 2, 1], { dtype: "int32" });
const whole = (values: number[]) => tensor(values, { dtype: "int32" });
const logits = zeros([3, 4]);
const probabilities = tensor([
  [0.7, 0.2, 0.1],
  [0.1, 0.1, 0.8],
]);
const softmax = tensor([
  [3, -1, 2, 5],
  [0, 1, -4, 2],
  [7, 7, 0, 1],
]).softmax(1);

describe("what does not fit is refused:", () => {
  it.each<[string, () => unknown, string]>([
    [
      "crossEntropy of softmax's result",
      () => crossEntropy(softmax, classes),
      "Cannot take the cross-entropy of input [3, 4]: its 4 classes are in 0..1 and sum to 1 in every sample, as probabilities do; leave out the softmax: crossEntropy takes logits; for log-probabilities use nllLoss",
    ],
    [
      "crossEntropy of softmax's result at each position, with probabilities as target",
      () => crossEntropy(zeros([2, 5, 3]).softmax(1), zeros([2, 5, 3])),
      "Cannot take the cross-entropy of input [2, 5, 3]: its 5 classes are in 0..1 and sum to 1 in every sample, as probabilities do; leave out the softmax: crossEntropy takes logits; for log-probabilities use nllLoss",
    ],
    [
      "crossEntropy of one sample's probabilities",
      () => crossEntropy(tensor([0.2, 0.8], { dtype: "float64" }), whole([0]).select(0, 0)),
      "Cannot take the cross-entropy of input [2]: its 2 classes are in 0..1 and sum to 1 in every sample, as probabilities do; leave out the softmax: crossEntropy takes logits; for log-probabilities use nllLoss",
    ],
    [
      "nllLoss of probabilities",
      () => nllLoss(probabilities, whole([0, 2])),
      "Cannot take the negative log-likelihood of input [2, 3]: 0.699999988079071 at [0, 0] is above 0, which no log-probability is; take input.logSoftmax(1) of logits, or input.log() of probabilities",
    ],
    [
      "nllLoss of one sample's logits",
      () => nllLoss(tensor([-1, 0, 2]), whole([0]).select(0, 0)),
      "Cannot take the negative log-likelihood of input [3]: 2 at [2] is above 0, which no log-probability is; take input.logSoftmax(0) of logits, or input.log() of probabilities",
    ],
    [
      "ignoreIndex beside probabilities",
      () => crossEntropy(logits, zeros([3, 4]), { ignoreIndex: 1 }),
      "Cannot take the cross-entropy of input [3, 4] with float32 target [3, 4]: ignoreIndex is for int32 classes",
    ],
    [
      "ignoreIndex that is no class",
      () => nllLoss(logits, classes, { ignoreIndex: 0.5 }),
      "Cannot take the negative log-likelihood of input [3, 4] with int32 target [3]: ignoreIndex 0.5 is no whole number",
    ],
    [
      "a class outside",
      () => crossEntropy(zeros([3, 2]), classes),
      "Cannot take the cross-entropy of input [3, 2] with int32 target [3]: class 2 is outside 0..1",
    ],
    [
      "a class below 0",
      () => nllLoss(logits, whole([0, -1, 2])),
      "Cannot take the negative log-likelihood of input [3, 4] with int32 target [3]: class -1 is outside 0..3",
    ],
    [
      "classes as float32",
      () => crossEntropy(logits, tensor([0, 1, 2])),
      "Cannot take the cross-entropy of input [3, 4] with float32 target [3]: expected int32 classes, or float32 probabilities in the input's shape",
    ],
    [
      "nllLoss with probabilities as target",
      () => nllLoss(logits, zeros([3, 4])),
      "Cannot take the negative log-likelihood of input [3, 4] with float32 target [3, 4]: expected int32 classes of shape [3]",
    ],
    [
      "classes of another shape",
      () => crossEntropy(logits, classes.unsqueeze(1)),
      "Cannot take the cross-entropy of input [3, 4] with int32 target [3, 1]: expected int32 classes of shape [3]",
    ],
    [
      "a single number as input",
      () => crossEntropy(zeros([]), whole([0])),
      "Cannot take the cross-entropy of input []: expected [batch, classes, ...] or [classes]",
    ],
    [
      "logits of int32",
      () => crossEntropy(zeros([3, 4], { dtype: "int32" }), classes),
      'Cannot take the cross-entropy of an int32 tensor: convert it first with .to("float32")',
    ],
    [
      "log-probabilities of int32",
      () => nllLoss(zeros([3, 4], { dtype: "int32" }), classes),
      'Cannot take the negative log-likelihood of an int32 tensor: convert it first with .to("float32")',
    ],
    [
      "weights of another shape",
      () => crossEntropy(logits, classes, { weight: zeros([3]) }),
      "Cannot weigh the classes of float32 [3, 4] by float32 [3]: expected float32 [4]",
    ],
    [
      "weights of another dtype",
      () => nllLoss(logits, classes, { weight: zeros([4], { dtype: "float64" }) }),
      "Cannot weigh the classes of float32 [3, 4] by float64 [4]: expected float32 [4]",
    ],
    [
      "smoothing above 1",
      () => crossEntropy(logits, classes, { labelSmoothing: 2 }),
      "Cannot smooth labels with labelSmoothing 2: expected a number in 0..1",
    ],
    [
      "an unknown reduction",
      () => crossEntropy(logits, classes, { reduction: "avg" as "mean" }),
      'Cannot reduce a loss by "avg": expected "mean", "sum" or "none"',
    ],
    [
      "batchmean where it is not known",
      () => mseLoss(logits, logits, { reduction: "batchmean" as "mean" }),
      'Cannot reduce a loss by "batchmean": expected "mean", "sum" or "none"',
    ],
    [
      "an unknown reduction of klDivLoss",
      () => klDivLoss(logits, logits, { reduction: "avg" as "mean" }),
      'Cannot reduce a loss by "avg": expected "mean", "sum", "none" or "batchmean"',
    ],
    [
      "batchmean without an axis",
      () => klDivLoss(zeros([]), zeros([]), { reduction: "batchmean" }),
      'Cannot reduce a loss of [] by "batchmean": expected a first axis to divide by',
    ],
    [
      "beta below 0",
      () => smoothL1Loss(logits, logits, { beta: -1 }),
      "Cannot take the smooth L1 loss with beta -1: expected a number of at least 0",
    ],
    [
      "delta of 0",
      () => huberLoss(logits, logits, { delta: 0 }),
      "Cannot take the Huber loss with delta 0: expected a number above 0",
    ],
    [
      "a margin that is not finite",
      () => hingeEmbeddingLoss(logits, logits, { margin: Number.NaN }),
      "Cannot take the hinge embedding loss with margin NaN: expected a finite number",
    ],
    [
      "binaryCrossEntropy of logits",
      () =>
        binaryCrossEntropy(
          tensor([
            [0.5, 1],
            [1.5, -3],
          ]),
          zeros([2, 2]),
        ),
      "Cannot take the binary cross-entropy of input [2, 2]: 1.5 at [1, 0] is outside 0..1; take input.sigmoid() first, or use binaryCrossEntropyWithLogits",
    ],
    [
      "binaryCrossEntropy of NaN",
      () => binaryCrossEntropy(tensor(Number.NaN), tensor(1)),
      "Cannot take the binary cross-entropy of input []: NaN at [] is outside 0..1; take input.sigmoid() first, or use binaryCrossEntropyWithLogits",
    ],
    [
      "targets 1 and -1 for 1 and 0",
      () => binaryCrossEntropy(tensor([0.5, 0.5]), tensor([1, -1])),
      "Cannot take the binary cross-entropy of target [2]: -1 at [1] is outside 0..1",
    ],
    [
      "classes for 1 and 0",
      () => binaryCrossEntropyWithLogits(zeros([3]), tensor([0, 2, 1])),
      "Cannot take the binary cross-entropy of target [3]: 2 at [1] is outside 0..1",
    ],
    [
      "targets 1 and 0 for 1 and -1",
      () => hingeEmbeddingLoss(zeros([2]), tensor([1, 0])),
      "Cannot take the hinge embedding loss of target [2]: 0 at [1] is neither 1, for a pair that belongs together, nor -1",
    ],
    [
      "targets 1 and -1 of another dtype",
      () => hingeEmbeddingLoss(zeros([2]), tensor([1, -1], { dtype: "float64" })),
      "Cannot take the hinge embedding loss of float32 input with float64 target [2]: expected float32 or int32",
    ],
    [
      "distances of int32",
      () => hingeEmbeddingLoss(whole([1]), whole([1])),
      'Cannot take the hinge embedding loss of an int32 tensor: convert it first with .to("float32")',
    ],
    [
      "klDivLoss of probabilities",
      () => klDivLoss(tensor([0.5, 0.5]), tensor([0.5, 0.5])),
      "Cannot take the Kullback-Leibler divergence of input [2]: 0.5 at [0] is above 0, which no log-probability is; take input.logSoftmax(dim) of logits, or input.log() of probabilities",
    ],
    [
      "klDivLoss with log-probabilities as target",
      () => klDivLoss(tensor([-1, -1]), tensor([-1, -1])),
      "Cannot take the Kullback-Leibler divergence of target [2]: -1 at [0] is below 0, which no probability is; give logTarget: true for log-probabilities",
    ],
    [
      "klDivLoss with probabilities as logTarget",
      () => klDivLoss(tensor([-1, -1]), tensor([0, 0.5]), { logTarget: true }),
      "Cannot take the Kullback-Leibler divergence of target [2]: 0.5 at [1] is above 0, which no log-probability is; leave out logTarget for probabilities",
    ],
    [
      "weights that would make the loss larger",
      () => binaryCrossEntropy(zeros([3]), zeros([3]), { weight: zeros([2, 3]) }),
      "Cannot weigh a loss of float32 [3] by weight float32 [2, 3]: expected float32 in a shape that broadcasts to [3]",
    ],
    [
      "weights of a size that does not fit",
      () => binaryCrossEntropyWithLogits(zeros([3, 1]), zeros([3, 1]), { posWeight: zeros([3]) }),
      "Cannot weigh a loss of float32 [3, 1] by posWeight float32 [3]: expected float32 in a shape that broadcasts to [3, 1]",
    ],
    [
      "weights of whole numbers",
      () => binaryCrossEntropyWithLogits(zeros([3]), zeros([3]), { weight: whole([1, 2, 3]) }),
      "Cannot weigh a loss of float32 [3] by weight int32 [3]: expected float32 in a shape that broadcasts to [3]",
    ],
  ])("%s", (_, run, message) => {
    expect(run).toThrow(new ShapeError(message));
  });
});

describe.each([
  ["compare", { mseLoss, l1Loss, smoothL1Loss, huberLoss }],
  ["take the binary cross-entropy of", { binaryCrossEntropy, binaryCrossEntropyWithLogits }],
  ["take the Kullback-Leibler divergence of", { klDivLoss }],
])("of losses that %s", (action, losses) => {
  it.each(Object.entries(losses))("%s refuses to broadcast", (_, loss) => {
    expect(() => loss(zeros([3, 1]), zeros([3]))).toThrow(
      new ShapeError(
        `Cannot ${action} input [3, 1] with target [3]: shapes must be the same; broadcasting would hide a mistake`,
      ),
    );
  });

  it.each(Object.entries(losses))("%s refuses two dtypes and int32", (_, loss) => {
    expect(() => loss(zeros([3]), zeros([3], { dtype: "float64" }))).toThrow(
      new ShapeError(
        `Cannot ${action} input [3] with target [3]: input is float32, target is float64; convert one of them with .to("float32")`,
      ),
    );
    expect(() => loss(whole([1]), whole([1]))).toThrow(
      new ShapeError(
        `Cannot ${action} input [1] with target [1]: input is int32; convert it first with .to("float32")`,
      ),
    );
  });
});

it("hingeEmbeddingLoss refuses to broadcast", () => {
  expect(() => hingeEmbeddingLoss(zeros([3, 1]), zeros([3]))).toThrow(
    new ShapeError(
      "Cannot take the hinge embedding loss of input [3, 1] with target [3]: shapes must be the same; broadcasting would hide a mistake",
    ),
  );
});

import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  crossEntropy,
  type DType,
  gradcheck,
  hingeEmbeddingLoss,
  huberLoss,
  klDivLoss,
  l1Loss,
  manualSeed,
  mseLoss,
  nllLoss,
  rand,
  randn,
  smoothL1Loss,
  type Tensor,
  tensor,
  zeros,
} from "@layerbook/layers";
import { beforeEach, describe, expect, it } from "vitest";
import { expectClose } from "./golden/values.ts";

beforeEach(() => manualSeed(0));

const float64 = { dtype: "float64" } as const;
const none = { reduction: "none" } as const;
const int32 = (values: number[] | number[][]): Tensor => tensor(values, { dtype: "int32" });

type Run = (input: Tensor, target: Tensor) => Tensor;

describe.each<DType>(["float64", "float32"])("a row of numbers done by hand, in %s:", (dtype) => {
  const ln2 = Math.log(2);
  /** The loss, input, target, and then of each number the loss and its gradient by the input. */
  it.each<[string, Run, number[], number[], number[], number[]]>([
    ["l1Loss", (x, y) => l1Loss(x, y, none), [1, -2, 3], [1, 1, 1], [0, 3, 2], [0, -1, 1]],
    [
      "smoothL1Loss",
      (x, y) => smoothL1Loss(x, y, none),
      [0, 0.5, 1, -1, -3],
      [0, 0, 0, 0, 0],
      [0, 0.125, 0.5, 0.5, 2.5],
      [0, 0.5, 1, -1, -1],
    ],
    [
      "smoothL1Loss of beta 2",
      (x, y) => smoothL1Loss(x, y, { ...none, beta: 2 }),
      [1, 2, -2, 3],
      [0, 0, 0, 0],
      [0.25, 1, 1, 2],
      [0.5, 1, -1, 1],
    ],
    [
      "smoothL1Loss of beta 0",
      (x, y) => smoothL1Loss(x, y, { ...none, beta: 0 }),
      [0, 2, -3],
      [0, 0, 0],
      [0, 2, 3],
      [0, 1, -1],
    ],
    [
      "huberLoss of delta 2",
      (x, y) => huberLoss(x, y, { ...none, delta: 2 }),
      [0, 1, 2, -2, -3],
      [0, 0, 0, 0, 0],
      [0, 0.5, 2, 2, 4],
      [0, 1, 2, -2, -2],
    ],
    [
      "binaryCrossEntropy",
      (x, y) => binaryCrossEntropy(x, y, none),
      [0.5, 0.5, 0.25, 0.25],
      [1, 0, 1, 0.5],
      [ln2, ln2, 2 * ln2, 2 * ln2 - Math.log(3) / 2],
      [-2, 2, -4, -4 / 3],
    ],
    [
      "binaryCrossEntropy of probabilities that are 0 or 1",
      (x, y) => binaryCrossEntropy(x, y, none),
      [0, 0, 1, 1],
      [0, 1, 0, 1],
      [0, 100, 100, 0],
      [0, -1e12, 1e12, 0],
    ],
    [
      "binaryCrossEntropyWithLogits",
      (x, y) => binaryCrossEntropyWithLogits(x, y, none),
      [0, 0, Math.log(3), -Math.log(3)],
      [1, 0.25, 1, 1],
      [ln2, ln2, Math.log(4 / 3), 2 * ln2],
      [-0.5, 0.25, -0.25, -0.75],
    ],
    [
      "binaryCrossEntropyWithLogits of huge logits",
      (x, y) => binaryCrossEntropyWithLogits(x, y, none),
      [1e4, 1e4, -1e4, -1e4],
      [1, 0, 1, 0],
      [0, 1e4, 1e4, 0],
      [0, 1, -1, 0],
    ],
    [
      "binaryCrossEntropyWithLogits of posWeight 3",
      (x, y) => binaryCrossEntropyWithLogits(x, y, { ...none, posWeight: tensor([3], { dtype: x.dtype }) }),
      [0, 0, Math.log(3)],
      [1, 0, 1],
      [3 * ln2, ln2, 3 * Math.log(4 / 3)],
      [-1.5, 0.5, -0.75],
    ],
    [
      "klDivLoss",
      (x, y) => klDivLoss(x, y, none),
      [Math.log(0.25), Math.log(0.75), -1e4, Number.NEGATIVE_INFINITY],
      [0.5, 0.5, 0, 0],
      [ln2 / 2, Math.log(2 / 3) / 2, 0, 0],
      [-0.5, -0.5, 0, 0],
    ],
    [
      "klDivLoss of logTarget",
      (x, y) => klDivLoss(x, y, { ...none, logTarget: true }),
      [Math.log(0.25), Math.log(0.75), -1],
      [-ln2, -ln2, Number.NEGATIVE_INFINITY],
      [ln2 / 2, Math.log(2 / 3) / 2, 0],
      [-0.5, -0.5, 0],
    ],
    [
      "hingeEmbeddingLoss",
      (x, y) => hingeEmbeddingLoss(x, y, none),
      [0.25, 0.25, 1, 3],
      [1, -1, -1, -1],
      [0.25, 0.75, 0, 0],
      [1, -1, -1, 0],
    ],
    [
      "hingeEmbeddingLoss of margin 2",
      (x, y) => hingeEmbeddingLoss(x, y, { ...none, margin: 2 }),
      [0.25, 2, 3],
      [-1, -1, -1],
      [1.75, 0, 0],
      [-1, -1, 0],
    ],
  ])("%s", (_, run, input, target, losses, gradients) => {
    const x = tensor(input, { dtype, requiresGrad: true });
    const terms = run(x, tensor(target, { dtype }));
    terms.sum().backward();
    expectClose("losses", terms, { dtype, shape: [input.length], data: losses });
    expectClose("gradients", x.grad, { dtype, shape: [input.length], data: gradients });
  });
});

describe("gradients are right:", () => {
  const classes = int32([0, 2, 1]);
  const weights = tensor([1, 2, 3, 4], float64);
  const reductions = ["mean", "sum", "none"] as const;
  // Differences stay away from the kinks: |d| is never within 0.05 of 0, 0.5 or 1.
  const differences = tensor(
    [
      [-1.7, -0.8, -0.3, 0.1],
      [0.25, 0.7, 1.2, 2.5],
      [-0.9, 0.4, -2.2, 1.6],
    ],
    float64,
  );
  const apart = () => {
    const target = randn([3, 4], float64);
    return [target.add(differences), target];
  };
  const inside = () => rand([3, 4], float64).mul(0.9).add(0.05);
  const logits = () => [randn([3, 4], float64)];
  const logs = () => [randn([3, 4], float64).logSoftmax(1)];

  const pairs: readonly [string, (...inputs: Tensor[]) => Tensor, () => Tensor[]][] = [
    ...reductions.flatMap((reduction): [string, (...inputs: Tensor[]) => Tensor, () => Tensor[]][] => [
      [`mseLoss, ${reduction}`, (x, y) => mseLoss(x!, y!, { reduction }), apart],
      [`l1Loss, ${reduction}`, (x, y) => l1Loss(x!, y!, { reduction }), apart],
      [`smoothL1Loss, ${reduction}`, (x, y) => smoothL1Loss(x!, y!, { reduction }), apart],
      [`huberLoss, ${reduction}`, (x, y) => huberLoss(x!, y!, { reduction }), apart],
      [
        `binaryCrossEntropy, ${reduction}`,
        (x, y) => binaryCrossEntropy(x!, y!, { reduction }),
        () => [inside(), inside()],
      ],
      [
        `binaryCrossEntropyWithLogits, ${reduction}`,
        (x, y) => binaryCrossEntropyWithLogits(x!, y!, { reduction }),
        () => [randn([3, 4], float64), inside()],
      ],
      [`klDivLoss, ${reduction}`, (x, y) => klDivLoss(x!, y!, { reduction }), () => [...logs(), inside()]],
      [
        `hingeEmbeddingLoss, ${reduction}`,
        (x) =>
          hingeEmbeddingLoss(
            x!,
            int32([
              [1, -1, -1, 1],
              [-1, 1, -1, -1],
              [1, 1, -1, -1],
            ]),
            { reduction },
          ),
        () => [differences],
      ],
      [`crossEntropy, ${reduction}`, (x) => crossEntropy(x!, classes, { reduction }), logits],
      [`nllLoss, ${reduction}`, (x) => nllLoss(x!, classes, { reduction }), logs],
    ]),
    ["smoothL1Loss of beta 0.5", (x, y) => smoothL1Loss(x!, y!, { beta: 0.5 }), apart],
    ["smoothL1Loss of beta 0", (x, y) => smoothL1Loss(x!, y!, { beta: 0 }), apart],
    ["huberLoss of delta 0.5", (x, y) => huberLoss(x!, y!, { delta: 0.5 }), apart],
    [
      "binaryCrossEntropy, weighted by class",
      (x, y) => binaryCrossEntropy(x!, y!, { weight: weights }),
      () => [inside(), inside()],
    ],
    [
      "binaryCrossEntropyWithLogits, weighted by class and by sample",
      (x, y) =>
        binaryCrossEntropyWithLogits(x!, y!, {
          posWeight: weights,
          weight: tensor([[1], [2], [3]], float64),
        }),
      () => [randn([3, 4], float64), inside()],
    ],
    [
      "klDivLoss of logTarget",
      (x, y) => klDivLoss(x!, y!, { logTarget: true }),
      () => [...logs(), ...logs()],
    ],
    [
      "klDivLoss by batch",
      (x, y) => klDivLoss(x!, y!, { reduction: "batchmean" }),
      () => [...logs(), inside()],
    ],
    [
      "hingeEmbeddingLoss of margin 2",
      (x) => hingeEmbeddingLoss(x!, int32([-1, -1, 1, -1]), { margin: 2 }),
      () => [tensor([-0.5, 1.5, 0.3, 2.5], float64)],
    ],
    [
      "nllLoss, weighted, one ignored",
      (x) => nllLoss(x!, int32([0, 2, 1]), { weight: weights, ignoreIndex: 2 }),
      logs,
    ],
    [
      "crossEntropy, weighted, smoothed, one ignored",
      (x) => crossEntropy(x!, int32([0, -100, 1]), { weight: weights, labelSmoothing: 0.1 }),
      logits,
    ],
    [
      "crossEntropy of probabilities, weighted and smoothed",
      (x, y) => crossEntropy(x!, y!, { weight: weights, labelSmoothing: 0.2, reduction: "sum" }),
      () => [randn([3, 4], float64), inside()],
    ],
    [
      "crossEntropy of probabilities that learn, those that are 0 too",
      (y) => crossEntropy(tensor([[1, 2]], float64), y!),
      () => [tensor([[0, 1]], float64)],
    ],
  ];
  it.each(pairs)("%s", (_, run, inputs) => {
    expect(gradcheck(run, inputs())).toBe(true);
  });
});

describe("crossEntropy", () => {
  const classes = int32([0, 2, 1]);

  it("of equal logits is log of the number of classes", () => {
    expect(crossEntropy(zeros([3, 4]), classes).item()).toBeCloseTo(Math.log(4), 6);
  });

  it("is nllLoss of logSoftmax, with weights and ignored samples too", () => {
    const input = randn([3, 4, 5], float64);
    const target = int32([
      [0, 1, 2, 3, 0],
      [3, 3, 1, 0, 2],
      [2, 0, 1, 1, 3],
    ]);
    const options = { weight: tensor([1, 2, 3, 4], float64), ignoreIndex: 1 };
    for (const reduction of ["mean", "sum", "none"] as const) {
      const expected = crossEntropy(input, target, { ...options, reduction });
      const logs = input.logSoftmax(1);
      const actual = nllLoss(logs, target, { ...options, reduction });
      expect(actual.toArray()).toEqual(expected.toArray());
    }
  });

  it("over positions is over the same samples in a row", () => {
    const input = randn([2, 4, 3]);
    const target = int32([
      [0, 1, 2],
      [3, 3, 0],
    ]);
    const rows = crossEntropy(input.permute([0, 2, 1]).reshape([6, 4]), target.flatten());
    expect(crossEntropy(input, target).item()).toBeCloseTo(rows.item(), 6);
  });

  it("of one sample without a batch is that of a batch of one", () => {
    const input = randn([4], float64);
    const target = tensor(2, { dtype: "int32" });
    expect(crossEntropy(input, target).item()).toBe(crossEntropy(input.unsqueeze(0), int32([2])).item());
    const logs = input.logSoftmax(0);
    expect(nllLoss(logs, target).item()).toBe(-logs.at(2));
  });

  it("counts a class of probability 0 for nothing where it is not the target", () => {
    const input = tensor([[0, Number.NEGATIVE_INFINITY]]);
    expect(crossEntropy(input, int32([0])).item()).toBe(0);
  });

  it("stays finite for huge logits", () => {
    const input = tensor([[1e4, -1e4]], { dtype: "float64", requiresGrad: true });
    const loss = crossEntropy(input, int32([1]));
    loss.backward();
    expect(loss.item()).toBe(2e4);
    expect(input.grad?.toArray()).toEqual([[1, -1]]);
  });

  it.each<[string, Tensor]>([
    [
      "zeros and ones",
      tensor([
        [1, 0, 0],
        [0, 0, 1],
        [0, 1, 0],
      ]),
    ],
    ["zeros", zeros([3, 3])],
    [
      "one sample that sums to 1 among others",
      tensor([
        [0.2, 0.3, 0.5],
        [0.1, 0.1, 0.1],
        [0, 1, 0],
      ]),
    ],
    [
      "a sum of 1 with a number below 0",
      tensor([
        [-0.5, 0.5, 1],
        [-0.5, 0.5, 1],
        [-0.5, 0.5, 1],
      ]),
    ],
    [
      "sums a little off 1",
      tensor([
        [0.2, 0.3, 0.5001],
        [0.2, 0.3, 0.5001],
        [0.2, 0.3, 0.5001],
      ]),
    ],
    [
      "one class alone",
      tensor([[1], [1], [1]])
        .mul(0.5)
        .add(0.5),
    ],
  ])("takes logits that look like probabilities at a glance: %s", (_, input) => {
    const target = zeros([3], { dtype: "int32" });
    expect(Number.isFinite(crossEntropy(input, target).item())).toBe(true);
  });

  it("takes logits that are probabilities by chance once 1 is added to all, and gives their loss", () => {
    const loss = crossEntropy(tensor([[0.25, 0.75]], float64).add(1), int32([1]));
    expect(loss.item()).toBeCloseTo(Math.log(1 + Math.exp(-0.5)), 12);
  });
});

it("no sample at all has no mean but for the divergence by batch, and a sum of 0", () => {
  const empty = zeros([0, 4]);
  const noClasses = zeros([0], { dtype: "int32" });
  expect(crossEntropy(empty, noClasses).item()).toBeNaN();
  expect(nllLoss(empty, noClasses).item()).toBeNaN();
  expect(mseLoss(empty, empty).item()).toBeNaN();
  expect(binaryCrossEntropy(empty, empty).item()).toBeNaN();
  expect(klDivLoss(empty, empty, { reduction: "batchmean" }).item()).toBe(0);
  expect(crossEntropy(empty, noClasses, { reduction: "sum" }).item()).toBeCloseTo(0);
});

it("all samples ignored have no mean", () => {
  const input = randn([2, 3]);
  expect(crossEntropy(input, int32([-100, -100])).item()).toBeNaN();
  expect(crossEntropy(input, int32([-100, -100]), { reduction: "sum" }).item()).toBeCloseTo(0);
});

it("huberLoss is delta times smoothL1Loss of that beta", () => {
  const [input, target] = [randn([50], float64), randn([50], float64)];
  const scaled = smoothL1Loss(input, target, { beta: 0.7 }).mul(0.7);
  expect(huberLoss(input, target, { delta: 0.7 }).item()).toBeCloseTo(scaled.item(), 12);
});

it("binaryCrossEntropyWithLogits is binaryCrossEntropy of the sigmoid", () => {
  const [input, target] = [randn([50], float64), rand([50], float64)];
  const weight = rand([50], float64);
  const expected = binaryCrossEntropy(input.sigmoid(), target, { weight });
  expect(binaryCrossEntropyWithLogits(input, target, { weight }).item()).toBeCloseTo(expected.item(), 12);
});

it("klDivLoss of a distribution and itself is 0, and batchmean is the mean of the rows' sums", () => {
  const logs = randn([3, 4], float64).logSoftmax(1);
  const target = randn([3, 4], float64).softmax(1);
  expect(klDivLoss(logs, logs, { logTarget: true }).item()).toBe(0);
  const rows = klDivLoss(logs, target, { reduction: "none" }).sum(1);
  expect(klDivLoss(logs, target, { reduction: "batchmean" }).item()).toBeCloseTo(rows.mean().item(), 12);
});

it("targets 1 and -1 may be int32 or floating-point", () => {
  const input = randn([4]);
  const whole = hingeEmbeddingLoss(input, int32([1, -1, -1, 1]));
  expect(hingeEmbeddingLoss(input, tensor([1, -1, -1, 1])).item()).toBe(whole.item());
});

import {
  ELU,
  elu,
  GELU,
  gelu,
  Hardtanh,
  hardsigmoid,
  hardswish,
  hardtanh,
  LeakyReLU,
  LogSoftmax,
  leakyRelu,
  logSoftmax,
  PReLU,
  prelu,
  ReLU,
  relu,
  type Shape,
  ShapeError,
  Softmax,
  Softplus,
  selu,
  sigmoid,
  silu,
  softmax,
  softplus,
  softsign,
  type Tensor,
  tanh,
  tensor,
  zeros,
} from "@layerbook/layers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const float64 = { dtype: "float64" } as const;
const infinity = Number.POSITIVE_INFINITY;

function derivatives(run: (x: Tensor) => Tensor, points: number[]): unknown {
  const x = tensor(points, { ...float64, requiresGrad: true });
  run(x).sum().backward();
  return x.grad?.toArray();
}

// What torch.autograd gives on the CPU: at a bend, the slope of one side.
describe("the gradient at a bend", () => {
  it.each<[string, (x: Tensor) => Tensor, number[], number[]]>([
    ["relu", relu, [0], [0]],
    ["leakyRelu", (x) => leakyRelu(x, { negativeSlope: 0.5 }), [0], [0.5]],
    ["elu", (x) => elu(x, { alpha: 3 }), [0], [3]],
    ["hardtanh", hardtanh, [-1, 1], [0, 0]],
    ["hardsigmoid", hardsigmoid, [-3, 3], [0, 0]],
    ["hardswish", hardswish, [-3, 3], [0, 1]],
    ["softplus", (x) => softplus(x, { threshold: 0 }), [0, 1e-9], [0.5, 1]],
    ["prelu", (x) => prelu(x, tensor([0.25], float64)), [0], [0.25]],
    ["softsign", softsign, [0], [1]],
  ])("of %s", (_, run, points, expected) => {
    expect(derivatives(run, points)).toEqual(expected);
  });
});

describe("far out", () => {
  it.each<[string, number, number, (x: Tensor) => Tensor]>([
    ["sigmoid", -infinity, 0, sigmoid],
    ["sigmoid", infinity, 1, sigmoid],
    ["tanh", -infinity, -1, tanh],
    ["relu", infinity, infinity, relu],
    ["elu", -infinity, -1, elu],
    ["selu", -1e4, -1.7580993408473768, selu],
    ["gelu", infinity, infinity, gelu],
    ["gelu", -8, -4.976768459417427e-15, gelu],
    ["silu", -750, 0, silu],
    ["softplus", -infinity, 0, softplus],
    ["softplus", -40, 4.248354255291589e-18, softplus],
    ["softplus", 1e4, 1e4, softplus],
    ["softsign", 1e300, 1, softsign],
    ["hardswish", -1e300, 0, hardswish],
  ])("%s of %d is %d", (_, x, expected, run) => {
    const value = run(tensor(x, float64)).item();
    if (Number.isFinite(expected)) {
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-14 * Math.abs(expected));
    } else expect(value).toBe(expected);
  });

  it("softmax adds up to 1, and its logarithm is finite, for numbers of up to 1e4", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 6 }),
        (row) => {
          const x = tensor(row, float64);
          expect(Math.abs(softmax(x, 0).sum().item() - 1)).toBeLessThan(1e-14);
          expect(logSoftmax(x, 0).toTypedArray().every(Number.isFinite)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });
});

it("PReLU uses one slope for each channel, which is axis 1", () => {
  const layer = new PReLU({ numParameters: 2 });
  layer.weight.assign([0.5, 2]);
  const input = tensor([
    [
      [-1, 1],
      [-1, -3],
    ],
  ]);
  expect(layer.forward(input).toArray()).toEqual([
    [
      [-0.5, 1],
      [-2, -6],
    ],
  ]);
  layer.forward(input).sum().backward();
  expect(layer.weight.grad?.toArray()).toEqual([-1, -4]);
});

it("keeps any shape, down to a single number", () => {
  for (const shape of [[], [3], [2, 0], [2, 1, 2]] as Shape[]) {
    expect(new PReLU().forward(zeros(shape)).shape).toEqual(shape);
    expect(new GELU().forward(zeros(shape)).shape).toEqual(shape);
    expect(new ReLU().outputShape(shape)).toEqual(shape);
  }
});

it("is printed with its options", () => {
  expect(
    [new ReLU(), new ELU(), new GELU(), new Softplus({ beta: 2 }), new Softmax(-1), new PReLU()].map(String),
  ).toEqual([
    "ReLU()",
    "ELU(alpha: 1)",
    'GELU(approximate: "none")',
    "Softplus(beta: 2, threshold: 20)",
    "Softmax(-1)",
    "PReLU(numParameters: 1)",
  ]);
});

it.each<[string, () => unknown, string]>([
  [
    "a slope of NaN",
    () => new LeakyReLU({ negativeSlope: Number.NaN }),
    "Cannot make LeakyReLU with negativeSlope NaN: expected a finite number",
  ],
  [
    "an infinite alpha",
    () => elu(zeros([1]), { alpha: infinity }),
    "Cannot apply elu with alpha Infinity: expected a finite number",
  ],
  [
    "an unknown approximation",
    () => new GELU({ approximate: "erf" as "tanh" }),
    'Cannot make GELU with approximate "erf": expected "none" or "tanh"',
  ],
  [
    "a beta of 0",
    () => new Softplus({ beta: 0 }),
    "Cannot make Softplus with beta 0: expected a number above 0",
  ],
  [
    "bounds the wrong way round",
    () => new Hardtanh({ minVal: 2 }),
    "Cannot make Hardtanh with minVal 2 and maxVal 1: expected minVal below maxVal",
  ],
  [
    "no dim",
    () => new Softmax(undefined as never),
    "Cannot make Softmax along dim undefined: expected a whole number, such as 1 for [batch, classes]",
  ],
  [
    "a dim that the input does not have",
    () => new LogSoftmax(2).forward(zeros([2, 3])),
    "Cannot take the logSoftmax of [2, 3] along dim 2: expected a whole number from -2 to 1",
  ],
  [
    "whole numbers",
    () => gelu(zeros([2], { dtype: "int32" })),
    'Cannot take gelu of an int32 tensor: convert it first with .to("float32")',
  ],
  [
    "slopes for other channels",
    () => new PReLU({ numParameters: 3 }).forward(zeros([5, 2])),
    "Cannot apply prelu with slopes [3] to input [5, 2]: expected one slope, or 2, one per channel (channels is axis 1)",
  ],
  [
    "slopes of another dtype",
    () => prelu(zeros([2], float64), zeros([1])),
    'Cannot apply prelu with slopes [1] to input [2]: input is float64, weight is float32; convert one of them with .to("float64")',
  ],
  [
    "no slopes",
    () => new PReLU({ numParameters: 0 }),
    "Cannot make PReLU with numParameters 0: expected a whole number of at least 1",
  ],
])("refuses %s", (_, run, message) => {
  expect(run).toThrow(new ShapeError(message));
});

import {
  cat,
  gradcheck,
  manualSeed,
  oneHot,
  randn,
  type Shape,
  stack,
  type Tensor,
  tensor,
  where,
  zeros,
} from "@layerbook/layers";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";

beforeEach(() => manualSeed(3));

const float64 = { dtype: "float64" } as const;
const mask = tensor([1, 0, 1], { dtype: "int32" });
const index = tensor(
  [
    [2, 0],
    [1, 1],
  ],
  { dtype: "int32" },
);

/** Every operation with a gradient, on inputs away from where it has a kink. */
const operations: readonly (readonly [
  name: string,
  run: (...inputs: Tensor[]) => Tensor,
  ...shapes: Shape[],
])[] = [
  ["add", (a, b) => a.add(b), [2, 3], [2, 3]],
  ["add, broadcast", (a, b) => a.add(b), [2, 1, 3], [4, 1]],
  ["add a number", (a) => a.add(2), [3]],
  ["sub, broadcast", (a, b) => a.sub(b), [3], [2, 3]],
  ["mul, broadcast", (a, b) => a.mul(b), [2, 3], [3]],
  ["mul by itself", (a) => a.mul(a), [3]],
  ["div", (a, b) => a.div(b.add(5)), [2, 3], [2, 3]],
  ["pow", (a, b) => a.abs().add(1).pow(b), [2, 3], [3]],
  ["pow by a number", (a) => a.pow(3), [4]],
  ["maximum", (a, b) => a.maximum(b), [2, 3], [2, 3]],
  ["minimum", (a, b) => a.minimum(b), [2, 3], [3]],
  ["where", (a, b) => where(mask, a, b), [2, 3], [3]],
  ["neg", (a) => a.neg(), [3]],
  ["exp", (a) => a.exp(), [3]],
  ["log", (a) => a.abs().add(1).log(), [3]],
  ["sqrt", (a) => a.abs().add(1).sqrt(), [3]],
  ["abs", (a) => a.abs(), [5]],
  ["clamp", (a) => a.clamp(-0.7, 0.7), [6]],
  ["tanh", (a) => a.tanh(), [3]],
  ["sigmoid", (a) => a.sigmoid(), [3]],
  ["relu", (a) => a.relu(), [6]],
  ["clone", (a) => a.clone(), [3]],
  ["matmul", (a, b) => a.matmul(b), [2, 3], [3, 4]],
  ["matmul of stacks, broadcast", (a, b) => a.matmul(b), [2, 1, 2, 3], [3, 3, 2]],
  ["matmul of a vector and a matrix", (a, b) => a.matmul(b), [3], [3, 2]],
  ["matmul of a matrix and a vector", (a, b) => a.matmul(b), [2, 3], [3]],
  ["matmul of vectors", (a, b) => a.matmul(b), [3], [3]],
  ["sum", (a) => a.sum(), [2, 3]],
  ["sum over an axis", (a) => a.sum(0), [2, 3]],
  ["sum over axes, kept", (a) => a.sum([0, 2], { keepdim: true }), [2, 3, 2]],
  ["mean", (a) => a.mean(-1), [2, 3]],
  ["var", (a) => a.var(1), [2, 3]],
  ["var of a population", (a) => a.var([0, 1], { correction: 0 }), [2, 3]],
  ["std", (a) => a.std(0), [3, 2]],
  ["max", (a) => a.max(1), [2, 3]],
  ["min", (a) => a.min(), [2, 3]],
  ["softmax", (a) => a.softmax(1), [2, 3, 2]],
  ["logSoftmax", (a) => a.logSoftmax(-1), [2, 3]],
  ["reshape", (a) => a.reshape([3, -1]), [2, 3]],
  ["permute", (a) => a.permute([2, 0, 1]), [2, 3, 2]],
  ["transpose", (a) => a.transpose(0, -1), [2, 3]],
  ["flatten", (a) => a.flatten(1), [2, 3, 2]],
  ["squeeze", (a) => a.squeeze(), [2, 1, 3]],
  ["unsqueeze", (a) => a.unsqueeze(-1), [2, 3]],
  ["slice", (a) => a.slice(1, 1, 6, 2), [2, 7]],
  ["select", (a) => a.select(0, -1), [3, 2]],
  ["gather", (a) => a.gather(1, index), [2, 3]],
  ["split", (a) => a.split([1, 2], 1)[1] as Tensor, [2, 3]],
  ["flip", (a) => a.flip([0, 1]), [2, 3]],
  ["pad", (a) => a.pad([1, 2, 0, 1], { value: 3 }), [2, 3]],
  ["pad, reflected", (a) => a.pad([2, 1], { mode: "reflect" }), [2, 3]],
  ["pad, replicated", (a) => a.pad([2, 2, 1, 1], { mode: "replicate" }), [2, 3]],
  ["pad, circular", (a) => a.pad([3, 1], { mode: "circular" }), [2, 3]],
  ["cat", (a, b) => cat([a, b], 1), [2, 1], [2, 3]],
  ["stack", (a, b) => stack([a, b], 1), [2, 3], [2, 3]],
];

const named = operations.map(([name, run, ...shapes]) => ({ name, run, shapes }));

it.each(named)("$name has a right gradient", ({ run, shapes }) => {
  const inputs = shapes.map((shape) => randn(shape, float64));
  // The weights tell apart the gradients that a plain sum would mix up.
  const weighed = (...leaves: Tensor[]): Tensor => {
    const output = run(...leaves);
    manualSeed(9);
    return output.mul(randn(output.shape, float64));
  };
  expect(gradcheck(weighed, inputs)).toBe(true);
});

it.each(named)("$name leaves its inputs as they were", ({ run, shapes }) => {
  const inputs = shapes.map((shape) => randn(shape));
  const before = inputs.map((input) => input.toArray());
  run(...inputs);
  expect(inputs.map((input) => input.toArray())).toEqual(before);
});

describe("the values of", () => {
  const a = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  it.each<[string, Tensor, unknown]>([
    [
      "add",
      a.add(tensor([10, 20, 30])),
      [
        [11, 22, 33],
        [14, 25, 36],
      ],
    ],
    [
      "sub",
      a.sub(1),
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
    ],
    [
      "div",
      a.div(tensor([[2], [4]])),
      [
        [0.5, 1, 1.5],
        [1, 1.25, 1.5],
      ],
    ],
    [
      "eq",
      a.eq(3),
      [
        [0, 0, 1],
        [0, 0, 0],
      ],
    ],
    [
      "gt",
      a.gt(3),
      [
        [0, 0, 0],
        [1, 1, 1],
      ],
    ],
    [
      "lt",
      a.lt(tensor([2, 2, 7])),
      [
        [1, 0, 1],
        [0, 0, 1],
      ],
    ],
    [
      "clamp",
      a.clamp(2, 5),
      [
        [2, 2, 3],
        [4, 5, 5],
      ],
    ],
    [
      "clamp below",
      a.clamp(3),
      [
        [3, 3, 3],
        [4, 5, 6],
      ],
    ],
    ["relu", tensor([-1, 0, 2]).relu(), [0, 0, 2]],
    [
      "matmul",
      a.matmul(
        tensor([
          [1, 0],
          [0, 1],
          [1, 1],
        ]),
      ),
      [
        [4, 5],
        [10, 11],
      ],
    ],
    ["sum", a.sum(1), [6, 15]],
    ["sum, kept", a.sum(0, { keepdim: true }), [[5, 7, 9]]],
    ["mean", a.mean(), 3.5],
    ["var", a.var(1), [1, 1]],
    ["max", a.max(0), [4, 5, 6]],
    ["min", a.min([0, 1]), 1],
    ["argmax", a.argmax(1), [2, 2]],
    [
      "argmax of all",
      tensor([
        [1, 9],
        [9, 2],
      ]).argmax(),
      1,
    ],
    ["argmax with NaN", tensor([1, Number.NaN, 3]).argmax(0), 1],
    [
      "permute",
      a.permute([1, 0]),
      [
        [1, 4],
        [2, 5],
        [3, 6],
      ],
    ],
    [
      "slice",
      a.slice(1, -2),
      [
        [2, 3],
        [5, 6],
      ],
    ],
    ["slice past the end", a.slice(0, 1, 9), [[4, 5, 6]]],
    ["slice of nothing", a.slice(0, 2, 1), []],
    ["select", a.select(1, 1), [2, 5]],
    [
      "flip",
      a.flip([1]),
      [
        [3, 2, 1],
        [6, 5, 4],
      ],
    ],
    [
      "gather",
      a.gather(1, index),
      [
        [3, 1],
        [5, 5],
      ],
    ],
    ["pad", tensor([1, 2, 3]).pad([1, 2]), [0, 1, 2, 3, 0, 0]],
    ["pad, reflected", tensor([1, 2, 3]).pad([2, 1], { mode: "reflect" }), [3, 2, 1, 2, 3, 2]],
    ["pad, replicated", tensor([1, 2, 3]).pad([2, 1], { mode: "replicate" }), [1, 1, 1, 2, 3, 3]],
    ["pad, circular", tensor([1, 2, 3]).pad([2, 1], { mode: "circular" }), [2, 3, 1, 2, 3, 1]],
    [
      "pad of the last axis first",
      tensor([[1]]).pad([1, 0, 0, 1]),
      [
        [0, 1],
        [0, 0],
      ],
    ],
    [
      "cat",
      cat([a, a.slice(0, 0, 1)]),
      [
        [1, 2, 3],
        [4, 5, 6],
        [1, 2, 3],
      ],
    ],
    [
      "stack",
      stack([tensor([1, 2]), tensor([3, 4])], -1),
      [
        [1, 3],
        [2, 4],
      ],
    ],
    [
      "where",
      where(a.gt(3), a, 0),
      [
        [0, 0, 0],
        [4, 5, 6],
      ],
    ],
    [
      "oneHot",
      oneHot(tensor([2, 0], { dtype: "int32" })),
      [
        [0, 0, 1],
        [1, 0, 0],
      ],
    ],
    ["softmax of large numbers", tensor([1000, 1000]).softmax(0), [0.5, 0.5]],
  ])("%s", (_, actual, expected) => {
    expect(actual.toArray()).toEqual(expected);
  });

  it("split, even and by sizes", () => {
    expect(a.split(2, 1).map((piece) => piece.shape)).toEqual([
      [2, 2],
      [2, 1],
    ]);
    expect(a.split([1, 0, 2], 1).map((piece) => piece.toArray())).toEqual([
      [[1], [4]],
      [[], []],
      [
        [2, 3],
        [5, 6],
      ],
    ]);
  });

  it("relu, clamp, max, min, maximum and sum let NaN pass", () => {
    const x = tensor([1, Number.NaN]);
    for (const result of [x.relu(), x.clamp(0, 1), x.max(), x.min(), x.maximum(0), x.minimum(0), x.sum()]) {
      expect(Array.from(result.toTypedArray()).some(Number.isNaN)).toBe(true);
    }
  });
});

describe("for all inputs", () => {
  const size = fc.integer({ min: 0, max: 4 });

  it("permuting there and back changes nothing", () => {
    fc.assert(
      fc.property(fc.array(size, { maxLength: 4 }), fc.infiniteStream(fc.nat(1000)), (shape, keys) => {
        const x = randn(shape);
        const order = shape.map((_, axis) => ({ axis, key: keys.next().value as number }));
        const dims = order.sort((p, q) => p.key - q.key).map(({ axis }) => axis);
        const back = dims.map((_, axis) => dims.indexOf(axis));
        expect(x.permute(dims).permute(back).toArray()).toEqual(x.toArray());
      }),
    );
  });

  it("split goes by the sum of its sizes, not by their product", () => {
    const sizes = [2000, 2000, 2000];
    expect(
      zeros([6000])
        .split(sizes)
        .map((piece) => piece.numel()),
    ).toEqual(sizes);
  });

  it("split and cat are each other's opposite", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 5 }), (sizes) => {
        const x = randn([2, sizes.reduce((sum, piece) => sum + piece, 0), 2]);
        expect(cat(x.split(sizes, 1), 1).toArray()).toEqual(x.toArray());
      }),
    );
  });

  it("matmul of a transposed pair is the transposed matmul", () => {
    const count = fc.integer({ min: 0, max: 5 });
    fc.assert(
      fc.property(count, count, count, (n, m, p) => {
        const [a, b] = [randn([n, m], float64), randn([m, p], float64)];
        expect(a.matmul(b).transpose(0, 1).toArray()).toEqual(
          b.transpose(0, 1).matmul(a.transpose(0, 1)).toArray(),
        );
      }),
    );
  });
});

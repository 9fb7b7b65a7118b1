import {
  arange,
  cat,
  empty,
  eye,
  FormatError,
  full,
  LayerbookError,
  linspace,
  MemoryError,
  oneHot,
  ones,
  rand,
  ShapeError,
  stack,
  type Tensor,
  tensor,
  where,
  zeros,
} from "@layerbook/layers";
import { describe, expect, it } from "vitest";

const int32 = { dtype: "int32" } as const;

describe("creation", () => {
  it.each<[string, Tensor, unknown]>([
    [
      "tensor of nested arrays",
      tensor([
        [1, 2],
        [3, 4],
      ]),
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      "tensor of a flat array and a shape",
      tensor([1, 2, 3, 4], { shape: [2, 2] }),
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ["tensor of one number", tensor(7), 7],
    ["tensor of truth values", tensor([true, false]), [1, 0]],
    ["tensor of nothing", tensor([[], []]), [[], []]],
    ["zeros", zeros([2, 1]), [[0], [0]]],
    ["ones", ones([2]), [1, 1]],
    ["empty", empty([2]), [0, 0]],
    ["full", full([2], 3, int32), [3, 3]],
    ["arange", arange(0, 5, 2), [0, 2, 4]],
    ["arange downwards", arange(2, 0, -1), [2, 1]],
    ["arange of nothing", arange(3, 3), []],
    ["linspace", linspace(0, 1, 5), [0, 0.25, 0.5, 0.75, 1]],
    ["linspace of one", linspace(3, 9, 1), [3]],
    [
      "eye",
      eye(2, 3),
      [
        [1, 0, 0],
        [0, 1, 0],
      ],
    ],
  ])("%s", (_, actual, expected) => {
    expect(actual.toArray()).toEqual(expected);
  });

  it("keeps the type of a typed array where a tensor has it, and else is float32", () => {
    expect(tensor(new Float64Array(1)).dtype).toBe("float64");
    expect(tensor(new Int32Array(1)).dtype).toBe("int32");
    expect(tensor(new Uint8Array(1)).dtype).toBe("float32");
    expect(tensor([1]).dtype).toBe("float32");
  });

  it("copies: neither side sees the other change", () => {
    const values = new Float32Array([1, 2]);
    const x = tensor(values);
    values[0] = 9;
    const copy = x.toTypedArray();
    copy[1] = 9;
    expect(x.toArray()).toEqual([1, 2]);
  });

  it("linspace ends exactly at its end", () => {
    const x = linspace(-1, 0.1, 1001, { dtype: "float64" });
    expect([x.at(0), x.at(-1)]).toEqual([-1, 0.1]);
  });
});

describe("a tensor", () => {
  const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);

  it("is read by at, item and toArray", () => {
    expect([x.at(0, 2), x.at(-1, -3), tensor([[5]]).item(), x.numel()]).toEqual([3, 4, 5, 6]);
  });

  it("has a shape that cannot be changed", () => {
    expect(() => (x.shape as number[]).push(1)).toThrow(TypeError);
  });

  it("changes by assign alone, and what shares its numbers keeps them", () => {
    const y = tensor([
      [1, 2],
      [3, 4],
    ]);
    const [detached, reshaped] = [y.detach(), y.reshape([4])];
    expect(
      y.assign([
        [5, 6],
        [7, 8],
      ]),
    ).toBe(y);
    expect(y.toArray()).toEqual([
      [5, 6],
      [7, 8],
    ]);
    expect(y.assign([1, 1, 1, 1]).toArray()).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect([detached.toArray(), reshaped.toArray()]).toEqual([
      [
        [1, 2],
        [3, 4],
      ],
      [1, 2, 3, 4],
    ]);
  });

  it("becomes int32 by cutting fractions off, as in PyTorch", () => {
    expect(tensor([1.9, -1.9]).to("int32").toArray()).toEqual([1, -1]);
  });

  it("wraps int32 sums around, as in PyTorch", () => {
    expect(
      tensor([2 ** 31 - 1], int32)
        .add(1)
        .item(),
    ).toBe(-(2 ** 31));
    // (2^31 - 1)^2 = 2^62 - 2^32 + 1, and 2^32 divides all of it but the 1.
    const largest = tensor([2 ** 31 - 1], int32);
    expect(largest.mul(largest).item()).toBe(1);
  });

  it("refuses a total that int32 cannot hold, and a fraction as padding", () => {
    expect(() => tensor([2 ** 31 - 1, 1], int32).sum()).toThrow(
      new FormatError(
        "Cannot store 2147483648 in an int32 tensor: expected a whole number from -2147483648 to 2147483647",
      ),
    );
    expect(() => tensor([1], int32).pad([1, 1], { value: 0.5 })).toThrow(
      new FormatError(
        "Cannot store 0.5 in an int32 tensor: expected a whole number from -2147483648 to 2147483647",
      ),
    );
  });

  it("compares whole numbers with a fraction", () => {
    expect(tensor([0, 1], int32).gt(0.5).toArray()).toEqual([0, 1]);
  });
});

describe("its text", () => {
  it.each<[Tensor, string]>([
    [
      tensor([
        [1, 2],
        [3, 4],
      ]),
      "tensor([[1, 2], [3, 4]])",
    ],
    [tensor(0.1), "tensor(0.1)"],
    [tensor([0.1, 1 / 3]), "tensor([0.1, 0.3333333])"],
    [tensor([0.1, 1 / 3], { dtype: "float64" }), "tensor([0.1, 0.3333333333333333], dtype: float64)"],
    [tensor([1, 2], int32), "tensor([1, 2], dtype: int32)"],
    [tensor([Number.NaN, Infinity, -0]), "tensor([NaN, Infinity, 0])"],
    [zeros([0, 3]), "tensor([], shape: [0, 3])"],
    [ones([1], { requiresGrad: true }), "tensor([1], requiresGrad: true)"],
    [
      arange(0, 48).reshape([2, 24]),
      `tensor([[${Array.from({ length: 24 }, (_, i) => i).join(", ")}],\n        [${Array.from({ length: 24 }, (_, i) => 24 + i).join(", ")}]])`,
    ],
    [
      arange(0, 1200).reshape([3, 400]),
      "tensor([[0, 1, 2, ..., 397, 398, 399],\n        [400, 401, 402, ..., 797, 798, 799],\n        [800, 801, 802, ..., 1197, 1198, 1199]], shape: [3, 400])",
    ],
  ])("%s", (value, text) => {
    expect(String(value)).toBe(text);
  });

  it("puts an empty line between matrices that do not fit on one line", () => {
    expect(String(full([2, 2, 8], 1 / 3))).toContain("],\n\n        [[");
  });
});

describe("refused:", () => {
  const x = zeros([2, 3]);
  const self: unknown[] = [];
  self.push(self);
  it.each<[() => unknown, new (message: string) => Error, string]>([
    [
      () => tensor([[1, 2], [3]]),
      FormatError,
      "Cannot make a tensor from ragged arrays: expected an array of 2 at depth 1 (shape [2, 2]), found an array of 1",
    ],
    [
      () => tensor([[1], 2]),
      FormatError,
      "Cannot make a tensor from ragged arrays: expected an array of 1 at depth 1 (shape [2, 1]), found number",
    ],
    [
      () => tensor([1, [2]]),
      FormatError,
      "Cannot make a tensor: expected a number at depth 1, found an array",
    ],
    [
      () => tensor(["1"] as never),
      FormatError,
      "Cannot make a tensor: expected a number at depth 1, found string",
    ],
    [
      () => tensor(new BigInt64Array(1) as never),
      FormatError,
      "Cannot make a tensor from BigInt64Array: expected an array of numbers",
    ],
    [() => tensor(self as never), FormatError, "Cannot make a tensor from arrays nested more than 64 deep"],
    [
      () => tensor([1, 2, 3], { shape: [2, 2] }),
      ShapeError,
      "Cannot make a tensor of shape [2, 2] from 3 numbers: that shape holds 4",
    ],
    [
      () => tensor([0.5], int32),
      FormatError,
      "Cannot store 0.5 in an int32 tensor: expected a whole number from -2147483648 to 2147483647",
    ],
    [
      () => tensor([Number.NaN]).to("int32"),
      FormatError,
      "Cannot store NaN in an int32 tensor: expected a whole number from -2147483648 to 2147483647",
    ],
    [
      () => zeros([1], { dtype: "float16" as "float32" }),
      FormatError,
      'Cannot make a tensor of dtype "float16": expected "float32", "float64" or "int32"',
    ],
    [
      () => zeros([2, -1]),
      ShapeError,
      "Cannot use [2, -1] as a shape: -1 is not a whole number of at least 0",
    ],
    [() => zeros([1.5]), ShapeError, "Cannot use [1.5] as a shape: 1.5 is not a whole number of at least 0"],
    [
      () => zeros(3 as never),
      ShapeError,
      "Cannot use 3 as a shape: expected an array of sizes such as [2, 3]",
    ],
    [
      () => zeros([2 ** 53]),
      MemoryError,
      "Cannot make a tensor of shape [9007199254740992]: 9007199254740992 numbers are more than the 268435456 that one tensor can hold",
    ],
    [
      () => zeros([0, 2 ** 20, 2 ** 20]),
      MemoryError,
      "Cannot make a tensor of shape [0, 1048576, 1048576]: 1099511627776 numbers are more than the 268435456 that one tensor can hold",
    ],
    [() => arange(0, 1, -1), FormatError, "Cannot count from 0 to 1 in steps of -1: it never gets there"],
    [() => x.item(), ShapeError, "Cannot take the item of [2, 3]: it holds 6 numbers, expected 1"],
    [() => x.at(1), ShapeError, "Cannot read [2, 3] at [1]: expected 2 indices, got 1"],
    [() => x.at(1, 3), ShapeError, "Cannot read [2, 3] at [1, 3]: index 3 is outside axis 1 of size 3"],
    [() => zeros([2]).assign([[1], [2]]), ShapeError, "Cannot assign [2, 1] to [2]: shapes differ"],
    [
      () => zeros([2]).assign(zeros([2], int32)),
      ShapeError,
      'Cannot assign int32 [2] to float32 [2]: convert it first with .to("float32")',
    ],
    [
      () => x.add(zeros([4])),
      ShapeError,
      "Cannot add [2, 3] and [4]: sizes 3 and 4 at axis -1 differ and neither is 1",
    ],
    [
      () => x.mul(zeros([3], { dtype: "float64" })),
      ShapeError,
      'Cannot multiply float32 [2, 3] and float64 [3]: convert one of them with .to("float32")',
    ],
    [
      () => zeros([2], int32).add(0.5),
      FormatError,
      "Cannot store 0.5 in an int32 tensor: expected a whole number from -2147483648 to 2147483647",
    ],
    [() => x.add("1" as never), ShapeError, "Cannot add [2, 3] and string: expected a tensor or a number"],
    [
      () => zeros([2], int32).div(2),
      ShapeError,
      'Cannot divide an int32 tensor: convert it first with .to("float32")',
    ],
    [
      () => zeros([2], int32).mean(),
      ShapeError,
      'Cannot take the mean of an int32 tensor: convert it first with .to("float32")',
    ],
    [
      () => zeros([2], int32).exp(),
      ShapeError,
      'Cannot take exp of an int32 tensor: convert it first with .to("float32")',
    ],
    [
      () => x.clamp(2, 1),
      ShapeError,
      "Cannot clamp [2, 3] to 2..1: the lower bound must not be above the upper",
    ],
    [
      () => x.matmul(zeros([2, 3])),
      ShapeError,
      "Cannot multiply matrices [2, 3] and [2, 3]: rows of the first have 3 numbers, columns of the second 2",
    ],
    [
      () => x.matmul(tensor(2)),
      ShapeError,
      "Cannot multiply matrices [2, 3] and []: a single number is no matrix; use .mul()",
    ],
    [
      () => x.matmul(zeros([3, 1], { dtype: "float64" })),
      ShapeError,
      'Cannot multiply matrices [2, 3] and [3, 1]: dtypes float32 and float64 differ; convert one with .to("float32")',
    ],
    [() => x.sum(2), ShapeError, "Cannot sum [2, 3] along dim 2: expected a whole number from -2 to 1"],
    [() => x.sum([0, -2]), ShapeError, "Cannot sum [2, 3] along dims [0, -2]: axis 0 is named twice"],
    [() => tensor(1).softmax(0), ShapeError, "Cannot take the softmax of [] along dim 0: it has no axes"],
    [() => zeros([0]).max(), ShapeError, "Cannot take the max of [0]: there is nothing to compare"],
    [
      () => x.reshape([4]),
      ShapeError,
      "Cannot reshape [2, 3] to [4]: it holds 6 numbers, which do not fill that shape",
    ],
    [
      () => x.reshape([-1, 4]),
      ShapeError,
      "Cannot reshape [2, 3] to [-1, 4]: it holds 6 numbers, which do not fill that shape",
    ],
    [
      () => x.permute([0, 0]),
      ShapeError,
      "Cannot permute [2, 3] by [0, 0]: expected each of its 2 axes once",
    ],
    [
      () => x.flatten(1, 0),
      ShapeError,
      "Cannot flatten [2, 3] from axis 1 to axis 0: the first comes after the last",
    ],
    [
      () => x.slice(0, 0, 2, 0),
      ShapeError,
      "Cannot slice [2, 3] with step 0: expected a whole number of at least 1; use .flip() to turn the order round",
    ],
    [() => x.slice(0, 0.5), ShapeError, "Cannot slice [2, 3] at 0.5: expected a whole number"],
    [() => x.select(0, 2), ShapeError, "Cannot select index 2 of [2, 3] along dim 0: that axis has size 2"],
    [
      () => x.split([4, -1], 1),
      ShapeError,
      "Cannot split [2, 3] along dim 1 into [4, -1]: -1 is not a whole number of at least 0",
    ],
    [
      () => x.split([1, 1], 1),
      ShapeError,
      "Cannot split [2, 3] along dim 1 into [1, 1]: they add up to 2, that axis has size 3",
    ],
    [
      () => x.split(0),
      ShapeError,
      "Cannot split [2, 3] into pieces of 0: expected a whole number of at least 1",
    ],
    [
      () => x.gather(1, zeros([2, 3])),
      ShapeError,
      "Cannot gather from [2, 3] along dim 1 by [2, 3]: the index must be int32, it is float32",
    ],
    [
      () => x.gather(1, zeros([3, 1], int32)),
      ShapeError,
      "Cannot gather from [2, 3] along dim 1 by [3, 1]: the index must have the same rank and, but for axis 1, no larger sizes",
    ],
    [
      () => x.gather(1, full([2, 1], 3, int32)),
      ShapeError,
      "Cannot gather from [2, 3] along dim 1 by [2, 1]: index 3 is outside 0..2",
    ],
    [
      () => x.pad([1]),
      ShapeError,
      "Cannot pad [2, 3] by [1]: expected a [before, after] pair for at most 2 axes, from the last to the first",
    ],
    [() => x.pad([-1, 0]), ShapeError, "Cannot pad [2, 3] by -1: expected a whole number of at least 0"],
    [
      () => x.pad([4, 0], { mode: "circular" }),
      ShapeError,
      'Cannot pad [2, 3] by 4 at axis 1 with mode "circular": its size is 3, so at most 3 can be added on each side',
    ],
    [() => cat([]), ShapeError, "Cannot join no tensors: expected at least one"],
    [
      () => cat([x, zeros([2, 2])]),
      ShapeError,
      "Cannot join float32 [2, 3] and float32 [2, 2] along dim 0: all but the size of axis 0 must be the same",
    ],
    [() => stack([]), ShapeError, "Cannot stack no tensors: expected at least one"],
    [() => stack([x, zeros([2])]), ShapeError, "Cannot stack [2, 3] and [2]: all shapes must be the same"],
    [
      () => where(zeros([2], int32), x, 1),
      ShapeError,
      "Cannot choose between [2] and [2, 3]: sizes 2 and 3 at axis -1 differ and neither is 1",
    ],
    [() => oneHot(x), ShapeError, "Cannot one-hot encode float32 [2, 3]: classes must be int32"],
    [() => oneHot(full([1], 3, int32), 3), ShapeError, "Cannot one-hot encode [1]: class 3 is outside 0..2"],
  ])("%s", (run, type, message) => {
    expect(run).toThrow(new type(message));
    expect(run).toThrow(LayerbookError);
  });

  it("a stack that is too large is refused before memory is taken", () => {
    const large = rand([1]).pad([0, 2 ** 20]);
    expect(() => cat(new Array(2 ** 9).fill(large))).toThrow(
      new MemoryError(
        "Cannot make a tensor of shape [536871424]: 536871424 numbers are more than the 268435456 that one tensor can hold",
      ),
    );
  });
});

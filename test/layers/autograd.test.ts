import {
  cat,
  LayerbookError,
  noGrad,
  ones,
  randn,
  ShapeError,
  type Tensor,
  tensor,
  zeros,
} from "@layerbook/layers";
import { describe, expect, it } from "vitest";

const leaf = (values: number | number[]) => tensor(values, { requiresGrad: true });

describe("backward", () => {
  it("adds up over every way from a leaf to the output", () => {
    const x = leaf(3);
    x.mul(x).add(x.mul(4)).add(x).backward();
    expect(x.grad?.item()).toBe(2 * 3 + 4 + 1);
  });

  it("adds to what grad holds already", () => {
    const x = leaf([1, 2]);
    x.sum().backward();
    x.mul(2).sum().backward();
    expect(x.grad?.toArray()).toEqual([3, 3]);
  });

  it("weighs by the gradient that it is given", () => {
    const x = leaf([1, 2]);
    x.mul(x).backward(tensor([10, 1]));
    expect(x.grad?.toArray()).toEqual([20, 4]);
  });

  it("gives one grad to each leaf, which can be assigned without the other", () => {
    const [a, b] = [leaf([1]), leaf([2])];
    a.add(b).sum().backward();
    a.grad?.assign([5]);
    expect(b.grad?.toArray()).toEqual([1]);
  });

  it("gives none to what was not asked for, nor through detach", () => {
    const [x, y, constant] = [leaf([1, 2]), leaf([1, 2]), tensor([3, 4])];
    x.mul(constant).add(y.detach()).sum().backward();
    expect(constant.grad).toBeNull();
    expect(y.grad).toBeNull();
    expect(x.grad?.toArray()).toEqual([3, 4]);
  });

  it("reaches what a list held when it was joined, whatever the list holds later", () => {
    const x = leaf([2]);
    const list = [x.mul(3)];
    const joined = cat(list).sum();
    list.length = 0;
    joined.backward();
    expect(x.grad?.toArray()).toEqual([3]);
  });

  it("of a standard deviation is 0 where all numbers are equal", () => {
    const x = leaf([1, 1, 1]);
    x.std().backward();
    expect(x.grad?.toArray()).toEqual([0, 0, 0]);
  });

  it("of a largest number that is NaN goes to the NaN alone", () => {
    const x = leaf([1, Number.NaN, 2]);
    x.max().backward();
    expect(x.grad?.toArray()).toEqual([0, 1, 0]);
  });

  it("goes through a history of 30,000 steps", () => {
    const x = leaf(1);
    let y: Tensor = x;
    for (let i = 0; i < 30_000; i++) y = y.add(0);
    y.backward();
    expect(x.grad?.item()).toBe(1);
  });

  it("adds up a million shares of 0.1 without float32's drift, which would give 100958", () => {
    const x = leaf([1]);
    x.add(zeros([1_000_000]))
      .mul(0.1)
      .sum()
      .backward();
    expect(x.grad?.item()).toBe(100_000);
  });

  it("reads the numbers of the forward pass: assigning between the two is refused", () => {
    const x = leaf([1, 2]);
    const y = x.mul(x).sum();
    x.assign([5, 6]);
    expect(() => y.backward()).toThrow(
      new LayerbookError(
        "Cannot run backward through mul: its input [2] was assigned new numbers after the forward pass; compute the result again",
      ),
    );
    expect(x.grad).toBeNull();
  });
});

describe("refused, with nothing changed:", () => {
  it("a second backward through the same history", () => {
    const x = leaf([1, 2]);
    const y = x.exp();
    y.sum().backward();
    const before = x.grad?.toArray();
    expect(() => y.mul(2).sum().backward()).toThrow(
      new LayerbookError(
        "Cannot run backward through exp a second time: the first call released what it saved; compute the result again",
      ),
    );
    expect(x.grad?.toArray()).toEqual(before);
  });

  it.each<[string, () => void, new (message: string) => LayerbookError, string]>([
    [
      "no gradient asked for",
      () => ones([1]).backward(),
      LayerbookError,
      "Cannot run backward from [1]: nothing it was computed from was made with requiresGrad",
    ],
    [
      "more than one number",
      () => leaf([1, 2]).mul(2).backward(),
      ShapeError,
      "Cannot run backward from [2] without a gradient: only a tensor with one number needs none; reduce it with .sum() or .mean(), or pass a gradient of its shape",
    ],
    [
      "a gradient of another shape",
      () =>
        leaf([1, 2])
          .mul(2)
          .backward(ones([3])),
      ShapeError,
      "Cannot run backward from float32 [2] with gradient float32 [3]: shape and dtype must be the same",
    ],
    [
      "a gradient of another dtype",
      () =>
        leaf([1, 2])
          .mul(2)
          .backward(ones([2], { dtype: "float64" })),
      ShapeError,
      "Cannot run backward from float32 [2] with gradient float64 [2]: shape and dtype must be the same",
    ],
    [
      "a gradient of whole numbers",
      () => ones([2], { dtype: "int32", requiresGrad: true }),
      ShapeError,
      'Cannot require a gradient of an int32 tensor: use dtype "float32" or "float64"',
    ],
    [
      "assigning to a result",
      () => leaf([1]).mul(2).assign([3]),
      LayerbookError,
      "Cannot assign to the result of mul: its gradient would be wrong; assign to a tensor of your own, or to .detach()",
    ],
  ])("%s", (_, run, type, message) => {
    expect(run).toThrow(new type(message));
    expect(run).toThrow(LayerbookError);
  });
});

describe("noGrad", () => {
  it("records nothing inside and goes on recording after, even if the callback throws", () => {
    const x = leaf([1]);
    expect(noGrad(() => x.mul(2)).requiresGrad).toBe(false);
    expect(() =>
      noGrad(() => {
        throw new Error("inside");
      }),
    ).toThrow("inside");
    expect(x.mul(2).requiresGrad).toBe(true);
  });

  it("can stand inside itself", () => {
    const x = leaf([1]);
    noGrad(() => {
      noGrad(() => x.mul(2));
      expect(x.mul(2).requiresGrad).toBe(false);
    });
  });

  it("refuses a callback that returns a Promise", () => {
    expect(() => noGrad(async () => randn([2]))).toThrow(
      new LayerbookError(
        "Cannot run noGrad with a callback that returns a Promise: gradients are recorded again after its first await; call noGrad around the synchronous parts",
      ),
    );
  });
});

it("frees what an operation saved once backward has used it", () => {
  const x = leaf([1, 2, 3]);
  const y = cat([x, x]).mul(2);
  const loss = y.sum();
  loss.backward();
  const again = (name: string) =>
    new LayerbookError(
      `Cannot run backward through ${name} a second time: the first call released what it saved; compute the result again`,
    );
  expect(() => loss.backward()).toThrow(again("sum"));
  expect(() => y.backward(ones([6]))).toThrow(again("mul"));
});

import {
  arange,
  full,
  MaxPool2d,
  maxPool1d,
  maxPool2d,
  ShapeError,
  type Tensor,
  tensor,
  zeros,
} from "@layerbook/layers";
import { describe, expect, it } from "vitest";

describe("maxPool2d", () => {
  // The glossary's own 4x4: its figure shows this result, its code takes the windows the wrong way round.
  it("of the glossary's example gives [[5, 8], [9, 8]]", () => {
    const x = tensor([
      [1, 3, 5, 8],
      [5, 0, 2, 6],
      [9, 4, 7, 8],
      [3, 5, 1, 5],
    ]);
    expect(maxPool2d(x.unsqueeze(0), 2).toArray()).toEqual([
      [
        [5, 8],
        [9, 8],
      ],
    ]);
  });

  it("gives the gradient to the first of equal numbers", () => {
    const x = full([1, 2, 2], 3, { requiresGrad: true });
    maxPool2d(x, 2).sum().backward();
    expect(x.grad?.toArray()).toEqual([
      [
        [1, 0],
        [0, 0],
      ],
    ]);
  });

  it("adds up the gradients of windows that overlap", () => {
    const x = tensor(
      [
        [
          [0, 0, 0],
          [0, 1, 0],
          [0, 0, 0],
        ],
      ],
      { requiresGrad: true },
    );
    maxPool2d(x, 2, { stride: 1 }).sum().backward();
    expect(x.grad?.toArray()).toEqual([
      [
        [0, 0, 0],
        [0, 4, 0],
        [0, 0, 0],
      ],
    ]);
  });

  it("never lets padding win, even over -Infinity", () => {
    const x = full([1, 2, 2], Number.NEGATIVE_INFINITY);
    expect(maxPool2d(x, 2, { padding: 1 }).toArray()).toEqual([
      [
        [-Infinity, -Infinity],
        [-Infinity, -Infinity],
      ],
    ]);
  });

  it("lets NaN win over all", () => {
    const x = tensor([
      [
        [1, Number.NaN],
        [5, Number.POSITIVE_INFINITY],
      ],
    ]);
    expect(maxPool2d(x, 2).item()).toBeNaN();
  });

  it("keeps whole numbers whole", () => {
    expect(maxPool1d(tensor([[1, 5, 3, 2]], { dtype: "int32" }), 2).toString()).toBe(
      "tensor([[5, 3]], dtype: int32)",
    );
  });
});

describe("MaxPool2d", () => {
  it("gives indices that find its output in the input", () => {
    const x = arange(0, 36).reshape([1, 1, 6, 6]);
    const { output, indices } = new MaxPool2d(3, { returnIndices: true }).forward(x);
    expect(indices.dtype).toBe("int32");
    const found = x.flatten().gather(0, indices.flatten());
    expect(found.toArray()).toEqual(output.flatten().toArray());
  });

  it("prints its sizes", () => {
    expect(String(new MaxPool2d([2, 3], { ceilMode: true }))).toBe(
      "MaxPool2d([2, 3], stride: [2, 3], padding: 0, dilation: 1, ceilMode: true)",
    );
  });
});

describe("what does not fit is refused:", () => {
  const image = zeros([1, 3, 8, 8]);
  const pool =
    (input: Tensor, size: number, options = {}) =>
    () =>
      maxPool2d(input, size, options);
  it.each([
    [
      "rank",
      pool(zeros([8, 8]), 2),
      "Cannot pool input [8, 8]: expected [batch, channels, height, width] or [channels, height, width], got 2 axes",
    ],
    [
      "window above input",
      pool(image, 9),
      "Cannot pool input [1, 3, 8, 8]: the window spans 9 (dilation 1 * (9 - 1) + 1) at axis 2, the padded input only 8",
    ],
    [
      "padding",
      pool(image, 2, { padding: 2 }),
      "Cannot pool input [1, 3, 8, 8] with padding 2: expected at most 1, half the kernel of 2",
    ],
    [
      "kernelSize",
      pool(image, 0),
      "Cannot pool input [1, 3, 8, 8] with kernelSize 0: expected a whole number of at least 1",
    ],
    [
      "stride",
      pool(image, 2, { stride: 0.5 }),
      "Cannot pool input [1, 3, 8, 8] with stride 0.5: expected a whole number of at least 1",
    ],
    [
      "a window of padding alone",
      pool(zeros([1, 1, 2, 2]), 2, { dilation: 3, padding: 1, stride: 1 }),
      "Cannot pool input [1, 1, 2, 2]: with dilation 3 and padding 1, a window at axis 2 holds nothing but padding",
    ],
    [
      "options of the layer",
      () => new MaxPool2d(2, { stride: 0 }),
      "Cannot make a pooling layer with stride 0: expected a whole number of at least 1",
    ],
  ])("%s", (_, run, message) => {
    expect(run).toThrow(new ShapeError(message));
  });
});

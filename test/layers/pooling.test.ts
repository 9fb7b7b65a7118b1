import {
  AdaptiveAvgPool2d,
  AdaptiveMaxPool2d,
  AvgPool2d,
  adaptiveMaxPool2d,
  allClose,
  arange,
  avgPool1d,
  avgPool2d,
  full,
  LPPool2d,
  lpPool1d,
  lpPool2d,
  MaxPool2d,
  MaxUnpool2d,
  manualSeed,
  maxPool1d,
  maxPool2d,
  maxUnpool1d,
  maxUnpool2d,
  randn,
  type Tensor,
  tensor,
} from "@layerbook/layers";
import { beforeEach, describe, expect, it } from "vitest";

beforeEach(() => manualSeed(1));

// The glossary's figure. Its code, of which golden/seed keeps the results, takes the windows the wrong way round.
const glossary = tensor([
  [
    [1, 2, 3, 4],
    [5, 1, 3, 8],
    [5, 1, 4, 7],
    [9, 5, 8, 2],
  ],
]);

describe("maxPool2d", () => {
  it("of the glossary's example gives [[5, 8], [9, 8]]", () => {
    expect(maxPool2d(glossary, 2).toArray()).toEqual([
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

describe("avgPool2d", () => {
  it("of the glossary's example gives [[2.25, 4.5], [5, 5.25]]", () => {
    expect(avgPool2d(glossary, 2).toArray()).toEqual([
      [
        [2.25, 4.5],
        [5, 5.25],
      ],
    ]);
  });

  // One number 6 in a 3x3 window: with all padding 9 places, without it 4; past the padding nothing counts.
  it("counts padding unless told not to, and never what is past it", () => {
    const x = tensor([6, 0, 0, 0], { shape: [1, 2, 2] });
    const options = { stride: 1, padding: 1 };
    expect(avgPool2d(x, 3, options).at(0, 0, 0)).toBeCloseTo(6 / 9);
    expect(avgPool2d(x, 3, { ...options, countIncludePad: false }).at(0, 0, 0)).toBe(6 / 4);
    const line = tensor([[0, 0, 6]]);
    expect(avgPool1d(line, 3, { padding: 1, ceilMode: true }).toArray()).toEqual([[0, 3]]);
    expect(avgPool1d(line, 2, { ceilMode: true }).toArray()).toEqual([[0, 6]]);
  });

  it("lets NaN and infinities pass, each in its own windows", () => {
    const x = tensor([[Number.NaN, 1, Number.POSITIVE_INFINITY, 1, 3, 5]]);
    expect(avgPool1d(x, 2).toArray()).toEqual([[Number.NaN, Number.POSITIVE_INFINITY, 4]]);
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

  it("gives them as adaptive pooling and the functions do", () => {
    const x = randn([2, 3, 6, 6]);
    const { output, indices } = new MaxPool2d(3, { returnIndices: true }).forward(x);
    for (const same of [
      maxPool2d(x, 3, { returnIndices: true }),
      adaptiveMaxPool2d(x, 2, { returnIndices: true }),
      new AdaptiveMaxPool2d(2, { returnIndices: true }).forward(x),
    ]) {
      expect(same.output.toArray()).toEqual(output.toArray());
      expect(same.indices.toArray()).toEqual(indices.toArray());
    }
  });

  it("keeps its own sizes when the caller's array changes", () => {
    const kernel = [2, 2];
    const layers = [new MaxPool2d(kernel), new AvgPool2d(kernel), new AdaptiveAvgPool2d(kernel)];
    kernel[0] = 5;
    for (const layer of layers) expect(layer.outputShape([1, 4, 4])).toEqual([1, 2, 2]);
  });
});

it.each([
  [
    new MaxPool2d([2, 3], { ceilMode: true }),
    "MaxPool2d([2, 3], stride: [2, 3], padding: 0, dilation: 1, ceilMode: true)",
  ],
  [new AvgPool2d(2, { stride: 1 }), "AvgPool2d(2, stride: 1, padding: 0)"],
  [
    new AvgPool2d(3, { padding: 1, ceilMode: true, countIncludePad: false, divisorOverride: 4 }),
    "AvgPool2d(3, stride: 3, padding: 1, ceilMode: true, countIncludePad: false, divisorOverride: 4)",
  ],
  [new LPPool2d(2, [2, 3], { ceilMode: true }), "LPPool2d(2, [2, 3], stride: [2, 3], ceilMode: true)"],
  [new MaxUnpool2d(2, { padding: 1 }), "MaxUnpool2d(2, stride: 2, padding: 1)"],
  [new AdaptiveAvgPool2d([3, null]), "AdaptiveAvgPool2d([3, null])"],
  [new AdaptiveMaxPool2d(1), "AdaptiveMaxPool2d(1)"],
])("%s prints its sizes", (layer, text) => {
  expect(String(layer)).toBe(text);
});

describe("lpPool2d", () => {
  // 3-4-5 and 5-12-13.
  it("gives the length of each window for normType 2, and its sum for 1", () => {
    const x = tensor([[[3, 4, 5, 12]]]);
    expect(lpPool2d(x, 2, [1, 2]).toArray()).toEqual([[[5, 13]]]);
    expect(lpPool2d(x, 1, [1, 2]).toArray()).toEqual([[[7, 17]]]);
  });

  it("takes no absolute values: an odd power of what is negative has no root", () => {
    const x = tensor([[-3, 4]]);
    expect(lpPool1d(x, 1, 2).toArray()).toEqual([[1]]);
    expect(lpPool1d(x, 2, 2).toArray()).toEqual([[5]]);
    expect(lpPool1d(tensor([[-4, 3]]), 3, 2).item()).toBeNaN();
  });

  // PyTorch averages what is there, and takes it times the whole kernel: 3 alone counts as 3 and 3.
  it("fills up a window that reaches past the end with its mean", () => {
    const x = tensor([[3, 4, 3]], { dtype: "float64" });
    const [[whole, part]] = lpPool1d(x, 2, 2, { ceilMode: true }).toArray() as [[number, number]];
    expect([whole, part]).toEqual([5, Math.sqrt(18)]);
  });

  it("gives the gradient 0 where the norm is 0, and x / norm elsewhere", () => {
    const x = tensor([[0, 0, 3, 4]], { requiresGrad: true });
    lpPool1d(x, 2, 2).sum().backward();
    expect(allClose(x.grad as Tensor, tensor([[0, 0, 0.6, 0.8]]))).toBe(true);
    const root = tensor([[0, 0]], { requiresGrad: true });
    lpPool1d(root, 0.5, 2).sum().backward();
    expect(root.grad?.toArray()).toEqual([[0, 0]]);
  });

  it("keeps powers that float32 could not hold", () => {
    expect(lpPool1d(tensor([[3e30, 4e30]]), 2, 2).item() / 5e30).toBeCloseTo(1, 6);
  });
});

describe("maxUnpool2d", () => {
  const pooled = (x: Tensor) => maxPool2d(x, 2, { returnIndices: true });

  it("puts the winners back in place, among zeros", () => {
    const { output, indices } = pooled(glossary);
    expect(maxUnpool2d(output, indices, 2).toArray()).toEqual([
      [
        [0, 0, 0, 0],
        [5, 0, 0, 8],
        [0, 0, 0, 0],
        [9, 0, 8, 0],
      ],
    ]);
  });

  it("gives the size that was pooled, where it is said", () => {
    const x = randn([2, 3, 5, 4]);
    const { output, indices } = pooled(x);
    for (const outputSize of [x.shape, [5, 4]]) {
      const back = maxUnpool2d(output, indices, 2, { outputSize });
      expect(back.shape).toEqual(x.shape);
      expect(maxPool2d(back.abs(), 2).toArray()).toEqual(output.abs().toArray());
    }
    expect(new MaxUnpool2d(2).outputShape([2, 3, 2, 2], { outputSize: [5, 4] })).toEqual(x.shape);
    expect(new MaxUnpool2d(2).outputShape([2, 3, 2, 2])).toEqual([2, 3, 4, 4]);
  });

  it("keeps the last of numbers for one place, and gives each the gradient", () => {
    const x = tensor([[[1, 2]]], { requiresGrad: true });
    const indices = tensor([[[1, 1]]], { dtype: "int32" });
    const back = maxUnpool1d(x, indices, 2, { outputSize: [3] });
    expect(back.toArray()).toEqual([[[0, 2, 0]]]);
    back.mul(3).sum().backward();
    expect(x.grad?.toArray()).toEqual([[[3, 3]]]);
  });
});

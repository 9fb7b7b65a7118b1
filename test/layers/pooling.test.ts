import {
  AdaptiveAvgPool2d,
  AdaptiveMaxPool2d,
  AvgPool2d,
  adaptiveAvgPool2d,
  adaptiveMaxPool2d,
  arange,
  avgPool1d,
  avgPool2d,
  full,
  MaxPool2d,
  manualSeed,
  maxPool1d,
  maxPool2d,
  randn,
  ShapeError,
  type Tensor,
  tensor,
  zeros,
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
  [new AdaptiveAvgPool2d([3, null]), "AdaptiveAvgPool2d([3, null])"],
  [new AdaptiveMaxPool2d(1), "AdaptiveMaxPool2d(1)"],
])("%s prints its sizes", (layer, text) => {
  expect(String(layer)).toBe(text);
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
    [
      "a map without numbers",
      pool(zeros([1, 3, 0, 8]), 2, { padding: 1 }),
      "Cannot pool input [1, 3, 0, 8]: with dilation 1 and padding 1, a window at axis 2 holds nothing but padding",
    ],
    [
      "the average of whole numbers",
      () => avgPool1d(tensor([[1, 2]], { dtype: "int32" }), 2),
      'Cannot average an int32 tensor: convert it first with .to("float32")',
    ],
    [
      "divisor",
      () => avgPool2d(image, 2, { divisorOverride: 0 }),
      "Cannot average with divisorOverride 0: expected a number other than 0, or null to count the numbers of each window",
    ],
    [
      "divisor of the layer",
      () => new AvgPool2d(2, { divisorOverride: Number.NaN }),
      "Cannot average with divisorOverride NaN: expected a number other than 0, or null to count the numbers of each window",
    ],
    [
      "output size",
      () => adaptiveAvgPool2d(image, [2, 0]),
      "Cannot pool input [1, 3, 8, 8] with outputSize 0: expected a whole number of at least 1, or null to keep the input's size",
    ],
    [
      "number of output sizes",
      () => new AdaptiveMaxPool2d([2, null, 2]),
      "Cannot make a pooling layer with outputSize [2, null, 2]: expected one size, or 2, one per spatial dimension",
    ],
    [
      "a map without numbers, adaptively",
      () => adaptiveMaxPool2d(zeros([1, 3, 8, 0]), 2),
      "Cannot pool input [1, 3, 8, 0]: axis 3 has size 0, expected at least 1",
    ],
    [
      "sizes of inputs that cannot be",
      () => new AvgPool2d(2).outputShape([1, 1, 4.5, 4]),
      "Cannot use [1, 1, 4.5, 4] as a shape: 4.5 is not a whole number of at least 0",
    ],
  ])("%s", (_, run, message) => {
    expect(run).toThrow(new ShapeError(message));
  });
});

import {
  allClose,
  Conv1d,
  Conv2d,
  Conv3d,
  type ConvolutionLayerOptions,
  conv1d,
  conv2d,
  conv3d,
  full,
  MemoryError,
  manualSeed,
  Parameter,
  RandomGenerator,
  randn,
  ShapeError,
  tensor,
  zeros,
} from "@layerbook/layers";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { naiveConv2d } from "./naive.ts";

beforeEach(() => manualSeed(5));

describe("the worked example", () => {
  const input = (requiresGrad = false) =>
    tensor(
      [
        [1, 2, 0],
        [0, 1, 3],
        [2, 1, 0],
      ],
      { requiresGrad },
    ).reshape([1, 1, 3, 3]);
  const weight = tensor(
    [
      [
        [
          [1, 0],
          [-1, 2],
        ],
      ],
    ],
    { requiresGrad: true },
  );

  it("by hand gives [[3, 7], [0, 0]]", () => {
    expect(conv2d(input(), weight).toArray()).toEqual([
      [
        [
          [3, 7],
          [0, 0],
        ],
      ],
    ]);
  });

  it("with the kernel turned gives [[1, 7], [0, -1]]", () => {
    expect(conv2d(input(), weight.flip([2, 3])).toArray()).toEqual([
      [
        [
          [1, 7],
          [0, -1],
        ],
      ],
    ]);
  });

  it("has, for upstream ones, the weight gradient [[4, 6], [4, 5]]", () => {
    conv2d(input(), weight).sum().backward();
    expect(weight.grad?.toArray()).toEqual([
      [
        [
          [4, 6],
          [4, 5],
        ],
      ],
    ]);
  });
});

describe("conv2d", () => {
  it("adds the bias to every number of its channel", () => {
    const [x, w, bias] = [randn([1, 2, 5, 4]), randn([3, 2, 2, 3]), randn([3])];
    expect(allClose(conv2d(x, w, bias), conv2d(x, w).add(bias.reshape([3, 1, 1])))).toBe(true);
  });

  it("gives what the formula says for any stride, padding, dilation and groups", () => {
    const settings = fc.record({
      stride: fc.integer({ min: 1, max: 3 }),
      padding: fc.integer({ min: 0, max: 3 }),
      dilation: fc.integer({ min: 1, max: 3 }),
      groups: fc.constantFrom(1, 2),
      height: fc.integer({ min: 7, max: 9 }),
      kernel: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(settings, ({ height, kernel, ...options }) => {
        const float64 = { dtype: "float64" } as const;
        const input = randn([1, 2, height, 7], float64);
        const weight = randn([4, 2 / options.groups, kernel, 2], float64);
        const bias = randn([4], float64);
        const actual = conv2d(input, weight, bias, options);
        expect(allClose(actual, naiveConv2d(input, weight, bias, options), { atol: 1e-12 })).toBe(true);
      }),
    );
  });

  it("is conv1d and conv3d with sizes of 1 put in", () => {
    const [x, w] = [randn([2, 3, 7]), randn([4, 3, 2])];
    const line = conv1d(x, w, null, { stride: 2, padding: 1 });
    expect(
      conv2d(x.unsqueeze(2), w.unsqueeze(2), null, { stride: [1, 2], padding: [0, 1] })
        .squeeze(2)
        .toArray(),
    ).toEqual(line.toArray());
    const volume = conv3d(x.reshape([2, 3, 1, 1, 7]), w.reshape([4, 3, 1, 1, 2]), null, {
      stride: [1, 1, 2],
      padding: [0, 0, 1],
    });
    expect(volume.reshape(line.shape).toArray()).toEqual(line.toArray());
  });

  it("takes an image without batch", () => {
    const [x, w] = [randn([2, 5, 5]), randn([3, 2, 3, 3])];
    expect(conv2d(x, w).toArray()).toEqual(conv2d(x.unsqueeze(0), w).squeeze(0).toArray());
  });

  it("lets infinities pass", () => {
    const x = full([1, 1, 3, 3], Number.POSITIVE_INFINITY);
    expect(conv2d(x, full([1, 1, 2, 2], 1)).at(0, 0, 0, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("Conv2d", () => {
  it("starts evenly drawn from -1/sqrt(fanIn)..1/sqrt(fanIn), as in PyTorch", () => {
    const layer = new Conv2d(8, 64, 5, { groups: 2 });
    const bound = 1 / Math.sqrt(4 * 25);
    for (const parameter of layer.parameters()) {
      expect(parameter.abs().max().item()).toBeLessThanOrEqual(bound);
      expect(parameter.abs().max().item()).toBeGreaterThan(0.9 * bound);
    }
    expect(layer.weight.std().item()).toBeCloseTo(bound / Math.sqrt(3), 3);
    expect(layer.weight.shape).toEqual([64, 4, 5, 5]);
  });

  it("draws from the generator it is given", () => {
    const make = () => new Conv2d(1, 2, 3, { generator: new RandomGenerator(4) }).weight.toArray();
    expect(make()).toEqual(make());
  });

  it("prints its sizes and what differs from the defaults", () => {
    const layer = new Conv2d(2, 4, 3, { stride: [2, 1], padding: "valid", groups: 2, bias: false });
    expect(String(layer)).toBe(
      "Conv2d(2, 4, kernelSize: [3, 3], stride: [2, 1], padding: valid, groups: 2, bias: false)",
    );
  });

  it.each<[ConvolutionLayerOptions & { in?: number; out?: number; kernel?: number }, string]>([
    [
      { kernel: 0 },
      "Cannot make a convolution from 4 to 6 channels with kernelSize 0: expected a whole number of at least 1",
    ],
    [
      { kernel: 2.5 },
      "Cannot make a convolution from 4 to 6 channels with kernelSize 2.5: expected a whole number of at least 1",
    ],
    [
      { in: 0 },
      "Cannot make a convolution from 0 to 6 channels with inChannels 0: expected a whole number of at least 1",
    ],
    [
      { out: 2 ** 53 },
      "Cannot make a convolution from 4 to 9007199254740992 channels with outChannels 9007199254740992: expected a whole number of at least 1",
    ],
    [{ groups: 4 }, "Cannot make a convolution from 4 to 6 channels: groups 4 does not divide outChannels 6"],
    [
      { groups: 0 },
      "Cannot make a convolution from 4 to 6 channels with groups 0: expected a whole number of at least 1",
    ],
    [
      { stride: 0 },
      "Cannot make a convolution from 4 to 6 channels with stride 0: expected a whole number of at least 1",
    ],
    [
      { stride: [1, 2, 3] },
      "Cannot make a convolution from 4 to 6 channels with stride [1, 2, 3]: expected one number, or 2, one per spatial dimension",
    ],
    [
      { dilation: -1 },
      "Cannot make a convolution from 4 to 6 channels with dilation -1: expected a whole number of at least 1",
    ],
    [
      { padding: -1 },
      "Cannot make a convolution from 4 to 6 channels with padding -1: expected a whole number of at least 0",
    ],
    [
      { padding: "full" as "same" },
      'Cannot make a convolution from 4 to 6 channels with padding "full": expected a number, one per spatial dimension, "same" or "valid"',
    ],
    [
      { padding: "same", stride: 2 },
      'Cannot make a convolution from 4 to 6 channels with padding "same" and stride [2, 2]: "same" needs stride 1; give the padding as a number',
    ],
    [
      { paddingMode: "mirror" as "reflect" },
      'Cannot pad with mode "mirror": expected one of "zeros", "reflect", "replicate", "circular"',
    ],
  ])("refuses %o when it is made", ({ in: inChannels = 4, out = 6, kernel = 3, ...options }, message) => {
    expect(() => new Conv2d(inChannels, out, kernel, options)).toThrow(new ShapeError(message));
  });

  it("refuses more weights than a tensor can hold before making any", () => {
    expect(() => new Conv3d(2 ** 20, 2 ** 20, 3)).toThrow(
      new MemoryError(
        "Cannot make a tensor of shape [1048576, 1048576, 3, 3, 3]: 29686813949952 numbers are more than the 268435456 that one tensor can hold",
      ),
    );
  });
});

describe("what does not fit is refused with both numbers:", () => {
  const image = zeros([1, 3, 32, 32]);
  const refused: [string, () => unknown, string][] = [
    [
      "channels",
      () => conv2d(image, zeros([8, 4, 3, 3])),
      "Cannot convolve input [1, 3, 32, 32] with weight [8, 4, 3, 3]: weight takes 4 input channels, input has 3 (channels is axis 1)",
    ],
    [
      "channels in groups",
      () => conv2d(image, zeros([8, 2, 3, 3]), null, { groups: 2 }),
      "Cannot convolve input [1, 3, 32, 32] with weight [8, 2, 3, 3]: weight takes 4 input channels (2 for each of 2 groups), input has 3 (channels is axis 1)",
    ],
    [
      "channels-last",
      () => conv2d(zeros([1, 32, 32, 3]), zeros([8, 3, 3, 3])),
      "Cannot convolve input [1, 32, 32, 3] with weight [8, 3, 3, 3]: weight takes 3 input channels, input has 32 (channels is axis 1); the input looks channels-last: use .permute([0, 3, 1, 2])",
    ],
    [
      "channels-last without batch",
      () => conv2d(zeros([32, 32, 3]), zeros([8, 3, 3, 3])),
      "Cannot convolve input [32, 32, 3] with weight [8, 3, 3, 3]: weight takes 3 input channels, input has 32 (channels is axis 0); the input looks channels-last: use .permute([2, 0, 1])",
    ],
    [
      "rank of the input",
      () => conv2d(zeros([32, 32]), zeros([8, 3, 3, 3])),
      "Cannot convolve input [32, 32] with weight [8, 3, 3, 3]: expected an input of [batch, channels, height, width] or [channels, height, width], got 2 axes",
    ],
    [
      "rank of the weight",
      () => conv2d(image, zeros([8, 3, 3])),
      "Cannot convolve input [1, 3, 32, 32] with weight [8, 3, 3]: expected a weight of 4 axes, [outChannels, inChannels / groups, ...kernelSize]",
    ],
    [
      "bias",
      () => conv2d(image, zeros([8, 3, 3, 3]), zeros([4])),
      "Cannot convolve input [1, 3, 32, 32] with weight [8, 3, 3, 3]: bias has shape [4], expected [8], one number per output channel",
    ],
    [
      "groups",
      () => conv2d(image, zeros([8, 1, 3, 3]), null, { groups: 3 }),
      "Cannot convolve input [1, 3, 32, 32] with weight [8, 1, 3, 3]: groups is 3, expected a whole number that divides the 8 output channels",
    ],
    [
      "dtypes",
      () => conv2d(image, zeros([8, 3, 3, 3], { dtype: "float64" })),
      'Cannot convolve input [1, 3, 32, 32] with weight [8, 3, 3, 3]: input is float32, weight is float64; convert one of them with .to("float32")',
    ],
    [
      "whole numbers",
      () => conv2d(zeros([1, 1, 3, 3], { dtype: "int32" }), zeros([1, 1, 2, 2], { dtype: "int32" })),
      'Cannot convolve input [1, 1, 3, 3] with weight [1, 1, 2, 2]: input is int32; convert it first with .to("float32")',
    ],
    [
      "stride",
      () => conv2d(image, zeros([8, 3, 3, 3]), null, { stride: 1.5 }),
      "Cannot convolve input [1, 3, 32, 32] with weight [8, 3, 3, 3] with stride 1.5: expected a whole number of at least 1",
    ],
    [
      "padding wider than it can reflect",
      () => conv2d(zeros([1, 1, 3, 3]), zeros([1, 1, 2, 2]), null, { padding: 3, paddingMode: "reflect" }),
      'Cannot pad [1, 1, 3, 3] by 3 at axis 2 with mode "reflect": its size is 3, so at most 2 can be added on each side',
    ],
  ];
  it.each(refused)("%s", (_, run, message) => {
    expect(run).toThrow(new ShapeError(message));
  });

  it("a kernel that spans more than the padded input", () => {
    const run = (padding: number[]) =>
      conv2d(zeros([1, 1, 5, 3]), zeros([1, 1, 3, 3]), null, { dilation: 3, padding });
    expect(run([1, 2]).shape).toEqual([1, 1, 1, 1]);
    expect(() => run([1, 1])).toThrow(
      new ShapeError(
        "Cannot convolve input [1, 1, 5, 3] with weight [1, 1, 3, 3]: the kernel spans 7 (dilation 3 * (3 - 1) + 1) at axis 3, the padded input only 5",
      ),
    );
  });

  it("a padding that would take more memory than there is, before it is taken", () => {
    for (const padding of [2 ** 40, 2 ** 52]) {
      const length = 3 + 2 * padding;
      expect(() => conv2d(zeros([1, 1, 3, 3]), zeros([1, 1, 2, 2]), null, { padding })).toThrow(
        new MemoryError(
          `Cannot make a tensor of shape [1, 1, ${length}, ${length}]: ${length * length} numbers are more than the 268435456 that one tensor can hold`,
        ),
      );
    }
  });
});

describe("trace", () => {
  it.each<[ConvolutionLayerOptions]>([
    [{}],
    [{ stride: 2, padding: 1 }],
    [{ dilation: 2, groups: 2, bias: false }],
    [{ padding: "same", paddingMode: "reflect" }],
    [{ padding: [0, 2], paddingMode: "circular", groups: 2 }],
  ])("follows forward to the last bit with %o", (options) => {
    const layer = new Conv2d(4, 6, 3, options);
    const input = randn([2, 4, 6, 5]);
    const output = layer.forward(input);
    for (const [sample, outputChannel] of [
      [0, 0],
      [1, 5],
      [1, 2],
    ] as const) {
      const trace = layer.trace(input, { sample, outputChannel });
      const expected = output.select(0, sample).select(0, outputChannel);
      expect(trace.output.toArray()).toEqual(expected.toArray());
      expect(trace.steps).toHaveLength(expected.numel());
      for (const { position, products, sum, value } of trace.steps) {
        expect(value).toBe(expected.at(...position));
        expect(products.reduce((total, product) => total + product, 0)).toBe(sum);
        expect(Math.fround(sum + trace.bias)).toBe(value);
        expect(products).toHaveLength(trace.kernel.numel());
      }
    }
  });

  it("points each product at the number under the window", () => {
    const layer = new Conv2d(2, 1, [2, 3], { stride: 2, padding: 1, dilation: 2 });
    const trace = layer.trace(randn([2, 7, 8]));
    expect(trace.padding).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(trace.input.shape).toEqual([1, 2, 7, 8]);
    expect(trace.paddedInput.shape).toEqual([2, 9, 10]);
    for (const { origin, products } of trace.steps) {
      let k = 0;
      for (let c = 0; c < 2; c++)
        for (let i = 0; i < 2; i++)
          for (let j = 0; j < 3; j++, k++) {
            const under = trace.paddedInput.at(
              c,
              (origin[0] as number) + 2 * i,
              (origin[1] as number) + 2 * j,
            );
            expect(products[k]).toBe(trace.kernel.at(c, i, j) * under);
          }
    }
  });

  it("of one dimension has positions of one number", () => {
    const trace = new Conv1d(1, 1, 2).trace(randn([1, 3]));
    expect(trace.steps.map(({ position }) => position)).toEqual([[0], [1]]);
  });

  it("is text where nothing draws", () => {
    expect(String(new Conv2d(1, 1, 2).trace(randn([1, 3, 3])))).toBe(
      "trace of convolution: sample 0, output channel 0, output [2, 2], 4 steps of 4 products",
    );
  });

  it.each<[{ sample?: number; outputChannel?: number }, string]>([
    [{ sample: 2 }, "Cannot trace sample 2: the batch has 2, counted from 0"],
    [{ outputChannel: -1 }, "Cannot trace output channel -1: the layer has 3, counted from 0"],
    [{ sample: 0.5 }, "Cannot trace sample 0.5: the batch has 2, counted from 0"],
  ])("refuses %o", (options, message) => {
    expect(() => new Conv2d(1, 3, 2).trace(zeros([2, 1, 4, 4]), options)).toThrow(new ShapeError(message));
  });

  it("refuses more products than a figure can use", () => {
    expect(() => new Conv2d(1, 3, 5).trace(zeros([1, 1, 512, 512]))).toThrow(
      new MemoryError(
        "Cannot trace the convolution of [1, 1, 512, 512]: 258064 windows of 25 products are more than the 4000000 products that a trace keeps; trace a part of the input, such as .slice(-1, 0, 32).slice(-2, 0, 32)",
      ),
    );
  });
});

it("a parameter of another convolution can take its place", () => {
  const layer = new Conv2d(1, 1, 2, { bias: false });
  layer.weight.assign(
    new Parameter(
      tensor([
        [
          [
            [1, 0],
            [0, 1],
          ],
        ],
      ]),
    ),
  );
  expect(
    layer
      .forward(
        tensor([
          [
            [1, 2],
            [3, 4],
          ],
        ]),
      )
      .toArray(),
  ).toEqual([[[5]]]);
});

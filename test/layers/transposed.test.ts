import {
  ConvTranspose1d,
  ConvTranspose2d,
  type ConvTransposeOptions,
  conv2d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  MemoryError,
  manualSeed,
  RandomGenerator,
  randn,
  ShapeError,
  tensor,
  zeros,
} from "@layerbook/layers";
import { beforeEach, describe, expect, it } from "vitest";

beforeEach(() => manualSeed(3));

describe("the worked example, [[0, 1], [2, 3]] by the kernel [[0, 1], [2, 3]]", () => {
  const square = tensor([
    [
      [0, 1],
      [2, 3],
    ],
  ]);
  const weight = square.unsqueeze(0);

  it("adds what overlaps", () => {
    expect(convTranspose2d(square, weight).toArray()).toEqual([
      [
        [0, 0, 1],
        [0, 4, 6],
        [4, 12, 9],
      ],
    ]);
  });

  it("with stride 2 lays the four kernels side by side", () => {
    expect(convTranspose2d(square, weight, null, { stride: 2 }).toArray()).toEqual([
      [
        [0, 0, 0, 1],
        [0, 0, 2, 3],
        [0, 2, 0, 3],
        [4, 6, 6, 9],
      ],
    ]);
  });

  it("with padding 1 keeps the middle, and the bias is added to all of it", () => {
    expect(convTranspose2d(square, weight, tensor([0.5]), { padding: 1 }).toArray()).toEqual([[[4.5]]]);
  });

  it("with output padding is longer at the end, where nothing but the bias is", () => {
    const output = convTranspose2d(square, weight, tensor([1]), { stride: 2, outputPadding: [0, 1] });
    expect(output.select(2, 4).toArray()).toEqual([[1, 1, 1, 1]]);
    expect(output.shape).toEqual([1, 4, 5]);
  });
});

it("does to its input what conv2d's gradient does, for any options", () => {
  const options = { stride: [2, 1], padding: 1, dilation: [1, 2], groups: 2 };
  const image = randn([2, 4, 6, 7], { requiresGrad: true, dtype: "float64" });
  const weight = randn([6, 2, 3, 2], { dtype: "float64" });
  const output = conv2d(image, weight, null, options);
  const upstream = randn(output.shape, { dtype: "float64" });
  output.backward(upstream);
  const transposed = convTranspose2d(upstream, weight, null, { ...options, outputPadding: [1, 0] });
  expect(transposed.toArray()).toEqual(image.grad?.toArray());
});

it("takes padding up to dilation, further than any kernel reaches", () => {
  const output = convTranspose1d(tensor([[2]]), tensor([[[1, 10]]]), null, { dilation: 3, outputPadding: 2 });
  expect(output.toArray()).toEqual([[2, 0, 0, 20, 0, 0]]);
});

describe("outputSize", () => {
  const layer = new ConvTranspose2d(2, 3, 3, { stride: [3, 2], padding: 1 });

  it("gives the output the size that is asked for, as outputPadding does", () => {
    const x = randn([2, 4, 5]);
    const { weight, bias } = layer;
    expect(layer.forward(x, { outputSize: [12, 10] }).toArray()).toEqual(
      convTranspose2d(x, weight, bias, { stride: [3, 2], padding: 1, outputPadding: [2, 1] }).toArray(),
    );
    expect(layer.outputShape([2, 4, 5], { outputSize: [12, 10] })).toEqual([3, 12, 10]);
  });

  it("must be one that the input can give", () => {
    expect(() => layer.forward(zeros([2, 4, 5]), { outputSize: [13, 10] })).toThrow(
      new ShapeError(
        "Cannot transpose-convolve input [2, 4, 5] with weight [2, 3, 3, 3]: outputSize is 13 at axis 1, expected 10 to 12, whose convolution gives 4",
      ),
    );
    expect(() => layer.forward(zeros([2, 4, 5]), { outputSize: 10.5 })).toThrow(
      new ShapeError(
        "Cannot transpose-convolve input [2, 4, 5] with weight [2, 3, 3, 3] with outputSize 10.5: expected a whole number of at least 1",
      ),
    );
  });
});

describe("a layer", () => {
  it("starts within 1/sqrt(fanIn) of the kernels that write to an input's window, from its own generator", () => {
    const make = () =>
      new ConvTranspose2d(6, 8, 2, { groups: 2, generator: new RandomGenerator(4), dtype: "float64" });
    expect(make().weight.shape).toEqual([6, 4, 2, 2]);
    expect(make().weight.toArray()).toEqual(make().weight.toArray());
    // 4 output channels of a group times 4 weights.
    expect(make().weight.abs().max().item()).toBeLessThanOrEqual(0.25);
    expect(make().weight.abs().max().item()).toBeGreaterThan(0.23);
    expect(make().bias?.shape).toEqual([8]);
  });

  it("prints the options that differ from the usual", () => {
    expect(
      String(new ConvTranspose1d(4, 6, 3, { stride: 2, outputPadding: [1], groups: 2, bias: false })),
    ).toBe("ConvTranspose1d(4, 6, kernelSize: [3], stride: 2, outputPadding: [1], groups: 2, bias: false)");
  });
});

describe("what does not fit is refused:", () => {
  const apply = (x: readonly number[], w: readonly number[], options: ConvTransposeOptions = {}) =>
    convTranspose2d(zeros(x), zeros(w), null, options);

  it.each([
    [
      "rank",
      () => apply([3, 3], [3, 2, 3, 3]),
      "Cannot transpose-convolve input [3, 3] with weight [3, 2, 3, 3]: expected an input of [batch, channels, height, width] or [channels, height, width], got 2 axes",
    ],
    [
      "rank of the weight",
      () => apply([3, 5, 5], [3, 2, 3]),
      "Cannot transpose-convolve input [3, 5, 5] with weight [3, 2, 3]: expected a weight of 4 axes, [inChannels, outChannels / groups, ...kernelSize]",
    ],
    [
      "channels",
      () => apply([1, 4, 5, 5], [3, 2, 3, 3]),
      "Cannot transpose-convolve input [1, 4, 5, 5] with weight [3, 2, 3, 3]: weight takes 3 input channels, input has 4 (channels is axis 1)",
    ],
    [
      "channels last",
      () => apply([1, 5, 5, 3], [3, 2, 3, 3]),
      "Cannot transpose-convolve input [1, 5, 5, 3] with weight [3, 2, 3, 3]: weight takes 3 input channels, input has 5 (channels is axis 1); the input looks channels-last: use .permute([0, 3, 1, 2])",
    ],
    [
      "groups",
      () => apply([3, 5, 5], [3, 2, 3, 3], { groups: 2 }),
      "Cannot transpose-convolve input [3, 5, 5] with weight [3, 2, 3, 3]: groups is 2, expected a whole number that divides the 3 input channels",
    ],
    [
      "bias",
      () => convTranspose2d(zeros([4, 5, 5]), zeros([4, 2, 3, 3]), zeros([2]), { groups: 2 }),
      "Cannot transpose-convolve input [4, 5, 5] with weight [4, 2, 3, 3]: bias has shape [2], expected [4], one number per output channel",
    ],
    [
      "dtype",
      () => convTranspose3d(zeros([1, 2, 2, 2]), zeros([1, 1, 1, 1, 1], { dtype: "float64" })),
      'Cannot transpose-convolve input [1, 2, 2, 2] with weight [1, 1, 1, 1, 1]: input is float32, weight is float64; convert one of them with .to("float32")',
    ],
    [
      "an empty map",
      () => apply([2, 3, 0, 5], [3, 2, 3, 3]),
      "Cannot transpose-convolve input [2, 3, 0, 5] with weight [3, 2, 3, 3]: the input is empty at axis 2, so there is nothing to spread",
    ],
    [
      "padding that leaves nothing",
      () => apply([3, 2, 9], [3, 2, 3, 3], { padding: 2, dilation: 1 }),
      "Cannot transpose-convolve input [3, 2, 9] with weight [3, 2, 3, 3]: the output would have size 0 at axis 1: stride 1 * (2 - 1) + dilation 1 * (3 - 1) + 1 - 2 * padding 2 + outputPadding 0",
    ],
    [
      "output padding of a whole stride",
      () => apply([3, 5, 5], [3, 2, 3, 3], { stride: 2, outputPadding: [1, 2] }),
      "Cannot transpose-convolve input [3, 5, 5] with weight [3, 2, 3, 3] with outputPadding 2: expected less than 2, the larger of stride 2 and dilation 1",
    ],
    [
      "stride 0",
      () => apply([3, 5, 5], [3, 2, 3, 3], { stride: 0 }),
      "Cannot transpose-convolve input [3, 5, 5] with weight [3, 2, 3, 3] with stride 0: expected a whole number of at least 1",
    ],
    [
      "the padding of another layer",
      () => apply([3, 5, 5], [3, 2, 3, 3], { padding: "same" as never }),
      'Cannot transpose-convolve input [3, 5, 5] with weight [3, 2, 3, 3] with padding "same": expected one number, or 2, one per spatial dimension',
    ],
    [
      "groups of the layer",
      () => new ConvTranspose2d(4, 6, 3, { groups: 4 }),
      "Cannot make a transposed convolution from 4 to 6 channels: groups 4 does not divide outChannels 6",
    ],
    [
      "output padding of the layer",
      () => new ConvTranspose1d(4, 6, 3, { outputPadding: 1 }),
      "Cannot make a transposed convolution from 4 to 6 channels with outputPadding 1: expected less than 1, the larger of stride 1 and dilation 1",
    ],
    [
      "a fraction",
      () => new ConvTranspose2d(1, 1, [3, 2.5]),
      "Cannot make a transposed convolution from 1 to 1 channels with kernelSize 2.5: expected a whole number of at least 1",
    ],
  ])("%s", (_, run, message) => {
    expect(run).toThrow(new ShapeError(message));
  });

  it("an output that no tensor can hold, before anything is allocated", () => {
    expect(() => apply([1, 2, 2], [1, 1, 1, 1], { stride: 2 ** 20 })).toThrow(
      new MemoryError(
        "Cannot make a tensor of shape [1, 1048577, 1048577]: 1099513724929 numbers are more than the 268435456 that one tensor can hold",
      ),
    );
    expect(() => apply([1, 2, 2], [1, 1, 1, 1], { stride: 2 ** 53 })).toThrow(
      new ShapeError(
        "Cannot transpose-convolve input [1, 2, 2] with weight [1, 1, 1, 1] with stride 9007199254740992: expected a whole number of at least 1",
      ),
    );
  });
});

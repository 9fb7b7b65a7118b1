import {
  AdaptiveMaxPool2d,
  AvgPool2d,
  adaptiveAvgPool2d,
  adaptiveMaxPool2d,
  avgPool1d,
  avgPool2d,
  LPPool2d,
  lpPool2d,
  MaxPool2d,
  MaxUnpool2d,
  maxPool2d,
  maxUnpool1d,
  maxUnpool2d,
  ShapeError,
  type Tensor,
  tensor,
  zeros,
} from "@layerbook/layers";
import { describe, expect, it } from "vitest";

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
    [
      "norm",
      () => lpPool2d(image, 0, 2),
      "Cannot take norms with normType 0: expected a finite number above 0; the norm of Infinity is max pooling of .abs()",
    ],
    [
      "norm of the layer",
      () => new LPPool2d(Number.POSITIVE_INFINITY, 2),
      "Cannot take norms with normType Infinity: expected a finite number above 0; the norm of Infinity is max pooling of .abs()",
    ],
    [
      "norms of whole numbers",
      () => lpPool2d(zeros([1, 2, 2], { dtype: "int32" }), 2, 2),
      'Cannot take norms of an int32 tensor: convert it first with .to("float32")',
    ],
    [
      "indices that are no whole numbers",
      () => maxUnpool2d(zeros([1, 2, 2]), zeros([1, 2, 2]), 2),
      "Cannot unpool input [1, 2, 2] with indices float32 [1, 2, 2]: expected int32 [1, 2, 2], as max pooling gives with returnIndices",
    ],
    [
      "indices of another shape",
      () => maxUnpool2d(zeros([1, 2, 2]), zeros([1, 2, 1], { dtype: "int32" }), 2),
      "Cannot unpool input [1, 2, 2] with indices int32 [1, 2, 1]: expected int32 [1, 2, 2], as max pooling gives with returnIndices",
    ],
    [
      "indices past the end",
      () => maxUnpool2d(zeros([1, 1, 1]), tensor([[[4]]], { dtype: "int32" }), 2),
      "Cannot unpool input [1, 1, 1] to maps of [2, 2]: index 4 is outside 0..3; give the pooled input's shape as outputSize",
    ],
    [
      "a size that would not have pooled to the input's",
      () => new MaxUnpool2d(2).outputShape([1, 3, 2, 2], { outputSize: [5, 6] }),
      "Cannot unpool input [1, 3, 2, 2] to outputSize [5, 6]: expected [3..5, 3..5], or that after [1, 3]",
    ],
    [
      "another number of channels",
      () => new MaxUnpool2d(2).outputShape([1, 3, 2, 2], { outputSize: [1, 2, 4, 4] }),
      "Cannot unpool input [1, 3, 2, 2] to outputSize [1, 2, 4, 4]: expected [3..5, 3..5], or that after [1, 3]",
    ],
    [
      "rank, back",
      () => maxUnpool1d(zeros([4]), zeros([4], { dtype: "int32" }), 2),
      "Cannot unpool input [4]: expected [batch, channels, length] or [channels, length], got 1 axes",
    ],
    [
      "options of the layer back",
      () => new MaxUnpool2d(2, { stride: 0 }),
      "Cannot make an unpooling layer with stride 0: expected a whole number of at least 1",
    ],
  ])("%s", (_, run, message) => {
    expect(run).toThrow(new ShapeError(message));
  });
});

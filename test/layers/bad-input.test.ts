import * as layers from "@layerbook/layers";
import {
  MemoryError,
  type Module,
  manualSeed,
  rand,
  ShapeError,
  type Tensor,
  zeros,
} from "@layerbook/layers";
import { describe, expect, it } from "vitest";
import { expectRefused } from "./refusal.ts";

/** What a constructor does for a value of the wrong type too: notebooks run without the type checker. */
type Make = (value: never) => unknown;

/** As code writes it. */
const written = (value: unknown): string =>
  typeof value === "string" || Array.isArray(value) ? JSON.stringify(value) : String(value);

const noCounts: readonly unknown[] = [
  0,
  -1,
  1.5,
  2 ** 53,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  "3",
  [2],
  null,
];

/** Each count that a layer is made of: its name, how to make the layer with it, and what the message says is made. */
const counts: readonly (readonly [name: string, make: Make, action: (value: unknown) => string])[] = [
  ["inFeatures", (n) => new layers.Linear(n, 2), (n) => `a linear layer from ${n} to 2 features`],
  ["outFeatures", (n) => new layers.Linear(2, n), (n) => `a linear layer from 2 to ${n} features`],
  [
    "in1Features",
    (n) => new layers.Bilinear(n, 2, 3),
    (n) => `a bilinear layer from ${n} and 2 to 3 features`,
  ],
  [
    "in2Features",
    (n) => new layers.Bilinear(2, n, 3),
    (n) => `a bilinear layer from 2 and ${n} to 3 features`,
  ],
  ["inChannels", (n) => new layers.Conv1d(n, 4, 3), (n) => `a convolution from ${n} to 4 channels`],
  ["outChannels", (n) => new layers.Conv2d(2, n, 3), (n) => `a convolution from 2 to ${n} channels`],
  ["groups", (n) => new layers.Conv3d(2, 4, 3, { groups: n }), () => "a convolution from 2 to 4 channels"],
  [
    "inChannels",
    (n) => new layers.ConvTranspose2d(n, 4, 3),
    (n) => `a transposed convolution from ${n} to 4 channels`,
  ],
  [
    "outChannels",
    (n) => new layers.ConvTranspose2d(2, n, 3),
    (n) => `a transposed convolution from 2 to ${n} channels`,
  ],
  [
    "groups",
    (n) => new layers.ConvTranspose1d(2, 4, 3, { groups: n }),
    () => "a transposed convolution from 2 to 4 channels",
  ],
  ["numFeatures", (n) => new layers.BatchNorm1d(n), (n) => `a normalisation of ${n} features`],
  ["numFeatures", (n) => new layers.InstanceNorm2d(n), (n) => `a normalisation of ${n} features`],
  ["numGroups", (n) => new layers.GroupNorm(n, 4), (n) => `a normalisation of 4 channels in ${n} groups`],
  ["numChannels", (n) => new layers.GroupNorm(1, n), (n) => `a normalisation of ${n} channels in 1 groups`],
  ["numEmbeddings", (n) => new layers.Embedding(n, 2), (n) => `an embedding of ${n} by 2`],
  ["embeddingDim", (n) => new layers.Embedding(2, n), (n) => `an embedding of 2 by ${n}`],
  ["numParameters", (n) => new layers.PReLU({ numParameters: n }), () => "PReLU"],
  ["inputSize", (n) => new layers.RNN(n, 3), (n) => `RNN(${n}, 3)`],
  ["hiddenSize", (n) => new layers.GRU(2, n), (n) => `GRU(2, ${n})`],
  ["numLayers", (n) => new layers.LSTM(2, 3, { numLayers: n }), () => "LSTM(2, 3)"],
  ["inputSize", (n) => new layers.LSTMCell(n, 3), (n) => `LSTMCell(${n}, 3)`],
  ["hiddenSize", (n) => new layers.GRUCell(2, n), (n) => `GRUCell(2, ${n})`],
];

it.each(counts)("%s is a whole number of at least 1", (name, make, action) => {
  for (const value of noCounts) {
    const message = `Cannot make ${action(value)} with ${name} ${written(value)}: expected a whole number of at least 1`;
    expectRefused(() => make(value as never), new ShapeError(message));
  }
});

type Options = Readonly<Record<string, unknown>>;
type Sliding = (options: Options) => unknown;

const sliding: readonly (readonly [made: string, make: Sliding, names: readonly string[]])[] = [
  [
    "a convolution from 2 to 4 channels",
    (options) => new layers.Conv2d(2, 4, 3, options),
    ["stride", "padding", "dilation"],
  ],
  [
    "a transposed convolution from 2 to 4 channels",
    (options) => new layers.ConvTranspose2d(2, 4, 3, options),
    ["stride", "padding", "outputPadding", "dilation"],
  ],
  ["a pooling layer", (options) => new layers.MaxPool2d(3, options), ["stride", "padding", "dilation"]],
  ["a pooling layer", (options) => new layers.AvgPool2d(3, options), ["stride", "padding"]],
  ["a pooling layer", (options) => new layers.LPPool2d(2, 3, options), ["stride"]],
  ["an unpooling layer", (options) => new layers.MaxUnpool2d(3, options), ["stride", "padding"]],
];

describe("what slides takes a whole number for each dimension:", () => {
  it.each(sliding)("%s", (made, make, names) => {
    for (const name of names) {
      const least = name.toLowerCase().endsWith("padding") ? 0 : 1;
      for (const value of [least - 1, 1.5, 2 ** 53, Number.NaN]) {
        const message = `Cannot make ${made} with ${name} ${value}: expected a whole number of at least ${least}`;
        expectRefused(() => make({ [name]: value }), new ShapeError(message));
        expectRefused(() => make({ [name]: [1, value] }), new ShapeError(message));
      }
      for (const [value, text] of [
        [[1], "[1]"],
        [[1, 1, 1], "[1, 1, 1]"],
        [null, "null"],
      ]) {
        const message = `Cannot make ${made} with ${name} ${text}: expected one number, or 2, one per spatial dimension`;
        expectRefused(() => make({ [name]: value }), new ShapeError(message));
      }
    }
  });

  it("kernelSize too", () => {
    for (const value of [0, 1.5, 2 ** 53]) {
      const reason = `with kernelSize ${value}: expected a whole number of at least 1`;
      const run = (make: () => unknown, made: string) =>
        expectRefused(make, new ShapeError(`Cannot make ${made} ${reason}`));
      run(() => new layers.Conv2d(2, 4, value), "a convolution from 2 to 4 channels");
      run(() => new layers.ConvTranspose2d(2, 4, value), "a transposed convolution from 2 to 4 channels");
      run(() => new layers.MaxPool2d(value), "a pooling layer");
      run(() => new layers.AvgPool2d([2, value]), "a pooling layer");
    }
  });
});

const learning: readonly (readonly [made: string, make: (options: never) => unknown])[] = [
  ["a linear layer from 2 to 3 features", (options) => new layers.Linear(2, 3, options)],
  ["a bilinear layer from 2 and 2 to 3 features", (options) => new layers.Bilinear(2, 2, 3, options)],
  ["a convolution from 2 to 4 channels", (options) => new layers.Conv2d(2, 4, 3, options)],
  [
    "a transposed convolution from 2 to 4 channels",
    (options) => new layers.ConvTranspose2d(2, 4, 3, options),
  ],
  ["a normalisation of 2 features", (options) => new layers.BatchNorm2d(2, options)],
  ["a normalisation of 2 features", (options) => new layers.InstanceNorm2d(2, options)],
  ["a normalisation of 4 channels in 2 groups", (options) => new layers.GroupNorm(2, 4, options)],
  ["a layer normalisation", (options) => new layers.LayerNorm(2, options)],
  ["an embedding of 2 by 3", (options) => new layers.Embedding(2, 3, options)],
  ["PReLU", (options) => new layers.PReLU(options)],
  ["RNN(2, 3)", (options) => new layers.RNN(2, 3, options)],
  ["GRU(2, 3)", (options) => new layers.GRU(2, 3, options)],
  ["LSTM(2, 3)", (options) => new layers.LSTM(2, 3, options)],
  ["RNNCell(2, 3)", (options) => new layers.RNNCell(2, 3, options)],
];

it.each(learning)("nothing is learnt in whole numbers or in an unknown dtype: %s", (made, make) => {
  for (const dtype of ["int32", "float16", null]) {
    const message = `Cannot make ${made} with dtype ${JSON.stringify(dtype)}: expected "float32" or "float64"`;
    expectRefused(() => make({ dtype } as never), new ShapeError(message));
  }
});

it.each<[string, () => Module, string, number]>([
  ["Linear", () => new layers.Linear(2 ** 20, 2 ** 20), "[1048576, 1048576]", 2 ** 40],
  ["Bilinear", () => new layers.Bilinear(2 ** 10, 2 ** 10, 2 ** 10), "[1024, 1024, 1024]", 2 ** 30],
  ["Conv3d", () => new layers.Conv3d(2 ** 15, 2 ** 15, 1), "[32768, 32768, 1, 1, 1]", 2 ** 30],
  ["ConvTranspose1d", () => new layers.ConvTranspose1d(2 ** 15, 2 ** 15, 1), "[32768, 32768, 1]", 2 ** 30],
  ["BatchNorm2d", () => new layers.BatchNorm2d(2 ** 40), "[1099511627776]", 2 ** 40],
  ["Embedding", () => new layers.Embedding(2 ** 20, 2 ** 20), "[1048576, 1048576]", 2 ** 40],
  // Their weights for the input, which come first, would fit.
  ["RNN", () => new layers.RNN(2, 20_000), "[20000, 20000]", 4e8],
  ["GRUCell", () => new layers.GRUCell(2, 20_000), "[60000, 20000]", 12e8],
])("%s of more weights than a tensor can hold is refused before one is drawn", (_, make, shape, count) => {
  const message = `Cannot make a tensor of shape ${shape}: ${count} numbers are more than the 268435456 that one tensor can hold`;
  expectRefused(make, new MemoryError(message));
});

describe("a recurrent layer takes its state by name", () => {
  const h0 = zeros([1, 1, 3]);
  const input = zeros([4, 1, 2]);
  it.each<[string, () => unknown, string]>([
    [
      "not as a tensor, as in PyTorch",
      () => new layers.GRU(2, 3).forward(input, h0 as never),
      "Cannot run GRU(2, 3) from a tensor as state: give each tensor of it by its name, such as { h0 }",
    ],
    [
      "not as a pair, as in PyTorch",
      () => new layers.LSTM(2, 3).forward(input, [h0, h0] as never),
      "Cannot run LSTM(2, 3) from an array as state: give each tensor of it by its name, such as { h0 }",
    ],
    [
      "nor does its cell",
      () => new layers.RNNCell(2, 3).forward(zeros([1, 2]), zeros([1, 3]) as never),
      "Cannot run rnnCell from a tensor as state: give each tensor of it by its name, such as { h0 }",
    ],
  ])("%s", (_, run, message) => {
    expect(run).toThrow(new ShapeError(message));
  });
});

it.each<[string, { outputShape(shape: readonly number[]): readonly number[] }]>([
  ["Conv2d", new layers.Conv2d(2, 4, 1)],
  ["ConvTranspose2d", new layers.ConvTranspose2d(2, 4, 1)],
  ["MaxPool2d", new layers.MaxPool2d(1)],
  ["AdaptiveAvgPool2d", new layers.AdaptiveAvgPool2d(1)],
  ["BatchNorm2d", new layers.BatchNorm2d(2)],
  ["InstanceNorm2d", new layers.InstanceNorm2d(2)],
  ["GroupNorm", new layers.GroupNorm(1, 2)],
  ["LayerNorm", new layers.LayerNorm([5])],
  ["PReLU", new layers.PReLU()],
  ["ReLU", new layers.ReLU()],
  ["Linear", new layers.Linear(5, 2)],
  ["Embedding", new layers.Embedding(2, 3)],
  ["GRU", new layers.GRU(5, 2)],
  ["Dropout2d", new layers.Dropout2d()],
])("outputShape of %s is asked for shapes that a tensor can have", (_, layer) => {
  const refusal = (shape: string, size: number) =>
    new ShapeError(`Cannot use ${shape} as a shape: ${size} is not a whole number of at least 0`);
  expect(() => layer.outputShape([1, 2, -3, 5])).toThrow(refusal("[1, 2, -3, 5]", -3));
  expect(() => layer.outputShape([1, 2, 2.5, 5])).toThrow(refusal("[1, 2, 2.5, 5]", 2.5));
  for (const value of [4, null, "4"]) {
    expect(() => layer.outputShape(value as never)).toThrow(
      new ShapeError(`Cannot use ${value} as a shape: expected an array of sizes such as [2, 3]`),
    );
  }
});

describe("a refused forward pass leaves everything as it was:", () => {
  const numbers = (module: Module): unknown =>
    [...module.stateDict()].map(([name, values]) => [name, values.toArray()]);
  it.each<[string, Module & { forward(input: Tensor): unknown }, readonly number[]]>([
    ["BatchNorm2d's running statistics, for other channels", new layers.BatchNorm2d(2), [4, 3, 2, 2]],
    ["BatchNorm2d's running statistics, for one number", new layers.BatchNorm2d(2), [1, 2, 1, 1]],
    ["InstanceNorm1d's", new layers.InstanceNorm1d(2, { trackRunningStats: true }), [4, 2, 1]],
    ["a network's", new layers.Sequential(new layers.BatchNorm1d(3), new layers.Linear(3, 2)), [4, 4]],
    ["Dropout2d's generator", new layers.Dropout2d(), [5]],
    ["LSTM's generator", new layers.LSTM(2, 3, { numLayers: 2, dropout: 0.5 }), [4, 1, 3]],
  ])("%s", (_, module, shape) => {
    const before = numbers(module);
    manualSeed(3);
    const next = rand([1]).item();
    manualSeed(3);
    expect(() => module.forward(zeros(shape))).toThrow(ShapeError);
    expect(numbers(module)).toEqual(before);
    expect(rand([1]).item()).toBe(next);
  });
});

import * as layers from "@layerbook/layers";
import { ShapeError, zeros } from "@layerbook/layers";
import { describe, expect, it } from "vitest";

type Forward = (input: never) => unknown;

/** What each layer says that it does, and the name of its input where that is another. */
const takingTensors: readonly [action: string, forward: Forward, name?: string][] = [
  ["apply a linear map", (x) => new layers.Linear(2, 3).forward(x)],
  ["apply a bilinear map", (x) => new layers.Bilinear(2, 2, 3).forward(x, zeros([1, 2])), "input 1"],
  ["apply a bilinear map", (x) => new layers.Bilinear(2, 2, 3).forward(zeros([1, 2]), x), "input 2"],
  ["convolve", (x) => new layers.Conv2d(2, 4, 3).forward(x)],
  ["convolve", (x) => layers.conv2d(zeros([1, 1, 3, 3]), x), "weight"],
  ["transpose-convolve", (x) => new layers.ConvTranspose2d(2, 4, 3).forward(x)],
  ["trace a convolution", (x) => new layers.Conv2d(2, 4, 3).trace(x)],
  ["trace a linear map", (x) => new layers.Linear(2, 3).trace(x)],
  ["trace a batch normalisation", (x) => new layers.BatchNorm2d(2).trace(x)],
  ["pool", (x) => new layers.MaxPool2d(2).forward(x)],
  ["pool", (x) => new layers.AvgPool2d(2).forward(x)],
  ["pool", (x) => new layers.LPPool2d(2, 2).forward(x)],
  ["pool", (x) => new layers.AdaptiveAvgPool2d(2).forward(x)],
  ["pool", (x) => new layers.AdaptiveMaxPool2d(2).forward(x)],
  ["unpool", (x) => new layers.MaxUnpool2d(2).forward(zeros([1, 2, 2]), x), "indices"],
  ["normalise", (x) => new layers.BatchNorm2d(2).forward(x)],
  ["normalise", (x) => new layers.InstanceNorm2d(2).forward(x)],
  ["normalise", (x) => new layers.GroupNorm(1, 2).forward(x)],
  ["normalise", (x) => new layers.LayerNorm(2).forward(x)],
  ["normalise", (x) => layers.batchNorm(x, null, null, { training: true })],
  ["look up rows", (x) => new layers.Embedding(2, 3).forward(x), "indices"],
  ["run RNN(2, 3)", (x) => new layers.RNN(2, 3).forward(x)],
  ["run LSTM(2, 3)", (x) => new layers.LSTM(2, 3).forward(zeros([4, 1, 2]), { c0: x }), "c0"],
  ["trace GRU(2, 3)", (x) => new layers.GRU(2, 3).trace(x)],
  ["run gruCell", (x) => new layers.GRUCell(2, 3).forward(x)],
  ["run a Sequential", (x) => new layers.Sequential(new layers.Flatten()).forward(x)],
  ["apply dropout", (x) => new layers.Dropout().forward(x)],
  ["apply prelu", (x) => new layers.PReLU().forward(x)],
  ["take relu", (x) => new layers.ReLU().forward(x)],
  ["take gelu", (x) => new layers.GELU().forward(x)],
  ["take the softmax", (x) => new layers.Softmax(1).forward(x)],
  ["flatten", (x) => new layers.Flatten().forward(x)],
  ["trace pooling", (x) => new layers.MaxPool2d(2).trace(x)],
  ["trace pooling", (x) => new layers.AvgPool1d(2).trace(x)],
  ["join tensors", (x) => layers.cat([zeros([1]), x]), "number 1"],
  ["stack tensors", (x) => layers.stack([x]), "number 0"],
  ["choose between tensors", (x) => layers.where(x, 1, 0), "mask"],
  ["one-hot encode", (x) => layers.oneHot(x), "indices"],
  ["multiply matrices [2, 3] and other", (x) => zeros([2, 3]).matmul(x), "other"],
  ["gather from [2, 3]", (x) => zeros([2, 3]).gather(0, x), "index"],
  ["make a Parameter", (x) => new layers.Parameter(x), "values"],
  ["draw by probabilities", (x) => layers.bernoulli(x), "probabilities"],
  ["draw by weights", (x) => layers.multinomial(x, 1), "probabilities"],
  ["compare tensors", (x) => layers.allClose(zeros([1]), x), "b"],
  ["check gradients", (x) => layers.gradcheck((y) => y, [x]), "input 0"],
  ["weigh a loss", (x) => layers.binaryCrossEntropy(zeros([1]), zeros([1]), { weight: x }), "weight"],
  [
    "weigh a loss",
    (x) => layers.binaryCrossEntropyWithLogits(zeros([1]), zeros([1]), { posWeight: x }),
    "posWeight",
  ],
  [
    "weigh the classes of a loss",
    (x) => layers.crossEntropy(zeros([2]), zeros([], { dtype: "int32" }), { weight: x }),
    "weight",
  ],
  ["fill", (x) => layers.init.zeros(x), "tensor"],
  ["fill with the identity", (x) => layers.init.eye(x), "tensor"],
  ["fill with Dirac kernels", (x) => layers.init.dirac(x), "tensor"],
  ["draw uniform numbers", (x) => layers.init.uniform(x), "tensor"],
  ["draw normal numbers", (x) => layers.init.normal(x), "tensor"],
  ["draw truncated normal numbers", (x) => layers.init.truncNormal(x), "tensor"],
  ["draw initial values", (x) => layers.init.xavierNormal(x), "tensor"],
  ["draw an orthogonal matrix", (x) => layers.init.orthogonal(x), "tensor"],
  ["write npy", (x) => layers.encodeNpy(x), "tensor"],
  ["compare input and target", (x) => layers.mseLoss(zeros([1]), x), "target"],
  ["take the cross-entropy of input and target", (x) => layers.crossEntropy(x, zeros([1]))],
];

it.each<[string, Forward, string?]>(takingTensors)(
  "%s: what is no tensor is called by what it is",
  (action, forward, name = "input") => {
    for (const [value, kind] of [
      [[[1, 2]], "an array"],
      [1, "a number"],
      [null, "null"],
      [{ output: 1 }, "an object"],
    ]) {
      expect(() => forward(value as never)).toThrow(
        new ShapeError(
          `Cannot ${action}: ${name} is ${kind}, expected a tensor, such as tensor([[1, 2], [3, 4]])`,
        ),
      );
    }
  },
);

const x = zeros([2, 3]);

it.each<[refused: string, run: () => unknown]>([
  ["join a tensor: expected an array of tensors, such as [first, second]", () => layers.cat(x as never)],
  ["stack a tensor: expected an array of tensors, such as [first, second]", () => layers.stack(x as never)],
  [
    "permute [2, 3] by 1: expected an array of whole numbers, such as [1, 0]",
    () => x.permute(...([1, 0] as unknown as [number[]])),
  ],
  [
    "flip [2, 3] along dims null: expected an array of whole numbers, such as [1, 0]",
    () => x.flip(null as never),
  ],
  [
    "sum [2, 3] along dims null: expected an array of whole numbers, such as [1, 0]",
    () => x.sum(null as never),
  ],
  [
    'take the argmax of [2, 3] along dims "1": expected an array of whole numbers, such as [1, 0]',
    () => x.argmax("1" as never),
  ],
  [
    "split [2, 3] into null: expected an array of whole numbers, such as [1, 0]",
    () => x.split(null as never),
  ],
  ["pad [2, 3] by 1: expected an array of whole numbers, such as [1, 0]", () => x.pad(1 as never)],
  [
    "use 3 as a shape: expected an array of sizes such as [2, 3]",
    () => x.reshape(...([3, 2] as unknown as [number[]])),
  ],
  [
    "check gradients of a tensor: expected the function's inputs as an array of tensors",
    () => layers.gradcheck((y) => y, x as never),
  ],
])("what is no list is refused by its name: cannot %s", (refused, run) => {
  expect(run).toThrow(new ShapeError(`Cannot ${refused}`));
});

it.each<[string, (bias: never) => unknown]>([
  [
    "convolve input [1, 1, 2] with weight [1, 1, 1]",
    (bias) => layers.conv1d(zeros([1, 1, 2]), zeros([1, 1, 1]), bias),
  ],
  ["apply weight [4, 3] to input [2, 3]", (bias) => layers.linear(x, zeros([4, 3]), bias)],
])("a bias is a tensor or null: cannot %s", (action, run) => {
  expect(() => run([1] as never)).toThrow(
    new ShapeError(`Cannot ${action}: bias is an array, expected a tensor or null`),
  );
});

describe("parameters are given as a list:", () => {
  const linear = new layers.Linear(2, 3);
  it.each<[string, (parameters: never) => unknown, string]>([
    [
      "SGD",
      (parameters) => new layers.SGD(parameters, { lr: 1 }),
      "Cannot make SGD: expected at least one Parameter, such as those of module.parameters()",
    ],
    [
      "clipGradNorm",
      (parameters) => layers.clipGradNorm(parameters, 1),
      "Cannot clip gradients: expected Parameters, such as those of module.parameters()",
    ],
    [
      "clipGradValue",
      (parameters) => layers.clipGradValue(parameters, 1),
      "Cannot clip gradients: expected Parameters, such as those of module.parameters()",
    ],
  ])("%s takes neither a module nor one parameter nor nothing", (_, run, message) => {
    for (const given of [linear, linear.weight, null, undefined]) {
      expect(() => run(given as never)).toThrow(new ShapeError(message));
    }
  });

  it("a ParameterList too", () => {
    expect(() => new layers.ParameterList(linear.weight as never)).toThrow(
      new layers.LayerbookError(
        "Cannot make a ParameterList with a tensor: expected an array of parameters, such as [new Parameter(zeros([3]))]",
      ),
    );
  });
});

it.each<[string, (optimizer: never) => unknown]>([
  ["StepLR", (optimizer) => new layers.StepLR(optimizer, { stepSize: 1 })],
  ["MultiStepLR", (optimizer) => new layers.MultiStepLR(optimizer, { milestones: [1] })],
  ["ExponentialLR", (optimizer) => new layers.ExponentialLR(optimizer, { gamma: 1 })],
  ["CosineAnnealingLR", (optimizer) => new layers.CosineAnnealingLR(optimizer, { tMax: 1 })],
  ["LinearLR", (optimizer) => new layers.LinearLR(optimizer)],
  ["OneCycleLR", (optimizer) => new layers.OneCycleLR(optimizer, { maxLR: 1, totalSteps: 3 })],
])("%s is made for something with a learning rate", (name, make) => {
  for (const [given, kind] of [
    [new layers.Linear(2, 3), "an object"],
    [null, "null"],
    [0.1, "a number"],
  ]) {
    expect(() => make(given as never)).toThrow(
      new ShapeError(
        `Cannot make ${name} for ${kind} without a learning rate: expected an optimizer, such as new SGD(module.parameters(), { lr: 0.1 })`,
      ),
    );
  }
});

it("lengths are an array of numbers, not a tensor as in PyTorch", () => {
  const lengths = layers.tensor([2, 1], { dtype: "int32" });
  expect(() => new layers.GRU(1, 3).forward(zeros([2, 2, 1]), { lengths: lengths as never })).toThrow(
    new ShapeError(
      "Cannot run GRU(1, 3) on input [2, 2, 1]: lengths is a tensor, expected an array with a whole number for each sequence of the batch",
    ),
  );
});

it("running statistics are tensors", () => {
  expect(() => layers.batchNorm(x, zeros([3]), [1, 1, 1] as never)).toThrow(
    new ShapeError(
      "Cannot normalise: runningVar is an array, expected a tensor, such as tensor([[1, 2], [3, 4]])",
    ),
  );
});

it("onForward takes a function", () => {
  expect(() => new layers.ReLU().onForward(null as never)).toThrow(
    new layers.LayerbookError(
      "Cannot listen to ReLU with null: expected a function of module, input and output",
    ),
  );
});

it.each<[string, (tensors: never) => unknown]>([
  ["npz", (tensors) => layers.encodeNpz(tensors)],
  ["safetensors", (tensors) => layers.encodeSafetensors(tensors)],
])("what is written to %s has names", (form, encode) => {
  for (const [given, kind] of [
    [null, "null"],
    [x, "a tensor"],
    [[x], "an array"],
  ]) {
    expect(() => encode(given as never)).toThrow(
      new layers.FormatError(
        `Cannot write ${form} from ${kind}: expected tensors by name, such as the stateDict() of a module`,
      ),
    );
  }
});

it("noGrad takes a function", () => {
  expect(() => layers.noGrad(x as never)).toThrow(
    new layers.LayerbookError(
      "Cannot run noGrad with a tensor: expected a function, such as noGrad(() => model.forward(input))",
    ),
  );
});

import * as layers from "@layerbook/layers";
import { rand, ShapeError, zeros } from "@layerbook/layers";
import { expect, it } from "vitest";
import { expectRefused } from "./refusal.ts";

const x = zeros([2, 3]);
// Made here: what a layer draws at first is not drawn by what is refused.
const [conv, convTranspose] = [new layers.Conv1d(2, 2, 1), new layers.ConvTranspose1d(1, 1, 1)];
const linear = new layers.Linear(3, 2);
const parameters = (): layers.Parameter[] => [new layers.Parameter(zeros([2, 3]))];
const sgd = (): layers.SGD => new layers.SGD(parameters(), { lr: 1 });

/** What each thing with options says that it does. */
const takingOptions: readonly [action: string, run: (options: never) => unknown][] = [
  ["make a linear layer from 2 to 3 features", (options) => new layers.Linear(2, 3, options)],
  ["make a bilinear layer from 2 and 2 to 3 features", (options) => new layers.Bilinear(2, 2, 3, options)],
  ["make a convolution from 2 to 4 channels", (options) => new layers.Conv2d(2, 4, 3, options)],
  [
    "make a transposed convolution from 2 to 4 channels",
    (options) => new layers.ConvTranspose2d(2, 4, 3, options),
  ],
  ["make a normalisation of 2 features", (options) => new layers.BatchNorm2d(2, options)],
  ["make a normalisation of 2 features", (options) => new layers.InstanceNorm2d(2, options)],
  ["make a normalisation of 4 channels in 2 groups", (options) => new layers.GroupNorm(2, 4, options)],
  ["make a layer normalisation", (options) => new layers.LayerNorm(2, options)],
  ["make an embedding of 2 by 3", (options) => new layers.Embedding(2, 3, options)],
  ["make PReLU", (options) => new layers.PReLU(options)],
  ["make RNN(2, 3)", (options) => new layers.RNN(2, 3, options)],
  ["make GRU(2, 3)", (options) => new layers.GRU(2, 3, options)],
  ["make LSTM(2, 3)", (options) => new layers.LSTM(2, 3, options)],
  ["make RNNCell(2, 3)", (options) => new layers.RNNCell(2, 3, options)],
  ["make LSTMCell(2, 3)", (options) => new layers.LSTMCell(2, 3, options)],
  ["make a pooling layer", (options) => new layers.MaxPool2d(3, options)],
  ["make a pooling layer", (options) => new layers.AvgPool2d(3, options)],
  ["make a pooling layer", (options) => new layers.LPPool1d(2, 3, options)],
  ["make a pooling layer", (options) => new layers.AdaptiveMaxPool2d(3, options)],
  ["make an unpooling layer", (options) => new layers.MaxUnpool2d(3, options)],
  ["make Dropout", (options) => new layers.Dropout(0.5, options)],
  ["make LeakyReLU", (options) => new layers.LeakyReLU(options)],
  ["make ELU", (options) => new layers.ELU(options)],
  ["make GELU", (options) => new layers.GELU(options)],
  ["make Softplus", (options) => new layers.Softplus(options)],
  ["make Hardtanh", (options) => new layers.Hardtanh(options)],
  [
    "convolve input [1, 1, 3] with weight [1, 1, 1]",
    (options) => layers.conv1d(zeros([1, 1, 3]), zeros([1, 1, 1]), null, options),
  ],
  [
    "transpose-convolve input [1, 1, 3] with weight [1, 1, 1]",
    (options) => layers.convTranspose1d(zeros([1, 1, 3]), zeros([1, 1, 1]), null, options),
  ],
  ["pool", (options) => layers.maxPool1d(x, 2, options)],
  ["pool", (options) => layers.avgPool1d(x, 2, options)],
  ["pool", (options) => layers.lpPool1d(x, 2, 2, options)],
  ["pool", (options) => layers.adaptiveMaxPool1d(x, 1, options)],
  ["unpool", (options) => layers.maxUnpool1d(x, x.to("int32"), 2, options)],
  ["apply batchNorm", (options) => layers.batchNorm(x, zeros([3]), zeros([3]), options)],
  ["apply instanceNorm", (options) => layers.instanceNorm(x, null, null, options)],
  ["apply groupNorm", (options) => layers.groupNorm(x, 1, options)],
  ["apply layerNorm", (options) => layers.layerNorm(x, 3, options)],
  ["apply dropout", (options) => layers.dropout(x, options)],
  ["apply leakyRelu", (options) => layers.leakyRelu(x, options)],
  ["apply elu", (options) => layers.elu(x, options)],
  ["apply gelu", (options) => layers.gelu(x, options)],
  ["apply softplus", (options) => layers.softplus(x, options)],
  ["apply hardtanh", (options) => layers.hardtanh(x, options)],
  ["look up rows", (options) => layers.embedding(zeros([1], { dtype: "int32" }), x, options)],
  ["take the squared error", (options) => layers.mseLoss(x, x, options)],
  ["take the absolute error", (options) => layers.l1Loss(x, x, options)],
  ["take the smooth L1 loss", (options) => layers.smoothL1Loss(x, x, options)],
  ["take the Huber loss", (options) => layers.huberLoss(x, x, options)],
  ["take the cross-entropy", (options) => layers.crossEntropy(x, x, options)],
  ["take the negative log-likelihood", (options) => layers.nllLoss(x, x, options)],
  ["take the binary cross-entropy", (options) => layers.binaryCrossEntropy(x, x, options)],
  ["take the binary cross-entropy", (options) => layers.binaryCrossEntropyWithLogits(x, x, options)],
  ["take the Kullback-Leibler divergence", (options) => layers.klDivLoss(x, x, options)],
  ["take the hinge embedding loss", (options) => layers.hingeEmbeddingLoss(x, x, options)],
  ["make SGD", (options) => new layers.SGD(parameters(), options)],
  ["make Adam", (options) => new layers.Adam(parameters(), options)],
  ["make AdamW", (options) => new layers.AdamW(parameters(), options)],
  ["make RMSprop", (options) => new layers.RMSprop(parameters(), options)],
  ["make Adagrad", (options) => new layers.Adagrad(parameters(), options)],
  ["make StepLR", (options) => new layers.StepLR(sgd(), options)],
  ["make MultiStepLR", (options) => new layers.MultiStepLR(sgd(), options)],
  ["make ExponentialLR", (options) => new layers.ExponentialLR(sgd(), options)],
  ["make CosineAnnealingLR", (options) => new layers.CosineAnnealingLR(sgd(), options)],
  ["make LinearLR", (options) => new layers.LinearLR(sgd(), options)],
  ["make OneCycleLR", (options) => new layers.OneCycleLR(sgd(), options)],
  ["clip gradients", (options) => layers.clipGradNorm(parameters(), 1, options)],
  ["draw uniform numbers", (options) => layers.init.uniform(x, options)],
  ["draw normal numbers", (options) => layers.init.normal(x, options)],
  ["draw truncated normal numbers", (options) => layers.init.truncNormal(x, options)],
  ["draw initial values", (options) => layers.init.xavierUniform(x, options)],
  ["draw initial values", (options) => layers.init.xavierNormal(x, options)],
  ["draw initial values", (options) => layers.init.kaimingUniform(x, options)],
  ["draw initial values", (options) => layers.init.kaimingNormal(x, options)],
  ["draw an orthogonal matrix", (options) => layers.init.orthogonal(x, options)],
  ["sum [2, 3]", (options) => x.sum(0, options)],
  ["take the mean of [2, 3]", (options) => x.mean(0, options)],
  ["take the variance of [2, 3]", (options) => x.std(0, options)],
  ["take the max of [2, 3]", (options) => x.max(0, options)],
  ["take the argmax of [2, 3]", (options) => x.argmax(0, options)],
  ["pad", (options) => x.pad([1, 1], options)],
  ["compare tensors", (options) => layers.allClose(x, x, options)],
  ["check gradients", (options) => layers.gradcheck((y) => y, [x.to("float64")], options)],
  ["load the state of ReLU", (options) => new layers.ReLU().loadStateDict({}, options)],
  ["transpose-convolve", (options) => convTranspose.forward(zeros([1, 1, 3]), options)],
  ["unpool", (options) => new layers.MaxUnpool1d(2).forward(x, x.to("int32"), options)],
  ["trace a convolution", (options) => conv.trace(x, options)],
  ["trace a linear map", (options) => linear.trace(x, options)],
  ["trace pooling", (options) => new layers.MaxPool1d(2).trace(x, options)],
  ["trace pooling", (options) => new layers.AvgPool1d(2).trace(x, options)],
  ["make a tensor", (options) => layers.tensor([1], options)],
  ["make a tensor", (options) => layers.ones([1], options)],
  ["make a tensor", (options) => layers.linspace(0, 1, 2, options)],
  ["make a tensor", (options) => layers.eye(2, 2, options)],
  ["draw uniform numbers", (options) => rand([1], options)],
  ["draw normal numbers", (options) => layers.randn([1], options)],
  ["draw whole numbers", (options) => layers.randint(0, 1, [1], options)],
  ["draw a permutation", (options) => layers.randperm(2, options)],
  ["draw by probabilities", (options) => layers.bernoulli(x, options)],
  ["draw by weights", (options) => layers.multinomial(layers.ones([3]), 1, options)],
];

it.each(takingOptions)(
  "%s: options that are not given by name are refused, as in PyTorch's order",
  (action, run) => {
    for (const [value, kind] of [
      [2, "2"],
      [true, "true"],
      ["same", '"same"'],
      [null, "null"],
      [[1, 1], "[1,1]"],
      [x, "a tensor"],
    ]) {
      const message = `Cannot ${action} with ${kind} as its options: expected an object that gives each by its name, { name: value }`;
      expectRefused(() => run(value as never), new ShapeError(message));
    }
  },
);

it.each(takingOptions)("%s: a name in PyTorch's writing is refused, not passed over", (action, run) => {
  const message = `Cannot ${action} with option weight_decay: names are in camelCase here, weightDecay`;
  expectRefused(() => run({ weight_decay: 1 } as never), new ShapeError(message));
});

it("a layer that adds a property of its own, however it is written, passes itself as options still", () => {
  class Counted extends layers.AvgPool1d {
    times_run = 0;
  }
  expect(new Counted(2).forward(layers.ones([1, 2])).toArray()).toEqual([[1]]);
});

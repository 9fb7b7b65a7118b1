import type { KnownEffects } from "@layerbook/literate/stand-alone";

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

/** Give a tensor, or several, made of what they are given; none changes that or draws a random number. */
const operations = words(`
  abs add argmax clamp div eq exp flatten flip gather gt log logSoftmax lt matmul max maximum mean min minimum mul neg
  pad permute pow relu reshape select sigmoid slice softmax split sqrt squeeze std sub sum tanh transpose unsqueeze var
  bilinear cat conv1d conv2d conv3d convTranspose1d convTranspose2d convTranspose3d embedding linear oneHot stack where
  avgPool1d avgPool2d avgPool3d maxPool1d maxPool2d maxPool3d lpPool1d lpPool2d maxUnpool1d maxUnpool2d
  adaptiveAvgPool1d adaptiveAvgPool2d adaptiveMaxPool1d adaptiveMaxPool2d groupNorm layerNorm
  elu gelu hardsigmoid hardswish hardtanh leakyRelu prelu selu silu softplus gruCell lstmCell rnnCell
  crossEntropy mseLoss l1Loss huberLoss smoothL1Loss nllLoss binaryCrossEntropy binaryCrossEntropyWithLogits klDivLoss
  hingeEmbeddingLoss noGrad detach at recurrentToKeras recurrentToOnnx encodeSafetensors decodeSafetensors
`);

/** Give what shares nothing with what they are given. */
const copies = words(`
  tensor zeros ones full eye arange linspace empty toArray toTypedArray item numel clone allClose gradcheck shape dtype
  digits brick camera chelsea bookText summary receptiveField confusionMatrix compare histogram featureMaps describe
  show length
`);

const figures = words("decisionLine lossCurve mimeBundle poolingShift");

/** Run a layer many times, which may change what it keeps. */
const runs = words("forgetBias gateBlend gradientThroughTime sampleShift");

/** Their constructors draw no random number; an optimizer changes nothing before its first step. */
const constructors = words(`
  Sequential Flatten Identity ParameterList ReLU ELU GELU SELU SiLU LeakyReLU Hardsigmoid Hardswish Hardtanh Softplus
  Softmax LogSoftmax Tanh Sigmoid PReLU Dropout Dropout1d Dropout2d Dropout3d AlphaDropout MaxPool1d MaxPool2d MaxPool3d
  AvgPool1d AvgPool2d AvgPool3d LPPool1d LPPool2d AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveMaxPool1d AdaptiveMaxPool2d
  MaxUnpool1d MaxUnpool2d BatchNorm1d BatchNorm2d BatchNorm3d LayerNorm GroupNorm InstanceNorm1d InstanceNorm2d
  InstanceNorm3d SGD Adam AdamW RMSprop Adagrad StepLR MultiStepLR ExponentialLR CosineAnnealingLR LinearLR OneCycleLR
  RandomGenerator
`);

/** Layers without a state that `forward` changes, and without a mask that it draws. */
const steadyClasses = words(`
  Linear Bilinear Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d Embedding RNN GRU LSTM RNNCell
  GRUCell LSTMCell Sequential Flatten Identity ReLU ELU GELU SELU SiLU LeakyReLU Hardsigmoid Hardswish Hardtanh Softplus
  Softmax LogSoftmax Tanh Sigmoid PReLU MaxPool1d MaxPool2d MaxPool3d AvgPool1d AvgPool2d AvgPool3d LPPool1d LPPool2d
  AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveMaxPool1d AdaptiveMaxPool2d MaxUnpool1d MaxUnpool2d LayerNorm GroupNorm
`);

/** Layers that keep running statistics. */
const changingClasses = words(
  "BatchNorm1d BatchNorm2d BatchNorm3d InstanceNorm1d InstanceNorm2d InstanceNorm3d",
);

const recurrent = {
  weights: ["weightIhL0", "weightHhL0"],
  biases: ["biasIhL0", "biasHhL0"],
  plainUnless: ["numLayers", "bidirectional", "projSize"],
};
const weighted = { weights: ["weight"], biases: ["bias"], plainUnless: [] };
const parameters = new Map([
  ...words("Linear Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d").map(
    (name) => [name, weighted] as const,
  ),
  ...words("RNN GRU LSTM").map((name) => [name, recurrent] as const),
]);

/** What the book's libraries do, for programs made of single cells. Of a name that is missing here the worst is assumed. */
export const knownEffects: KnownEffects = {
  seeds: new Set(["manualSeed"]),
  prints: new Set(["show", "progress"]),
  pure: new Set([
    ...operations,
    ...copies,
    ...figures,
    ...constructors,
    ...words("parameters namedParameters namedChildren namedModules stateDict getLastLR"),
  ]),
  steady: new Set([
    ...runs,
    ...words("assign backward step zeroGrad eval train to loadStateDict seed clipGradNorm clipGradValue"),
  ]),
  gives: new Set([...runs, "dropoutAverage"]),
  copies: new Set(copies),
  steadyClasses: new Set(steadyClasses),
  changingClasses: new Set(changingClasses),
  forwards: new Set(["forward", "trace"]),
  parameters,
};

/** How a program shows the value of a cell's last expression. */
export const programShow = { specifier: "@layerbook/figures", name: "show" } as const;

export { noGrad } from "./autograd.ts";
export type { AllCloseOptions } from "./closeness.ts";
export { allClose } from "./closeness.ts";
export type { TensorOptions } from "./creation.ts";
export { arange, empty, eye, full, linspace, ones, tensor, zeros } from "./creation.ts";
export type { MimeBundle } from "./display.ts";
export type { RandomOptions } from "./drawing.ts";
export { bernoulli, multinomial, rand, randint, randn, randperm } from "./drawing.ts";
export type { DType, TypedArray } from "./dtype.ts";
export { FormatError, LayerbookError, MemoryError, ShapeError } from "./errors.ts";
export {
  loadNpy,
  loadNpz,
  loadSafetensors,
  saveNpy,
  saveNpz,
  saveSafetensors,
} from "./files/load.ts";
export type { FilePath } from "./files/node-files.ts";
export { decodeNpy, encodeNpy } from "./files/npy.ts";
export type { NpzOptions } from "./files/npz.ts";
export { decodeNpz, encodeNpz } from "./files/npz.ts";
export type { SafetensorsOptions } from "./files/safetensors.ts";
export { decodeSafetensors, encodeSafetensors, safetensorsMetadata } from "./files/safetensors.ts";
export type { ForwardHook, OutputShape } from "./forward.ts";
export type { GradcheckOptions } from "./gradcheck.ts";
export { gradcheck } from "./gradcheck.ts";
export * as init from "./initial/init.ts";
export type { HardtanhOptions } from "./layers/activations/hard.ts";
export {
  Hardsigmoid,
  Hardswish,
  Hardtanh,
  hardsigmoid,
  hardswish,
  hardtanh,
} from "./layers/activations/hard.ts";
export type { PReLUOptions } from "./layers/activations/prelu.ts";
export { PReLU, prelu } from "./layers/activations/prelu.ts";
export type { ELUOptions, LeakyReLUOptions } from "./layers/activations/rectifiers.ts";
export { ELU, elu, LeakyReLU, leakyRelu, ReLU, SELU, selu } from "./layers/activations/rectifiers.ts";
export type { GELUOptions, SoftplusOptions } from "./layers/activations/smooth.ts";
export {
  GELU,
  gelu,
  Sigmoid,
  SiLU,
  Softplus,
  Softsign,
  silu,
  softplus,
  softsign,
  Tanh,
} from "./layers/activations/smooth.ts";
export { LogSoftmax, Softmax } from "./layers/activations/softmax.ts";
export type { BatchNormArguments, BatchNormOptions } from "./layers/batchnorm/batch-norm.ts";
export { BatchNorm1d, BatchNorm2d, BatchNorm3d, batchNorm } from "./layers/batchnorm/batch-norm.ts";
export type { GroupNormOptions } from "./layers/batchnorm/group-norm.ts";
export { GroupNorm, groupNorm } from "./layers/batchnorm/group-norm.ts";
export type { InstanceNormArguments, InstanceNormOptions } from "./layers/batchnorm/instance-norm.ts";
export {
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
  instanceNorm,
} from "./layers/batchnorm/instance-norm.ts";
export type { LayerNormOptions } from "./layers/batchnorm/layer-norm.ts";
export { LayerNorm, layerNorm } from "./layers/batchnorm/layer-norm.ts";
export type { NormArguments } from "./layers/batchnorm/normalize.ts";
export type { BatchNormTrace } from "./layers/batchnorm/trace.ts";
export { Flatten, Identity, ParameterList, Sequential } from "./layers/containers.ts";
export { conv1d, conv2d, conv3d } from "./layers/convolution/convolve.ts";
export type { ConvolutionOptions } from "./layers/convolution/geometry.ts";
export type { ConvolutionLayerOptions } from "./layers/convolution/layer.ts";
export { Conv1d, Conv2d, Conv3d } from "./layers/convolution/layer.ts";
export type { ConvolutionStep, ConvolutionTrace, TraceOptions } from "./layers/convolution/trace.ts";
export { convTranspose1d, convTranspose2d, convTranspose3d } from "./layers/convolution/transposed.ts";
export type { ConvTransposeOptions } from "./layers/convolution/transposed-geometry.ts";
export type { ConvTransposeLayerOptions, OutputSizeOptions } from "./layers/convolution/transposed-layer.ts";
export { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from "./layers/convolution/transposed-layer.ts";
export {
  AlphaDropout,
  alphaDropout,
  FeatureAlphaDropout,
  featureAlphaDropout,
} from "./layers/dropout/alpha.ts";
export {
  Dropout,
  Dropout1d,
  Dropout2d,
  Dropout3d,
  dropout,
  dropout1d,
  dropout2d,
  dropout3d,
} from "./layers/dropout/dropout.ts";
export type { DropoutLayerOptions } from "./layers/dropout/layer.ts";
export type { DropoutOptions } from "./layers/dropout/mask.ts";
export type { DropoutTrace } from "./layers/dropout/trace.ts";
export type { EmbeddingLayerOptions, EmbeddingOptions } from "./layers/embedding.ts";
export { Embedding, embedding } from "./layers/embedding.ts";
export type { GRUCellOptions } from "./layers/gru/cell.ts";
export { GRUCell, gruCell } from "./layers/gru/cell.ts";
export type { GRUOptions } from "./layers/gru/layer.ts";
export { GRU } from "./layers/gru/layer.ts";
export type { GRUStep, GRUTrace } from "./layers/gru/trace.ts";
export { Bilinear, bilinear } from "./layers/linear/bilinear.ts";
export type { LinearOptions } from "./layers/linear/linear.ts";
export { Linear, linear } from "./layers/linear/linear.ts";
export type { LinearStep, LinearTrace, LinearTraceOptions } from "./layers/linear/trace.ts";
export type { LSTMCellOutput, LSTMCellState } from "./layers/lstm/cell.ts";
export { LSTMCell, lstmCell } from "./layers/lstm/cell.ts";
export type { LSTMOptions, LSTMOutput, LSTMState } from "./layers/lstm/layer.ts";
export { LSTM } from "./layers/lstm/layer.ts";
export type { LSTMStep, LSTMTrace } from "./layers/lstm/trace.ts";
export type { AdaptiveMaxPoolOptions } from "./layers/pooling/adaptive.ts";
export {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
} from "./layers/pooling/adaptive.ts";
export type { AvgPoolOptions } from "./layers/pooling/average.ts";
export {
  AvgPool1d,
  AvgPool2d,
  AvgPool3d,
  avgPool1d,
  avgPool2d,
  avgPool3d,
} from "./layers/pooling/average.ts";
export type { AdaptiveSize } from "./layers/pooling/geometry.ts";
export type { LPPoolOptions } from "./layers/pooling/lp.ts";
export { LPPool1d, LPPool2d, lpPool1d, lpPool2d } from "./layers/pooling/lp.ts";
export type { MaxPoolIndices, MaxPoolOptions, MaxPoolResult } from "./layers/pooling/max.ts";
export { MaxPool1d, MaxPool2d, MaxPool3d, maxPool1d, maxPool2d, maxPool3d } from "./layers/pooling/max.ts";
export type {
  AvgPoolStep,
  AvgPoolTrace,
  MaxPoolStep,
  MaxPoolTrace,
  PoolingStep,
  PoolingTrace,
  PoolingTraceOptions,
} from "./layers/pooling/trace.ts";
export type { MaxUnpoolLayerOptions, MaxUnpoolOptions, MaxUnpoolSize } from "./layers/pooling/unpool.ts";
export { MaxUnpool1d, MaxUnpool2d, maxUnpool1d, maxUnpool2d } from "./layers/pooling/unpool.ts";
export type { CellOptions, CellOutput, CellState } from "./layers/recurrent/cell.ts";
export type { KerasRecurrentLayer, KerasRecurrentWeights } from "./layers/recurrent/keras.ts";
export { recurrentFromKeras, recurrentToKeras } from "./layers/recurrent/keras.ts";
export type { RecurrentOptions, RecurrentOutput, RecurrentState } from "./layers/recurrent/layer.ts";
export type { OnnxRecurrentWeights } from "./layers/recurrent/onnx.ts";
export { recurrentFromOnnx, recurrentToOnnx } from "./layers/recurrent/onnx.ts";
export type { RecurrentStep, RecurrentTrace, RecurrentTraceOptions } from "./layers/recurrent/trace.ts";
export type { RNNCellOptions } from "./layers/rnn/cell.ts";
export { RNNCell, rnnCell } from "./layers/rnn/cell.ts";
export type { RNNOptions } from "./layers/rnn/layer.ts";
export { RNN } from "./layers/rnn/layer.ts";
export type { Nonlinearity } from "./layers/rnn/recurrence.ts";
export type { RNNStep, RNNTrace } from "./layers/rnn/trace.ts";
export type { CrossEntropyOptions, NllLossOptions } from "./losses/classes.ts";
export { crossEntropy, nllLoss } from "./losses/classes.ts";
export type { HingeEmbeddingLossOptions } from "./losses/distances.ts";
export { hingeEmbeddingLoss } from "./losses/distances.ts";
export type { HuberLossOptions, SmoothL1LossOptions } from "./losses/numbers.ts";
export { huberLoss, l1Loss, mseLoss, smoothL1Loss } from "./losses/numbers.ts";
export type {
  BinaryCrossEntropyOptions,
  BinaryCrossEntropyWithLogitsOptions,
  KlDivLossOptions,
} from "./losses/probabilities.ts";
export { binaryCrossEntropy, binaryCrossEntropyWithLogits, klDivLoss } from "./losses/probabilities.ts";
export type { LossOptions, Reduction } from "./losses/reduction.ts";
export type { StateDict } from "./module.ts";
export { Module } from "./module.ts";
export type { NestedArray, TensorValues } from "./nested.ts";
export { cat, oneHot, stack, where } from "./operations/combining.ts";
export { relu, sigmoid, tanh } from "./operations/elementwise.ts";
export type { PaddingMode, PadOptions } from "./operations/padding.ts";
export type { ReduceOptions, VarianceOptions } from "./operations/reduction.ts";
export { logSoftmax, softmax } from "./operations/softmax.ts";
export type { AdagradOptions } from "./optimizers/adagrad.ts";
export { Adagrad } from "./optimizers/adagrad.ts";
export { Adam } from "./optimizers/adam.ts";
export { AdamW } from "./optimizers/adamw.ts";
export type { AdamOptions } from "./optimizers/adaptive-moments.ts";
export type { ClipGradNormOptions } from "./optimizers/clipping.ts";
export { clipGradNorm, clipGradValue } from "./optimizers/clipping.ts";
export type { Optimizer } from "./optimizers/optimizer.ts";
export type { RMSpropOptions } from "./optimizers/rmsprop.ts";
export { RMSprop } from "./optimizers/rmsprop.ts";
export type { SGDOptions } from "./optimizers/sgd.ts";
export { SGD } from "./optimizers/sgd.ts";
export { isParameter, Parameter } from "./parameter.ts";
export { manualSeed, RandomGenerator } from "./random.ts";
export type { CosineAnnealingLROptions } from "./schedulers/cosine-annealing-lr.ts";
export { CosineAnnealingLR } from "./schedulers/cosine-annealing-lr.ts";
export type { ExponentialLROptions } from "./schedulers/exponential-lr.ts";
export { ExponentialLR } from "./schedulers/exponential-lr.ts";
export type { LinearLROptions } from "./schedulers/linear-lr.ts";
export { LinearLR } from "./schedulers/linear-lr.ts";
export type { MultiStepLROptions } from "./schedulers/multi-step-lr.ts";
export { MultiStepLR } from "./schedulers/multi-step-lr.ts";
export type { OneCycleLROptions } from "./schedulers/one-cycle-lr.ts";
export { OneCycleLR } from "./schedulers/one-cycle-lr.ts";
export type { Scheduled, Scheduler } from "./schedulers/scheduler.ts";
export type { StepLROptions } from "./schedulers/step-lr.ts";
export { StepLR } from "./schedulers/step-lr.ts";
export type { Shape, Size } from "./shape.ts";
export { Tensor } from "./tensor.ts";

/**
 * The public names of Layerbook, written down before the code. Everything is built against this file:
 * `test/repository/public-names.test.ts` and the type checker hold each package to it.
 *
 * Names, argument order, defaults and numbers follow PyTorch. Sizes that must be given are positional,
 * the rest is one options object. `dim` may be negative. The types at the end list what is still to come.
 */
import type { MimeBundle } from "@layerbook/figures";
import type {
  BatchNorm1d,
  Conv2d,
  GRU,
  Linear,
  LSTM,
  MaxPool1d,
  MaxPool2d,
  Module,
  Parameter,
  RandomGenerator,
  RNN,
  Tensor,
} from "@layerbook/layers";

// ---- shared shapes of arguments -------------------------------------------------------------------------

export type DType = "float32" | "float64" | "int32";
export type TypedArray = Float32Array | Float64Array | Int32Array;
export type NestedArray = number | boolean | readonly NestedArray[];
export type TensorValues = NestedArray | ArrayLike<number>;
export type Shape = readonly number[];
/** One number for every spatial dimension, or one for each: `3` or `[3, 5]`. */
export type Size = number | readonly number[];
/** A path, or a file: URL. */
export type FilePath = string | { readonly href: string };
export type PaddingMode = "zeros" | "reflect" | "replicate" | "circular";
export type Reduction = "mean" | "sum" | "none";

export interface TensorOptions {
  readonly dtype?: DType;
  readonly requiresGrad?: boolean;
}
export interface RandomOptions extends TensorOptions {
  readonly generator?: RandomGenerator;
}
export interface ReduceOptions {
  readonly keepdim?: boolean;
}
export interface VarianceOptions extends ReduceOptions {
  /** Divisor N - correction; 1 by default, as in PyTorch. */
  readonly correction?: number;
}

// ---- Tensor ---------------------------------------------------------------------------------------------

export interface TensorMembers {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly requiresGrad: boolean;
  readonly grad: Tensor | null;
  numel(): number;
  item(): number;
  at(...index: number[]): number;
  toArray(): NestedArray;
  toTypedArray(): TypedArray;
  assign(values: TensorValues | Tensor): Tensor;
  detach(): Tensor;
  clone(): Tensor;
  to(dtype: DType): Tensor;
  backward(gradient?: Tensor): void;

  reshape(shape: Shape): Tensor;
  permute(dims: readonly number[]): Tensor;
  transpose(a: number, b: number): Tensor;
  flatten(start?: number, end?: number): Tensor;
  squeeze(dim?: number): Tensor;
  unsqueeze(dim: number): Tensor;
  slice(dim: number, start: number, end?: number, step?: number): Tensor;
  select(dim: number, index: number): Tensor;
  gather(dim: number, index: Tensor): Tensor;
  split(sizes: number | readonly number[], dim?: number): Tensor[];
  flip(dims: readonly number[]): Tensor;
  pad(padding: readonly number[], options?: { readonly mode?: PaddingMode; readonly value?: number }): Tensor;

  add(other: Tensor | number): Tensor;
  sub(other: Tensor | number): Tensor;
  mul(other: Tensor | number): Tensor;
  div(other: Tensor | number): Tensor;
  pow(exponent: Tensor | number): Tensor;
  maximum(other: Tensor | number): Tensor;
  minimum(other: Tensor | number): Tensor;
  eq(other: Tensor | number): Tensor;
  gt(other: Tensor | number): Tensor;
  lt(other: Tensor | number): Tensor;
  neg(): Tensor;
  exp(): Tensor;
  log(): Tensor;
  sqrt(): Tensor;
  abs(): Tensor;
  clamp(min?: number, max?: number): Tensor;
  tanh(): Tensor;
  sigmoid(): Tensor;
  relu(): Tensor;
  matmul(other: Tensor): Tensor;

  sum(dim?: Size, options?: ReduceOptions): Tensor;
  mean(dim?: Size, options?: ReduceOptions): Tensor;
  var(dim?: Size, options?: VarianceOptions): Tensor;
  std(dim?: Size, options?: VarianceOptions): Tensor;
  max(dim?: Size, options?: ReduceOptions): Tensor;
  min(dim?: Size, options?: ReduceOptions): Tensor;
  argmax(dim?: number, options?: ReduceOptions): Tensor;
  softmax(dim: number): Tensor;
  logSoftmax(dim: number): Tensor;
}

// ---- Module ---------------------------------------------------------------------------------------------

export type StateDict = ReadonlyMap<string, Tensor>;

export interface OutputShape {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
}

export interface ModuleMembers {
  readonly training: boolean;
  /** What the last forward pass gave; undefined before the first. */
  readonly outputShapes: readonly OutputShape[] | undefined;
  parameters(): readonly Parameter[];
  namedParameters(): readonly (readonly [string, Parameter])[];
  namedChildren(): readonly (readonly [string, Module])[];
  namedModules(): readonly (readonly [string, Module])[];
  stateDict(): StateDict;
  loadStateDict(
    state: StateDict | Readonly<Record<string, Tensor>>,
    options?: { readonly strict?: boolean },
  ): void;
  to(dtype: DType): Module;
  train(mode?: boolean): Module;
  eval(): Module;
  zeroGrad(): void;
  /** One input for each that `forward` takes: a shape stands for zeros. */
  summary(...inputs: readonly (Shape | Tensor)[]): string;
  onForward(hook: (module: Module, input: Tensor, output: unknown) => void): () => void;
}

/** What a class of the library looks like from outside: arguments in, a module out. */
type Layer<Arguments extends readonly unknown[], Forward = (input: Tensor) => Tensor> = new (
  ...args: Arguments
) => { readonly forward: Forward } & Module;
type Activation<Options = never> = Layer<[options?: Options]>;

export interface ConvolutionOptions {
  readonly stride?: Size;
  readonly padding?: Size | "same" | "valid";
  readonly dilation?: Size;
  readonly groups?: number;
  readonly paddingMode?: PaddingMode;
}
export interface ConvolutionLayerOptions extends ConvolutionOptions {
  readonly bias?: boolean;
  readonly dtype?: DType;
  readonly generator?: RandomGenerator;
}
export interface LinearOptions {
  readonly bias?: boolean;
  readonly dtype?: DType;
  readonly generator?: RandomGenerator;
}
export interface ConvTransposeOptions {
  readonly stride?: Size;
  readonly padding?: Size;
  readonly outputPadding?: Size;
  readonly dilation?: Size;
  readonly groups?: number;
}
export interface ConvTransposeLayerOptions extends ConvTransposeOptions {
  readonly bias?: boolean;
  readonly dtype?: DType;
  readonly generator?: RandomGenerator;
}
export interface MaxPoolIndices {
  readonly output: Tensor;
  readonly indices: Tensor;
}
/** With `returnIndices` the output comes with its indices, without it alone: known to the type checker. */
export type MaxPoolResult<Indices extends boolean> = Indices extends true ? MaxPoolIndices : Tensor;
export interface MaxPoolOptions<Indices extends boolean = false> extends AdaptiveMaxPoolOptions<Indices> {
  readonly stride?: Size;
  readonly padding?: Size;
  readonly dilation?: Size;
  readonly ceilMode?: boolean;
}
export interface AdaptiveMaxPoolOptions<Indices extends boolean = false> {
  readonly returnIndices?: Indices;
}
/** One size per spatial dimension; null keeps the input's. */
export type AdaptiveSize = number | null | readonly (number | null)[];
export interface AvgPoolOptions {
  readonly stride?: Size;
  readonly padding?: Size;
  readonly ceilMode?: boolean;
  readonly countIncludePad?: boolean;
  readonly divisorOverride?: number | null;
}
export interface LPPoolOptions {
  readonly stride?: Size;
  readonly ceilMode?: boolean;
}
export interface MaxUnpoolLayerOptions {
  readonly stride?: Size;
  readonly padding?: Size;
}
export interface MaxUnpoolSize {
  /** The shape, or the spatial part of it, of what was pooled. */
  readonly outputSize?: Shape;
}
export interface BatchNormOptions {
  readonly eps?: number;
  /** null: running statistics are the average over all batches. */
  readonly momentum?: number | null;
  readonly affine?: boolean;
  readonly trackRunningStats?: boolean;
  readonly dtype?: DType;
}
export interface InstanceNormOptions extends BatchNormOptions {
  readonly momentum?: number;
}
export interface LayerNormOptions {
  readonly eps?: number;
  readonly elementwiseAffine?: boolean;
  readonly bias?: boolean;
  readonly dtype?: DType;
}
export interface GroupNormOptions {
  readonly eps?: number;
  readonly affine?: boolean;
  readonly dtype?: DType;
}
/** What the functional forms of the normalisations take. */
export interface NormArguments {
  readonly weight?: Tensor | null;
  readonly bias?: Tensor | null;
  readonly eps?: number;
}
export interface RecurrentOptions {
  readonly numLayers?: number;
  readonly bias?: boolean;
  readonly batchFirst?: boolean;
  readonly dropout?: number;
  readonly bidirectional?: boolean;
  readonly dtype?: DType;
  readonly generator?: RandomGenerator;
}
export interface CellOptions {
  readonly bias?: boolean;
  readonly dtype?: DType;
  readonly generator?: RandomGenerator;
}
export interface CellState {
  readonly h0?: Tensor;
}
export interface RecurrentState {
  readonly h0?: Tensor;
  readonly lengths?: readonly number[];
}
export interface OnnxRecurrentWeights {
  readonly W: Tensor;
  readonly R: Tensor;
  readonly B: Tensor | null;
}
export interface KerasRecurrentWeights {
  readonly kernel: Tensor;
  readonly recurrentKernel: Tensor;
  readonly bias: Tensor | null;
}
export interface KerasRecurrentLayer {
  readonly forward: KerasRecurrentWeights;
  readonly backward: KerasRecurrentWeights | null;
}
export interface LossOptions {
  readonly reduction?: Reduction;
}
/** `weight` has a factor for each class. */
export interface NllLossOptions extends LossOptions {
  readonly weight?: Tensor;
  readonly ignoreIndex?: number;
}
export interface CrossEntropyOptions extends NllLossOptions {
  readonly labelSmoothing?: number;
}
export interface SmoothL1LossOptions extends LossOptions {
  readonly beta?: number;
}
export interface HuberLossOptions extends LossOptions {
  readonly delta?: number;
}
/** `weight` has a factor for each term, or broadcasts to that. */
export interface BinaryCrossEntropyOptions extends LossOptions {
  readonly weight?: Tensor;
}
export interface BinaryCrossEntropyWithLogitsOptions extends BinaryCrossEntropyOptions {
  readonly posWeight?: Tensor;
}
export interface KlDivLossOptions {
  readonly reduction?: Reduction | "batchmean";
  readonly logTarget?: boolean;
}
export interface HingeEmbeddingLossOptions extends LossOptions {
  readonly margin?: number;
}
type Loss<Options = LossOptions> = (input: Tensor, target: Tensor, options?: Options) => Tensor;
interface Optimizer {
  lr: number;
  step(): void;
  zeroGrad(): void;
}
/** May be changed between steps, as OneCycleLR does. */
interface Momentum {
  momentum: number;
}
interface Betas {
  betas: readonly [number, number];
}
/** What a scheduler changes: an optimizer, or anything else with a learning rate. */
interface Scheduled {
  lr: number;
}
interface Scheduler {
  step(): void;
  getLastLR(): number;
}
type SchedulerClass<Options> = new (optimizer: Scheduled, options: Options) => Scheduler;
interface AdamOptions {
  readonly lr?: number;
  readonly betas?: readonly [number, number];
  readonly eps?: number;
  readonly weightDecay?: number;
  readonly amsgrad?: boolean;
  readonly maximize?: boolean;
}
type MaxPool = <Indices extends boolean = false>(
  input: Tensor,
  kernelSize: Size,
  options?: MaxPoolOptions<Indices>,
) => MaxPoolResult<Indices>;
type MaxPoolLayer = new <Indices extends boolean = false>(
  kernelSize: Size,
  options?: MaxPoolOptions<Indices>,
) => {
  readonly forward: (input: Tensor) => MaxPoolResult<Indices>;
  trace(input: Tensor, options?: PoolingTraceOptions): MaxPoolTrace;
} & Module;
type AvgPool = (input: Tensor, kernelSize: Size, options?: AvgPoolOptions) => Tensor;
type AvgPoolLayer = new (
  kernelSize: Size,
  options?: AvgPoolOptions,
) => {
  readonly forward: (input: Tensor) => Tensor;
  trace(input: Tensor, options?: PoolingTraceOptions): AvgPoolTrace;
} & Module;
type AdaptiveAvgPool = (input: Tensor, outputSize: AdaptiveSize) => Tensor;
type AdaptiveAvgPoolLayer = Layer<[outputSize: AdaptiveSize]>;
type AdaptiveMaxPool = <Indices extends boolean = false>(
  input: Tensor,
  outputSize: AdaptiveSize,
  options?: AdaptiveMaxPoolOptions<Indices>,
) => MaxPoolResult<Indices>;
type AdaptiveMaxPoolLayer = new <Indices extends boolean = false>(
  outputSize: AdaptiveSize,
  options?: AdaptiveMaxPoolOptions<Indices>,
) => { readonly forward: (input: Tensor) => MaxPoolResult<Indices> } & Module;
type LPPool = (input: Tensor, normType: number, kernelSize: Size, options?: LPPoolOptions) => Tensor;
type LPPoolLayer = Layer<[normType: number, kernelSize: Size, options?: LPPoolOptions]>;
type MaxUnpool = (
  input: Tensor,
  indices: Tensor,
  kernelSize: Size,
  options?: MaxUnpoolLayerOptions & MaxUnpoolSize,
) => Tensor;
type MaxUnpoolLayer = Layer<
  [kernelSize: Size, options?: MaxUnpoolLayerOptions],
  (input: Tensor, indices: Tensor, options?: MaxUnpoolSize) => Tensor
>;
type Convolution = new (
  inChannels: number,
  outChannels: number,
  kernelSize: Size,
  options?: ConvolutionLayerOptions,
) => {
  readonly forward: (input: Tensor) => Tensor;
  trace(
    input: Tensor,
    options?: { readonly sample?: number; readonly outputChannel?: number },
  ): ConvolutionTrace;
} & Module;
/** `outputSize` of `forward` takes the place of `outputPadding`, as PyTorch's `output_size` does. */
type TransposedConvolution = Layer<
  [inChannels: number, outChannels: number, kernelSize: Size, options?: ConvTransposeLayerOptions],
  (input: Tensor, options?: { readonly outputSize?: Size }) => Tensor
>;
type FunctionalTransposed = (
  input: Tensor,
  weight: Tensor,
  bias?: Tensor | null,
  options?: ConvTransposeOptions,
) => Tensor;
/** An RNN, GRU or LSTM. */
type Recurrent<Options, State, Output, Trace> = new (
  inputSize: number,
  hiddenSize: number,
  options?: RecurrentOptions & Options,
) => {
  readonly forward: (input: Tensor, state?: State) => Output;
  trace(input: Tensor, options?: RecurrentTraceOptions & State): Trace;
} & Module;
type BatchNorm = new (
  numFeatures: number,
  options?: BatchNormOptions,
) => { readonly forward: (input: Tensor) => Tensor; trace(input: Tensor): BatchNormTrace } & Module;
type DropoutLayer = Layer<[p?: number, options?: { readonly generator?: RandomGenerator }]>;
type TracedDropout = new (
  ...args: ConstructorParameters<DropoutLayer>
) => InstanceType<DropoutLayer> & { trace(input: Tensor): DropoutTrace };
type FunctionalDropout = (
  input: Tensor,
  options?: { readonly p?: number; readonly training?: boolean; readonly generator?: RandomGenerator },
) => Tensor;
type InstanceNorm = Layer<[numFeatures: number, options?: InstanceNormOptions]>;
type Create = (shape: Shape, options?: TensorOptions) => Tensor;
type CreateRandom = (shape: Shape, options?: RandomOptions) => Tensor;

// ---- traces: the computation as steps, plain data for drawing -------------------------------------------

/** `layer.trace(x)` of a convolution: one sample and one output channel of `forward`, window by window. */
export interface ConvolutionTrace {
  readonly layer: "convolution";
  /** Which sample of the batch and which output channel the steps follow. */
  readonly sample: number;
  readonly outputChannel: number;
  /** The whole input, [N, inChannels, ...spatial]. */
  readonly input: Tensor;
  /** The sample's input channels of this output channel's group, padded: [inChannels / groups, ...padded]. */
  readonly paddedInput: Tensor;
  /** Padding before and after each spatial dimension: [[before, after], ...]. */
  readonly padding: readonly (readonly [number, number])[];
  /** This output channel's kernel, [inChannels / groups, ...kernelSize]. */
  readonly kernel: Tensor;
  readonly bias: number;
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  /** The output map that the steps reveal, [...outputSpatial]. */
  readonly output: Tensor;
  /** Row-major over the output map. */
  readonly steps: readonly ConvolutionStep[];
}
export interface ConvolutionStep {
  /** Position in the output map. */
  readonly position: readonly number[];
  /** The window's first element in `paddedInput`, without the channel. */
  readonly origin: readonly number[];
  /** Input times weight, flat, row-major over `kernel`'s shape. */
  readonly products: readonly number[];
  /** The products' sum, in float64. */
  readonly sum: number;
  /** sum + bias, rounded to the tensor's dtype: the number at `position` of `output`. */
  readonly value: number;
}

/** `layer.trace(x)` of an RNN, GRU or LSTM: one sequence in one layer and one direction of `forward`, step by step. */
export interface RecurrentTrace<Layer extends string, Step extends RecurrentStep> {
  readonly layer: Layer;
  /** Which sequence of the batch, which of the stacked layers and which direction the steps follow. */
  readonly sample: number;
  readonly layerIndex: number;
  readonly reverse: boolean;
  /** What that layer reads of the sequence, [steps, features]. */
  readonly input: Tensor;
  /** h before the first step that is computed. */
  readonly h0: readonly number[];
  /** h after each step, [steps, hiddenSize], in the order of time: what the layer gives in this direction. */
  readonly output: Tensor;
  /** In the order in which they are computed: in reverse from the sequence's end. */
  readonly steps: readonly Step[];
}
export interface RecurrentStep {
  /** The step's place in the sequence, from 0. */
  readonly position: number;
  /** The step's input, [features]. */
  readonly x: readonly number[];
  /** The state after the step, [hiddenSize]. */
  readonly h: readonly number[];
}
export interface RNNTrace extends RecurrentTrace<"rnn", RNNStep> {
  readonly nonlinearity: "tanh" | "relu";
}
export interface RNNStep extends RecurrentStep {
  /** W_ih x + b_ih, and W_hh h + b_hh: h' is the nonlinearity of their sum. */
  readonly inputPart: readonly number[];
  readonly recurrentPart: readonly number[];
}
export interface GRUTrace extends RecurrentTrace<"gru", GRUStep> {
  readonly resetAfter: boolean;
}
export interface GRUStep extends RecurrentStep {
  /** r and z, in 0..1, and n, in -1..1. */
  readonly resetGate: readonly number[];
  readonly updateGate: readonly number[];
  /** W_in x + b_in, and W_hn h + b_hn or, with r before the product, W_hn (r * h) + b_hn. */
  readonly inputPart: readonly number[];
  readonly recurrentPart: readonly number[];
  readonly candidate: readonly number[];
}
export interface LSTMTrace extends RecurrentTrace<"lstm", LSTMStep> {
  /** c before the first step that is computed. */
  readonly c0: readonly number[];
}
export interface LSTMStep extends RecurrentStep {
  /** i, f and o, in 0..1, and g, in -1..1. */
  readonly inputGate: readonly number[];
  readonly forgetGate: readonly number[];
  readonly candidate: readonly number[];
  readonly outputGate: readonly number[];
  /** c after the step. */
  readonly c: readonly number[];
}
/** Of which sequence, layer and direction, all 0 or false by default, and from which states. */
export interface RecurrentTraceOptions extends RecurrentState {
  readonly sample?: number;
  readonly layerIndex?: number;
  readonly reverse?: boolean;
}
/** `layer.trace(x)` of a linear map: one sample of `forward`, output by output. */
export interface LinearTrace {
  readonly layer: "linear";
  /** Which row of `input` the steps follow. */
  readonly sample: number;
  /** The whole input, [N, inFeatures]. */
  readonly input: Tensor;
  /** The sample's features, [inFeatures]. */
  readonly features: Tensor;
  /** [outFeatures, inFeatures] */
  readonly weight: Tensor;
  /** [outFeatures], or null. */
  readonly bias: Tensor | null;
  /** [outFeatures]: what `forward` gives for the sample. */
  readonly output: Tensor;
  /** One for each output. */
  readonly steps: readonly LinearStep[];
}
export interface LinearStep {
  /** Weight times feature, what each input contributes: [inFeatures]. */
  readonly products: readonly number[];
  /** The products' sum, in float64. */
  readonly sum: number;
  readonly bias: number;
  /** The sum and then sum + bias, each rounded to the tensor's dtype: the output. */
  readonly value: number;
}

/** `layer.trace(x)` of a batch normalisation: one forward pass, step by step; running statistics stay as they are. */
export interface BatchNormTrace {
  readonly layer: "batchnorm";
  /** Whose mean and variance: those of this batch, as in training, or the running ones. */
  readonly statistics: "batch" | "running";
  readonly eps: number;
  /** [N, channels, ...] */
  readonly input: Tensor;
  /** Of each channel, [channels], float64. */
  readonly mean: Tensor;
  /** Of each channel, [channels], float64; a batch's own has divisor N. */
  readonly variance: Tensor;
  /** (input - mean) / sqrt(variance + eps), of the input's shape. */
  readonly normalized: Tensor;
  /** [channels], or null without `affine`. */
  readonly weight: Tensor | null;
  readonly bias: Tensor | null;
  /** normalized * weight + bias: what `forward` gives. */
  readonly output: Tensor;
}

/** `layer.trace(x)` of a pooling: one channel of one sample of `forward`, window by window. */
export interface PoolingTrace<Kind extends "max" | "average", Step extends PoolingStep> {
  readonly layer: "pooling";
  readonly kind: Kind;
  /** Which sample of the batch and which channel the steps follow. */
  readonly sample: number;
  readonly channel: number;
  /** The whole input, [N, channels, ...spatial]. */
  readonly input: Tensor;
  /** The channel that is pooled, [...spatial]. */
  readonly map: Tensor;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  /** On each side of each spatial dimension. */
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  /** The output map that the steps reveal, [...outputSpatial]. */
  readonly output: Tensor;
  /** Row-major over the output map. */
  readonly steps: readonly Step[];
}
export type MaxPoolTrace = PoolingTrace<"max", MaxPoolStep>;
export type AvgPoolTrace = PoolingTrace<"average", AvgPoolStep>;
export interface PoolingStep {
  /** Position in the output map. */
  readonly position: readonly number[];
  /** The window's first place in `map`: below 0 in the padding. */
  readonly origin: readonly number[];
  /** The numbers in the window, flat, row-major over `kernelSize`; null where it covers padding or is past the end. */
  readonly values: readonly (number | null)[];
  /** The number at `position` of `output`. */
  readonly value: number;
}
export interface MaxPoolStep extends PoolingStep {
  /** Where in `map`, flat and row-major, the largest stands, the first of them if several are equal. */
  readonly winner: number;
}
export interface AvgPoolStep extends PoolingStep {
  /** The sum of the values, in float64. */
  readonly sum: number;
  /** What the sum is divided by. */
  readonly divisor: number;
}
/** Of which sample and channel, both 0 by default. */
export interface PoolingTraceOptions {
  readonly sample?: number;
  readonly channel?: number;
}

/** `layer.trace(x)` of a dropout: one forward pass, with a mask drawn as there. */
export interface DropoutTrace {
  readonly layer: "dropout";
  readonly p: number;
  /** Whether anything could be dropped. */
  readonly training: boolean;
  readonly input: Tensor;
  /** 1 for each number that is kept, 0 for each that is dropped, of the input's shape. */
  readonly mask: Tensor;
  /** 1 / (1 - p); 1 in evaluation, 0 where p is 1 and nothing is kept. */
  readonly scale: number;
  /** input * mask * scale: what `forward` gives. */
  readonly output: Tensor;
}

// ---- @layerbook/layers ----------------------------------------------------------------------------------

/** The generator of every initial value that is drawn. */
interface DrawnOptions {
  readonly generator?: RandomGenerator;
}
type Fill<Options = never> = <Own extends Tensor>(tensor: Own, options?: Options) => Own;
type Nonlinearity =
  | "linear"
  | `conv${1 | 2 | 3}d`
  | `convTranspose${1 | 2 | 3}d`
  | "sigmoid"
  | "tanh"
  | "relu"
  | "leakyRelu"
  | "selu";
interface KaimingOptions extends DrawnOptions {
  readonly a?: number;
  readonly mode?: "fanIn" | "fanOut";
  readonly nonlinearity?: Nonlinearity;
}
export interface Init {
  zeros: Fill;
  ones: Fill;
  constant<Own extends Tensor>(tensor: Own, value: number): Own;
  eye: Fill;
  dirac: Fill<{ readonly groups?: number }>;
  uniform: Fill<{ readonly a?: number; readonly b?: number } & DrawnOptions>;
  normal: Fill<{ readonly mean?: number; readonly std?: number } & DrawnOptions>;
  truncNormal: Fill<
    { readonly mean?: number; readonly std?: number; readonly a?: number; readonly b?: number } & DrawnOptions
  >;
  xavierUniform: Fill<{ readonly gain?: number } & DrawnOptions>;
  xavierNormal: Fill<{ readonly gain?: number } & DrawnOptions>;
  kaimingUniform: Fill<KaimingOptions>;
  kaimingNormal: Fill<KaimingOptions>;
  orthogonal: Fill<{ readonly gain?: number } & DrawnOptions>;
  calculateGain(nonlinearity: Nonlinearity, param?: number): number;
}

export interface Layers {
  tensor(values: TensorValues, options?: TensorOptions & { readonly shape?: Shape }): Tensor;
  zeros: Create;
  ones: Create;
  empty: Create;
  rand: CreateRandom;
  randn: CreateRandom;
  full(shape: Shape, value: number, options?: TensorOptions): Tensor;
  arange(start: number, end: number, step?: number, options?: TensorOptions): Tensor;
  linspace(start: number, end: number, steps: number, options?: TensorOptions): Tensor;
  eye(n: number, m?: number, options?: TensorOptions): Tensor;
  randint(low: number, high: number, shape: Shape, options?: RandomOptions): Tensor;
  bernoulli(probabilities: Tensor, options?: RandomOptions): Tensor;
  multinomial(
    probabilities: Tensor,
    samples: number,
    options?: RandomOptions & { readonly replacement?: boolean },
  ): Tensor;
  randperm(n: number, options?: RandomOptions): Tensor;
  cat(tensors: readonly Tensor[], dim?: number): Tensor;
  stack(tensors: readonly Tensor[], dim?: number): Tensor;
  where(mask: Tensor, a: Tensor | number, b: Tensor | number): Tensor;
  oneHot(indices: Tensor, numClasses?: number): Tensor;
  manualSeed(seed: number): void;
  RandomGenerator: new (seed: number) => RandomGenerator;
  /** Refuses a callback that returns a Promise: gradients would come back on at the first await. */
  noGrad<T>(callback: () => T): T;
  /** For annotations; tensors are made by `tensor`, `zeros` and their like. */
  Tensor: abstract new (
    ...args: never
  ) => Tensor & TensorMembers;
  Parameter: new (values: Tensor) => Parameter;
  Module: abstract new () => Module & ModuleMembers;
  /** Of any copy of the package. */
  isParameter(value: unknown): value is Parameter;
  ParameterList: new (
    parameters: Iterable<Parameter>,
  ) => Module & Iterable<Parameter> & { readonly [index: number]: Parameter; readonly length: number };

  Linear: new (
    inFeatures: number,
    outFeatures: number,
    options?: LinearOptions,
  ) => {
    readonly forward: (input: Tensor) => Tensor;
    trace(input: Tensor, options?: { readonly sample?: number }): LinearTrace;
  } & Module;
  Bilinear: Layer<
    [in1Features: number, in2Features: number, outFeatures: number, options?: LinearOptions],
    (input1: Tensor, input2: Tensor) => Tensor
  >;
  Identity: Layer<[]>;
  Flatten: Layer<[startDim?: number, endDim?: number]>;
  Embedding: Layer<
    [
      numEmbeddings: number,
      embeddingDim: number,
      options?: {
        readonly paddingIdx?: number | null;
        readonly dtype?: DType;
        readonly generator?: RandomGenerator;
      },
    ]
  >;
  Sequential: Layer<Module[]>;
  Conv1d: Convolution;
  Conv2d: Convolution;
  Conv3d: Convolution;
  ConvTranspose1d: TransposedConvolution;
  ConvTranspose2d: TransposedConvolution;
  ConvTranspose3d: TransposedConvolution;
  MaxPool1d: MaxPoolLayer;
  MaxPool2d: MaxPoolLayer;
  MaxPool3d: MaxPoolLayer;
  AvgPool1d: AvgPoolLayer;
  AvgPool2d: AvgPoolLayer;
  AvgPool3d: AvgPoolLayer;
  AdaptiveAvgPool1d: AdaptiveAvgPoolLayer;
  AdaptiveAvgPool2d: AdaptiveAvgPoolLayer;
  AdaptiveAvgPool3d: AdaptiveAvgPoolLayer;
  AdaptiveMaxPool1d: AdaptiveMaxPoolLayer;
  AdaptiveMaxPool2d: AdaptiveMaxPoolLayer;
  AdaptiveMaxPool3d: AdaptiveMaxPoolLayer;
  LPPool1d: LPPoolLayer;
  LPPool2d: LPPoolLayer;
  MaxUnpool1d: MaxUnpoolLayer;
  MaxUnpool2d: MaxUnpoolLayer;
  BatchNorm1d: BatchNorm;
  BatchNorm2d: BatchNorm;
  BatchNorm3d: BatchNorm;
  LayerNorm: Layer<[normalizedShape: Size, options?: LayerNormOptions]>;
  GroupNorm: Layer<[numGroups: number, numChannels: number, options?: GroupNormOptions]>;
  InstanceNorm1d: InstanceNorm;
  InstanceNorm2d: InstanceNorm;
  InstanceNorm3d: InstanceNorm;
  Dropout: TracedDropout;
  Dropout1d: TracedDropout;
  Dropout2d: TracedDropout;
  Dropout3d: TracedDropout;
  AlphaDropout: DropoutLayer;
  FeatureAlphaDropout: DropoutLayer;
  RNN: Recurrent<
    { readonly nonlinearity?: "tanh" | "relu" },
    RecurrentState,
    { readonly output: Tensor; readonly hn: Tensor },
    RNNTrace
  >;
  GRU: Recurrent<
    { readonly resetAfter?: boolean },
    RecurrentState,
    { readonly output: Tensor; readonly hn: Tensor },
    GRUTrace
  >;
  LSTM: Recurrent<
    { readonly projSize?: number },
    RecurrentState & { readonly c0?: Tensor },
    { readonly output: Tensor; readonly hn: Tensor; readonly cn: Tensor },
    LSTMTrace
  >;
  RNNCell: Layer<
    [
      inputSize: number,
      hiddenSize: number,
      options?: CellOptions & { readonly nonlinearity?: "tanh" | "relu" },
    ],
    (input: Tensor, state?: CellState) => { readonly h1: Tensor }
  >;
  GRUCell: Layer<
    [inputSize: number, hiddenSize: number, options?: CellOptions & { readonly resetAfter?: boolean }],
    (input: Tensor, state?: CellState) => { readonly h1: Tensor }
  >;
  LSTMCell: Layer<
    [inputSize: number, hiddenSize: number, options?: CellOptions],
    (
      input: Tensor,
      state?: CellState & { readonly c0?: Tensor },
    ) => { readonly h1: Tensor; readonly c1: Tensor }
  >;

  ReLU: Activation;
  LeakyReLU: Activation<{ readonly negativeSlope?: number }>;
  ELU: Activation<{ readonly alpha?: number }>;
  SELU: Activation;
  GELU: Activation<{ readonly approximate?: "none" | "tanh" }>;
  SiLU: Activation;
  Sigmoid: Activation;
  Tanh: Activation;
  Softmax: Layer<[dim: number]>;
  LogSoftmax: Layer<[dim: number]>;
  Softplus: Activation<{ readonly beta?: number; readonly threshold?: number }>;
  Softsign: Activation;
  Hardtanh: Activation<{ readonly minVal?: number; readonly maxVal?: number }>;
  Hardsigmoid: Activation;
  Hardswish: Activation;
  PReLU: Activation<{ readonly numParameters?: number; readonly init?: number; readonly dtype?: DType }>;

  conv1d(input: Tensor, weight: Tensor, bias?: Tensor | null, options?: ConvolutionOptions): Tensor;
  conv2d(input: Tensor, weight: Tensor, bias?: Tensor | null, options?: ConvolutionOptions): Tensor;
  conv3d(input: Tensor, weight: Tensor, bias?: Tensor | null, options?: ConvolutionOptions): Tensor;
  convTranspose1d: FunctionalTransposed;
  convTranspose2d: FunctionalTransposed;
  convTranspose3d: FunctionalTransposed;
  linear(input: Tensor, weight: Tensor, bias?: Tensor | null): Tensor;
  bilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias?: Tensor | null): Tensor;
  embedding(indices: Tensor, weight: Tensor, options?: { readonly paddingIdx?: number | null }): Tensor;
  maxPool1d: MaxPool;
  maxPool2d: MaxPool;
  maxPool3d: MaxPool;
  avgPool1d: AvgPool;
  avgPool2d: AvgPool;
  avgPool3d: AvgPool;
  adaptiveAvgPool1d: AdaptiveAvgPool;
  adaptiveAvgPool2d: AdaptiveAvgPool;
  adaptiveAvgPool3d: AdaptiveAvgPool;
  adaptiveMaxPool1d: AdaptiveMaxPool;
  adaptiveMaxPool2d: AdaptiveMaxPool;
  adaptiveMaxPool3d: AdaptiveMaxPool;
  lpPool1d: LPPool;
  lpPool2d: LPPool;
  maxUnpool1d: MaxUnpool;
  maxUnpool2d: MaxUnpool;
  batchNorm(
    input: Tensor,
    runningMean: Tensor | null,
    runningVar: Tensor | null,
    options?: NormArguments & { readonly training?: boolean; readonly momentum?: number },
  ): Tensor;
  layerNorm(input: Tensor, normalizedShape: Size, options?: NormArguments): Tensor;
  groupNorm(input: Tensor, numGroups: number, options?: NormArguments): Tensor;
  instanceNorm(
    input: Tensor,
    runningMean?: Tensor | null,
    runningVar?: Tensor | null,
    options?: NormArguments & { readonly useInputStats?: boolean; readonly momentum?: number },
  ): Tensor;
  dropout: FunctionalDropout;
  dropout1d: FunctionalDropout;
  dropout2d: FunctionalDropout;
  dropout3d: FunctionalDropout;
  alphaDropout: FunctionalDropout;
  featureAlphaDropout: FunctionalDropout;
  relu(input: Tensor): Tensor;
  leakyRelu(input: Tensor, options?: { readonly negativeSlope?: number }): Tensor;
  elu(input: Tensor, options?: { readonly alpha?: number }): Tensor;
  selu(input: Tensor): Tensor;
  gelu(input: Tensor, options?: { readonly approximate?: "none" | "tanh" }): Tensor;
  silu(input: Tensor): Tensor;
  sigmoid(input: Tensor): Tensor;
  tanh(input: Tensor): Tensor;
  softmax(input: Tensor, dim: number): Tensor;
  logSoftmax(input: Tensor, dim: number): Tensor;
  softplus(input: Tensor, options?: { readonly beta?: number; readonly threshold?: number }): Tensor;
  softsign(input: Tensor): Tensor;
  hardtanh(input: Tensor, options?: { readonly minVal?: number; readonly maxVal?: number }): Tensor;
  hardsigmoid(input: Tensor): Tensor;
  hardswish(input: Tensor): Tensor;
  prelu(input: Tensor, weight: Tensor): Tensor;
  rnnCell(
    input: Tensor,
    state: CellState,
    weightIh: Tensor,
    weightHh: Tensor,
    biasIh?: Tensor | null,
    biasHh?: Tensor | null,
    options?: { readonly nonlinearity?: "tanh" | "relu" },
  ): { readonly h1: Tensor };
  gruCell(
    input: Tensor,
    state: CellState,
    weightIh: Tensor,
    weightHh: Tensor,
    biasIh?: Tensor | null,
    biasHh?: Tensor | null,
    options?: { readonly resetAfter?: boolean },
  ): { readonly h1: Tensor };
  lstmCell(
    input: Tensor,
    state: CellState & { readonly c0?: Tensor },
    weightIh: Tensor,
    weightHh: Tensor,
    biasIh?: Tensor | null,
    biasHh?: Tensor | null,
  ): { readonly h1: Tensor; readonly c1: Tensor };
  /** One node of ONNX for each layer. */
  recurrentToOnnx(state: StateDict | Readonly<Record<string, Tensor>>): readonly OnnxRecurrentWeights[];
  recurrentFromOnnx(layers: readonly OnnxRecurrentWeights[]): StateDict;
  recurrentToKeras(
    state: StateDict | Readonly<Record<string, Tensor>>,
    options?: { readonly resetAfter?: boolean },
  ): readonly KerasRecurrentLayer[];
  recurrentFromKeras(layers: readonly KerasRecurrentLayer[]): StateDict;

  mseLoss: Loss;
  l1Loss: Loss;
  smoothL1Loss: Loss<SmoothL1LossOptions>;
  huberLoss: Loss<HuberLossOptions>;
  crossEntropy: Loss<CrossEntropyOptions>;
  nllLoss: Loss<NllLossOptions>;
  binaryCrossEntropy: Loss<BinaryCrossEntropyOptions>;
  binaryCrossEntropyWithLogits: Loss<BinaryCrossEntropyWithLogitsOptions>;
  klDivLoss: Loss<KlDivLossOptions>;
  hingeEmbeddingLoss: Loss<HingeEmbeddingLossOptions>;

  SGD: new (
    parameters: Iterable<Parameter>,
    options: {
      readonly lr: number;
      readonly momentum?: number;
      readonly dampening?: number;
      readonly nesterov?: boolean;
      readonly weightDecay?: number;
      readonly maximize?: boolean;
    },
  ) => Optimizer & Momentum;
  Adam: new (parameters: Iterable<Parameter>, options?: AdamOptions) => Optimizer & Betas;
  AdamW: new (parameters: Iterable<Parameter>, options?: AdamOptions) => Optimizer & Betas;
  RMSprop: new (
    parameters: Iterable<Parameter>,
    options?: {
      readonly lr?: number;
      readonly alpha?: number;
      readonly eps?: number;
      readonly weightDecay?: number;
      readonly momentum?: number;
      readonly centered?: boolean;
      readonly maximize?: boolean;
    },
  ) => Optimizer & Momentum;
  Adagrad: new (
    parameters: Iterable<Parameter>,
    options?: {
      readonly lr?: number;
      readonly lrDecay?: number;
      readonly weightDecay?: number;
      readonly initialAccumulatorValue?: number;
      readonly eps?: number;
      readonly maximize?: boolean;
    },
  ) => Optimizer;
  /** The norm that the gradients had before. */
  clipGradNorm(
    parameters: Iterable<Parameter>,
    maxNorm: number,
    options?: { readonly normType?: number },
  ): number;
  clipGradValue(parameters: Iterable<Parameter>, clipValue: number): void;
  StepLR: SchedulerClass<{ readonly stepSize: number; readonly gamma?: number }>;
  MultiStepLR: SchedulerClass<{ readonly milestones: readonly number[]; readonly gamma?: number }>;
  ExponentialLR: SchedulerClass<{ readonly gamma: number }>;
  CosineAnnealingLR: SchedulerClass<{ readonly tMax: number; readonly etaMin?: number }>;
  LinearLR: new (
    optimizer: Scheduled,
    options?: { readonly startFactor?: number; readonly endFactor?: number; readonly totalIters?: number },
  ) => Scheduler;
  OneCycleLR: SchedulerClass<{
    readonly maxLR: number;
    readonly totalSteps?: number;
    readonly epochs?: number;
    readonly stepsPerEpoch?: number;
    readonly pctStart?: number;
    readonly annealStrategy?: "cos" | "linear";
    readonly cycleMomentum?: boolean;
    readonly baseMomentum?: number;
    readonly maxMomentum?: number;
    readonly divFactor?: number;
    readonly finalDivFactor?: number;
    readonly threePhase?: boolean;
  }>;
  gradcheck(
    fn: (...inputs: Tensor[]) => Tensor,
    inputs: readonly Tensor[],
    options?: { readonly eps?: number; readonly atol?: number; readonly rtol?: number },
  ): boolean;
  allClose(a: Tensor, b: Tensor, options?: { readonly rtol?: number; readonly atol?: number }): boolean;

  /** Initial values: each function changes a tensor in place and returns it. */
  init: Init;

  decodeSafetensors(bytes: Uint8Array): Map<string, Tensor>;
  safetensorsMetadata(bytes: Uint8Array): Map<string, string>;
  encodeSafetensors(
    tensors: StateDict | Readonly<Record<string, Tensor>>,
    options?: { readonly metadata?: Readonly<Record<string, string>> | ReadonlyMap<string, string> },
  ): Uint8Array;
  decodeNpy(bytes: Uint8Array): Tensor;
  encodeNpy(tensor: Tensor): Uint8Array;
  decodeNpz(bytes: Uint8Array, options?: { readonly maxBytes?: number }): Map<string, Tensor>;
  encodeNpz(tensors: StateDict | Readonly<Record<string, Tensor>>): Uint8Array;
  loadSafetensors(path: FilePath): Promise<Map<string, Tensor>>;
  saveSafetensors(
    path: FilePath,
    tensors: StateDict | Readonly<Record<string, Tensor>>,
    options?: { readonly metadata?: Readonly<Record<string, string>> | ReadonlyMap<string, string> },
  ): Promise<void>;
  loadNpy(path: FilePath): Promise<Tensor>;
  saveNpy(path: FilePath, tensor: Tensor): Promise<void>;
  loadNpz(path: FilePath, options?: { readonly maxBytes?: number }): Promise<Map<string, Tensor>>;
  saveNpz(path: FilePath, tensors: StateDict | Readonly<Record<string, Tensor>>): Promise<void>;
  setBackend(name: "reference" | "simd"): void;
  setThreads(n: number): void;

  LayerbookError: new (message: string) => Error;
  ShapeError: new (message: string) => Error;
  FormatError: new (message: string) => Error;
  MemoryError: new (message: string) => Error;
}

// ---- @layerbook/data ------------------------------------------------------------------------------------

export interface Data {
  /** Grey photograph, [1, 512, 512] in 0..1. */
  camera(): Tensor;
  /** Colour photograph of a cat, [3, 300, 451] in 0..1. */
  chelsea(): Tensor;
  /** Grey texture, [1, 512, 512] in 0..1. */
  brick(): Tensor;
  /** Prose of this book, a paragraph to a line, to train on character by character. */
  bookText(): string;
  /** Handwritten digits: images [1797, 1, 8, 8] in 0..1, labels [1797] int32. */
  digits(): { readonly images: Tensor; readonly labels: Tensor };
  /** The tensors cut along axis 0 in step, the last batch shorter. */
  batches(
    ...args: [
      ...tensors: Tensor[],
      options: {
        readonly batchSize: number;
        readonly shuffle?: boolean;
        readonly generator?: RandomGenerator;
      },
    ]
  ): Iterable<Tensor[]> & { readonly length: number };
  /** PNG bytes to [channels, height, width] in 0..1; channels 1, 2, 3 or 4. */
  decodePng(bytes: Uint8Array): Tensor;
  encodePng(image: Tensor): Uint8Array;
}

// ---- @layerbook/figures ---------------------------------------------------------------------------------

export interface ShowOptions {
  readonly title?: string;
  /** One colour scale for the whole figure, or one per channel. */
  readonly scale?: "figure" | "channel";
  /** "auto": diverging and symmetric if any value is below 0, else sequential from 0. */
  readonly colorscale?: "auto" | "sequential" | "diverging" | "gray";
  /** Which channels (axis 0 of rank 3) are drawn; all by default. */
  readonly channels?: readonly number[];
  /** "image": [3, H, W] or [H, W, 3] in 0..1 in its own colours. */
  readonly layout?: "tiles" | "image";
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}

/** A figure as a value, for a cell's last expression and for `show`. */
export interface Figure {
  readonly bundle: MimeBundle;
  readonly description: string;
}

/** Numbers in order: a list, a typed array, or a tensor of rank 1. */
export type Numbers = ArrayLike<number> | Tensor;

/** A loss curve that is drawn again in its place while it grows. */
export interface LossCurve extends Figure {
  /** The last step that has a value; 0 before the first. */
  readonly step: number;
  /** A step's values by name, by default of the step after the last. */
  push(values: number | Readonly<Record<string, number>>, step?: number): void;
}

export interface LossCurveOptions {
  readonly title?: string;
  readonly logScale?: boolean;
  /** Names of series that have an axis of their own at the right, such as an accuracy. */
  readonly rightAxis?: readonly string[];
  /** "step" by default. */
  readonly xLabel?: string;
  readonly yLabel?: string;
  readonly plain?: boolean;
}

export interface Figures {
  /** Draws a tensor, a trace, a figure or anything else in the host: kernel, page, tslab, Deno or terminal. */
  show(value: unknown, options?: ShowOptions): void;
  /** What `show` would send: text/plain, image/svg+xml and application/vnd.plotly.v1+json. */
  mimeBundle(value: unknown, options?: ShowOptions): MimeBundle;
  /** One sentence that says what the figure shows; used as its text alternative. */
  describe(value: unknown): string;
  /** Gives the items, or 0 to `total` - 1, and draws in one place how far it has come. */
  progress(total: number, options?: { readonly label?: string }): IterableIterator<number>;
  progress<Item>(items: Iterable<Item>, options?: { readonly label?: string }): IterableIterator<Item>;
  /** The maps of a layer's output, [C, H, W] or [N, C, H, W]. */
  featureMaps(maps: Tensor, options?: ShowOptions): Figure;
  /** How often which values occur. */
  histogram(
    values: Numbers,
    options?: { readonly title?: string; readonly bins?: number; readonly plain?: boolean },
  ): Figure;
  /** What training measured, step by step from 1 on: one list of numbers, or several by name; more can be pushed. */
  lossCurve(run?: Numbers | Readonly<Record<string, Numbers>>, options?: LossCurveOptions): LossCurve;
  /** How often each class, a row, was taken for each class, a column. */
  confusionMatrix(
    truth: Numbers,
    predicted: Numbers,
    options?: { readonly labels?: readonly string[]; readonly title?: string; readonly plain?: boolean },
  ): Figure;
  /** Two tensors of one shape, their difference, and where it is largest. */
  compare(
    a: Tensor,
    b: Tensor,
    options?: { readonly names?: readonly string[]; readonly title?: string; readonly plain?: boolean },
  ): Figure;
  /** An x that moves through the plane of two features: what adds up to an output, and on which side of its line x lies. */
  decisionLine(
    layer: Linear,
    options?: {
      readonly from?: readonly number[];
      readonly to?: readonly number[];
      readonly places?: number;
      readonly title?: string;
      readonly plain?: boolean;
    },
  ): Figure;
  /** The cell of a recurrent layer as boxes and wires with the numbers of one unit, step by step. */
  cellDiagram(
    trace: RNNTrace | GRUTrace | LSTMTrace,
    options?: {
      readonly unit?: number;
      readonly step?: number;
      readonly title?: string;
      readonly plain?: boolean;
    },
  ): Figure;
  /** A recurrent layer step beside step: a box for each, its input below, its state above and on to the next. */
  unrolledNetwork(
    trace: RNNTrace | GRUTrace | LSTMTrace,
    options?: { readonly step?: number; readonly title?: string; readonly plain?: boolean },
  ): Figure;
  /** A linear layer as neurons and lines: what each feature, times its weight, contributes to an output. */
  layerDiagram(
    layer: Linear,
    x: Tensor,
    options?: { readonly output?: number; readonly title?: string; readonly plain?: boolean },
  ): Figure;
  /** A network with dropout as neurons and lines, pass after pass: what is dropped, and what is left. */
  thinnedNetwork(
    network: Module,
    x: Tensor,
    options?: {
      readonly draws?: number;
      readonly seed?: number;
      readonly title?: string;
      readonly plain?: boolean;
    },
  ): Figure;
  /** What dropout leaves, draw after draw, and how the mean of the draws nears the input. */
  dropoutAverage(
    x: Tensor,
    options?: {
      readonly p?: number | readonly number[];
      readonly draws?: number;
      readonly seed?: number;
      readonly title?: string;
      readonly plain?: boolean;
    },
  ): Figure;
  /** Which inputs an output of a convolution is made of, and which outputs an input is part of. */
  receptiveField(
    layer: Conv2d,
    input: Tensor,
    options?: {
      readonly outputChannel?: number;
      readonly inputChannel?: number;
      readonly title?: string;
      readonly plain?: boolean;
    },
  ): Figure;
  /** One sample of a batch moved from value to value, and what the layer makes of all of them, in training and in evaluation. */
  sampleShift(
    layer: BatchNorm1d,
    batch: Tensor,
    options?: {
      readonly sample?: number;
      readonly feature?: number;
      readonly values?: readonly number[];
      readonly title?: string;
      readonly plain?: boolean;
    },
  ): Figure;
  /** A max pooling of an image that moves: which windows keep their number. */
  poolingShift(
    pool: MaxPool1d | MaxPool2d,
    image: Tensor,
    options?: {
      readonly most?: number;
      readonly channel?: number;
      readonly title?: string;
      readonly plain?: boolean;
    },
  ): Figure;
  /** The states of an RNN of one unit over time, and dh_t/dh_0, while its recurrent weight goes from value to value. */
  gradientThroughTime(
    rnn: RNN,
    input: Tensor,
    options?: {
      readonly h0?: number;
      readonly recurrentWeights?: readonly number[];
      readonly title?: string;
      readonly plain?: boolean;
    },
  ): Figure;
  /** One step of a GRU of one unit: its candidate and its new state for all values of both gates, in both conventions. */
  gateBlend(
    gru: GRU,
    options?: {
      readonly h0?: number;
      readonly input?: number;
      readonly title?: string;
      readonly plain?: boolean;
    },
  ): Figure;
  /** The memory of an LSTM of one unit, and its gradient, while its forget bias goes from value to value, beside an RNN. */
  forgetBias(
    lstm: LSTM,
    rnn: RNN,
    options?: {
      readonly steps?: number;
      readonly injectAt?: readonly number[];
      readonly biases?: readonly number[];
      readonly title?: string;
      readonly plain?: boolean;
    },
  ): Figure;
}

// ---- what is still to come ------------------------------------------------------------------------------

export type LayersWaiting = "setBackend" | "setThreads";

export type DataWaiting = never;

export type FiguresWaiting = never;

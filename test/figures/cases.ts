import {
  cellDiagram,
  compare,
  confusionMatrix,
  decisionLine,
  dropoutAverage,
  featureMaps,
  forgetBias,
  gateBlend,
  gradientThroughTime,
  histogram,
  layerDiagram,
  lossCurve,
  type MimeBundle,
  mimeBundle,
  poolingShift,
  receptiveField,
  type ShowOptions,
  sampleShift,
  thinnedNetwork,
  unrolledNetwork,
} from "@layerbook/figures";
import {
  BatchNorm1d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  GRU,
  Linear,
  LSTM,
  MaxPool2d,
  Parameter,
  RandomGenerator,
  ReLU,
  RNN,
  rand,
  randn,
  Sequential,
  tensor,
  zeros,
} from "@layerbook/layers";

/** One figure of every kind that there is, under its name; `title` puts one above it where it can have one. */
export const cases: Readonly<Record<string, (options?: Pick<ShowOptions, "title">) => MimeBundle>> = {
  bars: shown(() => randn([12], seeded())),
  curve: shown(() => randn([200], seeded())),
  envelope: shown(() => randn([12_000], seeded())),
  matrix: shown(() => randn([4, 6], seeded())),
  "large-matrix": shown(() => randn([40, 60], seeded())),
  "not-finite": shown(() =>
    tensor([
      [1, Number.NaN, 2],
      [Number.POSITIVE_INFINITY, -3, Number.NEGATIVE_INFINITY],
    ]),
  ),
  classes: shown(() =>
    tensor(
      Array.from({ length: 24 }, (_, i) => (i * 5) % 3),
      { shape: [4, 6], dtype: "int32" },
    ),
  ),
  labels: shown(() =>
    tensor(
      Array.from({ length: 400 }, (_, i) => Math.floor(i / 80)),
      { shape: [20, 20], dtype: "int32" },
    ),
  ),
  maps: shown(() => randn([8, 14, 14], seeded())),
  "channel-scales": shown(() => randn([4, 9, 9], seeded()), { scale: "channel" }),
  kernels: shown(() => randn([6, 3, 3, 3], seeded())),
  frames: shown(() => randn([3, 4, 9, 9], seeded())),
  image: shown(() => rand([3, 24, 32], seeded()), { layout: "image" }),
  parameter: shown(() => learnt()),
  model: shown(() => model()),
  "feature-maps": (options) => featureMaps(rand([2, 6, 10, 10], seeded()), options).bundle,
  "loss-curve": (options) =>
    lossCurve(
      { train: curve(40, 0), test: curve(40, 0.2), accuracy: curve(40, 0).map((loss) => 1 - loss / 3) },
      { ...options, rightAxis: ["accuracy"] },
    ).bundle,
  histogram: (options) => histogram(randn([500], seeded()), options).bundle,
  "confusion-matrix": (options) =>
    confusionMatrix(labels(7), labels(5), {
      ...options,
      labels: ["zero", "one", "two", "three", "four"],
    }).bundle,
  compare: (options) => {
    const a = randn([4, 6], seeded());
    return compare(a, a.add(randn([4, 6], seeded(2)).mul(0.1)), options).bundle;
  },
  batchnorm: shown(() => new BatchNorm2d(3).trace(randn([2, 3, 4, 4], seeded()).mul(3).add(1))),
  convolution: shown(() =>
    new Conv2d(2, 1, 3, { padding: 1, generator: new RandomGenerator(1) }).trace(
      randn([1, 2, 5, 5], seeded()),
    ),
  ),
  dropout: shown(() => new Dropout(0.4, seeded()).trace(randn([4, 6], seeded()))),
  linear: shown(() => new Linear(5, 3, seeded()).trace(randn([5], seeded()))),
  pooling: shown(() => new MaxPool2d(2).trace(randn([1, 6, 6], seeded()))),
  rnn: shown(() => new RNN(2, 3, seeded()).trace(randn([6, 1, 2], seeded()))),
  gru: shown(() => new GRU(2, 3, seeded()).trace(randn([6, 1, 2], seeded()))),
  lstm: shown(() => new LSTM(2, 3, seeded()).trace(randn([6, 1, 2], seeded()))),
  "sample-shift": (options) =>
    sampleShift(new BatchNorm1d(1), randn([4, 1], seeded()), { ...options, values: [-3, 0, 3] }).bundle,
  "receptive-field": (options) =>
    receptiveField(new Conv2d(1, 1, 2, seeded()), randn([1, 2, 3], seeded()), options).bundle,
  "dropout-average": (options) =>
    dropoutAverage(rand([2, 3], seeded()), { ...options, p: [0.2, 0.5], draws: 3 }).bundle,
  "decision-line": (options) => decisionLine(new Linear(2, 1, seeded()), { ...options, places: 3 }).bundle,
  "layer-diagram": (options) =>
    layerDiagram(new Linear(2, 3, seeded()), randn([2], seeded()), { ...options, output: 1 }).bundle,
  "rnn-cell": (options) =>
    cellDiagram(new RNN(2, 3, seeded()).trace(randn([2, 2], seeded())), options).bundle,
  "gru-cell": (options) =>
    cellDiagram(new GRU(2, 3, seeded()).trace(randn([2, 2], seeded())), options).bundle,
  "lstm-cell": (options) =>
    cellDiagram(new LSTM(2, 3, seeded()).trace(randn([2, 2], seeded())), { ...options, step: 2 }).bundle,
  "unrolled-network": (options) =>
    unrolledNetwork(new LSTM(2, 2, seeded()).trace(randn([6, 2], seeded())), { ...options, step: 2 }).bundle,
  "thinned-network": (options) =>
    thinnedNetwork(
      new Sequential(new Linear(3, 4, seeded()), new ReLU(), new Dropout(0.5), new Linear(4, 2, seeded())),
      randn([3], seeded()),
      { ...options, draws: 2 },
    ).bundle,
  "pooling-shift": (options) => poolingShift(new MaxPool2d(2), rand([1, 6, 6], seeded()), options).bundle,
  "gradient-through-time": (options) =>
    gradientThroughTime(new RNN(1, 1, seeded()), randn([8, 1], seeded()), {
      ...options,
      recurrentWeights: [0, 0.5, 1, 1.5],
    }).bundle,
  "gate-blend": (options) => gateBlend(new GRU(1, 1, seeded()), options).bundle,
  "forget-bias": (options) =>
    forgetBias(new LSTM(1, 1, seeded()), new RNN(1, 1, seeded()), {
      ...options,
      steps: 12,
      injectAt: [1, 6],
      biases: [-1, 1, 3],
    }).bundle,
};

function shown(make: () => unknown, options: ShowOptions = {}): (more?: ShowOptions) => MimeBundle {
  return (more) => mimeBundle(make(), { ...options, ...more });
}

function seeded(seed = 1): { readonly generator: RandomGenerator } {
  return { generator: new RandomGenerator(seed) };
}

function learnt(): Parameter {
  const parameter = new Parameter(randn([4, 6], seeded()));
  parameter.pow(2).sum().backward();
  return parameter;
}

function model(): Sequential {
  const sequential = new Sequential(new Conv2d(1, 8, 3, { padding: 1 }), new ReLU(), new MaxPool2d(2));
  sequential.forward(zeros([1, 1, 8, 8]));
  return sequential;
}

/** Falls from 2 to `end`, with steps that are not all alike. */
function curve(steps: number, end: number): number[] {
  return Array.from({ length: steps }, (_, i) => end + (2 + ((i * 7) % 5) / 20) / (1 + i / 4));
}

function labels(stride: number): number[] {
  return Array.from({ length: 60 }, (_, i) => Math.floor((i * stride + (i % 3)) / 7) % 5);
}

import {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
  AvgPool1d,
  AvgPool2d,
  AvgPool3d,
  LPPool1d,
  LPPool2d,
  MaxPool1d,
  MaxPool2d,
  MaxPool3d,
  MaxUnpool1d,
  MaxUnpool2d,
  Module,
  type Tensor,
} from "@layerbook/layers";
import { largest, mean, meanWithPadding, naiveAdaptivePool2d, naivePool2d, total } from "../naive-pooling.ts";
import type { LayerRecord, TensorLayer } from "./record.ts";

const image = [3, 2, 7, 6];

const maxima: readonly LayerRecord[] = [
  {
    name: "MaxPool2d",
    make: () => new MaxPool2d(2),
    inputShape: image,
    outputShape: [3, 2, 3, 3],
    naive: (input) => naivePool2d(input, [2, 2], { stride: 2, padding: 0 }, largest),
  },
  {
    name: "MaxPool2d, overlapping and padded",
    make: () => new MaxPool2d([3, 2], { stride: 1, padding: [1, 1] }),
    inputShape: image,
    outputShape: [3, 2, 7, 7],
    naive: (input) => naivePool2d(input, [3, 2], { stride: 1, padding: 1 }, largest),
  },
  {
    name: "MaxPool2d, ceilMode",
    make: () => new MaxPool2d(2, { ceilMode: true }),
    inputShape: [3, 2, 5, 7],
    outputShape: [3, 2, 3, 4],
  },
  {
    name: "MaxPool1d, dilated",
    make: () => new MaxPool1d(2, { dilation: 3, stride: 1 }),
    inputShape: [3, 2, 7],
    outputShape: [3, 2, 4],
  },
  {
    name: "MaxPool3d",
    make: () => new MaxPool3d(2),
    inputShape: [3, 2, 2, 4, 4],
    outputShape: [3, 2, 1, 2, 2],
  },
];

const averages: readonly LayerRecord[] = [
  {
    name: "AvgPool2d",
    make: () => new AvgPool2d(2),
    inputShape: image,
    outputShape: [3, 2, 3, 3],
    naive: (input) => naivePool2d(input, [2, 2], { stride: 2, padding: 0 }, mean),
  },
  {
    name: "AvgPool2d, overlapping and padded, past the end",
    make: () => new AvgPool2d([3, 2], { stride: 2, padding: 1, ceilMode: true }),
    inputShape: [3, 2, 6, 7],
    outputShape: [3, 2, 4, 4],
    naive: (input) => naivePool2d(input, [3, 2], { stride: 2, padding: 1, ceilMode: true }, meanWithPadding),
  },
  {
    name: "AvgPool2d, padding not counted",
    make: () => new AvgPool2d(3, { stride: 2, padding: 1, countIncludePad: false }),
    inputShape: image,
    outputShape: [3, 2, 4, 3],
    naive: (input) => naivePool2d(input, [3, 3], { stride: 2, padding: 1 }, mean),
  },
  {
    name: "AvgPool2d, with a divisor",
    make: () => new AvgPool2d(2, { divisorOverride: 3 }),
    inputShape: [3, 2, 4, 4],
    outputShape: [3, 2, 2, 2],
    naive: (input) => naivePool2d(input, [2, 2], { stride: 2, padding: 0 }, (numbers) => total(numbers) / 3),
  },
  {
    name: "AvgPool1d",
    make: () => new AvgPool1d(3, { stride: 1, padding: 1 }),
    inputShape: [3, 2, 6],
    outputShape: [3, 2, 6],
  },
  {
    name: "AvgPool3d",
    make: () => new AvgPool3d([1, 2, 2], { stride: [1, 2, 1] }),
    inputShape: [3, 2, 2, 4, 3],
    outputShape: [3, 2, 2, 2, 2],
  },
];

const adaptive: readonly LayerRecord[] = [
  {
    name: "AdaptiveAvgPool2d",
    make: () => new AdaptiveAvgPool2d([3, 4]),
    inputShape: image,
    outputShape: [3, 2, 3, 4],
    naive: (input) => naiveAdaptivePool2d(input, [3, 4], mean),
  },
  {
    name: "AdaptiveMaxPool2d",
    make: () => new AdaptiveMaxPool2d([3, 4]),
    inputShape: image,
    outputShape: [3, 2, 3, 4],
    naive: (input) => naiveAdaptivePool2d(input, [3, 4], largest),
  },
  {
    name: "AdaptiveAvgPool2d, more outputs than inputs",
    make: () => new AdaptiveAvgPool2d([3, null]),
    inputShape: [3, 2, 2, 4],
    outputShape: [3, 2, 3, 4],
    naive: (input) => naiveAdaptivePool2d(input, [3, 4], mean),
  },
  {
    name: "AdaptiveMaxPool2d, one size kept",
    make: () => new AdaptiveMaxPool2d([null, 2]),
    inputShape: [3, 2, 3, 5],
    outputShape: [3, 2, 3, 2],
    naive: (input) => naiveAdaptivePool2d(input, [3, 2], largest),
  },
  {
    name: "AdaptiveAvgPool2d, global",
    make: () => new AdaptiveAvgPool2d(1),
    inputShape: image,
    outputShape: [3, 2, 1, 1],
    naive: (input) => input.mean([2, 3], { keepdim: true }),
  },
  {
    name: "AdaptiveAvgPool1d",
    make: () => new AdaptiveAvgPool1d(3),
    inputShape: [3, 2, 8],
    outputShape: [3, 2, 3],
  },
  {
    name: "AdaptiveMaxPool1d",
    make: () => new AdaptiveMaxPool1d(3),
    inputShape: [3, 2, 8],
    outputShape: [3, 2, 3],
  },
  {
    name: "AdaptiveAvgPool3d",
    make: () => new AdaptiveAvgPool3d([1, null, 2]),
    inputShape: [3, 2, 2, 3, 3],
    outputShape: [3, 2, 1, 3, 2],
  },
  {
    name: "AdaptiveMaxPool3d",
    make: () => new AdaptiveMaxPool3d(2),
    inputShape: [3, 2, 2, 3, 3],
    outputShape: [3, 2, 2, 2, 2],
  },
];

/** Positive, as its record needs: of negative numbers a norm without absolute values has none. */
class Positive extends Module {
  readonly #pool: TensorLayer;

  constructor(pool: TensorLayer) {
    super();
    this.#pool = pool;
  }

  override forward(input: Tensor): Tensor {
    return this.#pool.forward(input.exp());
  }
}

const norms: readonly LayerRecord[] = [
  {
    name: "LPPool2d",
    make: () => new LPPool2d(2, [2, 3], { stride: 2 }),
    inputShape: [3, 2, 4, 5],
    outputShape: [3, 2, 2, 2],
    naive: (input) =>
      naivePool2d(input, [2, 3], { stride: 2, padding: 0 }, (numbers) => Math.hypot(...numbers)),
  },
  {
    name: "LPPool2d, a fraction, past the end",
    make: () => new Positive(new LPPool2d(1.5, 2, { ceilMode: true })),
    inputShape: [3, 2, 3, 5],
    outputShape: [3, 2, 2, 3],
    naive: (input) =>
      naivePool2d(
        input.exp(),
        [2, 2],
        { stride: 2, padding: 0, ceilMode: true },
        (numbers) =>
          (mean(
            numbers.map((value) => value ** 1.5),
            numbers.length,
          ) *
            4) **
          (1 / 1.5),
      ),
  },
  {
    name: "LPPool1d",
    make: () => new Positive(new LPPool1d(3, 3, { stride: 1 })),
    inputShape: [3, 2, 6],
    outputShape: [3, 2, 4],
  },
];

/** Max pooling and back. */
class Unpooled extends Module {
  readonly #pool: MaxPool1d<true> | MaxPool2d<true>;
  readonly #unpool: MaxUnpool1d | MaxUnpool2d;

  constructor(pool: MaxPool1d<true> | MaxPool2d<true>, unpool: MaxUnpool1d | MaxUnpool2d) {
    super();
    this.#pool = pool;
    this.#unpool = unpool;
  }

  override forward(input: Tensor): Tensor {
    const { output, indices } = this.#pool.forward(input);
    return this.#unpool.forward(output, indices, { outputSize: input.shape });
  }
}

const back: readonly LayerRecord[] = [
  {
    name: "MaxPool2d and MaxUnpool2d",
    make: () => new Unpooled(new MaxPool2d(2, { returnIndices: true }), new MaxUnpool2d(2)),
    inputShape: [3, 2, 5, 4],
    outputShape: [3, 2, 5, 4],
  },
  {
    name: "MaxPool1d and MaxUnpool1d, apart and padded",
    make: () =>
      new Unpooled(
        new MaxPool1d(2, { stride: 3, padding: 1, returnIndices: true }),
        new MaxUnpool1d(2, { stride: 3, padding: 1 }),
      ),
    inputShape: [3, 2, 8],
    outputShape: [3, 2, 8],
  },
];

export const poolingRecords: readonly LayerRecord[] = [
  ...maxima,
  ...averages,
  ...adaptive,
  ...norms,
  ...back,
];

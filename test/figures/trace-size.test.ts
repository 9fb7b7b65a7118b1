import {
  BatchNorm1d,
  Conv2d,
  Dropout,
  GRU,
  Linear,
  LSTM,
  MaxPool2d,
  RandomGenerator,
  RNN,
  randn,
} from "@layerbook/layers";
import { expect, test } from "vitest";
import { figureOf } from "./plotly-figure.ts";

const seeded = (): { readonly generator: RandomGenerator } => ({ generator: new RandomGenerator(1) });

/** Traces of a hundred steps: windows, outputs, samples, values or points of time. */
const traces: Readonly<Record<string, () => unknown>> = {
  convolution: () => new Conv2d(3, 1, 3, seeded()).trace(randn([3, 12, 12], seeded())),
  pooling: () => new MaxPool2d(2).trace(randn([1, 20, 20], seeded())),
  batchnorm: () => new BatchNorm1d(100).trace(randn([10, 100], seeded())),
  dropout: () => new Dropout(0.5, seeded()).trace(randn([10, 10], seeded())),
  linear: () => new Linear(16, 100, seeded()).trace(randn([16], seeded())),
  rnn: () => new RNN(4, 8, seeded()).trace(randn([100, 1, 4], seeded())),
  gru: () => new GRU(4, 8, seeded()).trace(randn([100, 1, 4], seeded())),
  lstm: () => new LSTM(4, 8, seeded()).trace(randn([100, 1, 4], seeded())),
};

test.each(Object.entries(traces))("a hundred steps of %s take at most 100 KB of JSON", (_, trace) => {
  expect(Buffer.byteLength(JSON.stringify(figureOf(trace())))).toBeLessThanOrEqual(100_000);
});

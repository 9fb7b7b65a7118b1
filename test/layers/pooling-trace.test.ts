import {
  AvgPool1d,
  AvgPool2d,
  AvgPool3d,
  MaxPool1d,
  MaxPool2d,
  MaxPool3d,
  MemoryError,
  manualSeed,
  maxPool2d,
  randn,
  ShapeError,
  type Tensor,
  tensor,
  zeros,
} from "@layerbook/layers";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";

beforeEach(() => manualSeed(1));

const upTo = (max: number, min = 1) => fc.integer({ min, max });
const settings = fc
  .record({
    size: fc.tuple(upTo(8, 5), upTo(8, 5)),
    kernel: fc.tuple(upTo(3), upTo(3)),
    stride: upTo(4),
    padding: upTo(1, 0),
    ceilMode: fc.boolean(),
  })
  .map((drawn) => ({ ...drawn, padding: Math.min(drawn.padding, ...drawn.kernel.map((k) => k >> 1)) }));
const dtype = fc.constantFrom("float32", "float64");
const numbersIn = (values: readonly (number | null)[]) => values.filter((value) => value !== null);

/** What stands in `map` where the taps of a window fall; null outside. */
function under(
  map: Tensor,
  origin: readonly number[],
  kernel: readonly number[],
  dilation: number,
): (number | null)[] {
  const [height, width] = map.shape as [number, number];
  const found: (number | null)[] = [];
  for (let i = 0; i < (kernel[0] as number); i++)
    for (let j = 0; j < (kernel[1] as number); j++) {
      const [row, column] = [(origin[0] as number) + i * dilation, (origin[1] as number) + j * dilation];
      found.push(row < 0 || column < 0 || row >= height || column >= width ? null : map.at(row, column));
    }
  return found;
}

describe("of max pooling, a trace", () => {
  it("has the output and the indices of forward, for any padding, stride, dilation and ceilMode", () => {
    fc.assert(
      fc.property(settings, upTo(2), dtype, ({ size, kernel, ...options }, dilation, type) => {
        const input = randn([2, 3, ...size], { dtype: type });
        const layer = new MaxPool2d(kernel, { ...options, dilation });
        const { output, indices } = maxPool2d(input, kernel, { ...options, dilation, returnIndices: true });
        const trace = layer.trace(input, { sample: 1, channel: 2 });
        const followed = (values: Tensor) => values.select(0, 1).select(0, 2);
        expect(trace.output.toArray()).toEqual(followed(output).toArray());
        expect(trace.steps.map(({ winner }) => winner)).toEqual([...followed(indices).toTypedArray()]);
        expect(trace.map.toArray()).toEqual(followed(input).toArray());
        for (const { position, origin, values, winner, value } of trace.steps) {
          expect(values).toEqual(under(trace.map, origin, kernel, dilation));
          expect(Math.max(...numbersIn(values))).toBe(value);
          expect(trace.map.flatten(0).at(winner)).toBe(value);
          expect(trace.output.at(...position)).toBe(value);
        }
      }),
    );
  });

  it("follows the glossary's figure", () => {
    const input = tensor([
      [
        [1, 2, 3, 4],
        [5, 1, 3, 8],
        [5, 1, 4, 7],
        [9, 5, 8, 2],
      ],
    ]);
    const trace = new MaxPool2d(2).trace(input);
    expect(trace).toMatchObject({
      layer: "pooling",
      kind: "max",
      sample: 0,
      channel: 0,
      kernelSize: [2, 2],
      stride: [2, 2],
      padding: [0, 0],
      dilation: [1, 1],
    });
    expect(trace.input.shape).toEqual([1, 1, 4, 4]);
    expect(trace.steps).toEqual([
      { position: [0, 0], origin: [0, 0], values: [1, 2, 5, 1], winner: 4, value: 5 },
      { position: [0, 1], origin: [0, 2], values: [3, 4, 3, 8], winner: 7, value: 8 },
      { position: [1, 0], origin: [2, 0], values: [5, 1, 9, 5], winner: 12, value: 9 },
      { position: [1, 1], origin: [2, 2], values: [4, 7, 8, 2], winner: 14, value: 8 },
    ]);
  });

  it("lets the first of equal numbers win, and NaN over all", () => {
    const winners = (values: number[]) =>
      new MaxPool1d(4).trace(tensor([values])).steps.map(({ winner, value }) => [winner, value]);
    expect(winners([1, 3, 3, 2])).toEqual([[1, 3]]);
    expect(winners([1, Number.NaN, 9, Number.NaN])).toEqual([[1, Number.NaN]]);
    const lowest = Number.NEGATIVE_INFINITY;
    expect(winners([lowest, lowest, lowest, lowest])).toEqual([[0, lowest]]);
  });
});

describe("of average pooling, a trace", () => {
  it("has the output of forward, each a sum by its divisor, for any padding, stride, ceilMode and divisor", () => {
    const divisors = fc.record({
      countIncludePad: fc.boolean(),
      divisorOverride: fc.constantFrom(null, null, 3),
    });
    fc.assert(
      fc.property(settings, divisors, dtype, ({ size, kernel, ...options }, divided, type) => {
        const input = randn([3, ...size], { dtype: type });
        const layer = new AvgPool2d(kernel, { ...options, ...divided });
        const trace = layer.trace(input, { channel: 1 });
        expect(trace.output.toArray()).toEqual(layer.forward(input).select(0, 1).toArray());
        for (const { origin, position, values, sum, divisor, value } of trace.steps) {
          expect(values).toEqual(under(trace.map, origin, kernel, 1));
          expect(sum).toBe(numbersIn(values).reduce((total, number) => total + number, 0));
          expect(value).toBe(type === "float32" ? Math.fround(sum / divisor) : sum / divisor);
          expect(trace.output.at(...position)).toBe(value);
        }
      }),
    );
  });

  // A window of 2 by 2 over a padding of 1 at the top left: one number, and three zeros that count or do not.
  it.each([
    [{}, 4],
    [{ countIncludePad: false }, 1],
    [{ divisorOverride: 3 }, 3],
  ])("with %o divides the first window by %d", (options, divisor) => {
    const trace = new AvgPool2d(2, { padding: 1, ...options }).trace(
      tensor([
        [
          [6, 1],
          [1, 1],
        ],
      ]),
    );
    expect(trace.kind).toBe("average");
    expect(trace.steps[0]).toEqual({
      position: [0, 0],
      origin: [-1, -1],
      values: [null, null, null, 6],
      sum: 6,
      divisor,
      value: 6 / divisor,
    });
  });

  it("does not count what is past the padding in ceilMode", () => {
    const { steps } = new AvgPool1d(2, { ceilMode: true }).trace(tensor([[1, 2, 3]]));
    expect(steps.map(({ values, divisor }) => [values, divisor])).toEqual([
      [[1, 2], 2],
      [[3, null], 1],
    ]);
  });
});

describe.each([
  ["MaxPool1d", new MaxPool1d(2, { padding: 1, dilation: 2 }), [2, 3, 7], [4]],
  ["MaxPool3d", new MaxPool3d([1, 2, 3], { padding: [0, 1, 1] }), [2, 3, 2, 3, 4], [2, 2, 2]],
  ["AvgPool1d", new AvgPool1d(3, { padding: 1, stride: 2 }), [2, 3, 7], [4]],
  ["AvgPool3d", new AvgPool3d(2, { divisorOverride: 5, ceilMode: true }), [2, 3, 3, 3, 5], [2, 2, 3]],
] as const)("%s", (_, layer, shape, outputSize) => {
  it("is traced in its own dimensions", () => {
    const input = randn(shape);
    const trace = layer.trace(input, { sample: 1, channel: 2 });
    expect(trace.output.shape).toEqual(outputSize);
    const output = layer.forward(input).select(0, 1).select(0, 2);
    expect(trace.output.toArray()).toEqual(output.toArray());
    expect(trace.steps.length).toBe(output.numel());
    for (const { position, origin, values } of trace.steps) {
      expect([position.length, origin.length]).toEqual([outputSize.length, outputSize.length]);
      expect(values.length).toBe(trace.kernelSize.reduce((product, size) => product * size, 1));
    }
  });
});

it("is text where nothing draws", () => {
  expect(String(new MaxPool2d(2).trace(zeros([1, 4, 4])))).toBe(
    "trace of max pooling: sample 0, channel 0, output [2, 2], 4 steps of 4 values",
  );
  expect(String(new AvgPool2d([1, 3]).trace(zeros([1, 4, 4])))).toBe(
    "trace of average pooling: sample 0, channel 0, output [4, 1], 4 steps of 3 values",
  );
});

it("of whole numbers takes the largest, which need not be rounded", () => {
  const trace = new MaxPool1d(2).trace(tensor([[3, 5, 7, 1]], { dtype: "int32" }));
  expect(trace.output.toArray()).toEqual([5, 7]);
  expect(trace.output.dtype).toBe("int32");
});

describe("what does not fit is refused:", () => {
  it.each([
    ["a sample", { sample: 2 }, "Cannot trace sample 2: the batch has 2, counted from 0"],
    ["a channel", { channel: -1 }, "Cannot trace channel -1: the input has 3, counted from 0"],
  ])("%s", (_, options, message) => {
    for (const layer of [new MaxPool2d(2), new AvgPool2d(2)]) {
      expect(() => layer.trace(zeros([2, 3, 4, 4]), options)).toThrow(new ShapeError(message));
    }
  });

  it("a shape, as forward does", () => {
    expect(() => new AvgPool2d(2).trace(zeros([4, 4]))).toThrow(
      new ShapeError(
        "Cannot pool input [4, 4]: expected [batch, channels, height, width] or [channels, height, width], got 2 axes",
      ),
    );
  });

  it("an average of whole numbers", () => {
    expect(() => new AvgPool2d(2).trace(zeros([1, 4, 4], { dtype: "int32" }))).toThrow(
      new ShapeError('Cannot average an int32 tensor: convert it first with .to("float32")'),
    );
  });

  it("more windows than a figure can use", () => {
    expect(() => new MaxPool2d(5, { stride: 1 }).trace(zeros([1, 1, 512, 512]))).toThrow(
      new MemoryError(
        "Cannot trace the pooling of [1, 1, 512, 512]: 258064 windows of 25 values are more than the 4000000 values that a trace keeps; trace a part of the input, such as .slice(-1, 0, 32).slice(-2, 0, 32)",
      ),
    );
  });
});

import {
  AvgPool2d,
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
  allClose,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  MaxPool2d,
  manualSeed,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  randn,
  type Tensor,
} from "@layerbook/layers";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { largest, mean, meanWithPadding, naiveAdaptivePool2d, naivePool2d } from "./naive-pooling.ts";

beforeEach(() => manualSeed(1));

describe("any window", () => {
  const upTo = (max: number, min = 1) => fc.integer({ min, max });
  const settings = fc
    .record({
      shape: fc.tuple(fc.constant(1), fc.constant(2), upTo(8, 5), upTo(8, 5)),
      kernel: fc.tuple(upTo(3), upTo(3)),
      stride: upTo(4),
      padding: upTo(1, 0),
      ceilMode: fc.boolean(),
    })
    .map((drawn) => ({ ...drawn, padding: Math.min(drawn.padding, ...drawn.kernel.map((k) => k >> 1)) }));
  const float64 = { dtype: "float64" } as const;

  it("gives max pooling the shape and the numbers of its definition", () => {
    fc.assert(
      fc.property(settings, upTo(2), ({ shape, kernel, ...options }, dilation) => {
        const input = randn(shape, float64);
        const layer = new MaxPool2d(kernel, { ...options, dilation });
        const expected = naivePool2d(input, kernel, { ...options, dilation }, largest);
        expect(layer.outputShape(shape)).toEqual(expected.shape);
        expect(layer.forward(input).toArray()).toEqual(expected.toArray());
      }),
    );
  });

  it("gives average pooling the shape and the numbers of its definition", () => {
    fc.assert(
      fc.property(settings, fc.boolean(), ({ shape, kernel, ...options }, countIncludePad) => {
        const input = randn(shape, float64);
        const layer = new AvgPool2d(kernel, { ...options, countIncludePad });
        const expected = naivePool2d(input, kernel, options, countIncludePad ? meanWithPadding : mean);
        expect(layer.outputShape(shape)).toEqual(expected.shape);
        expect(allClose(layer.forward(input), expected, { atol: 1e-12 })).toBe(true);
      }),
    );
  });

  it("gives adaptive pooling the size that is asked for, and the numbers of its definition", () => {
    const shapes = fc.tuple(fc.constant(1), fc.constant(1), upTo(9), upTo(9));
    fc.assert(
      fc.property(shapes, fc.tuple(upTo(9), upTo(9)), (shape, outputSize) => {
        const input = randn(shape, float64);
        const average = adaptiveAvgPool2d(input, outputSize);
        expect(average.shape).toEqual([1, 1, ...outputSize]);
        const expected = naiveAdaptivePool2d(input, outputSize, mean);
        expect(allClose(average, expected, { atol: 1e-12 })).toBe(true);
        expect(adaptiveMaxPool2d(input, outputSize).toArray()).toEqual(
          naiveAdaptivePool2d(input, outputSize, largest).toArray(),
        );
      }),
    );
  });

  it("in one and three dimensions is that of two with sizes of 1 put in", () => {
    const [line, cube] = [randn([2, 3, 7]), randn([2, 3, 1, 5, 6])];
    const [row, plane] = [line.unsqueeze(2), cube.squeeze(2)];
    const same = (a: Tensor, b: Tensor) => expect(a.flatten().toArray()).toEqual(b.flatten().toArray());
    same(maxPool1d(line, 3, { padding: 1 }), maxPool2d(row, [1, 3], { padding: [0, 1] }));
    same(avgPool1d(line, 3, { padding: 1 }), avgPool2d(row, [1, 3], { padding: [0, 1] }));
    same(adaptiveMaxPool1d(line, 3), adaptiveMaxPool2d(row, [1, 3]));
    same(adaptiveAvgPool1d(line, 3), adaptiveAvgPool2d(row, [1, 3]));
    same(maxPool3d(cube, [1, 2, 3]), maxPool2d(plane, [2, 3]));
    same(avgPool3d(cube, [1, 2, 3]), avgPool2d(plane, [2, 3]));
    same(adaptiveMaxPool3d(cube, [null, 2, 4]), adaptiveMaxPool2d(plane, [2, 4]));
    same(adaptiveAvgPool3d(cube, [null, 2, 4]), adaptiveAvgPool2d(plane, [2, 4]));
  });

  it("treats an input without batch as a batch of one", () => {
    const x = randn([2, 5, 6]);
    for (const pool of [
      (input: Tensor) => maxPool2d(input, 2),
      (input: Tensor) => avgPool2d(input, 2),
      (input: Tensor) => adaptiveMaxPool2d(input, 2),
      (input: Tensor) => adaptiveAvgPool2d(input, 2),
    ]) {
      expect(pool(x).toArray()).toEqual(pool(x.unsqueeze(0)).squeeze(0).toArray());
    }
  });
});

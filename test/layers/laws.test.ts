import {
  allClose,
  Conv2d,
  ConvTranspose2d,
  Linear,
  manualSeed,
  randn,
  type Shape,
  ShapeError,
  type Tensor,
  tensor,
  where,
  zeros,
} from "@layerbook/layers";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { TensorLayer } from "./records/record.ts";

beforeEach(() => manualSeed(8));

const float64 = { dtype: "float64" } as const;
const upTo = (max: number, min = 1) => fc.integer({ min, max });

/** Options of a convolution and of its transpose, with sizes for which they may be wrong. */
const windows = fc.record({
  kernelSize: fc.tuple(upTo(3), upTo(3)),
  stride: fc.tuple(upTo(3), upTo(3)),
  padding: upTo(2, 0),
  dilation: fc.tuple(upTo(2), upTo(2)),
  groups: fc.constantFrom(1, 2),
  size: fc.tuple(upTo(6), upTo(6)),
});
const paddingMode = fc.constantFrom("zeros", "reflect", "replicate", "circular");
const outputPadding = fc.tuple(upTo(2, 0), upTo(2, 0));

/** What `run` gives, or the message of the ShapeError it throws. */
function outcome<Result>(run: () => Result): Result | string {
  try {
    return run();
  } catch (error) {
    if (error instanceof ShapeError) return error.message;
    throw error;
  }
}

describe("outputShape gives the shape of forward, or its error,", () => {
  const agree = (layer: TensorLayer & { outputShape(shape: Shape): Shape }, shape: Shape): Shape | string => {
    const said = outcome(() => layer.outputShape(shape));
    expect(outcome(() => layer.forward(zeros(shape)).shape)).toEqual(said);
    return said;
  };

  it("for any convolution: as many as there are windows inside the padded input", () => {
    fc.assert(
      fc.property(windows, paddingMode, ({ kernelSize, size, ...options }, mode) => {
        const { padding, stride, dilation } = options;
        const said = agree(new Conv2d(2, 4, kernelSize, { ...options, paddingMode: mode }), [1, 2, ...size]);
        const counts = size.map((length, i) => {
          const last = (dilation[i] as number) * ((kernelSize[i] as number) - 1);
          let count = 0;
          for (let at = 0; at + last < length + 2 * padding; at += stride[i] as number) count++;
          return count;
        });
        const padded = mode !== "reflect" || size.every((length) => padding < length);
        const possible = padded && (mode !== "circular" || size.every((length) => padding <= length));
        if (possible && !counts.includes(0)) expect(said).toEqual([1, 4, ...counts]);
        else expect(said).toMatch(/^Cannot (convolve|pad)/);
      }),
    );
  });

  it("for any transposed convolution: as far as the last kernel reaches, less the padding", () => {
    fc.assert(
      fc.property(windows, outputPadding, ({ kernelSize, size, ...options }, extra) => {
        const { padding, stride, dilation } = options;
        const added = extra.map((width, i) => width % Math.max(stride[i] as number, dilation[i] as number));
        const said = agree(new ConvTranspose2d(2, 4, kernelSize, { ...options, outputPadding: added }), [
          2,
          ...size,
        ]);
        const lengths = size.map((length, i) => {
          const taps = Array.from({ length: kernelSize[i] as number }, (_, k) => k * (dilation[i] as number));
          const places = Array.from({ length }, (_, y) => y * (stride[i] as number));
          const furthest = Math.max(...places.flatMap((place) => taps.map((tap) => place + tap)));
          return furthest + 1 - 2 * padding + (added[i] as number);
        });
        if (lengths.every((length) => length > 0)) expect(said).toEqual([4, ...lengths]);
        else expect(said).toMatch(/^Cannot transpose-convolve .*: the output would have size/);
      }),
    );
  });
});

/** Layers without bias, each with the shape of an input that it takes. */
const linearMaps = fc
  .oneof(
    fc
      .tuple(upTo(5), upTo(4))
      .map(([inFeatures, outFeatures]): [TensorLayer, Shape] => [
        new Linear(inFeatures, outFeatures, { ...float64, bias: false }),
        [2, inFeatures],
      ]),
    windows.map(({ kernelSize, size, ...options }): [TensorLayer, Shape] => [
      new Conv2d(2, 4, kernelSize, { ...options, ...float64, bias: false }),
      [1, 2, ...size],
    ]),
    windows.map(({ kernelSize, size, ...options }): [TensorLayer, Shape] => [
      new ConvTranspose2d(2, 4, kernelSize, { ...options, ...float64, bias: false }),
      [1, 2, ...size],
    ]),
  )
  .filter(([layer, shape]) => typeof outcome(() => layer.forward(zeros(shape, float64))) !== "string");

describe("Linear, Conv2d and ConvTranspose2d", () => {
  it("are linear in their input and in their weight", () => {
    const factor = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(linearMaps, factor, factor, ([layer, shape], a, b) => {
        const [x, y] = [randn(shape, float64), randn(shape, float64)];
        const [fx, fy] = [layer.forward(x), layer.forward(y)];
        const mixed = layer.forward(x.mul(a).add(y.mul(b)));
        expect(allClose(mixed, fx.mul(a).add(fy.mul(b)), { atol: 1e-12 })).toBe(true);

        const weight = layer.stateDict().get("weight") as Tensor;
        const other = randn(weight.shape, float64);
        layer.loadStateDict({ weight: other });
        const gx = layer.forward(x);
        layer.loadStateDict({ weight: weight.mul(a).add(other.mul(b)) });
        expect(allClose(layer.forward(x), fx.mul(a).add(gx.mul(b)), { atol: 1e-12 })).toBe(true);
      }),
    );
  });

  it("hand NaN and infinities to the outputs that they reach, and to no others", () => {
    const notFinite = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    fc.assert(
      fc.property(linearMaps, fc.nat(1000), notFinite, ([layer, shape], place, bad) => {
        const values = randn(shape, float64).toTypedArray();
        const at = place % values.length;
        const outputWith = (value: number) =>
          layer.forward(tensor(values.with(at, value), { shape, ...float64 })).toTypedArray();
        const before = outputWith(values[at] as number);
        const more = outputWith((values[at] as number) + 1);
        for (const [i, output] of outputWith(bad).entries()) {
          const slope = (more[i] as number) - (before[i] as number);
          expect(output).toBe(slope === 0 ? before[i] : Math.sign(slope) * bad);
        }
      }),
    );
  });

  it("are each other's transpose: the product of y with conv(x) is that of x with the transpose of y", () => {
    fc.assert(
      fc.property(windows, ({ kernelSize, size, ...options }) => {
        const convolution = new Conv2d(2, 4, kernelSize, { ...options, ...float64, bias: false });
        const x = randn([1, 2, ...size], float64);
        const there = outcome(() => convolution.forward(x));
        fc.pre(typeof there !== "string");
        const transposed = new ConvTranspose2d(4, 2, kernelSize, { ...options, ...float64, bias: false });
        transposed.loadStateDict(convolution.stateDict());
        const y = randn(there.shape, float64);
        const back = transposed.forward(y, { outputSize: size });
        expect(allClose(back.mul(x).sum(), there.mul(y).sum(), { atol: 1e-12 })).toBe(true);
      }),
    );
  });
});

describe("softmax", () => {
  const row = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 6 });

  it.each(["float32", "float64"] as const)(
    "sums to 1 and lies in 0..1 for numbers of up to 1e4, in %s",
    (dtype) => {
      fc.assert(
        fc.property(row, fc.boolean(), (numbers, across) => {
          const [dim, shape] = across ? [0, [numbers.length, 1]] : [-1, [1, numbers.length]];
          const x = tensor(numbers, { shape: shape as number[], dtype });
          const y = x.softmax(dim as number);
          expect(Math.abs(y.sum().item() - 1)).toBeLessThan(dtype === "float32" ? 1e-6 : 1e-14);
          expect(y.min().item()).toBeGreaterThanOrEqual(0);
          expect(y.max().item()).toBeLessThanOrEqual(1);
          expect(allClose(x.logSoftmax(dim as number).exp(), y, { rtol: 1e-3, atol: 1e-6 })).toBe(true);
          expect(
            x
              .logSoftmax(dim as number)
              .toTypedArray()
              .every(Number.isFinite),
          ).toBe(true);
        }),
      );
    },
  );

  it("does not feel a shift", () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (shift) => {
        const x = randn([3, 4], float64).mul(9);
        expect(allClose(x.softmax(1), x.add(shift).softmax(1))).toBe(true);
      }),
    );
  });

  it("keeps NaN in its row", () => {
    const y = tensor([
      [Number.NaN, 1],
      [0, 0],
    ]).softmax(1);
    expect(y.toArray()).toEqual([
      [Number.NaN, Number.NaN],
      [0.5, 0.5],
    ]);
  });
});

describe("elementwise", () => {
  it("arithmetic is JavaScript's own, for NaN and infinities too", () => {
    const operations = {
      add: (a: number, b: number) => a + b,
      sub: (a: number, b: number) => a - b,
      mul: (a: number, b: number) => a * b,
      div: (a: number, b: number) => a / b,
      maximum: (a: number, b: number) => Math.max(a, b),
      minimum: (a: number, b: number) => Math.min(a, b),
      eq: (a: number, b: number) => Number(a === b),
      gt: (a: number, b: number) => Number(a > b),
      lt: (a: number, b: number) => Number(a < b),
    } as const;
    fc.assert(
      fc.property(fc.double(), fc.double(), (a, b) => {
        for (const [name, own] of Object.entries(operations)) {
          const result = tensor(a, float64)[name as keyof typeof operations](tensor(b, float64)).item();
          expect([name, result + 0]).toEqual([name, own(a, b) + 0]);
        }
      }),
    );
  });

  it("NaN passes through every function and reduction", () => {
    const x = tensor([Number.NaN, 1], float64);
    const functions = ["neg", "exp", "log", "sqrt", "abs", "clamp", "tanh", "sigmoid", "relu"] as const;
    for (const name of functions) {
      expect([name, x[name]().toArray()]).toEqual([name, [Number.NaN, expect.any(Number)]]);
      expect([name, x[name]().at(1)]).not.toEqual([name, Number.NaN]);
    }
    for (const name of ["sum", "mean", "var", "std", "max", "min"] as const) {
      expect([name, x[name]().item()]).toEqual([name, Number.NaN]);
    }
  });

  it("infinities go to each function's limit", () => {
    const x = tensor([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], float64);
    const [up, down] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    expect(x.neg().toArray()).toEqual([down, up]);
    expect(x.exp().toArray()).toEqual([up, 0]);
    expect(x.log().toArray()).toEqual([up, Number.NaN]);
    expect(x.sqrt().toArray()).toEqual([up, Number.NaN]);
    expect(x.abs().toArray()).toEqual([up, up]);
    expect(x.clamp(-2, 3).toArray()).toEqual([3, -2]);
    expect(x.tanh().toArray()).toEqual([1, -1]);
    expect(x.sigmoid().toArray()).toEqual([1, 0]);
    expect(x.relu().toArray()).toEqual([up, 0]);
  });
});

describe("broadcasting equals repeating by hand, in value and gradient,", () => {
  const axis = fc.record({
    size: upTo(3, 0),
    repeatedIn: fc.constantFrom("neither", "a", "b", "b, missing"),
  });
  /** `x` with the axes of size 1 repeated to `shape`, by an operation that does not broadcast. */
  const repeat = (x: Tensor, shape: Shape): Tensor =>
    shape.reduce(
      (t, target, at) =>
        t.shape[at] === target ? t : t.gather(at, zeros(t.shape.with(at, target), { dtype: "int32" })),
      x.reshape([...shape.slice(x.shape.length).fill(1), ...x.shape]),
    );
  const operations: readonly (readonly [string, (a: Tensor, b: Tensor) => Tensor])[] = [
    ["add", (a, b) => a.add(b)],
    ["sub", (a, b) => a.sub(b)],
    ["mul", (a, b) => a.mul(b)],
    ["div", (a, b) => a.div(b)],
    ["pow", (a, b) => a.abs().pow(b)],
    ["maximum", (a, b) => a.maximum(b)],
    ["minimum", (a, b) => a.minimum(b)],
    ["where", (a, b) => where(a.detach().gt(b.detach()), a, b)],
  ];

  it.each(operations)("%s", (_, apply) => {
    fc.assert(
      fc.property(fc.array(axis, { maxLength: 3 }), (axes) => {
        const shape = axes.map(({ size }) => size);
        const own = (name: string): number[] =>
          axes.map(({ size, repeatedIn }) => (repeatedIn.startsWith(name) ? 1 : size));
        const firstOfB = axes.findIndex(({ repeatedIn }) => repeatedIn !== "b, missing");
        const shapeOfB = own("b").slice(firstOfB < 0 ? axes.length : firstOfB);
        const leaves = () => [own("a"), shapeOfB].map((s) => randn(s, { ...float64, requiresGrad: true }));
        manualSeed(9);
        const [a, b] = leaves() as [Tensor, Tensor];
        manualSeed(9);
        const [c, d] = leaves() as [Tensor, Tensor];
        const broadcast = apply(a, b);
        const byHand = apply(repeat(c, shape), repeat(d, shape));
        expect(broadcast.toArray()).toEqual(byHand.toArray());
        const upstream = randn(broadcast.shape, float64);
        broadcast.backward(upstream);
        byHand.backward(upstream);
        expect(allClose(a.grad as Tensor, c.grad as Tensor, { atol: 1e-12 })).toBe(true);
        expect(allClose(b.grad as Tensor, d.grad as Tensor, { atol: 1e-12 })).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

import {
  allClose,
  conv2d,
  gradcheck,
  LayerbookError,
  randn,
  ShapeError,
  tensor,
  zeros,
} from "@layerbook/layers";
import { describe, expect, it } from "vitest";

const float64 = { dtype: "float64" } as const;

describe("gradcheck", () => {
  it("finds a gradient that leaves a part out", () => {
    const x = tensor([1, 2], float64);
    expect(() => gradcheck((a) => a.mul(a.detach()), [x])).toThrow(
      new LayerbookError(
        "Wrong gradient of output number 0 with respect to number 0 of input 0, [2]: backward gives 1, differences give 2.000000000002",
      ),
    );
  });

  it("finds one that is missing altogether", () => {
    const [x, w] = [randn([1, 1, 3, 3], float64), randn([1, 1, 2, 2], float64)];
    expect(gradcheck((a, b) => conv2d(a, b), [x, w])).toBe(true);
    expect(() => gradcheck((a, b) => conv2d(a, b.detach()), [x, w])).toThrow(
      /number 0 of input 1, \[1, 1, 2, 2\]/,
    );
  });

  it("refuses float32, for which differences are too coarse", () => {
    expect(() => gradcheck((a) => a, [zeros([2])])).toThrow(
      new ShapeError(
        'Cannot check gradients of float32 [2]: differences need float64, make it with { dtype: "float64" }',
      ),
    );
  });

  it("refuses an output that depends on no input", () => {
    expect(() => gradcheck((a) => a.detach(), [zeros([2], float64)])).toThrow(
      new ShapeError("Cannot check gradients: the output was computed from none of the inputs"),
    );
  });
});

describe("allClose", () => {
  const close = (a: number, b: number, options = {}) =>
    allClose(tensor(a, float64), tensor(b, float64), options);

  it("allows atol + rtol |b|, of which b is the second", () => {
    expect(close(1.5, 1, { rtol: 0.5, atol: 0 })).toBe(true);
    expect(close(1, 1.5, { rtol: 0.5, atol: 0 })).toBe(true);
    expect(close(3, 2, { rtol: 0.4, atol: 0 })).toBe(false);
    expect(close(2, 3, { rtol: 0.4, atol: 0 })).toBe(true);
    expect(close(1e-8, 0)).toBe(true);
    expect(close(2e-8, 0)).toBe(false);
  });

  it("holds for equal infinities only, and never for NaN", () => {
    expect(close(Infinity, Infinity)).toBe(true);
    expect(close(Infinity, -Infinity)).toBe(false);
    expect(close(1, Infinity)).toBe(false);
    expect(close(Number.NaN, Number.NaN)).toBe(false);
  });

  it("broadcasts, and refuses shapes that do not fit", () => {
    expect(allClose(zeros([2, 3]), zeros([1]))).toBe(true);
    expect(() => allClose(zeros([2]), zeros([3]))).toThrow(
      new ShapeError("Cannot compare [2] and [3]: sizes 2 and 3 at axis -1 differ and neither is 1"),
    );
  });
});

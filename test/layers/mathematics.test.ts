import { createHash } from "node:crypto";
import { gelu, linspace, softplus, type Tensor, tensor } from "@layerbook/layers";
import { describe, expect, it } from "vitest";
import { erf, erfc, inverseErfc, log1p } from "../../packages/layers/src/mathematics.ts";

const float64 = { dtype: "float64" } as const;

function evenly(from: number, to: number, count: number): Tensor {
  return linspace(from, to, count, float64);
}

/** The distance to the next number of the same size. */
function unitInLastPlace(value: number): number {
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(value))), -1022);
  return 2 ** (exponent - 52);
}

/** The largest error over a sweep, in units in the last place, with the engine's own function as the truth. */
function worst(input: Tensor, result: Tensor, truth: (x: number) => number): number {
  const values = result.toTypedArray();
  return Math.max(
    ...Array.from(input.toTypedArray(), (x, i) => {
      const expected = truth(x);
      return Math.abs((values[i] as number) - expected) / unitInLastPlace(expected);
    }),
  );
}

describe("accuracy", () => {
  it.each([
    ["exp over -1..1", evenly(-1, 1, 20001), (x: Tensor) => x.exp(), Math.exp, 1],
    ["exp over its whole range", evenly(-708, 709, 20001), (x: Tensor) => x.exp(), Math.exp, 1],
    ["exp where results are subnormal", evenly(-745, -708, 5001), (x: Tensor) => x.exp(), Math.exp, 1],
    ["log near 1", evenly(0.5, 2, 20001), (x: Tensor) => x.log(), Math.log, 2],
    ["log over many sizes", evenly(-740, 700, 20001).exp(), (x: Tensor) => x.log(), Math.log, 1],
    ["tanh near 0", evenly(-1, 1, 20000), (x: Tensor) => x.tanh(), Math.tanh, 3],
    ["tanh", evenly(-25, 25, 20000), (x: Tensor) => x.tanh(), Math.tanh, 3],
    ["sigmoid", evenly(-40, 40, 20001), (x: Tensor) => x.sigmoid(), (x: number) => 1 / (1 + Math.exp(-x)), 3],
    ["cubes", evenly(0.1, 3, 5001), (x: Tensor) => x.pow(3), (x: number) => x ** 3, 2],
    ["powers of 1/3", evenly(0.1, 50, 5001), (x: Tensor) => x.pow(1 / 3), (x: number) => x ** (1 / 3), 4],
    ["powers of -2.5", evenly(0.1, 50, 5001), (x: Tensor) => x.pow(-2.5), (x: number) => x ** -2.5, 5],
  ])("of %s is within a few units in the last place", (_, input, run, truth, allowed) => {
    expect(worst(input, run(input), truth)).toBeLessThanOrEqual(allowed);
  });
});

/** Of CPython's Lib/test/mathdata/math_testcases.txt, rounded correctly from MPFR; others by mpmath with 40 digits. */
const published: readonly [name: string, f: (x: number) => number, x: number, expected: number][] = [
  ["erf", erf, 0, 0],
  ["erf", erf, Number.POSITIVE_INFINITY, 1],
  ["erf", erf, Number.NaN, Number.NaN],
  ["erf", erf, 1e-308, 1.1283791670955125e-308],
  ["erf", erf, 1e-10, 1.1283791670955126e-10],
  ["erf", erf, 0.25, 0.27632639016823696],
  ["erf", erf, 0.5, 0.5204998778130465],
  ["erf", erf, 0.75, 0.7111556336535151],
  ["erf", erf, 1, 0.8427007929497149],
  ["erf", erf, 1.2, 0.9103139782296353],
  ["erf", erf, 1.25, 0.9229001282564583],
  ["erf", erf, 1.5, 0.9661051464753108],
  ["erf", erf, 2, 0.9953222650189527],
  ["erf", erf, 3, 0.9999779095030014],
  ["erf", erf, 5, 0.9999999999984626],
  ["erf", erf, -4, -0.9999999845827421],
  ["erf", erf, -40, -1],
  ["erfc", erfc, 0, 1],
  ["erfc", erfc, Number.NEGATIVE_INFINITY, 2],
  ["erfc", erfc, Number.NaN, Number.NaN],
  ["erfc", erfc, 1e-10, 0.999999999887162],
  ["erfc", erfc, 1, 0.15729920705028513],
  ["erfc", erfc, 1.25, 0.07709987174354177],
  ["erfc", erfc, 2, 0.004677734981047266],
  ["erfc", erfc, 3, 2.209049699858544e-5],
  ["erfc", erfc, 6, 2.1519736712498913e-17],
  ["erfc", erfc, 20, 5.395865611607901e-176],
  ["erfc", erfc, 25, 8.300172571196523e-274],
  ["erfc", erfc, 40, 0],
  ["erfc", erfc, -2, 1.9953222650189528],
  ["erfc", erfc, -6, 2],
  ["log1p", log1p, -1, Number.NEGATIVE_INFINITY],
  ["log1p", log1p, -2, Number.NaN],
  ["log1p", log1p, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ["log1p", log1p, 5e-324, 5e-324],
  ["log1p", log1p, -1e-20, -1e-20],
  ["log1p", log1p, -0.8915688978227748, -2.2216403106762863],
  ["log1p", log1p, 1.625000781629907e-6, 1.6249994613175672e-6],
  ["log1p", log1p, 0.1417968724554487, 0.1326032254090879],
  ["log1p", log1p, 1e300, 690.7755278982137],
];

it.each(published)("%s is that of a published table, within 1e-15", (_, f, x, expected) => {
  const value = f(x);
  const near = Math.abs(value - expected) <= 1e-15 * Math.abs(expected);
  expect(Object.is(value, expected) || near, `at ${x}: ${value}, expected ${expected}`).toBe(true);
});

it.each([
  // By mpmath with 40 digits.
  [0.1, 1.163087153676674],
  [0.5, 0.4769362762044699],
  [0.9, 0.08885599049425767],
  [0.999999, 8.862269254784741e-7],
  [1.5, -0.4769362762044699],
  [1e-5, 3.123413274340875],
  [1e-20, 6.601580622355143],
  [1e-100, 15.065574702592645],
  [1e-300, 26.209469960516124],
  [1, 0],
  [2, Number.NEGATIVE_INFINITY],
  [0, Number.POSITIVE_INFINITY],
])("the inverse of erfc at %s is %s within 1e-15", (value, expected) => {
  const x = inverseErfc(value);
  const near = Math.abs(x - expected) <= 1e-15 * Math.max(1, Math.abs(expected));
  expect(x === expected || near, `${x}`).toBe(true);
});

describe("special values", () => {
  const specials = [
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0,
    -0,
    1,
    -1,
    710,
    -746,
    5e-324,
  ];
  it.each([
    ["exp", (x: Tensor) => x.exp(), Math.exp],
    ["log", (x: Tensor) => x.log(), Math.log],
    ["tanh", (x: Tensor) => x.tanh(), (x: number) => (Math.abs(x) === 1 ? undefined : Math.tanh(x))],
    ["sqrt", (x: Tensor) => x.sqrt(), Math.sqrt],
  ])("of %s are those of Math", (_, run, truth) => {
    for (const x of specials) {
      const expected = truth(x);
      if (expected === undefined) continue;
      const value = run(tensor(x, float64)).item();
      const sameToTheBit = Object.is(value, expected);
      const near = Math.abs(value - expected) <= 4e-16 * Math.abs(expected);
      expect(sameToTheBit || near, `at ${x}: ${value}, expected ${expected}`).toBe(true);
    }
  });

  it("of pow are those of Math.pow", () => {
    const bases = [Number.NaN, Infinity, -Infinity, 0, -0, 1, -1, 2, -2, 0.5, -0.5];
    const exponents = [
      Number.NaN,
      Infinity,
      -Infinity,
      0,
      -0,
      1,
      -1,
      2,
      -3,
      0.5,
      -0.5,
      1.5,
      2001,
      -2002,
      1e300,
    ];
    for (const base of bases) {
      for (const exponent of exponents) {
        const value = tensor(base, float64).pow(exponent).item();
        const expected = base ** exponent;
        const near = Math.abs(value - expected) <= 1e-15 * Math.abs(expected);
        expect(
          Object.is(value, expected) || near,
          `${base} ** ${exponent}: ${value}, expected ${expected}`,
        ).toBe(true);
      }
    }
  });
});

it("gives the same bits on every engine", () => {
  const x = evenly(-30, 30, 10001);
  const results = [x.exp(), x.abs().log(), x.tanh(), x.sigmoid(), x.softmax(0), x.abs().pow(1.7)];
  const hash = createHash("sha256");
  for (const result of [...results, gelu(x), softplus(x)])
    hash.update(new Uint8Array(result.toTypedArray().buffer));
  // From Node 20; whoever changes a formula, not an engine, writes it anew.
  expect(hash.digest("hex").slice(0, 16)).toMatchInlineSnapshot(`"65dc0b8dab5cb05b"`);
});

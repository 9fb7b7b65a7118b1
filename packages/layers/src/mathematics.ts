/**
 * exp, log and what is built on them, from additions, multiplications, divisions and square roots alone.
 * Those are exact to the last bit by IEEE 754; `Math.exp` and its like are not, and differ between engines.
 * Here every engine gives the same bits, within about one unit in the last place of the true value; `pow` within
 * a few for each doubling of its exponent.
 */

/** ln 2 in two parts: the first ends in zeros, so that its product with an exponent is exact. */
const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;

const view = new DataView(new ArrayBuffer(8));

/** 2 ** exponent, for exponents of normal numbers, -1022..1023. */
function powerOfTwo(exponent: number): number {
  view.setInt32(0, (exponent + 1023) << 20);
  view.setInt32(4, 0);
  return view.getFloat64(0);
}

/** 1/14!, 1/13!, ..., 1/2!: Taylor's series of exp, from the smallest term. The next is below 2 ** -61. */
const inverseFactorials = Array.from({ length: 13 }, (_, i) => {
  let factorial = 1;
  for (let n = 2; n <= 14 - i; n++) factorial *= n;
  return 1 / factorial;
});

/** x = exponent ln 2 + r with |r| <= ln 2 / 2; gives exp(r) - 1, to which `low` adds what r lost by rounding. */
function reduced(x: number, exponent: number): number {
  const high = x - exponent * ln2High;
  const low = exponent * ln2Low;
  const r = high - low;
  let series = 0;
  for (const coefficient of inverseFactorials) series = series * r + coefficient;
  return r + (r * r * series + (high - r - low));
}

/** e ** x. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019412) return 0;
  const exponent = Math.round(x * Math.LOG2E);
  const mantissa = 1 + reduced(x, exponent);
  // In two factors, as 2 ** exponent itself can be too large or too small for a normal number.
  const half = exponent >> 1;
  if (exponent >= -1021) return mantissa * powerOfTwo(half) * powerOfTwo(exponent - half);
  return mantissa * powerOfTwo(exponent + 100) * powerOfTwo(-100);
}

/** e ** x - 1, accurate near 0 too. */
export function expm1(x: number): number {
  if (Math.abs(x) > 40) return exp(x) - 1;
  const exponent = Math.round(x * Math.LOG2E);
  const scale = powerOfTwo(exponent);
  return scale * reduced(x, exponent) + (scale - 1);
}

/** 2/21, 2/19, ..., 2/3: the series of 2 atanh(s) / s in s^2, from the smallest term. */
const inverseOdds = Array.from({ length: 10 }, (_, i) => 2 / (21 - 2 * i));

/** Natural logarithm; NaN below 0. */
export function log(x: number): number {
  if (Number.isNaN(x) || x < 0) return Number.NaN;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x === Number.POSITIVE_INFINITY) return x;
  // Subnormal numbers are scaled up by 2 ** 54 first.
  const subnormal = x < 2 ** -1022;
  view.setFloat64(0, subnormal ? x * 2 ** 54 : x);
  const high = view.getInt32(0);
  let exponent = (high >> 20) - 1023 - (subnormal ? 54 : 0);
  view.setInt32(0, (high & 0xfffff) | 0x3ff00000);
  let mantissa = view.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  // log(1 + f) = 2 atanh(s) with s = f / (2 + f), and 2 s = f - s f, which keeps f itself exact.
  const f = mantissa - 1;
  const s = f / (2 + f);
  const square = s * s;
  let series = 0;
  for (const coefficient of inverseOdds) series = series * square + coefficient;
  return exponent * ln2High + (f - (s * (f - square * series) - exponent * ln2Low));
}

/** log(1 + x), accurate near 0 too. */
export function log1p(x: number): number {
  const sum = 1 + x;
  // What rounding took from x in the sum, log(sum) / (sum - 1) hardly sees, so that multiplying by x itself mends it.
  return sum === 1 || x === Number.POSITIVE_INFINITY ? x : log(sum) * (x / (sum - 1));
}

/** Hyperbolic tangent. */
export function tanh(x: number): number {
  if (Math.abs(x) > 22) return Math.sign(x);
  // Below this x and tanh(x) round to the same number; -0 stays -0.
  if (Math.abs(x) < 2 ** -28) return x;
  const grown = expm1(2 * Math.abs(x));
  return Math.sign(x) * (grown < 1 ? grown / (grown + 2) : 1 - 2 / (grown + 2));
}

/** 1 / (1 + e ** -x). */
export function sigmoid(x: number): number {
  const decayed = exp(-Math.abs(x));
  return x < 0 ? decayed / (1 + decayed) : 1 / (1 + decayed);
}

const rootOfPi = Math.sqrt(Math.PI);

/** (-1)^n / (n! (2n + 1)) for n = 22, 21, ..., 1: Maclaurin's series of erf in x^2. The next is below 2 ** -60 at 1.25. */
const errorSeries = Array.from({ length: 22 }, (_, i) => {
  let factorial = 1;
  for (let n = 1; n <= 22 - i; n++) factorial *= -n;
  return 1 / (factorial * (45 - 2 * i));
});

/** Where the series of erf, whose signs alternate, gives way to the fraction of erfc. */
const errorSplit = 1.25;

/** The error function, 2 / sqrt(pi) times the integral of e ** -t^2 over t from 0 to x. */
export function erf(x: number): number {
  if (!(Math.abs(x) < errorSplit)) return Math.sign(x) * (1 - erfcTail(Math.abs(x)));
  let series = 0;
  for (const coefficient of errorSeries) series = (series + coefficient) * x * x;
  return (2 / rootOfPi) * (x + x * series);
}

/** 1 - erf(x), accurate where that is tiny too. */
export function erfc(x: number): number {
  if (Math.abs(x) < errorSplit) return 1 - erf(x);
  return x < 0 ? 2 - erfcTail(-x) : erfcTail(x);
}

/**
 * erfc by its continued fraction, for x from 1.25: e ** -x^2 / sqrt(pi) / (x + (1/2) / (x + (2/2) / (x + (3/2) / ...))).
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 7.1.14.
 */
function erfcTail(x: number): number {
  if (x > 28) return 0;
  let fraction = x;
  for (let k = Math.ceil(20 + 200 / (x * x)); k > 0; k--) fraction = x + k / 2 / fraction;
  // x^2 = high^2 + (x - high) (x + high), of which the first is exact: exp would multiply a rounding of x^2 by it.
  const high = Math.fround(x);
  return (exp(-high * high) * exp((high - x) * (high + x))) / (rootOfPi * fraction);
}

/**
 * The x whose erfc is `value`, for values of 1e-300 to 2 and for 0, within about 1e-15: an approximation of Winitzki's (2008),
 * mended by steps of Newton's method on log erfc, which is nearly a parabola where erfc itself is nearly 0.
 */
export function inverseErfc(value: number): number {
  if (value > 1) return -inverseErfc(2 - value);
  if (value === 0) return Number.POSITIVE_INFINITY;
  const logarithm = log(value * (2 - value));
  const half = 4.33 + logarithm / 2;
  let x = Math.sqrt(Math.sqrt(half * half - logarithm / 0.147) - half);
  for (let step = 0; step < 4; step++) {
    // (log erfc)' = -2 / sqrt(pi) e ** -x^2 / erfc.
    const current = erfc(x);
    x += (log(current / value) * current * exp(x * x) * rootOfPi) / 2;
  }
  return x;
}

/** `base` to the power of `exponent`, with the special cases of `Math.pow`. */
export function pow(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  if (exponent === 0.5 && base >= 0) return Math.sqrt(base);
  if (Number.isInteger(exponent) && Math.abs(exponent) <= 1024) return wholePower(base, exponent);
  if (Number.isNaN(base) || Number.isNaN(exponent)) return Number.NaN;
  const size = Math.abs(base);
  if (size === 1 && Math.abs(exponent) === Number.POSITIVE_INFINITY) return Number.NaN;
  const odd = Number.isInteger(exponent) && Math.abs(exponent % 2) === 1;
  const negative = base < 0 || Object.is(base, -0);
  if (
    base < 0 &&
    base !== Number.NEGATIVE_INFINITY &&
    !Number.isInteger(exponent) &&
    Number.isFinite(exponent)
  ) {
    return Number.NaN;
  }
  // exp multiplies the error of its argument by its size, so the whole part is left to multiplication.
  const whole = Math.abs(exponent) <= 1024 ? Math.trunc(exponent) : 0;
  const value = wholePower(size, whole) * exp((exponent - whole) * log(size));
  return negative && odd ? -value : value;
}

/** By repeated squaring: exact where every square on the way fits. */
function wholePower(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = Math.abs(exponent); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  if (exponent >= 0) return result;
  // The reciprocal of an overflowed power would lose results that are tiny but not 0.
  return Number.isFinite(result) || !Number.isFinite(base) ? 1 / result : wholePower(1 / base, -exponent);
}

/** Cosine and sine of `turns` full turns, for turns in 0..1. */
export function cosineAndSine(turns: number): [cosine: number, sine: number] {
  const quarters = Math.round(turns * 4);
  const angle = 2 * Math.PI * (turns - quarters / 4);
  const square = angle * angle;
  let cosine = 0;
  let sine = 0;
  for (let n = 18; n > 0; n -= 2) {
    cosine = (-square / (n * (n - 1))) * (1 + cosine);
    sine = (-square / (n * (n + 1))) * (1 + sine);
  }
  const [c, s] = [1 + cosine, angle * (1 + sine)];
  const rotated: readonly [number, number][] = [
    [c, s],
    [-s, c],
    [-c, -s],
    [s, -c],
  ];
  return rotated[quarters % 4]!;
}

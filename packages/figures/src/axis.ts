import { formatNumber, shareOf } from "./numbers.ts";

/** Which numbers an axis reaches from and to, and which of them are written beside it. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  /** Where a value lies, 0 at the low end and 1 at the high end. */
  position(value: number): number;
}

/** An axis over all values from `low` to `high`, with about `count` round numbers, that ends at round numbers. */
export function linearAxis(low: number, high: number, count = 5): Axis {
  const ticks = multiples(low, high, stepFor(low, high, count));
  const [start, end] = [ticks[0]!, ticks.at(-1)!];
  // The next round number may be larger than a number can be.
  if (!Number.isFinite(start) || !Number.isFinite(end)) {
    const within = ticks.filter((tick) => tick >= low && tick <= high);
    return { low, high, ticks: within, position: (value) => shareOf(value, low, high) };
  }
  return { low: start, high: end, ticks, position: (value) => shareOf(value, start, end) };
}

/** A round step of which about `count` lead from `low` to `high`. */
export function stepFor(low: number, high: number, count: number): number {
  const size = Math.max(Math.abs(low), Math.abs(high)) || 1;
  // Each part by itself: the distance of two numbers may be more than a number can be.
  const step = high > low ? high / count - low / count : size / count;
  // Steps as small as a number's last digits could not be told apart.
  return roundStep(Math.max(step, size * 1e-9));
}

/** The multiples of `step` from the last one not above `low` to the first one not below `high`, at least two. */
export function multiples(low: number, high: number, step: number): number[] {
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  // Through decimal digits, so that 3 x 0.1 is 0.3.
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** As `linearAxis`, but ending with the values, for steps and other counted things. */
export function countedAxis(low: number, high: number, count = 6): Axis {
  const wide = linearAxis(low, high, count);
  const ticks = wide.ticks.filter((tick) => Number.isInteger(tick) && tick >= low && tick <= high);
  const position = (value: number): number => (high > low ? shareOf(value, low, high) : 0.5);
  return { low, high, ticks: ticks.length > 0 ? ticks : [low], position };
}

/** An axis of powers of ten around positive numbers; within one power 2 and 5 are written too. */
export function logAxis(low: number, high: number): Axis {
  const first = exponentOf(low);
  const last = Math.max(first + 1, exponentOf(high) + (high > powerOfTen(exponentOf(high)) ? 1 : 0));
  const every = Math.ceil((last - first) / 6);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => first + i).flatMap((exponent) => {
    if ((exponent - first) % every !== 0) return [];
    const power = powerOfTen(exponent);
    return last - first <= 2 && exponent < last ? [power, 2 * power, 5 * power] : [power];
  });
  return {
    low: powerOfTen(first),
    high: powerOfTen(last),
    ticks,
    position: (value) => (Math.log10(value) - first) / (last - first),
  };
}

/** As `logAxis`, but ending at 1, 2 or 5 times a power of ten, for numbers that are not many powers apart. */
export function closeLogAxis(low: number, high: number): Axis {
  const exponents = exponentOf(high) - exponentOf(low) + 2;
  const numbers = Array.from({ length: exponents }, (_, i) => powerOfTen(exponentOf(low) + i)).flatMap(
    (power) => [power, 2 * power, 5 * power],
  );
  const first = numbers.filter((number) => number <= low * (1 + 1e-9)).length - 1;
  const last = Math.max(
    first + 1,
    numbers.findIndex((number) => number >= high * (1 - 1e-9)),
  );
  const ticks = numbers.slice(first, last + 1).map((tick) => Number(tick.toPrecision(12)));
  const [start, end] = [Math.log10(ticks[0]!), Math.log10(ticks.at(-1)!)];
  return {
    low: ticks[0]!,
    high: ticks.at(-1)!,
    ticks,
    position: (value) => (Math.log10(value) - start) / (end - start),
  };
}

/** The nearest of 1, 2 and 5 times a power of ten that is not below `step`. */
function roundStep(step: number): number {
  const power = powerOfTen(exponentOf(step));
  return power * ([1, 2, 5].find((factor) => factor * power >= step * (1 - 1e-9)) ?? 10);
}

/** The exponent of a positive number written with one digit before the point. */
function exponentOf(value: number): number {
  return Number(value.toExponential().split("e")[1]);
}

/** Exact, as `10 ** exponent` need not be. */
function powerOfTen(exponent: number): number {
  return Number(`1e${exponent}`);
}

/** The numbers beside an axis, where there is little room for zeros. */
export function tickTexts({ ticks }: Axis): string[] {
  return ticks.map((tick) => {
    const isLong = tick !== 0 && Math.abs(tick) < 1e-3;
    return isLong ? Number(tick.toPrecision(6)).toExponential() : formatNumber(tick, 6);
  });
}

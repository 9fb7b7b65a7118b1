/** Four significant digits, without trailing zeros: `0.3333`, `-12.5`, `1.235e+7`, `NaN`. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "+inf" : "-inf";
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value === 0 ? 0 : value);
  return String(Number(value.toPrecision(digits)));
}

/** Two significant digits for where there is little room: `0.38`, `9.5e-7`. */
export function fewDigits(value: number): string {
  const isLong = Math.abs(value) < 1e-3 && value !== 0;
  return isLong ? Number(value.toPrecision(2)).toExponential() : formatNumber(value, 2);
}

/** Where a value lies between `low`, 0, and `high`, 1. Their distance may be more than a number can be. */
export function shareOf(value: number, low: number, high: number): number {
  const size = Math.max(Math.abs(low), Math.abs(high));
  return (value / size - low / size) / (high / size - low / size);
}

/** `1 value`, `12,000 values`; a noun whose plural takes more than an s brings it. */
export function count(n: number, noun: string, plural: string = `${noun}s`): string {
  return `${groupDigits(n)} ${n === 1 ? noun : plural}`;
}

/** `12000` as `12,000`, the same in every locale. */
export function groupDigits(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Which of the values is nearest to `wanted`: its place among them. */
export function nearest(values: readonly number[], wanted: number): number {
  const distances = values.map((value) => Math.abs(value - wanted));
  return Math.max(0, distances.indexOf(Math.min(...distances)));
}

/** "1 − 2 + 0.5 = -0.5". */
export function sumText(terms: readonly number[], sum: number): string {
  const [first, ...rest] = terms.map((number) => formatNumber(number, 3));
  const signed = rest.map((text) => (text.startsWith("-") ? `− ${text.slice(1)}` : `+ ${text}`));
  return `${[first, ...signed].join(" ")} = ${formatNumber(sum, 3)}`;
}

/** `12` as `₁₂`. */
export function subscript(index: number): string {
  return String(index).replace(/\d/g, (digit) => String.fromCharCode(0x2080 + Number(digit)));
}

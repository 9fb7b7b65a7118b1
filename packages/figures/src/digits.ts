import type { Statistics } from "./statistics.ts";

/** Decimals with which numbers up to this size have three digits that matter: 2 for 7.25, 0 for 261, 3 for 0.125. */
export function decimals(largest: number): number {
  if (!(largest > 0) || !Number.isFinite(largest)) return 0;
  return Math.min(8, Math.max(0, 2 - Math.floor(Math.log10(largest))));
}

/** The largest size of a value; what decides how all are printed. */
function largestSize({ min, max }: Statistics): number {
  return Math.max(Math.abs(min), Math.abs(max));
}

/** Above this, numbers printed into cells are written with an exponent. */
const longest = 1e5;

/** Format of d3, as plotly has it, for the numbers printed into the cells of one map. */
export function digitFormat(found: Statistics): string {
  const largest = largestSize(found);
  return largest >= longest || largest < 1e-4 ? ".2~g" : `.${decimals(largest)}~f`;
}

/** The same numbers as text. */
export function digitText(value: number, found: Statistics): string {
  const largest = largestSize(found);
  if (largest >= longest || largest < 1e-4) return String(Number(value.toPrecision(2)));
  return String(Number(value.toFixed(decimals(largest))) + 0);
}

/** Font size, in pixels, at which the longest of the texts fits into a cell. */
export function digitSize(texts: readonly string[], cell: number): number {
  const most = texts.reduce((length, text) => Math.max(length, text.length), 3);
  return Math.min(13, (cell * 1.5) / most);
}

import { ShapeError } from "./errors.ts";

/** The numbers that an argument may be; NaN is in none of them. */
export interface Range {
  readonly text: string;
  readonly has: (value: number) => boolean;
}

export const finite: Range = { text: "a finite number", has: Number.isFinite };
export const finiteFromZero: Range = {
  text: "a finite number of at least 0",
  has: (value) => Number.isFinite(value) && value >= 0,
};
export const atLeastZero: Range = { text: "a number of at least 0", has: (value) => value >= 0 };
export const aboveZero: Range = { text: "a number above 0", has: (value) => value > 0 };
export const zeroToOne: Range = { text: "a number in 0..1", has: (value) => value >= 0 && value <= 1 };
export const zeroToBelowOne: Range = {
  text: "a number in 0..1, without 1",
  has: (value) => value >= 0 && value < 1,
};
export const wholeAboveZero: Range = {
  text: "a whole number of at least 1",
  has: (value) => Number.isSafeInteger(value) && value > 0,
};
export const wholeFromZero: Range = {
  text: "a whole number of at least 0",
  has: (value) => Number.isSafeInteger(value) && value >= 0,
};

/** A value as code writes it: a string in quotes, an array in brackets. */
export function written(value: unknown): string {
  return typeof value === "string" || Array.isArray(value) ? JSON.stringify(value) : String(value);
}

/** Throws ShapeError that names the first of the arguments, given by their names, that is out of range. */
export function checkRange(action: string, values: Readonly<Record<string, number>>, range: Range): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === "number" && range.has(value)) continue;
    throw new ShapeError(`Cannot ${action} with ${name} ${written(value)}: expected ${range.text}`);
  }
}

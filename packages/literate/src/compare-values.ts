import { decodeTypedArray } from "./typed-array-data.ts";

export interface Difference {
  /** Where: `output 2, data, application/vnd.plotly.v1+json, data, 0, z, number 17`. */
  readonly place: string;
  readonly expected: string;
  readonly actual: string;
}

const numberPattern = /[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|\bNaN\b|-?\bInfinity\b/gi;

/** Differences of two JSON values, or of two texts with numbers in them. Typed arrays in base64 are decoded. */
export function differencesOf(
  expected: unknown,
  actual: unknown,
  tolerance: number,
  place: string,
): Difference[] {
  if (Object.is(expected, actual)) return [];
  if (typeof expected === "number" && typeof actual === "number") {
    return agree(expected, actual, tolerance) ? [] : [difference(place, expected, actual)];
  }
  if (typeof expected === "string" && typeof actual === "string") {
    return textDifferences(expected, actual, tolerance, place);
  }
  if (!isObject(expected) || !isObject(actual)) return [difference(place, expected, actual)];

  const numbers = [decodeTypedArray(expected), decodeTypedArray(actual)] as const;
  if (numbers[0] && numbers[1] && expected.dtype === actual.dtype) {
    const { bdata: _expected, ...expectedRest } = expected;
    const { bdata: _actual, ...actualRest } = actual;
    return [
      ...differencesOf(expectedRest, actualRest, tolerance, place),
      ...numberDifferences(numbers[0], numbers[1], tolerance, place),
    ];
  }
  const names = Object.keys(expected);
  const missing = names.find((name) => !Object.hasOwn(actual, name));
  const added = Object.keys(actual).find((name) => !Object.hasOwn(expected, name));
  if (Array.isArray(expected) !== Array.isArray(actual)) return [difference(place, expected, actual)];
  if (missing !== undefined)
    return [{ place: `${place}, ${missing}`, expected: shortened(expected[missing]), actual: "nothing" }];
  if (added !== undefined)
    return [{ place: `${place}, ${added}`, expected: "nothing", actual: shortened(actual[added]) }];
  return names.flatMap((name) => differencesOf(expected[name], actual[name], tolerance, `${place}, ${name}`));
}

/**
 * Numbers by tolerance, the rest by its characters. A number of another width moves what is aligned with it, so any
 * stretch of white space stands for any other.
 */
function textDifferences(expected: string, actual: string, tolerance: number, place: string): Difference[] {
  const words = [between(expected), between(actual)] as const;
  if (words[0] !== words[1]) return [lineDifference(expected, actual, place)];
  return numberDifferences(numbersIn(expected), numbersIn(actual), tolerance, place);
}

function between(text: string): string {
  return text.replace(numberPattern, "#").replace(/\s+/g, " ").trim();
}

function numbersIn(text: string): number[] {
  return (text.match(numberPattern) ?? []).map((word) => {
    if (/nan/i.test(word)) return Number.NaN;
    if (/infinity/i.test(word))
      return word.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    return Number(word);
  });
}

/** The first number that differs, and how many do. */
function numberDifferences(
  expected: ArrayLike<number>,
  actual: ArrayLike<number>,
  tolerance: number,
  place: string,
): Difference[] {
  if (expected.length !== actual.length) {
    return [difference(`${place}, count of numbers`, expected.length, actual.length)];
  }
  const wrong = Array.from(expected, (_value, index) => index).filter(
    (index) => !agree(expected[index]!, actual[index]!, tolerance),
  );
  const [first] = wrong;
  if (first === undefined) return [];
  const others = wrong.length > 1 ? ` (and ${wrong.length - 1} more of ${expected.length})` : "";
  return [
    {
      place: `${place}, number ${first + 1}`,
      expected: String(expected[first]),
      actual: `${actual[first]}${others}`,
    },
  ];
}

function agree(expected: number, actual: number, tolerance: number): boolean {
  if (Object.is(expected, actual) || expected === actual) return true;
  if (!Number.isFinite(expected) || !Number.isFinite(actual)) return false;
  return Math.abs(expected - actual) <= tolerance * Math.max(1, Math.abs(expected));
}

/** The first line at which two texts part. */
function lineDifference(expected: string, actual: string, place: string): Difference {
  const lines = [expected.split("\n"), actual.split("\n")] as const;
  const index = lines[0].findIndex(
    (line, at) => lines[1][at] === undefined || between(line) !== between(lines[1][at]),
  );
  const at = index < 0 ? lines[0].length : index;
  return {
    place: `${place}, line ${at + 1}`,
    expected: lines[0][at] === undefined ? "no such line" : shortened(lines[0][at]),
    actual: lines[1][at] === undefined ? "no such line" : shortened(lines[1][at]),
  };
}

function difference(place: string, expected: unknown, actual: unknown): Difference {
  return { place, expected: shortened(expected), actual: shortened(actual) };
}

function shortened(value: unknown): string {
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? "nothing");
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

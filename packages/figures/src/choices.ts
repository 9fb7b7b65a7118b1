import { ShapeError } from "@layerbook/layers";

export type ChoiceKind =
  | "text"
  | "texts"
  | "boolean"
  | "number"
  | "numbers"
  | "count"
  | "index"
  | "values"
  | "places"
  | "point"
  | "rates";

/** More positions of a slider than these are no longer told apart. */
export const mostPositions = 41;
/** As many buttons as a telephone has room for side by side. */
const mostRates = 3;

/** What an option of a kind may be: how it is said, and how it is told. */
const kinds: Readonly<Record<ChoiceKind, readonly [expected: string, test: (value: unknown) => boolean]>> = {
  text: ["a text", isText],
  texts: ["a list of texts", (value) => Array.isArray(value) && value.every(isText)],
  boolean: ["true or false", (value) => typeof value === "boolean"],
  number: ["a finite number", Number.isFinite],
  count: ["a whole number of at least 1", (value) => Number.isSafeInteger(value) && (value as number) >= 1],
  index: ["a whole number from 0 on", (value) => Number.isSafeInteger(value) && (value as number) >= 0],
  numbers: ["a list of finite numbers", (value) => Array.isArray(value) && value.every(Number.isFinite)],
  values: [`a list of 2 to ${mostPositions} finite numbers`, isValues],
  places: [
    `a whole number from 2 to ${mostPositions}`,
    (value) => Number.isSafeInteger(value) && (value as number) >= 2 && (value as number) <= mostPositions,
  ],
  rates: [
    `a number from 0 to below 1, or a list of 1 to ${mostRates} of them`,
    (value) => {
      const rates = Array.isArray(value) ? value : [value];
      return rates.length >= 1 && rates.length <= mostRates && rates.every((rate) => rate >= 0 && rate < 1);
    },
  ],
  point: [
    "a list of 2 finite numbers",
    (value) => Array.isArray(value) && value.length === 2 && value.every(Number.isFinite),
  ],
};

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isValues(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length >= 2 && value.length <= mostPositions && value.every(Number.isFinite)
  );
}

/** Throws ShapeError for an option that `action` has not, or for one with a value that it cannot have. */
export function checkChoices(
  action: string,
  options: unknown,
  known: Readonly<Record<string, ChoiceKind>>,
): void {
  if (typeof options !== "object" || options === null) {
    throw new ShapeError(`Cannot ${action} with ${written(options)}: expected an object of options`);
  }
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(known, name)) {
      const names = Object.keys(known).join(", ");
      throw new ShapeError(`Cannot ${action} with the option ${JSON.stringify(name)}: expected ${names}`);
    }
    const [expected, test] = kinds[known[name]!];
    if (value !== undefined && !test(value)) {
      throw new ShapeError(`Cannot ${action} with ${name} ${written(value)}: expected ${expected}`);
    }
  }
}

/** Throws ShapeError unless `index` is one of `count` things. */
export function checkIndex(action: string, name: string, index: number, count: number): void {
  if (index >= count) {
    throw new ShapeError(`Cannot ${action} with ${name} ${index}: there are ${count}, counted from 0`);
  }
}

/** A value as a message shows it. */
export function written(value: unknown): string {
  return typeof value === "string" || Array.isArray(value) ? JSON.stringify(value) : String(value);
}

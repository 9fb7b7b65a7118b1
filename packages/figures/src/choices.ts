import { ShapeError } from "@layerbook/layers";

export type ChoiceKind = "text" | "texts" | "boolean" | "count";

/** What an option of a kind may be: how it is said, and how it is told. */
const kinds: Readonly<Record<ChoiceKind, readonly [expected: string, test: (value: unknown) => boolean]>> = {
  text: ["a text", isText],
  texts: ["a list of texts", (value) => Array.isArray(value) && value.every(isText)],
  boolean: ["true or false", (value) => typeof value === "boolean"],
  count: ["a whole number of at least 1", (value) => Number.isSafeInteger(value) && (value as number) >= 1],
};

function isText(value: unknown): boolean {
  return typeof value === "string";
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

/** A value as a message shows it. */
export function written(value: unknown): string {
  return typeof value === "string" || Array.isArray(value) ? JSON.stringify(value) : String(value);
}

import { ShapeError } from "@layerbook/layers";
import { written } from "./choices.ts";

/** What may be chosen of a figure. */
export interface ShowOptions {
  /** Stands above the figure in place of the kind of value. Always shown as text. */
  readonly title?: string;
  /** One colour scale for the whole figure, or one per channel. */
  readonly scale?: "figure" | "channel";
  /** "auto": diverging and symmetric if any value is below 0, else sequential from 0. */
  readonly colorscale?: "auto" | "sequential" | "diverging" | "gray";
  /** Which channels are drawn, in this order; all by default. */
  readonly channels?: readonly number[];
  /** "image": [1, H, W], [3, H, W] or [H, W, 3] in 0..1 in its own colours. */
  readonly layout?: "tiles" | "image";
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}

type OptionName = keyof ShowOptions;

/** The words that an option takes, its default first. */
const choices: Readonly<Partial<Record<OptionName, readonly string[]>>> = {
  scale: ["figure", "channel"],
  colorscale: ["auto", "sequential", "diverging", "gray"],
  layout: ["tiles", "image"],
};

const tests: Readonly<Record<OptionName, readonly [expected: string, test: (value: unknown) => boolean]>> = {
  title: ["a text", (value) => typeof value === "string"],
  scale: oneOf("scale"),
  colorscale: oneOf("colorscale"),
  channels: [
    "a list of at least one whole number, from 0 on",
    (value) => Array.isArray(value) && value.length > 0 && value.every((n) => Number.isInteger(n) && n >= 0),
  ],
  layout: oneOf("layout"),
  plain: ["true or false", (value) => typeof value === "boolean"],
};

function oneOf(name: OptionName): readonly [expected: string, test: (value: unknown) => boolean] {
  const words = choices[name]!;
  return [words.map((word) => `"${word}"`).join(" or "), (value) => words.includes(value as string)];
}

/** Throws ShapeError for an option that there is not, or for one with a value that it cannot have. */
export function checkOptions(options: ShowOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(tests, name)) {
      throw new ShapeError(
        `Cannot show with the option ${JSON.stringify(name)}: expected ${Object.keys(tests).join(", ")}`,
      );
    }
    const [expected, test] = tests[name as OptionName];
    if (value !== undefined && !test(value)) {
      throw new ShapeError(`Cannot show with ${name} ${written(value)}: expected ${expected}`);
    }
  }
}

/** Throws ShapeError if one of the options was chosen, as something else than its default: `what` cannot follow it. */
export function refuseOptions(
  options: ShowOptions,
  names: readonly OptionName[],
  what: string,
  expected: string,
): void {
  for (const name of names) {
    const value = options[name];
    if (value === undefined || value === choices[name]?.[0]) continue;
    throw new ShapeError(
      `Cannot draw ${what} with ${name} ${written(value)}: expected ${expected}. Leave out the option ${name}`,
    );
  }
}

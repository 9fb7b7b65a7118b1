import { FormatError, ShapeError } from "@layerbook/layers";
import { isTensor, kindOf, type TensorLike } from "./recognise.ts";

/** Numbers in order: a list, a typed array, or a tensor of rank 1. */
export type Numbers = ArrayLike<number> | TensorLike;

/** What was measured while training: one list of numbers, or several by name. */
export type Run = Numbers | Readonly<Record<string, Numbers>>;

/** One curve: `y[i]` was measured at step `x[i]`. */
export interface Series {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** A run as series over the steps 1, 2, ...; a list without a name is the loss. Throws FormatError for anything else. */
export function seriesOf(run: Run): Series[] {
  if (isNumbers(run)) return [overSteps("loss", run)];
  if (typeof run !== "object" || run === null || Symbol.iterator in run) {
    throw new FormatError(
      `Cannot draw the loss curve of ${named(run)}: expected a list of numbers, or lists by name, as in lossCurve({ train: [2.3, 0.4], test: [2.2, 0.6] })`,
    );
  }
  return Object.entries(run).map(([name, values]) => {
    if (isNumbers(values)) return overSteps(name, values);
    throw new FormatError(
      `Cannot draw the loss curve of ${JSON.stringify(name)}, ${named(values)}: expected a list of numbers`,
    );
  });
}

function overSteps(name: string, values: Numbers): Series {
  const y = numbersOf(values, `the loss curve of ${JSON.stringify(name)}`);
  return { name, x: y.map((_, i) => i + 1), y };
}

/** The numbers as a list of their own. Throws ShapeError for a tensor of another rank, naming `what` is drawn. */
export function numbersOf(values: Numbers, what: string): number[] {
  if (!isTensor(values)) return Array.from(values);
  if (values.shape.length !== 1) {
    throw new ShapeError(
      `Cannot draw ${what} from a tensor [${values.shape.join(", ")}]: expected one of rank 1, such as its flatten()`,
    );
  }
  return Array.from(values.toTypedArray());
}

export function isNumbers(value: unknown): value is Numbers {
  if (isTensor(value)) return true;
  if (Array.isArray(value)) return value.every((number) => typeof number === "number");
  return ArrayBuffer.isView(value) && Symbol.iterator in value && !/^Big/.test(value.constructor.name);
}

/** What was given, for messages: `a tensor [2, 3]`, `Linear(2, 3)`, `an array`, `undefined`. */
export function named(value: unknown): string {
  if (isTensor(value)) return `a tensor [${value.shape.join(", ")}]`;
  if (kindOf(value) === "module") return String(value).split("\n")[0]!;
  if (Array.isArray(value))
    return isNumbers(value) ? "an array of numbers" : `an array with ${otherThanNumber(value)} in it`;
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 39)}…` : value);
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

function otherThanNumber(values: readonly unknown[]): string {
  const other = values.find((value) => typeof value !== "number");
  return Array.isArray(other) ? "an array" : named(other);
}

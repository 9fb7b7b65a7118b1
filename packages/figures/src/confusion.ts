import { FormatError, ShapeError } from "@layerbook/layers";
import { count, formatNumber } from "./numbers.ts";
import { isNumbers, type Numbers, named, numbersOf } from "./run.ts";

/** How often class `row` was taken for class `column`: `counts[row * labels.length + column]`. */
export interface Confusion {
  readonly labels: readonly string[];
  readonly counts: readonly number[];
  /** Samples of each class. */
  readonly totals: readonly number[];
}

const mostClasses = 100;

/** Class numbers as a list; throws what `confusionMatrix` says, naming the argument. */
export function classesOf(values: Numbers, name: string): number[] {
  const action = `Cannot draw a confusion matrix with ${name}`;
  if (!isNumbers(values)) {
    throw new FormatError(
      `${action} ${named(values)}: expected a tensor of rank 1 or a list of class numbers`,
    );
  }
  const classes = numbersOf(values, `a confusion matrix with ${name}`);
  const wrong = classes.findIndex((value) => !Number.isSafeInteger(value) || value < 0);
  if (wrong >= 0) {
    throw new FormatError(
      `${action}[${wrong}] = ${formatNumber(classes[wrong]!, 9)}: expected the number of a class, a whole number from 0 on. Scores become classes with argmax(1)`,
    );
  }
  return classes;
}

/** Counts pairs of classes. Throws ShapeError when there are too few labels or too many classes. */
export function confusionOf(
  rows: readonly number[],
  columns: readonly number[],
  names: readonly string[] | undefined,
): Confusion {
  const largest = rows.concat(columns).reduce((most, value) => Math.max(most, value), -1);
  if (names && largest >= names.length) {
    throw new ShapeError(
      `Cannot draw class ${largest} of a confusion matrix with ${count(names.length, "label")}: expected at least ${largest + 1} in the option labels`,
    );
  }
  const classes = names?.length ?? largest + 1;
  if (classes > mostClasses) {
    throw new ShapeError(
      `Cannot draw a confusion matrix of ${classes} classes: expected at most ${mostClasses}`,
    );
  }
  const counts = new Array<number>(classes * classes).fill(0);
  const totals = new Array<number>(classes).fill(0);
  rows.forEach((row, i) => {
    counts[row * classes + columns[i]!]!++;
    totals[row]!++;
  });
  return { labels: names ?? totals.map((_, i) => String(i)), counts, totals };
}

import { FormatError } from "@layerbook/layers";
import { checkChoices, written } from "./choices.ts";
import { plainText } from "./escape.ts";
import { Bar } from "./progress-bar.ts";
import { named } from "./run.ts";

/** What may be chosen of a progress bar. */
export interface ProgressOptions {
  /** Stands before the bar. Always shown as text. */
  readonly label?: string;
}

/**
 * Gives the items one by one, or the numbers from 0 to `total` - 1, and draws how far it has come in one place: a bar, the
 * count, the rate and the time that is left. `for (const epoch of progress(20, { label: "Epochs" }))`. A bar that is begun
 * while another runs stands below it and goes when it is done. What stays in the output holds no times.
 * Throws FormatError for what is neither iterable nor a whole number from 0 on, ShapeError for an option that there is not.
 *
 * @example
 * import { progress } from "@layerbook/figures";
 * let sum = 0;
 * for (const epoch of progress(5)) sum += epoch;
 * sum; // 10
 */
export function progress(total: number, options?: ProgressOptions): IterableIterator<number>;
export function progress<Item>(items: Iterable<Item>, options?: ProgressOptions): IterableIterator<Item>;
export function progress(
  items: Iterable<unknown> | number,
  options: ProgressOptions = {},
): IterableIterator<unknown> {
  checkChoices("show progress", options, { label: "text" });
  const iterable = typeof items === "number" ? numbersTo(items) : items;
  if (typeof (iterable as Partial<Iterable<unknown>> | null)?.[Symbol.iterator] !== "function") {
    throw new FormatError(
      `Cannot show the progress of ${named(items)}: expected a whole number from 0 on, or something to iterate over, such as an array`,
    );
  }
  return withBar(
    iterable,
    typeof items === "number" ? items : lengthOf(items),
    plainText(options.label ?? ""),
  );
}

function* withBar(
  items: Iterable<unknown>,
  total: number | undefined,
  label: string,
): Generator<unknown, void> {
  const bar = new Bar(total, label);
  try {
    for (const item of items) {
      yield item;
      bar.step();
    }
    bar.finish();
  } finally {
    // Also when the loop is left by a break or an error.
    bar.stop();
  }
}

function numbersTo(total: number): Iterable<number> {
  if (!Number.isSafeInteger(total) || total < 0) {
    throw new FormatError(
      `Cannot show the progress of ${written(total)} steps: expected a whole number from 0 on`,
    );
  }
  return (function* () {
    for (let i = 0; i < total; i++) yield i;
  })();
}

/** How many items there are, where the iterable tells. */
function lengthOf(items: Iterable<unknown>): number | undefined {
  const { length, size } = items as { length?: unknown; size?: unknown };
  return [length, size].find((n): n is number => Number.isSafeInteger(n) && (n as number) >= 0);
}

import { expect } from "vitest";

/** Longest time that a file may take to be refused, milliseconds. */
const longest = 100;

/** The message of a reader that must refuse with a FormatError, and soon. */
export function refusal(read: () => unknown): string {
  const { error, milliseconds } = outcome(read);
  if (error === undefined) throw new Error("the file was read");
  expect(error.name, error.stack ?? "").toBe("FormatError");
  expect(milliseconds).toBeLessThan(longest);
  return error.message;
}

/** Whether a reader reads or refuses with a FormatError that names a byte: nothing else may happen, and soon. */
export function isReadOrRefused(read: () => unknown): boolean {
  const { error, milliseconds } = outcome(read);
  if (
    error !== undefined &&
    (error.name !== "FormatError" || !/^Cannot read \w+ at byte \d+: /.test(error.message))
  ) {
    throw error;
  }
  return milliseconds < longest;
}

/** What a reader throws, and how long it takes: the best of three, for another process may hold the machine. */
function outcome(read: () => unknown): { error: Error | undefined; milliseconds: number } {
  let error: Error | undefined;
  let milliseconds = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3 && milliseconds >= longest; run++) {
    const started = performance.now();
    try {
      read();
    } catch (thrown) {
      error = thrown as Error;
    }
    milliseconds = performance.now() - started;
  }
  return { error, milliseconds };
}

import type { ErrorOutput, Output } from "./output-types.ts";
import type { Cell, Page } from "./page.ts";
import { PageError } from "./page-error.ts";

/**
 * What a run says against a cell: it threw without `throws`, or did not throw what it says it does.
 *
 * @param line in the cell, from 1, of the error
 */
export function cellProblem(
  { path }: Page,
  cell: Cell,
  outputs: readonly Output[],
  line = 1,
): PageError | undefined {
  const error = outputs.find((output): output is ErrorOutput => output.type === "error");
  const { id, throws } = cell;
  if (error === undefined) {
    if (throws === undefined) return undefined;
    const reason = `cell ${id} says throws=${throws} but throws nothing; remove throws or correct the cell`;
    return new PageError(path, cell.line, reason);
  }
  if (throws === error.name) return undefined;
  const fix =
    throws === undefined
      ? `correct it, or write throws=${error.name} where the error is meant`
      : `the cell says throws=${throws}; correct one`;
  return new PageError(
    path,
    cell.line + line - 1,
    `cell ${id} throws ${error.name}: ${error.message}; ${fix}`,
  );
}

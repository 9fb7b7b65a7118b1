import { compareOutputs } from "./compare-outputs.ts";
import type { CheckedOutputs } from "./outputs.ts";
import type { Page } from "./page.ts";

/** Differences of one cell that are told; a figure that changed has hundreds. */
const mostTold = 3;

/**
 * How a run of a page differs from its checked outputs, each difference in a line that names page, line and cell;
 * nothing when they agree, each cell within its own tolerance. Checked outputs of other cells, or in another order than
 * the page's, differ too.
 */
export function comparePage(
  page: Pick<Page, "path" | "cells">,
  expected: CheckedOutputs,
  actual: CheckedOutputs["cells"],
): string[] {
  const checked = Object.keys(expected.cells);
  const lines = page.cells.flatMap(({ id, line, tolerance }) => {
    const place = `${page.path}:${line}: cell ${id}`;
    const [before, now] = [expected.cells[id], actual[id]];
    if (before === undefined) return [`${place} has no checked outputs`];
    if (now === undefined) return [`${place} did not run`];
    const differences = compareOutputs(before, now, tolerance);
    const told = differences
      .slice(0, mostTold)
      .map((found) => `${place}, ${found.place}: expected ${found.expected}, got ${found.actual}`);
    const rest = differences.length - told.length;
    return rest > 0 ? [...told, `${place}: and ${rest} more differences`] : told;
  });
  const ids = page.cells.map(({ id }) => id);
  const unknown = checked.filter((id) => !ids.includes(id));
  for (const id of unknown)
    lines.push(`${page.path}:1: there are checked outputs of a cell ${id}, which is not on the page`);
  if (lines.length === 0 && checked.join() !== ids.join()) {
    lines.push(`${page.path}:1: the checked outputs are in another order than the cells`);
  }
  return lines;
}

import { type ColorRange, colorOf, type Rgb } from "./colors.ts";
import { plainText } from "./escape.ts";
import { rangeOf } from "./maps.ts";
import type { ShowOptions } from "./options.ts";
import { planSheet } from "./plan.ts";
import { isTensor } from "./recognise.ts";
import { type Sheet, sheetOf } from "./sheet.ts";
import { shapeLabel, statistics, statisticsParts } from "./statistics.ts";
import { viewOf } from "./view.ts";

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  hasColors?(count: number): boolean;
}

/** How many columns a terminal with 24-bit colours has; undefined for a file, a pipe or a terminal without them. */
export function colorTerminal(): number | undefined {
  const { process } = globalThis as { process?: { stdout?: Terminal } };
  const terminal = process?.stdout;
  return terminal?.isTTY && terminal.hasColors?.(2 ** 24) ? (terminal.columns ?? 80) : undefined;
}

const mostRows = 48;

/**
 * A tensor of rank 2 or more in blocks of colour, two cells in a character; undefined for other values and for those
 * that do not fit into `columns`.
 */
export function terminalPicture(value: unknown, options: ShowOptions, columns: number): string | undefined {
  if (!isTensor(value) || value.shape.length < 2 || value.shape.includes(0)) return undefined;
  const values = value.toTypedArray();
  const found = statistics(values);
  const range = rangeOf(value, values, found, options);
  const view = viewOf(value.shape);
  const one = { ...view, frames: 1 };
  let plan = planSheet(one, options.channels, columns * mostRows, 1);
  for (let cells = columns * mostRows; plan.columns > columns; cells *= 0.8) {
    if (cells < columns) return undefined;
    plan = planSheet(one, options.channels, cells, 1);
  }
  const heading = [plainText(options.title ?? ""), shapeLabel(value), ...statisticsParts(found)]
    .filter(Boolean)
    .join("  ");
  const sheet = sheetOf(plan, values, 0);
  const color = (row: number, column: number): Rgb | undefined =>
    cellColor(sheet, plan.columns, row, column, range);
  const lines = Array.from({ length: Math.ceil(plan.rows / 2) }, (_, line) => {
    const cells = Array.from({ length: plan.columns }, (_, column) =>
      block(color(2 * line, column), color(2 * line + 1, column)),
    );
    return `${cells.join("")}\u001b[0m`;
  });
  return [heading, ...lines].join("\n");
}

function cellColor(
  sheet: Sheet,
  columns: number,
  row: number,
  column: number,
  range: ColorRange,
): Rgb | undefined {
  const value = sheet.values[row * columns + column];
  return value === undefined || !Number.isFinite(value) ? undefined : colorOf(value, range);
}

/** The upper half of a character in one colour, the lower in another; what has none keeps the terminal's own. */
function block(upper: Rgb | undefined, lower: Rgb | undefined): string {
  if (upper && lower) return `\u001b[38;2;${upper.join(";")};48;2;${lower.join(";")}m▀`;
  if (upper) return `\u001b[0;38;2;${upper.join(";")}m▀`;
  return lower ? `\u001b[0;38;2;${lower.join(";")}m▄` : "\u001b[0m ";
}

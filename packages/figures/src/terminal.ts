import { colorOf, type Rgb } from "./colors.ts";
import { plainText } from "./escape.ts";
import { imageLayout, imagePixels } from "./image-pixels.ts";
import { mapColors } from "./maps.ts";
import type { ShowOptions } from "./options.ts";
import { planSheet } from "./plan.ts";
import { isTensor, type TensorLike } from "./recognise.ts";
import { scaleTiles, sheetOf } from "./sheet.ts";
import { type Statistics, shapeLabel, statistics, statisticsParts } from "./statistics.ts";
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
  const cells =
    options.layout === "image"
      ? imageCells(value, values, columns)
      : mapCells(value, values, found, options, columns);
  if (cells === undefined) return undefined;
  const heading = [plainText(options.title ?? ""), shapeLabel(value), ...statisticsParts(found)]
    .filter(Boolean)
    .join("  ");
  const lines = Array.from({ length: Math.ceil(cells.rows / 2) }, (_, line) => {
    const blocks = Array.from({ length: cells.columns }, (_, column) =>
      block(cells.color(2 * line, column), cells.color(2 * line + 1, column)),
    );
    return `${blocks.join("")}\u001b[0m`;
  });
  return [heading, ...lines].join("\n");
}

interface Cells {
  readonly rows: number;
  readonly columns: number;
  /** Undefined where a cell has no colour, and below the last row. */
  color(row: number, column: number): Rgb | undefined;
}

/** The first frame's maps, pooled to fit. */
function mapCells(
  tensor: TensorLike,
  values: ArrayLike<number>,
  found: Statistics,
  options: ShowOptions,
  columns: number,
): Cells | undefined {
  const view = viewOf(tensor.shape);
  const { range, gains } = mapColors(tensor, values, view, found, options);
  const one = { ...view, frames: 1 };
  let plan = planSheet(one, options.channels, columns * mostRows, 1);
  for (let cells = columns * mostRows; plan.columns > columns; cells *= 0.8) {
    if (cells < columns) return undefined;
    plan = planSheet(one, options.channels, cells, 1);
  }
  const sheet = sheetOf(plan, values, 0);
  const coloured = gains ? scaleTiles(plan, sheet, gains) : sheet.values;
  const color = (row: number, column: number): Rgb | undefined => {
    const cell = coloured[row * plan.columns + column];
    return cell === undefined || !Number.isFinite(cell) ? undefined : colorOf(cell, range);
  };
  return { rows: plan.rows, columns: plan.columns, color };
}

/** An image in its own colours, pixels averaged to fit. */
function imageCells(tensor: TensorLike, values: ArrayLike<number>, most: number): Cells {
  const layout = imageLayout(tensor.shape);
  const factor = Math.max(1, Math.ceil(layout.width / most), Math.ceil(layout.height / mostRows));
  const { data, rows, columns } = imagePixels(values, layout, factor);
  const color = (row: number, column: number): Rgb | undefined => {
    if (row >= rows) return undefined;
    const start = (row * columns + column) * layout.channels;
    const [red, green, blue] = [0, 1, 2].map((channel) => data[start + (channel % layout.channels)]!);
    return [red!, green!, blue!];
  };
  return { rows, columns, color };
}

/** The upper half of a character in one colour, the lower in another; what has none keeps the terminal's own. */
function block(upper: Rgb | undefined, lower: Rgb | undefined): string {
  if (upper && lower) return `\u001b[38;2;${upper.join(";")};48;2;${lower.join(";")}m▀`;
  if (upper) return `\u001b[0;38;2;${upper.join(";")}m▀`;
  return lower ? `\u001b[0;38;2;${lower.join(";")}m▄` : "\u001b[0m ";
}

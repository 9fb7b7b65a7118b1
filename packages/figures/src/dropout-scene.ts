import { type ColorRange, colorRange } from "./colors.ts";
import { digitFormat } from "./digits.ts";
import { bytesPerCell, numberFormat } from "./maps.ts";
import type { ShowOptions } from "./options.ts";
import { type Plan, planSheet } from "./plan.ts";
import { sampleMap } from "./pool.ts";
import type { TensorLike } from "./recognise.ts";
import { type Sheet, sheetOf } from "./sheet.ts";
import type { SheetOptions } from "./sheet-traces.ts";
import { jointStatistics, type Statistics, statistics } from "./statistics.ts";
import { type View, viewOf } from "./view.ts";

/** What `layer.trace(x)` of a dropout gives: one forward pass. */
export interface DropoutTraceLike {
  readonly layer: "dropout";
  readonly p: number;
  readonly training: boolean;
  readonly input: TensorLike;
  readonly mask: TensorLike;
  readonly scale: number;
  readonly output: TensorLike;
}

/** Sheets drawn over each other in one place. */
export interface DropoutPanel {
  readonly name: "input" | "mask" | "output";
  readonly layers: readonly {
    readonly sheet: Sheet;
    readonly range: ColorRange;
    readonly found: Statistics;
    readonly cells: SheetOptions;
  }[];
}

export interface DropoutScene {
  /** The one plan of all panels, so that a cell has the same place in each. */
  readonly plan: Plan;
  readonly panels: readonly DropoutPanel[];
  /** Of input and output, which have the same colours for the same numbers. */
  readonly range: ColorRange;
  readonly found: Statistics;
  /** Whether the panels stand in one row, or else one under the other. */
  readonly beside: boolean;
  /** Side of a cell, in CSS pixels. */
  readonly cell: number;
  /** How many of the leading indices there are, of which the first is shown. */
  readonly leading: number;
}

/** A light grey for what is kept, 1, and one that stands out from both colour scales for what is dropped, 0. */
export const maskColors: ColorRange = { scale: "gray", low: -1.541, high: 1.206 };
const maskFound = statistics([0, 1]);

/** Panels of more columns stand one under the other. */
const mostColumnsBeside = 16;
const largestCell = 44;
/** Between panels in a row. */
export const gap = 24;
const [width, tallest, tallestBeside] = [640, 240, 300];
/** Input, mask, output and what is dropped of it. */
const sheets = 4;

/** The first maps of input, mask and output, with as many cells as `budget` bytes of JSON hold. */
export function sceneOf(
  { input, mask, output }: DropoutTraceLike,
  options: ShowOptions,
  budget: number,
): DropoutScene {
  const found = jointStatistics(input.toTypedArray(), output.toTypedArray());
  const range = colorRange(found);
  const view = firstMaps(input.shape);
  const format = numberFormat(found, false);
  const plan = planSheet(view, undefined, budget, sheets * bytesPerCell(view, format, undefined, options));
  const plain = options.plain ?? false;
  const cells = { format, integers: false, digits: digitFormat(found), plain };
  const values = (tensor: TensorLike) => ({
    sheet: sheetOf(plan, tensor.toTypedArray(), 0, sampleMap),
    range,
    found,
    cells,
  });
  const marks = (sheet: Sheet) => ({
    sheet,
    range: maskColors,
    found: maskFound,
    cells: { format: "f4" as const, integers: true, digits: "d", plain },
  });
  const [before, kept, after] = [
    values(input),
    marks(sheetOf(plan, mask.toTypedArray(), 0, sampleMap)),
    values(output),
  ];
  const { rows, columns } = plan;
  const beside = columns <= mostColumnsBeside && columns <= 2 * rows;
  return {
    plan,
    panels: [
      { name: "input", layers: [before] },
      { name: "mask", layers: [kept] },
      { name: "output", layers: [after, marks(droppedOf(kept.sheet, after.sheet))] },
    ],
    range,
    found,
    beside,
    cell: beside
      ? Math.min(largestCell, (width - 2 * gap) / (3 * columns), tallestBeside / rows)
      : Math.min(largestCell, width / columns, tallest / rows),
    leading: input.shape.slice(0, -3).reduce((product, size) => product * size, 1),
  };
}

/** Maps as a tensor's figure has them; of leading axes, which only the first index is shown of, hovering tells. */
function firstMaps(shape: readonly number[]): View {
  if (shape.length < 2) return viewOf([1, shape[0] ?? 1]);
  const view = viewOf(shape.slice(-3));
  const zeros = shape.slice(0, -3).map(() => 0);
  if (zeros.length === 0) return view;
  return { ...view, tileLabel: (_, tile) => [...zeros, tile].join(", ") };
}

/** 0 in the cells that are dropped, but for those where that did not make a 0 of what was not finite. */
function droppedOf(mask: Sheet, output: Sheet): Sheet {
  const values = mask.values.map((kept, i) => (kept === 0 && output.values[i] === 0 ? 0 : Number.NaN));
  return { values, marks: [] };
}

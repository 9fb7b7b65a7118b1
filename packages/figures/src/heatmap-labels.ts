import { type Plan, pictureCell, tileOrigin } from "./plan.ts";
import { cellLabel } from "./sheet.ts";
import { smallPrint, textElement } from "./svg.ts";

/** A name and where its middle is, in pixels along the axis. */
interface Label {
  readonly text: string;
  readonly middle: number;
}

export interface SheetLabels {
  /** Space that they take at the left of the cells and below them. */
  readonly left: number;
  readonly below: number;
  /** Drawn from the first cell's corner. */
  readonly markup: string;
}

const characterWidth = 6.2;
const lineHeight = 14;
const style = { "font-size": smallPrint, "fill-opacity": 0.8 };

/**
 * The indices of rows at the left and of columns below: of a single map those of its cells, in a grid of kernels those of
 * the channels; of maps in rows the number of each row's first; none where maps have numbers of their own. `columns` are names in place of the columns' indices.
 */
export function sheetLabels(plan: Plan, columns?: readonly string[]): SheetLabels {
  const cell = pictureCell(plan.rows, plan.columns);
  if (plan.numbersAtLeft) return rowNumbers(plan, cell);
  if (plan.view.tiles > 1 && !plan.view.grid) return { left: 0, below: 0, markup: "" };
  const down = fitting(labelsAlong(plan, cell, "row"), () => lineHeight);
  const across = fitting(labelsAlong(plan, cell, "column", columns), ({ text }) => widthOf(text) + 4);
  const left = Math.max(0, ...down.map(({ text }) => widthOf(text))) + 6;
  const bottom = plan.rows * cell + 13;
  return {
    left,
    below: 18,
    markup: [
      ...down.map(({ text, middle }) =>
        textElement(-6, middle + 4, text, { ...style, "text-anchor": "end" }),
      ),
      ...across.map(({ text, middle }) =>
        textElement(middle, bottom, text, { ...style, "text-anchor": "middle" }),
      ),
    ].join(""),
  };
}

/** The number of the first map of each row. */
function rowNumbers(plan: Plan, cell: number): SheetLabels {
  const labels = Array.from({ length: plan.tileRows }, (_, row): Label => {
    const place = row * plan.tileColumns;
    const middle = (tileOrigin(plan, place).row + plan.mapRows / 2) * cell;
    return { text: String(plan.tiles[place]!), middle };
  });
  const shown = fitting(labels, () => lineHeight);
  return {
    left: Math.max(...shown.map(({ text }) => widthOf(text))) + 6,
    below: 0,
    markup: shown
      .map(({ text, middle }) => textElement(-6, middle + 4, text, { ...style, "text-anchor": "end" }))
      .join(""),
  };
}

function widthOf(text: string): number {
  return text.length * characterWidth;
}

function labelsAlong(plan: Plan, cell: number, axis: "row" | "column", names?: readonly string[]): Label[] {
  const rows = axis === "row";
  const { grid, height, width } = plan.view;
  const cells = rows ? plan.mapRows : plan.mapColumns;
  if (!grid) {
    return Array.from({ length: cells }, (_, i) => ({
      text: names?.[i] ?? cellLabel(i, plan.factor, rows ? height : width),
      middle: (i + 0.5) * cell,
    }));
  }
  return Array.from({ length: rows ? plan.tileRows : plan.tileColumns }, (_, t) => {
    const place = rows ? t * plan.tileColumns : t;
    const tile = plan.tiles[place]!;
    return {
      text: String(rows ? Math.floor(tile / grid.columns) : tile % grid.columns),
      middle: (tileOrigin(plan, place)[axis] + cells / 2) * cell,
    };
  });
}

const roundSteps = [1, 2, 5, 10, 20, 50, 100];

/** As many labels as stand beside each other: words first, the last of them before others, then every so many numbers. */
function fitting(labels: readonly Label[], sizeOf: (label: Label) => number): Label[] {
  const isNumber = ({ text }: Label): boolean => /^[\d–]+$/.test(text);
  const numbers = labels.filter(isNumber);
  const pitch = labels.length > 1 ? labels[1]!.middle - labels[0]!.middle : Number.POSITIVE_INFINITY;
  const least = Math.max(0, ...numbers.map(sizeOf)) / pitch;
  const every = roundSteps.find((step) => step >= least) ?? Math.ceil(least);
  const placed: Label[] = [];
  for (const label of [...labels.filter((one) => !isNumber(one)).reverse(), ...numbers]) {
    if (isNumber(label) && labels.indexOf(label) % every !== 0) continue;
    const free = placed.every(
      (other) => Math.abs(other.middle - label.middle) >= (sizeOf(other) + sizeOf(label)) / 2,
    );
    if (free) placed.push(label);
  }
  return placed;
}

import type { GRUTrace, LSTMTrace, RNNTrace } from "@layerbook/layers";
import { ShapeError } from "@layerbook/layers";
import {
  type CellScene,
  type CellTraceLike,
  cellDrawing,
  cellScene,
  isCellTrace,
  unitOf,
} from "./cell-scene.ts";
import { checkChoices, checkIndex } from "./choices.ts";
import { drawnDiagram } from "./diagram.ts";
import type { Figure } from "./figure.ts";
import { count, formatNumber } from "./numbers.ts";
import { kindOf } from "./recognise.ts";
import { named } from "./run.ts";
import { textTable } from "./text.ts";

/** What may be chosen of a cell's diagram. */
export interface CellDiagramOptions {
  /** Whose numbers the wires carry; 0 by default. */
  readonly unit?: number;
  /** The step that is shown at first, counted from 1 as in the formulas; 1 by default. */
  readonly step?: number;
  /** Stands above the figure. Always shown as text. */
  readonly title?: string;
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}

const action = "draw a cell";
/** More positions of a slider are no longer told apart. */
const mostSteps = 60;
/** Lines of numbers in the text. */
const mostLines = 20;

/**
 * The cell of an RNN, GRU or LSTM as boxes and wires, each with the number of one unit that it carries: red above 0, blue below,
 * as wide as the number is large up to 1. A slider goes over the steps of the trace. Yellow boxes have weights inside,
 * circles work number by number. A GRU's reset gate stands where the layer has it. At most the first 60 steps.
 * Throws ShapeError for what is no such trace or one of an LSTM with a projection, for a unit or a step that there is not, and
 * for an option that there is not. In the manner of C. Olah, Understanding LSTM networks (2015).
 *
 * @example
 * import { cellDiagram } from "@layerbook/figures";
 * import { LSTM, ones } from "@layerbook/layers";
 * cellDiagram(new LSTM(1, 1).trace(ones([5, 1])));
 */
export function cellDiagram(
  trace: RNNTrace | GRUTrace | LSTMTrace,
  options: CellDiagramOptions = {},
): Figure {
  checkChoices(action, options, { unit: "index", step: "count", title: "text", plain: "boolean" });
  if (kindOf(trace) !== "trace" || !isCellTrace(trace.layer)) {
    throw new ShapeError(
      `Cannot ${action} of ${named(trace)}: expected what layer.trace(x) of an RNN, GRU or LSTM gives`,
    );
  }
  const { unit = 0, step = 1, title, plain = false } = options;
  const like = trace as unknown as CellTraceLike;
  const units = trace.h0.length;
  if (like.c0 !== undefined && like.c0.length !== units) {
    throw new ShapeError(
      `Cannot ${action} of an LSTM that projects ${like.c0.length} units to ${units}: expected one without projSize`,
    );
  }
  checkIndex(action, "unit", unit, units);
  const steps = trace.steps.length;
  const shown = Math.min(steps, mostSteps);
  if (step > shown) {
    throw new ShapeError(`Cannot ${action} at step ${step}: there are ${shown}, counted from 1`);
  }
  const cellUnit = unitOf(like, unit, mostSteps);
  const scene = cellScene(cellUnit);
  const name = `${trace.layer.toUpperCase()} cell`;
  return drawnDiagram(cellDrawing(scene, cellUnit, step - 1), {
    heading: {
      title: title ?? name,
      lines: [
        [
          ...(title === undefined ? [] : [name]),
          ...(units > 1 ? [`unit ${unit} of ${units}`] : []),
          "yellow: weights inside",
          "red wire: above 0",
          "blue: below",
          "wider: larger",
          ...(steps > shown ? [`the first ${shown} of ${count(steps, "step")}`] : []),
        ],
      ],
    },
    title,
    description: describeCell(name, unit, scene, step),
    numbers: numbersOf(scene, like),
    plain,
  });
}

/** "LSTM cell, unit 0, at step 3 of 10: i = 0.002, f = 0.998, g = 0.46, o = 0.002, c = 0.92, h = 0.0018." */
function describeCell(name: string, unit: number, { columns }: CellScene, step: number): string {
  const steps = columns[0]!.values.length;
  const numbers = columns.map((column) => `${column.name} = ${formatNumber(column.values[step - 1]!)}`);
  return `${name}, unit ${unit}, at step ${step} of ${steps}: ${numbers.join(", ")}.`;
}

/** A row for each step. */
function numbersOf({ columns }: CellScene, { steps }: CellTraceLike): string {
  const rows = columns[0]!.values.slice(0, mostLines).map((_, t) => {
    return [steps[t]!.position + 1, ...columns.map(({ values }) => values[t]!)];
  });
  const names = ["t", ...columns.map(({ name }) => name)];
  return `columns: ${names.join(", ")}\n${textTable(rows.flat(), 0, rows.length, names.length)}`;
}

import type { CellParts } from "./cell-parts.ts";
import type { Diagram } from "./diagram.ts";
import { gruCell } from "./gru-cell.ts";
import { lstmCell } from "./lstm-cell.ts";
import { subscript } from "./numbers.ts";
import type { RecurrentTraceLike } from "./recurrent-scene.ts";
import { rnnCell } from "./rnn-cell.ts";

/** What a trace has of its cell. */
export interface CellTraceLike extends RecurrentTraceLike {
  readonly h0: readonly number[];
  /** Of an LSTM. */
  readonly c0?: readonly number[];
  /** Of a GRU. */
  readonly resetAfter?: boolean;
  /** Of an RNN. */
  readonly nonlinearity?: string;
}

/** One unit of a cell over the steps that are shown. */
export interface CellUnit {
  readonly trace: CellTraceLike;
  /** The names of the state before each step and after it: "₀" and "₁". */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Each step's input. */
  readonly inputs: readonly (readonly number[])[];
  /** A quantity of the trace's steps by its name there. */
  of(key: string): readonly number[];
  /** A state before each step: what it was after the step before. */
  previous(key: "h" | "c"): readonly number[];
}

export interface CellScene {
  readonly height: number;
  readonly parts: CellParts;
  /** What is written of each step. */
  readonly columns: readonly { readonly name: string; readonly values: readonly number[] }[];
}

const cells: Readonly<Record<string, (unit: CellUnit) => CellScene>> = {
  rnn: rnnCell,
  gru: gruCell,
  lstm: lstmCell,
};

export function isCellTrace(layer: string): boolean {
  return Object.hasOwn(cells, layer);
}

export function unitOf(trace: CellTraceLike, unit: number, most: number): CellUnit {
  const steps = trace.steps.slice(0, most);
  const of = (key: string): readonly number[] => steps.map((step) => (step[key] as readonly number[])[unit]!);
  return {
    trace,
    before: steps.map(({ position }) => subscript(trace.reverse ? position + 2 : position)),
    after: steps.map(({ position }) => subscript(position + 1)),
    inputs: steps.map(({ x }) => x as readonly number[]),
    of,
    previous: (key) => [trace[`${key}0`]![unit]!, ...of(key).slice(0, -1)],
  };
}

export function cellScene(unit: CellUnit): CellScene {
  return cells[unit.trace.layer]!(unit);
}

/** A cell with a slider over its steps. */
export function cellDrawing({ height, parts }: CellScene, unit: CellUnit, first: number): Diagram {
  const { wires, areas = [], labels = [], targets = [] } = parts;
  return {
    width: 336,
    height,
    wires,
    areas,
    labels,
    targets,
    quantity: "t =",
    positions: unit.trace.steps.slice(0, unit.inputs.length).map(({ position }) => String(position + 1)),
    first,
  };
}

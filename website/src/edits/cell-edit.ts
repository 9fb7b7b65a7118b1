import type { CellData } from "../../plugins/cells/cell-data.ts";

/** What a reader changed in a cell, as plain data. */
export interface CellEdit {
  readonly cell: string;
  /** That of the page's source which was edited. */
  readonly digest: string;
  /** Absent where only sliders were moved. */
  readonly source?: string;
  /** Positions of sliders. */
  readonly constants?: Readonly<Record<string, number>>;
}

/** Longest text that one edit may hold, in characters: a cell of the book has some thousand at most. */
export const longestSource = 50_000;
const mostConstants = 20;

/** Reads an edit that comes from outside: anything of another form gives `undefined`. */
export function readCellEdit(value: unknown): CellEdit | undefined {
  if (!isRecord(value)) return undefined;
  const { cell, digest, source, constants } = value;
  if (typeof cell !== "string" || !/^[a-z][a-z0-9-]{0,47}$/.test(cell)) return undefined;
  if (typeof digest !== "string" || !/^[0-9a-f]{16}$/.test(digest)) return undefined;
  if (source !== undefined && (typeof source !== "string" || source.length > longestSource)) return undefined;
  if (constants !== undefined && !isConstants(constants)) return undefined;
  if (source === undefined && constants === undefined) return undefined;
  return {
    cell,
    digest,
    ...(source === undefined ? {} : { source }),
    ...(constants === undefined ? {} : { constants }),
  };
}

/** The positions that the cell's sliders can have, of those given: none for a slider that it has not. */
export function reachable(
  { controls }: CellData,
  constants: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const kept = controls.flatMap(({ name, from, to, step, value }) => {
    const position = Object.hasOwn(constants, name) ? constants[name]! : value;
    const steps = (position - from) / step;
    const reached = position >= from && position <= to && Math.abs(steps - Math.round(steps)) < 1e-9;
    return reached && position !== value ? [[name, position] as const] : [];
  });
  return Object.fromEntries(kept);
}

function isConstants(value: unknown): value is Record<string, number> {
  if (!isRecord(value)) return false;
  const entries = Object.entries(value);
  return entries.length <= mostConstants && entries.every(([, number]) => Number.isFinite(number));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

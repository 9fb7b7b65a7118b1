import type { Output } from "@layerbook/literate/session";
import type { CellData } from "../../plugins/cells/cell-data.ts";
import type { CellEdit } from "./cell-edit.ts";

/** "fresh": not run in this session, or changed since. "stale": a cell above it ran with other values since. */
export type CellStatus = "fresh" | "waiting" | "running" | "done" | "failed" | "stale";

export interface CellState {
  readonly data: CellData;
  /** The text in the editor, or the page's. */
  readonly source: string;
  /** Positions of the sliders that were moved. */
  readonly constants: Readonly<Record<string, number>>;
  readonly status: CellStatus;
  /** What the last run gave; nothing before it, and then the checked outputs stand. */
  readonly outputs: readonly Output[] | undefined;
  /** How long the last run took, in milliseconds. */
  readonly took: number;
  /** An edit from an earlier visit of a text that the book has changed since: the reader decides. */
  readonly earlier: CellEdit | undefined;
  /** What a reset took away, for as long as it can come back. */
  readonly before: CellState | undefined;
}

export interface PageSnapshot {
  readonly cells: ReadonlyMap<string, CellState>;
  readonly running: boolean;
  /** One sentence for the reader, read aloud by screen readers. */
  readonly message: string;
  /** Whether what the page's reset took away can come back. */
  readonly undoable: boolean;
}

/** What is known of a page's cells, in the page's order; it tells its listeners of every change. */
export class PageState {
  readonly #listeners = new Set<() => void>();
  readonly #cells = new Map<string, CellState>();
  #snapshot: PageSnapshot = { cells: new Map(), running: false, message: "", undoable: false };

  get snapshot(): PageSnapshot {
    return this.#snapshot;
  }

  get cells(): ReadonlyMap<string, CellState> {
    return this.#cells;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Adds the page's next cell. */
  add(cell: CellState): void {
    this.#cells.set(cell.data.id, cell);
    this.publish({});
  }

  update(id: string, change: Partial<CellState>): void {
    const cell = this.#cells.get(id);
    if (cell) this.#cells.set(id, { ...cell, ...change });
    this.publish({});
  }

  publish(change: Partial<Omit<PageSnapshot, "cells">>): void {
    this.#snapshot = { ...this.#snapshot, ...change, cells: new Map(this.#cells) };
    for (const listener of this.#listeners) listener();
  }
}

/** A cell as the page gives it. */
export function initialState(data: CellData): CellState {
  return {
    data,
    source: data.source,
    constants: {},
    status: "fresh",
    outputs: undefined,
    took: 0,
    earlier: undefined,
    before: undefined,
  };
}

/** Whether the reader's text or values are not the page's. */
export function isEdited({ data, source, constants }: CellState): boolean {
  return source !== data.source || Object.keys(constants).length > 0;
}

/** The status of a cell whose text or values have just changed. */
export function outdated(status: CellStatus): CellStatus {
  return status === "running" || status === "waiting" ? status : "fresh";
}

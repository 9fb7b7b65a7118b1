import { applyOutputEvent, type Output } from "@layerbook/literate/session";
import type { CellData } from "../../plugins/cells/cell-data.ts";
import type { Runner } from "./runner.ts";

/** "fresh": not run in this session, or changed since. "stale": a cell above it ran with other values since. */
export type CellStatus = "fresh" | "waiting" | "running" | "done" | "failed" | "stale";

export interface CellState {
  readonly data: CellData;
  /** The text in the editor, or the page's. */
  readonly source: string;
  readonly constants: Readonly<Record<string, number>>;
  readonly status: CellStatus;
  /** What the last run gave; nothing before it, and then the checked outputs stand. */
  readonly outputs: readonly Output[] | undefined;
  /** How long the last run took, in milliseconds. */
  readonly took: number;
}

export interface NotebookState {
  readonly cells: ReadonlyMap<string, CellState>;
  readonly running: boolean;
  /** One sentence for the reader, read aloud by screen readers. */
  readonly message: string;
}

/** Detail of the event `layerbook:ran`, which tells scripts of the page what a run gave. */
export interface CellRan {
  readonly cell: string;
  readonly outputs: readonly Output[];
}

/** A slider runs the cells below again only while they took less than this together, in milliseconds. */
const cheap = 300;

/**
 * The cells of one page and what became of them. All run in one scope in the page's order: running a cell first runs
 * those above that have not run. One run is in flight at a time; while a slider moves, only its last position counts.
 */
export class Notebook {
  readonly #runner: Runner;
  readonly #listeners = new Set<() => void>();
  #cells = new Map<string, CellState>();
  #state: NotebookState = { cells: new Map(), running: false, message: "" };
  #queue: string[] = [];
  #working: Promise<void> | undefined;
  /** Counts how often the page was put back: a run from before then leaves no trace. */
  #resets = 0;

  constructor(runner: Runner) {
    this.#runner = runner;
  }

  /** Adds the page's next cell. */
  add(data: CellData): void {
    if (this.#cells.has(data.id)) return;
    this.#cells.set(data.id, initialState(data));
    this.#publish({});
  }

  get state(): NotebookState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Runs every cell but the solutions, from the top, in a new session. */
  async runAll(): Promise<void> {
    this.#queue = [];
    this.#runner.stop();
    await this.#working;
    this.#forget();
    await this.#run(
      [...this.#cells.values()].filter(({ data }) => !data.solution).map(({ data }) => data.id),
    );
  }

  /** Runs a cell, and before it those above that have not run, or changed, in this session. */
  async run(id: string): Promise<void> {
    await this.#run([...this.#above(id), id]);
  }

  setSource(id: string, source: string): void {
    const cell = this.#cells.get(id);
    if (cell && cell.source !== source) this.#update(id, { source, status: outdated(cell.status) });
  }

  /** Moves a slider: the cell runs again, and the cells below that have run, if that is quick; else they are stale. */
  async setConstant(id: string, name: string, value: number): Promise<void> {
    const cell = this.#cells.get(id);
    if (!cell) return;
    this.#update(id, { constants: { ...cell.constants, [name]: value } });
    const below = this.#below(id).filter(({ status }) => status === "done" || status === "stale");
    const quick = below.reduce((sum, { took }) => sum + took, 0) < cheap;
    if (!quick) for (const { data } of below) this.#update(data.id, { status: "stale" });
    await this.#run([...this.#above(id), id, ...(quick ? below.map(({ data }) => data.id) : [])]);
  }

  stop(): void {
    this.#queue = [];
    this.#runner.stop();
    this.#forget();
    this.#publish({
      message: "Stopped. What the cells had defined is gone; the next run starts from the top.",
    });
  }

  /** Puts one cell back: the page's text, values and outputs. */
  resetCell(id: string): void {
    const cell = this.#cells.get(id);
    if (cell) this.#update(id, { ...initialState(cell.data), status: outdated(cell.status) });
  }

  /** Puts the whole page back as it was opened. */
  reset(): void {
    this.#queue = [];
    this.#resets += 1;
    this.#runner.stop();
    for (const { data } of this.#cells.values()) this.#cells.set(data.id, initialState(data));
    this.#publish({ message: "The page is back as it was." });
  }

  #above(id: string): string[] {
    const ids: string[] = [];
    for (const [other, { data, status }] of this.#cells) {
      if (other === id) break;
      if (!data.solution && (status === "fresh" || status === "failed")) ids.push(other);
    }
    return ids;
  }

  #below(id: string): CellState[] {
    const cells = [...this.#cells.values()];
    return cells
      .slice(cells.findIndex(({ data }) => data.id === id) + 1)
      .filter(({ data }) => !data.solution);
  }

  /** Puts cells in the queue, each once and in the page's order, and works until it is empty. */
  async #run(ids: readonly string[]): Promise<void> {
    const wanted = new Set([...this.#queue, ...ids]);
    this.#queue = [...this.#cells.keys()].filter((id) => wanted.has(id));
    for (const id of this.#queue) {
      if (this.#cells.get(id)?.status !== "running") this.#update(id, { status: "waiting" });
    }
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
    await this.#working;
  }

  async #work(): Promise<void> {
    const started = performance.now();
    let count = 0;
    for (let id = this.#queue.shift(); id !== undefined; id = this.#queue.shift()) {
      this.#publish({ running: true, message: `Running cell ${id}.` });
      const problem = await this.#runCell(id);
      if (problem !== undefined) {
        this.#abandonQueue();
        this.#publish({ running: false, message: problem });
        return;
      }
      count += 1;
    }
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    this.#publish({
      running: false,
      message: `Ran ${count} ${count === 1 ? "cell" : "cells"} in ${seconds} s.`,
    });
  }

  /** @returns why the cells after it must not run, if so */
  async #runCell(id: string): Promise<string | undefined> {
    const { data, source, constants } = this.#cells.get(id)!;
    const resets = this.#resets;
    this.#update(id, { status: "running" });
    const outputs = new Map<string, readonly Output[]>([[id, []]]);
    const started = performance.now();
    const end = await this.#runner.run({ id, source, constants, ownScope: data.solution }, (event) => {
      // An update may belong to a display of an earlier cell.
      const before = outputs.get(event.cell) ?? this.#cells.get(event.cell)?.outputs ?? [];
      outputs.set(event.cell, applyOutputEvent(before, event));
      if (event.cell !== id) this.#update(event.cell, { outputs: outputs.get(event.cell) });
      else if (performance.now() - started > 200) this.#update(id, { outputs: outputs.get(id) });
    });
    const detail: CellRan = { cell: id, outputs: outputs.get(id) ?? [] };
    window.dispatchEvent(new CustomEvent("layerbook:ran", { detail }));
    if (resets !== this.#resets) return this.#state.message;
    if (end.status === "lost") {
      this.#forget();
      this.#update(id, { outputs: outputs.get(id), status: "failed" });
      return `${end.reason} What the cells had defined is gone; the next run starts from the top.`;
    }
    const { took, error } = end;
    const failed = error !== undefined && error !== data.throws;
    // Changed while it ran: what it gave belongs to the text before.
    const changed = this.#cells.get(id)?.source !== source;
    this.#update(id, {
      outputs: outputs.get(id),
      took,
      status: failed ? "failed" : changed ? "fresh" : "done",
    });
    if (failed) return `Cell ${id} failed with ${error}; the cells after it did not run.`;
    const edited = source !== data.source || Object.keys(constants).length > 0;
    if (error === undefined && data.throws !== undefined && !edited) {
      return `Cell ${id} should have thrown ${data.throws}, and did not.`;
    }
    return undefined;
  }

  /** The session is over: no cell has run. Outputs stay to be read. */
  #forget(): void {
    for (const [id, cell] of this.#cells) this.#cells.set(id, { ...cell, status: "fresh" });
    this.#publish({});
  }

  #abandonQueue(): void {
    for (const id of this.#queue) this.#update(id, { status: "fresh" });
    this.#queue = [];
  }

  #update(id: string, change: Partial<CellState>): void {
    const cell = this.#cells.get(id);
    if (cell) this.#cells.set(id, { ...cell, ...change });
    this.#publish({});
  }

  #publish(change: Partial<Omit<NotebookState, "cells">>): void {
    this.#state = { ...this.#state, ...change, cells: new Map(this.#cells) };
    for (const listener of this.#listeners) listener();
  }
}

/** A cell as the page gives it. */
export function initialState(data: CellData): CellState {
  return { data, source: data.source, constants: {}, status: "fresh", outputs: undefined, took: 0 };
}

function outdated(status: CellStatus): CellStatus {
  return status === "running" || status === "waiting" ? status : "fresh";
}

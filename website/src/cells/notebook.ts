import { applyOutputEvent, type Output } from "@layerbook/literate/session";
import type { EditStore } from "../edits/edit-store.ts";
import { PageEdits } from "../edits/page-edits.ts";
import { type CellState, isEdited, PageState } from "../edits/page-state.ts";
import type { Runner } from "./runner.ts";

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
  readonly page: PageState = new PageState();
  readonly edits: PageEdits;
  readonly #runner: Runner;
  #queue: string[] = [];
  #working: Promise<void> | undefined;
  /** Counts how often the page was put back: a run from before then leaves no trace. */
  #resets = 0;

  constructor(runner: Runner, store: EditStore) {
    this.#runner = runner;
    this.edits = new PageEdits(this.page, store);
  }

  /** Adds the page's next cell, given as the page has it, as the reader left it. */
  add(initial: CellState): void {
    if (this.page.cells.has(initial.data.id)) return;
    const cell = this.edits.restored(initial);
    this.page.add(cell);
    if (!isEdited(cell)) return;
    const count = this.edits.list().length;
    const edits = count === 1 ? "Your edit of a cell is" : `Your edits of ${count} cells are`;
    this.page.publish({ message: `${edits} back; nothing has been run.` });
  }

  /** Runs every cell but the solutions, from the top, in a new session. */
  async runAll(): Promise<void> {
    this.#queue = [];
    this.#runner.stop();
    await this.#working;
    this.#forget();
    await this.#run(
      [...this.page.cells.values()].filter(({ data }) => !data.solution).map(({ data }) => data.id),
    );
  }

  /** Runs a cell, and before it those above that have not run, or changed, in this session. */
  async run(id: string): Promise<void> {
    await this.#run([...this.#above(id), id]);
  }

  /** Moves a slider: the cell runs again, and the cells below that have run, if that is quick; else they are stale. */
  async setConstant(id: string, name: string, value: number): Promise<void> {
    this.edits.setConstant(id, name, value);
    const below = this.#below(id).filter(({ status }) => status === "done" || status === "stale");
    const quick = below.reduce((sum, { took }) => sum + took, 0) < cheap;
    if (!quick) for (const { data } of below) this.page.update(data.id, { status: "stale" });
    await this.#run([...this.#above(id), id, ...(quick ? below.map(({ data }) => data.id) : [])]);
  }

  stop(): void {
    this.#queue = [];
    this.#runner.stop();
    this.#forget();
    this.page.publish({
      message: "Stopped. What the cells had defined is gone; the next run starts from the top.",
    });
  }

  /** Puts the whole page back as it was when it was first opened. */
  reset(): void {
    this.close();
    this.edits.resetAll();
    this.page.publish({ message: "The page is back as it was." });
  }

  /** Ends what runs; what it would still have given leaves no trace. */
  close(): void {
    this.#queue = [];
    this.#resets += 1;
    this.#runner.stop();
  }

  #above(id: string): string[] {
    const ids: string[] = [];
    for (const [other, { data, status }] of this.page.cells) {
      if (other === id) break;
      if (!data.solution && (status === "fresh" || status === "failed")) ids.push(other);
    }
    return ids;
  }

  #below(id: string): CellState[] {
    const cells = [...this.page.cells.values()];
    return cells
      .slice(cells.findIndex(({ data }) => data.id === id) + 1)
      .filter(({ data }) => !data.solution);
  }

  /** Puts cells in the queue, each once and in the page's order, and works until it is empty. */
  async #run(ids: readonly string[]): Promise<void> {
    const wanted = new Set([...this.#queue, ...ids]);
    this.#queue = [...this.page.cells.keys()].filter((id) => wanted.has(id));
    for (const id of this.#queue) {
      if (this.page.cells.get(id)?.status !== "running") this.page.update(id, { status: "waiting" });
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
      this.page.publish({ running: true, message: `Running cell ${id}.` });
      const problem = await this.#runCell(id);
      if (problem !== undefined) {
        this.#abandonQueue();
        this.page.publish({ running: false, message: problem });
        return;
      }
      count += 1;
    }
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    this.page.publish({
      running: false,
      message: `Ran ${count} ${count === 1 ? "cell" : "cells"} in ${seconds} s.`,
    });
  }

  /** @returns why the cells after it must not run, if so */
  async #runCell(id: string): Promise<string | undefined> {
    const { data, source, constants } = this.page.cells.get(id)!;
    const resets = this.#resets;
    this.page.update(id, { status: "running" });
    const outputs = new Map<string, readonly Output[]>([[id, []]]);
    const started = performance.now();
    const end = await this.#runner.run({ id, source, constants, ownScope: data.solution }, (event) => {
      // An update may belong to a display of an earlier cell.
      const before = outputs.get(event.cell) ?? this.page.cells.get(event.cell)?.outputs ?? [];
      outputs.set(event.cell, applyOutputEvent(before, event));
      if (event.cell !== id) this.page.update(event.cell, { outputs: outputs.get(event.cell) });
      else if (performance.now() - started > 200) this.page.update(id, { outputs: outputs.get(id) });
    });
    const detail: CellRan = { cell: id, outputs: outputs.get(id) ?? [] };
    window.dispatchEvent(new CustomEvent("layerbook:ran", { detail }));
    if (resets !== this.#resets) return this.page.snapshot.message;
    if (end.status === "lost") {
      this.#forget();
      this.page.update(id, { outputs: outputs.get(id), status: "failed" });
      return `${end.reason} What the cells had defined is gone; the next run starts from the top.`;
    }
    const { took, error } = end;
    const failed = error !== undefined && error !== data.throws;
    // Changed while it ran: what it gave belongs to the text before.
    const changed = this.page.cells.get(id)?.source !== source;
    this.page.update(id, {
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
    for (const id of this.page.cells.keys()) this.page.update(id, { status: "fresh" });
  }

  #abandonQueue(): void {
    for (const id of this.#queue) this.page.update(id, { status: "fresh" });
    this.#queue = [];
  }
}

import { type CellEdit, readCellEdit } from "./cell-edit.ts";

/** The part of the browser's `Storage` that edits are kept in. */
export type KeptTexts = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Most characters kept for one page: a browser gives a site some five million. */
const longestText = 400_000;
const mostEdits = 200;

/**
 * A reader's edits of one page, kept in the browser from one visit to the next. What cannot be read is left out, and what
 * cannot be written is told once: the page works without.
 */
export class EditStore {
  readonly #texts: () => KeptTexts;
  readonly #key: string;
  readonly #onProblem: (problem: string) => void;
  #told = false;

  /** @param texts gives the storage; a browser that blocks it throws at the mere look */
  constructor(texts: () => KeptTexts, page: string, onProblem: (problem: string) => void) {
    this.#texts = texts;
    this.#key = `layerbook:edits:${page}`;
    this.#onProblem = onProblem;
  }

  /** The edits of the page, of each text of a cell the last. */
  load(): readonly CellEdit[] {
    try {
      const text = this.#texts().getItem(this.#key) ?? "";
      if (text === "" || text.length > longestText) return [];
      const value: unknown = JSON.parse(text);
      return Array.isArray(value)
        ? value.slice(0, mostEdits).flatMap((entry) => readCellEdit(entry) ?? [])
        : [];
    } catch {
      return [];
    }
  }

  /** Keeps an edit in the place of an earlier one of the same text. What another window has kept since stays. */
  put(edit: CellEdit): void {
    this.#write([...this.#others(edit), edit]);
  }

  remove(edit: Pick<CellEdit, "cell" | "digest">): void {
    this.#write(this.#others(edit));
  }

  clear(): void {
    this.#write([]);
  }

  #others({ cell, digest }: Pick<CellEdit, "cell" | "digest">): CellEdit[] {
    return this.load().filter((other) => other.cell !== cell || other.digest !== digest);
  }

  #write(edits: readonly CellEdit[]): void {
    try {
      const text = JSON.stringify(edits);
      if (edits.length === 0) this.#texts().removeItem(this.#key);
      else if (edits.length > mostEdits || text.length > longestText) this.#tell("they are too long");
      else this.#texts().setItem(this.#key, text);
    } catch (error) {
      const full = (error as Error).name === "QuotaExceededError";
      if (edits.length > 0) this.#tell(full ? "the browser's storage is full" : "the browser keeps nothing");
    }
  }

  #tell(reason: string): void {
    if (!this.#told)
      this.#onProblem(`Your edits are here until you leave the page, and not kept: ${reason}.`);
    this.#told = true;
  }
}

import { type CellEdit, reachable } from "./cell-edit.ts";
import type { EditStore } from "./edit-store.ts";
import { type CellState, initialState, isEdited, outdated, type PageState } from "./page-state.ts";

/** What the reader changes on a page: made, kept for the next visit, taken back and brought back. Nothing here runs a cell. */
export class PageEdits {
  readonly #page: PageState;
  readonly #store: EditStore;
  #kept: readonly CellEdit[] | undefined;

  constructor(page: PageState, store: EditStore) {
    this.#page = page;
    this.#store = store;
  }

  /** The cell as the reader left it. An edit of another text than the page's is only offered. */
  restored(cell: CellState): CellState {
    this.#kept ??= this.#store.load();
    const { id, digest } = cell.data;
    const edits = this.#kept.filter((edit) => edit.cell === id);
    const same = edits.find((edit) => edit.digest === digest);
    const earlier = edits.filter((edit) => edit.digest !== digest).at(-1);
    return { ...cell, ...(same ? applied(cell, same) : {}), earlier };
  }

  setSource(id: string, source: string): void {
    const cell = this.#page.cells.get(id);
    if (cell && cell.source !== source) this.#change(cell, { source });
  }

  setConstant(id: string, name: string, value: number): void {
    const cell = this.#page.cells.get(id);
    if (cell) this.#change(cell, { constants: reachable(cell.data, { ...cell.constants, [name]: value }) });
  }

  /** Puts an edit on the page's cell, whichever text it was made of. */
  apply(edit: CellEdit): void {
    const cell = this.#page.cells.get(edit.cell);
    if (cell) this.#change(cell, applied(cell, edit));
  }

  /** Settles what becomes of the edit of a text that the book has changed since. */
  settleEarlier(id: string, use: boolean): void {
    const earlier = this.#page.cells.get(id)?.earlier;
    if (!earlier) return;
    if (use) this.apply(earlier);
    this.#store.remove(earlier);
    this.#page.update(id, { earlier: undefined });
  }

  /** Puts one cell back: the page's text, values and outputs. */
  resetCell(id: string): void {
    const cell = this.#page.cells.get(id);
    if (!cell) return;
    this.#page.update(id, {
      ...initialState(cell.data),
      status: outdated(cell.status),
      earlier: cell.earlier,
      before: { ...cell, before: undefined },
    });
    this.#keep(id);
  }

  undoReset(id: string): void {
    const before = this.#page.cells.get(id)?.before;
    if (!before) return;
    const { earlier } = this.#page.cells.get(id)!;
    this.#page.update(id, { ...before, status: "fresh", before: undefined });
    this.#keep(id);
    if (earlier) this.#store.remove(earlier);
    if (before.earlier) this.#store.put(before.earlier);
  }

  /** Puts all cells back as they were when the page was first opened. */
  resetAll(): void {
    const cells = [...this.#page.cells.values()];
    const undoable = cells.some((cell) => isEdited(cell) || cell.earlier !== undefined);
    for (const cell of cells) {
      const changed = isEdited(cell) || cell.earlier !== undefined || cell.outputs !== undefined;
      this.#page.update(cell.data.id, {
        ...initialState(cell.data),
        before: changed && undoable ? { ...cell, before: undefined } : undefined,
      });
    }
    this.#store.clear();
    this.#page.publish({ undoable });
  }

  /** Undoes what was last done to the whole page: its reset, or edits that were taken over. */
  undoAll(): void {
    for (const id of this.#page.cells.keys()) this.undoReset(id);
    const own = this.list().length > 0;
    const message = own ? "Your edits are back; they have not been run." : "The page is back as it was.";
    this.#page.publish({ undoable: false, message });
  }

  /**
   * Takes edits over, which can be undone. One of a text that the book has changed since is only offered.
   *
   * @param replaceOwn whether they take the place of the reader's own
   */
  take(edits: readonly CellEdit[], replaceOwn: boolean): void {
    for (const edit of edits) {
      const cell = this.#page.cells.get(edit.cell);
      if (!cell || (isEdited(cell) && !replaceOwn)) continue;
      if (edit.digest === cell.data.digest) this.apply(edit);
      else {
        this.#store.put(edit);
        this.#page.update(edit.cell, { earlier: edit });
      }
      this.#page.update(edit.cell, { before: { ...cell, before: undefined } });
    }
    this.#page.publish({ undoable: true });
  }

  /** The reader's edits of the cells, in the page's order. */
  list(): readonly CellEdit[] {
    return [...this.#page.cells.values()].flatMap((cell) => editOf(cell) ?? []);
  }

  #change({ data: { id }, status }: CellState, change: Partial<CellState>): void {
    this.#page.update(id, { ...change, status: outdated(status), before: undefined });
    this.#keep(id);
  }

  #keep(id: string): void {
    const cell = this.#page.cells.get(id)!;
    const edit = editOf(cell);
    if (edit) this.#store.put(edit);
    else this.#store.remove({ cell: id, digest: cell.data.digest });
  }
}

function editOf(cell: CellState): CellEdit | undefined {
  if (!isEdited(cell)) return undefined;
  const { data, source, constants } = cell;
  return {
    cell: data.id,
    digest: data.digest,
    ...(source === data.source ? {} : { source }),
    ...(Object.keys(constants).length === 0 ? {} : { constants }),
  };
}

function applied({ data }: CellState, { source, constants }: CellEdit): Partial<CellState> {
  return { source: source ?? data.source, constants: reachable(data, constants ?? {}) };
}

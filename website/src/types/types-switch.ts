import type { Extension } from "@codemirror/state";
import type { CellInPage } from "./cell-in-page.ts";
import { TypesWorker } from "./types-worker.ts";

export type TypesState =
  | { readonly status: "off" | "loading" | "failed" }
  /** `extension` gives an editor the types of its cell. */
  | { readonly status: "on"; readonly extension: (cell: CellInPage) => Extension };

const remembered = "layerbook.types";

/** Whether editors have types: one worker for all of them, which comes when a reader asks for it and not before. */
export class TypesSwitch {
  #state: TypesState = { status: "off" };
  #running = new AbortController();
  readonly #listeners = new Set<() => void>();

  get state(): TypesState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** @param folder address of the folder with the worker, with a slash at its end */
  async turnOn(folder: string): Promise<void> {
    if (this.#state.status === "on" || this.#state.status === "loading") return;
    const running = new AbortController();
    this.#running = running;
    this.#set({ status: "loading" });
    try {
      const [worker, { editorTypes }] = await Promise.all([
        TypesWorker.load(folder, running.signal),
        import("./editor-types.ts"),
      ]);
      if (running.signal.aborted) return;
      remember(true);
      this.#set({ status: "on", extension: (cell) => editorTypes(worker, cell) });
    } catch {
      if (running.signal.aborted) return;
      running.abort();
      this.#set({ status: "failed" });
    }
  }

  turnOff(): void {
    this.#running.abort();
    remember(false);
    this.#set({ status: "off" });
  }

  /** Turns types on for a reader who had them on before. */
  resume(folder: string): void {
    if (this.#state.status === "off" && isRemembered()) void this.turnOn(folder);
  }

  #set(state: TypesState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

export const typesSwitch: TypesSwitch = new TypesSwitch();

function isRemembered(): boolean {
  try {
    return localStorage.getItem(remembered) === "on";
  } catch {
    return false; // A browser may forbid storage.
  }
}

function remember(on: boolean): void {
  try {
    if (on) localStorage.setItem(remembered, "on");
    else localStorage.removeItem(remembered);
  } catch {
    // Then the next editor begins without types.
  }
}

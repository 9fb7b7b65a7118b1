import { startCompletion } from "@codemirror/autocomplete";
import { Compartment, type Extension } from "@codemirror/state";
import { type EditorView, keymap, ViewPlugin } from "@codemirror/view";
import type { CellInPage } from "./cell-in-page.ts";
import { typesSwitch } from "./types-switch.ts";

/**
 * The place for types in an editor: empty until they are on. Ctrl+Space asks for them, and for what fits at the cursor.
 *
 * @param folder address of the folder with the worker, with a slash at its end
 */
export function cellTypes(cell: CellInPage, folder: string): Extension {
  const place = new Compartment();
  let asked = false;
  const follow = ViewPlugin.define((view) => {
    let filled = false;
    const change = () => {
      const { state } = typesSwitch;
      const on = state.status === "on";
      if (on !== filled) view.dispatch({ effects: place.reconfigure(on ? state.extension(cell) : []) });
      if (on && !filled && asked && view.hasFocus) startCompletion(view);
      filled = on;
      if (on) asked = false;
    };
    const unsubscribe = typesSwitch.subscribe(change);
    typesSwitch.resume(folder);
    // A view that is being made takes no changes yet.
    const first = setTimeout(change);
    return {
      destroy() {
        unsubscribe();
        clearTimeout(first);
      },
    };
  });
  const ask = (_view: EditorView) => {
    asked = true;
    void typesSwitch.turnOn(folder);
    return true;
  };
  return [place.of([]), follow, keymap.of([{ key: "Ctrl-Space", run: ask }])];
}

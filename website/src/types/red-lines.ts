import { forEachDiagnostic, linter, nextDiagnostic } from "@codemirror/lint";
import { type Extension, StateEffect } from "@codemirror/state";
import { EditorView, keymap, ViewPlugin } from "@codemirror/view";
import { type CellInPage, cellsDownTo } from "./cell-in-page.ts";
import type { TypesWorker } from "./types-worker.ts";

/** A cell above has another text than before. */
const changedAbove = StateEffect.define<null>();

/** Underlines what the compiler finds wrong in a cell. The pointer shows the message; F8 goes to the next one. */
export function redLines(worker: TypesWorker, cell: CellInPage): Extension {
  const problems = linter(
    async ({ state }) => {
      const found = await worker.ask("problems", cellsDownTo(cell, state.doc.toString()));
      return found.map((problem) => ({ ...problem, severity: "error" as const }));
    },
    {
      delay: 300,
      needsRefresh: ({ transactions }) =>
        transactions.some(({ effects }) => effects.some((effect) => effect.is(changedAbove))),
    },
  );
  return [problems, refreshWith(cell), keymap.of([{ key: "F8", run: goToRedLine }])];
}

/** Goes to the next red line and says what is wrong there. */
function goToRedLine(view: EditorView): boolean {
  nextDiagnostic(view);
  const { from, to } = view.state.selection.main;
  forEachDiagnostic(view.state, ({ message }, start, end) => {
    if (start === from && end === to) view.dispatch({ effects: EditorView.announce.of(message) });
  });
  return true;
}

/** Looks for red lines again when a cell above has changed. */
function refreshWith(cell: CellInPage): Extension {
  const textAbove = () => JSON.stringify(cellsDownTo(cell, ""));
  return ViewPlugin.define((view) => {
    let known = textAbove();
    const unsubscribe = cell.page.subscribe(() => {
      const now = textAbove();
      if (now === known) return;
      known = now;
      view.dispatch({ effects: changedAbove.of(null) });
    });
    return { destroy: unsubscribe };
  });
}

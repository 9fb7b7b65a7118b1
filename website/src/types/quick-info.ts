import { type Extension, Prec } from "@codemirror/state";
import { activateHover, EditorView, hoverTooltip, keymap } from "@codemirror/view";
import type { QuickInfo } from "../../types/messages.ts";
import { type CellInPage, cellsDownTo } from "./cell-in-page.ts";
import { closeTooltips, infoTooltip } from "./info-tooltip.ts";
import type { TypesWorker } from "./types-worker.ts";

/** Shows the type and the doc comment of the word at the pointer, or with Ctrl+I (Command+I) at the cursor. */
export function quickInfo(worker: TypesWorker, cell: CellInPage): Extension {
  const ask = ({ state }: EditorView, position: number) =>
    worker.ask("quickInfo", cellsDownTo(cell, state.doc.toString()), position);

  /** What is about to be shown at the cursor: an answer that came later would be dropped with the next update. */
  let atCursor: { readonly position: number; readonly info: QuickInfo } | undefined;
  const hover = hoverTooltip(
    (view, position) => {
      if (atCursor?.position === position) return infoTooltip(view, atCursor.info);
      return ask(view, position).then((info) => (info ? infoTooltip(view, info) : null));
    },
    { hideOnChange: true },
  );

  const showAtCursor = async (view: EditorView) => {
    const { state } = view;
    const position = state.selection.main.head;
    const info = await ask(view, position);
    if (!info || view.state.doc !== state.doc || view.state.selection.main.head !== position) return;
    atCursor = { position, info };
    activateHover(view, position, 1, {
      until: ({ docChanged, selection }) => docChanged || selection !== undefined,
    });
    atCursor = undefined;
    view.dispatch({ effects: EditorView.announce.of(`${info.type} ${info.documentation}`) });
  };
  const run = (view: EditorView) => {
    void showAtCursor(view);
    return true;
  };

  const keys = [
    { key: "Mod-i", run },
    { key: "Escape", run: closeTooltips },
  ];
  return [hover, Prec.high(keymap.of(keys))];
}

import { closeHoverTooltips, type EditorView, hasHoverTooltips, type Tooltip } from "@codemirror/view";
import type { QuickInfo } from "../../types/messages.ts";

/** What is known of a word, shown over it. */
export function infoTooltip(view: EditorView, { from, to, ...info }: QuickInfo): Tooltip {
  const create = () => {
    const dom = infoText(info);
    return {
      dom,
      mount() {
        // What scrolls is to be scrolled by keyboard as well: one Tab leads there, Escape back.
        if (dom.scrollHeight > dom.clientHeight) dom.tabIndex = 0;
        dom.addEventListener("keydown", ({ key }) => {
          if (key !== "Escape") return;
          closeTooltips(view);
          view.focus();
        });
      },
    };
  };
  return { pos: from, end: to, above: true, create };
}

/** A type and its documentation as text: what stands in a cell never becomes markup. */
export function infoText({ type, documentation, example }: Omit<QuickInfo, "from" | "to">): HTMLElement {
  const box = document.createElement("div");
  box.className = "cm-types";
  for (const [element, text] of [
    ["code", type],
    ["p", documentation],
    ["code", example],
  ] as const) {
    if (text !== "") box.appendChild(document.createElement(element)).textContent = text;
  }
  return box;
}

/** @returns whether there were any */
export function closeTooltips(view: EditorView): boolean {
  if (!hasHoverTooltips(view.state)) return false;
  view.dispatch({ effects: closeHoverTooltips });
  return true;
}

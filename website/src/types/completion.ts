import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { type CellInPage, cellsDownTo } from "./cell-in-page.ts";
import { infoText } from "./info-tooltip.ts";
import type { TypesWorker } from "./types-worker.ts";

/** Lists what a value has when its dot is written, and what fits anywhere when Ctrl+Space asks. */
export function completion(worker: TypesWorker, cell: CellInPage): Extension {
  const complete = async ({ state, pos, explicit }: CompletionContext): Promise<CompletionResult | null> => {
    const line = state.doc.lineAt(pos);
    const before = state.sliceDoc(line.from, pos);
    // The word, or in quotes what may be a package's name.
    const word = /(?<=["'])[@\w/-]*$|[\w$]*$/.exec(before)!;
    const afterDot = /(?:^|[^.])\.$/.test(before.slice(0, word.index));
    if (!explicit && !afterDot) return null;

    const cells = cellsDownTo(cell, state.doc.toString());
    const from = line.from + word.index;
    const found = await worker.ask("completions", cells, from);
    const info = async (name: string) => {
      const known = await worker.ask("completionInfo", cells, from, name);
      if (!known) return null;
      // The first paragraph: the list stands beside it.
      const [documentation = ""] = known.documentation.split("\n\n");
      return infoText({ type: known.type, documentation, example: "" });
    };
    return {
      from,
      validFor: /^[@\w$/-]*$/,
      options: found.map(({ name, kind, rank }) => ({
        label: name,
        detail: kind,
        boost: -rank,
        info: () => info(name),
      })),
    };
  };
  // As many as fit: a list that scrolls would have to take the keyboard.
  return autocompletion({ override: [complete], icons: false, maxRenderedOptions: 10 });
}

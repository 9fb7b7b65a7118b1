import type { Notebook } from "./notebook.ts";
import { sortKeys } from "./sort-keys.ts";

/** A notebook's one text: as Jupyter writes it, with keys sorted, so that saving it there changes little. */
export function serializeNotebook(notebook: Notebook): string {
  return `${JSON.stringify(sortKeys(notebook), undefined, 1)}\n`;
}

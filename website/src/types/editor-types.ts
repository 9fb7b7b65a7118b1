import type { Extension } from "@codemirror/state";
import type { CellInPage } from "./cell-in-page.ts";
import { completion } from "./completion.ts";
import { quickInfo } from "./quick-info.ts";
import { redLines } from "./red-lines.ts";
import { typesTheme } from "./theme.ts";
import type { TypesWorker } from "./types-worker.ts";

/** Types in the editor of a cell. */
export function editorTypes(worker: TypesWorker, cell: CellInPage): Extension {
  return [redLines(worker, cell), quickInfo(worker, cell), completion(worker, cell), typesTheme];
}

import { type CellText, cellsModule } from "@layerbook/literate/types";
import ts from "classic-typescript";
import { CellLanguageService, cellsPath } from "./language-service.ts";
import type { Completion, Problem, QuickInfo, TypesOf } from "./messages.ts";
import { quickInfo } from "./quick-info.ts";

/** Codes of the compiler for a name that is declared twice, of which a cell may be the second. */
const declaredTwice = new Set([2300, 2440, 2451]);

/**
 * What TypeScript knows of a page's cells. A question is about the last of the cells that it comes with, which sees the
 * names of those before it; positions are offsets in that cell's text.
 */
export class PageTypes implements TypesOf {
  readonly #cells: CellLanguageService;

  /** @param files texts by path, as scripts/type-files.mjs gives them */
  constructor(files: Readonly<Record<string, string>>) {
    this.#cells = new CellLanguageService(files);
  }

  /** What the compiler finds wrong in the cell. */
  problems(cells: readonly CellText[]): Problem[] {
    const start = this.#show(cells);
    const { service } = this.#cells;
    const end = cells.at(-1)!.source.length;
    const found = [
      ...service.getSyntacticDiagnostics(cellsPath),
      ...service.getSemanticDiagnostics(cellsPath),
    ]
      .map(({ code, start: from = 0, length = 0, messageText }) => ({
        code,
        // What the end of the text lacks is found behind the cell.
        from: Math.min(from - start, end),
        to: Math.min(from - start + length, end),
        message: ts.flattenDiagnosticMessageText(messageText, "\n"),
      }))
      .filter(({ from }) => from >= 0);
    return found
      .filter(
        ({ code, message }) =>
          // A cell that runs may declare anew what a cell before it has declared; within one cell none may.
          !declaredTwice.has(code) || found.filter((other) => other.message === message).length > 1,
      )
      .map(({ from, to, message }) => ({ from, to, message }));
  }

  /** What stands at a position of the cell: its type, and what its author wrote about it. */
  quickInfo(cells: readonly CellText[], position: number): QuickInfo | undefined {
    const start = this.#show(cells);
    const info = this.#cells.service.getQuickInfoAtPosition(cellsPath, start + position);
    if (!info) return undefined;
    const from = info.textSpan.start - start;
    return { from, to: from + info.textSpan.length, ...quickInfo(info) };
  }

  /** What may begin at a position of the cell. */
  completions(cells: readonly CellText[], position: number): Completion[] {
    const start = this.#show(cells);
    const found = this.#cells.service.getCompletionsAtPosition(cellsPath, start + position, {});
    return (found?.entries ?? []).map(({ name, kind, sortText }) => ({
      name,
      kind,
      // What is deprecated begins with a letter.
      rank: Number.parseInt(sortText, 10) || 99,
    }));
  }

  /** What a completion is: what `quickInfo` gives once it stands there. */
  completionInfo(
    cells: readonly CellText[],
    position: number,
    name: string,
  ): Omit<QuickInfo, "from" | "to"> | undefined {
    const start = this.#show(cells);
    const { service } = this.#cells;
    const details = service.getCompletionEntryDetails(
      cellsPath,
      start + position,
      name,
      undefined,
      undefined,
      undefined,
      undefined,
    );
    return details && quickInfo(details);
  }

  /** Shows the compiler these cells, and finds where the last one begins. */
  #show(cells: readonly CellText[]): number {
    const { source, solution } = cells.at(-1)!;
    // No block may import. Without one a solution that does sees the same names.
    const block = solution && !/^\s*import\b/m.test(source);
    // Solutions leave no names: of those before the cell none is needed.
    const above = cells.slice(0, -1).filter((cell) => !cell.solution);
    const { text, lines } = cellsModule(
      [...above, { source, solution: block, line: 1 }],
      cellsPath,
      cellsPath,
    );
    this.#cells.update(text);
    const before = text.split("\n").slice(0, lines.indexOf(1));
    return before.reduce((sum, line) => sum + line.length + 1, 0);
  }
}

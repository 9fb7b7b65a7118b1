import { SourceMap, type SourceMapPayload } from "node:module";

/** A position in a text; line and column count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What tslab puts before a cell for the compiler. */
const linesBeforeCell = 1;

/**
 * A cell as written, and the way back to it from the JavaScript that runs. tslab compiles in two steps, TypeScript to
 * modules and modules to CommonJS, so there are two source maps to go through.
 */
export class CellSource {
  readonly lines: readonly string[];
  readonly #steps: readonly SourceMap[];
  readonly #wrapperLength: number;
  readonly #runningLines: number;

  /**
   * @param running the JavaScript that runs, without tslab's wrapper
   * @param steps source maps from the running JavaScript back to the cell, last step first
   * @param wrapperLength characters that tslab puts before the JavaScript on its first line
   */
  constructor(code: string, running: string, steps: readonly SourceMapPayload[], wrapperLength: number) {
    this.lines = code.split(/\r?\n/);
    this.#runningLines = running.trimEnd().split("\n").length;
    this.#steps = steps.map((payload) => new SourceMap(payload));
    this.#wrapperLength = wrapperLength;
  }

  /** The cell's position for a position in the JavaScript that runs, or undefined when it is of tslab's making. */
  originalPosition(running: Position): Position | undefined {
    if (running.line > this.#runningLines) return undefined;
    let line = running.line - 1;
    let column = running.column - 1 - (running.line === 1 ? this.#wrapperLength : 0);
    for (const step of this.#steps) {
      const entry = step.findEntry(line, column);
      if (!("originalLine" in entry)) return undefined;
      line = entry.originalLine;
      column = entry.originalColumn;
    }
    line -= linesBeforeCell;
    return line < 0 || line >= this.lines.length ? undefined : { line: line + 1, column: column + 1 };
  }
}

/** The cell's line with its number, and a caret under the column. */
export function codeFrame(lines: readonly string[], { line, column }: Position, length = 1): string[] {
  const source = lines[line - 1] ?? "";
  const margin = `  ${line} | `;
  // Tabs stay tabs, so that the caret stands under its character however wide they are shown.
  const indent = source.slice(0, column - 1).replace(/[^\t]/g, " ");
  const caret = "^".repeat(Math.max(1, Math.min(length, source.length - column + 1)));
  return [margin + source, `${" ".repeat(margin.length - 2)}| ${indent}${caret}`];
}

import { SourceMap, type SourceMapPayload } from "node:module";

/** A position in a text; line and column count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * A cell or a file as written, and the way back to it from the JavaScript that runs. tslab compiles a cell in two steps,
 * TypeScript to modules and modules to CommonJS, so there may be two source maps to go through.
 */
export class CompiledSource {
  readonly lines: readonly string[];
  readonly #steps: readonly SourceMap[];
  readonly #before: number;
  readonly #linesBefore: number;
  readonly #runningLines: number;

  constructor(compiled: {
    /** The text as written. */
    readonly text: string;
    /** The JavaScript that runs, without what is put around it. */
    readonly running: string;
    /** Source maps from the running JavaScript back to the text, last step first. */
    readonly steps: readonly SourceMapPayload[];
    /** Characters that are put before the JavaScript, on its first line. */
    readonly before: number;
    /** Lines that were put before the text for the compiler. */
    readonly linesBefore?: number;
  }) {
    this.lines = compiled.text.split(/\r?\n/);
    this.#runningLines = compiled.running.trimEnd().split("\n").length;
    this.#steps = compiled.steps.map((payload) => new SourceMap(payload));
    this.#before = compiled.before;
    this.#linesBefore = compiled.linesBefore ?? 0;
  }

  /** The position in the text for one in the JavaScript that runs, or undefined when it is the compiler's making. */
  originalPosition(running: Position): Position | undefined {
    if (running.line > this.#runningLines) return undefined;
    let line = running.line - 1;
    let column = running.column - 1 - (running.line === 1 ? this.#before : 0);
    for (const step of this.#steps) {
      const entry = step.findEntry(line, column);
      if (!("originalLine" in entry)) return undefined;
      line = entry.originalLine;
      column = entry.originalColumn;
    }
    line -= this.#linesBefore;
    return line < 0 || line >= this.lines.length ? undefined : { line: line + 1, column: column + 1 };
  }
}

/** The line of a text with its number, and a caret under the column. */
export function codeFrame(lines: readonly string[], { line, column }: Position, length = 1): string[] {
  const source = lines[line - 1] ?? "";
  const margin = `  ${line} | `;
  // Tabs stay tabs, so that the caret stands under its character however wide they are shown.
  const indent = source.slice(0, column - 1).replace(/[^\t]/g, " ");
  const caret = "^".repeat(Math.max(1, Math.min(length, source.length - column + 1)));
  return [margin + source, `${" ".repeat(margin.length - 2)}| ${indent}${caret}`];
}

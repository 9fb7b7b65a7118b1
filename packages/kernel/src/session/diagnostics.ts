import { relative } from "node:path";
import type { Diagnostic } from "@tslab/typescript-for-tslab";
import { codeFrame } from "./compiled-source.ts";
import type { CellError } from "./errors.ts";
import type { TypeScriptApi } from "./tslab.ts";

/** tslab's names for the cell and for what earlier cells declared. */
const cellFile = "__tslab__.ts";
const earlierCellsFile = "__prev__.d.ts";
/** What tslab puts before a cell to make a module of it. */
export const textBeforeCell = "export {};\n";

/** The error of a cell that does not compile. */
export function diagnosticsError(
  ts: TypeScriptApi,
  diagnostics: readonly Diagnostic[],
  code: string,
  folder: string,
): CellError {
  const messages = diagnostics.map((diagnostic) => message(ts, diagnostic));
  const traceback = diagnosticLines(ts, "error", diagnostics, code, folder);
  return { name: "TypeScriptError", message: messages.join("\n"), traceback };
}

/** What is shown of diagnostics: each with its code, and its line with a caret. */
export function diagnosticLines(
  ts: TypeScriptApi,
  severity: "error" | "warning",
  diagnostics: readonly Diagnostic[],
  code: string,
  folder: string,
): string[] {
  return diagnostics.flatMap((diagnostic) => [
    `${severity} ${message(ts, diagnostic)}`,
    ...place(diagnostic, code, folder),
  ]);
}

function message(ts: TypeScriptApi, diagnostic: Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
  return `TS${diagnostic.code}: ${withoutInternalNames(text)}`;
}

/** The lines that show where: in the cell, or in a file of the notebook's folder that it imports. */
function place(diagnostic: Diagnostic, code: string, folder: string): string[] {
  const { file, start = 0, length = 1 } = diagnostic;
  if (!file) return [];
  if (!file.fileName.endsWith(`/${cellFile}`)) {
    const { line, character } = file.getLineAndCharacterOfPosition(start);
    const position = { line: line + 1, column: character + 1 };
    const where = `${relative(folder, file.fileName).replaceAll("\\", "/")}:${position.line}:${position.column}`;
    return [`  ${where}`, ...codeFrame(file.text.split(/\r?\n/), position, length)];
  }
  // tslab appends the list of exports: an error there is an error at the cell's end.
  const offset = Math.min(Math.max(0, start - textBeforeCell.length), code.length);
  const before = code.slice(0, offset).split(/\r?\n/);
  const position = { line: before.length, column: before.at(-1)!.length + 1 };
  return codeFrame(code.split(/\r?\n/), position, length);
}

function withoutInternalNames(text: string): string {
  const internal = [cellFile, earlierCellsFile].map((name) => name.replace(/(\.d)?\.ts$/, "")).join("|");
  return text
    .replaceAll(new RegExp(`import\\("[^"]*(?:${internal})"\\)\\.`, "g"), "")
    .replaceAll(
      new RegExp(`(Module )?['"][^'"]*(?:${internal})(?:\\.d)?(?:\\.ts)?['"]`, "g"),
      "this notebook",
    );
}

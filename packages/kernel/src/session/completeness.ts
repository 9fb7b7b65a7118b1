import type { SourceFile } from "@tslab/typescript-for-tslab";

/** Whether code is a whole cell, could become one when it goes on, or cannot. */
export type Completeness = "complete" | "incomplete" | "invalid";

/** A line break ends these: no further line mends them (TS1002 string, TS1161 regular expression). */
const unterminatedInLine: ReadonlySet<number> = new Set([1002, 1161]);

/**
 * Code is incomplete when the parser misses nothing but what would follow its last token. An empty line at the end is the
 * way out of a console that goes on asking: such code counts as complete.
 */
export function completeness(file: SourceFile, code: string): Completeness {
  if (/(^|\n)\s*\n\s*$/.test(code)) return "complete";
  const { parseDiagnostics } = file as SourceFile & {
    readonly parseDiagnostics: readonly { readonly start: number; readonly code: number }[];
  };
  const first = parseDiagnostics[0];
  if (!first) return "complete";
  const endOfTokens = file.endOfFileToken.getFullStart();
  return first.start >= endOfTokens && !unterminatedInLine.has(first.code) ? "incomplete" : "invalid";
}

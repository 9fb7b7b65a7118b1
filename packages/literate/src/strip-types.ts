import { decode } from "@jridgewell/sourcemap-codec";
import { type Program, parse } from "acorn";
import { type Options, transform } from "sucrase";
import { CellSyntaxError } from "./cell-syntax-error.ts";

// Imports that this cell does not use may be used by the next one, so none is dropped.
const sucraseOptions: Options = {
  transforms: ["typescript"],
  disableESTransforms: true,
  keepUnusedImports: true,
};

/** JavaScript with the line numbers of its TypeScript source, and its syntax tree. */
export interface StrippedSource {
  readonly code: string;
  readonly program: Program;
}

/**
 * Takes the types off a cell's TypeScript; enums and parameter properties become JavaScript.
 *
 * @throws {CellSyntaxError} with the place in the TypeScript source
 */
export function stripTypes(source: string, id: string): StrippedSource {
  let code: string;
  try {
    code = transform(source, sucraseOptions).code;
  } catch (error) {
    throw sucraseError(error, id);
  }
  refuseNamespaces(source, code, id);
  try {
    return { code, program: parse(code, { ecmaVersion: "latest", sourceType: "module", locations: true }) };
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number; column: number } };
    if (loc === undefined) throw error;
    throw new CellSyntaxError(
      id,
      withoutPlace(message),
      loc.line,
      sourceColumn(source, loc.line, loc.column),
    );
  }
}

function sucraseError(error: unknown, id: string): unknown {
  const { message, loc } = error as Error & { loc?: { line: number; column: number } };
  if (loc === undefined) return error;
  return new CellSyntaxError(
    id,
    withoutPlace(message.replace("Error transforming: ", "")),
    loc.line,
    loc.column,
  );
}

function withoutPlace(message: string): string {
  return message.replace(/ \(\d+:\d+\)$/, "");
}

/** Sucrase drops a namespace's code without a word; one that it dropped is no longer on its line. */
function refuseNamespaces(source: string, code: string, id: string): void {
  const codeLines = code.split("\n");
  source.split("\n").forEach((text, index) => {
    const found = /^(\s*)(?:export\s+)?(?:namespace|module)\s+[\w$.]+\s*\{/.exec(text);
    if (found === null || codeLines[index]?.includes(found[0].trim())) return;
    const reason =
      "a namespace has no meaning at run time here; declare its members directly or in an object";
    throw new CellSyntaxError(id, reason, index + 1, found[1]!.length + 1);
  });
}

/** Column from 1 in the TypeScript source of a column from 0 in the stripped code. */
export function sourceColumn(source: string, line: number, column: number): number {
  const sourceMapOptions = { compiledFilename: "cell.js" };
  const { code, sourceMap } = transform(source, { ...sucraseOptions, filePath: "cell.ts", sourceMapOptions });
  // After a template literal the map is wrong, in this line and those below it; most lines have no types in them.
  if (code.split("\n")[line - 1] === source.split("\n")[line - 1]) return column + 1;
  const segments = decode(sourceMap?.mappings ?? "")[line - 1] ?? [];
  const segment = segments.filter(([generated]) => generated <= column).at(-1);
  if (segment === undefined || segment.length === 1) return column + 1;
  return column - segment[0] + segment[3] + 1;
}

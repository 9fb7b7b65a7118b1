import type { AnyNode } from "acorn";
import { CellRewriter, functionPrefix } from "./cell-rewriter.ts";
import { CellSyntaxError } from "./cell-syntax-error.ts";
import { type DeclaredName, declaredNames } from "./declared-names.ts";
import { sourceColumn, stripTypes } from "./strip-types.ts";

export { CellSyntaxError } from "./cell-syntax-error.ts";
export type { DeclaredName } from "./declared-names.ts";

/** One name that an import statement brings in; `imported` is `*` for the whole namespace. */
export interface ImportedName {
  readonly imported: string;
  readonly local: string;
}

export interface CellImport {
  readonly specifier: string;
  readonly names: readonly ImportedName[];
  /** Line in the cell, from 1. */
  readonly line: number;
}

/** A cell ready to run in a session. It is plain data, so that it can be sent to a worker. */
export interface CompiledCell {
  readonly id: string;
  /** An async arrow function, as text, of the one argument `__layerbook`; line n is line n of the cell. */
  readonly code: string;
  /** Every name that the cell declares at its top level, each once, in source order. */
  readonly names: readonly DeclaredName[];
  readonly imports: readonly CellImport[];
}

export interface CompileOptions {
  /** Values in place of those that the source gives to top-level constants: what a page's controls set. */
  readonly constants?: Readonly<Record<string, number>>;
}

const reservedNames = new Set(["undefined", "NaN", "Infinity", "globalThis"]);

/**
 * Compiles one TypeScript cell for a session. Types are dropped, not checked.
 *
 * The cell becomes the body of an async function, so that `await` works at its top level. Its declarations become
 * assignments to names that the session defines as properties of the global object: later cells see them, a function
 * that changes a variable changes it for all cells, and a cell can run again. Copying values out at a cell's end would
 * break `let n = 0; function increment() { n++ }`. The value of a last expression statement is the function's value.
 *
 * @param id names the cell in errors and stack traces: `<id>.cell.ts:<line>`
 * @throws {CellSyntaxError} with line and column in `source`
 */
export function compileCell(source: string, id: string, options: CompileOptions = {}): CompiledCell {
  const { code, program } = stripTypes(source, id);
  const refuse = (node: Pick<AnyNode, "loc">, reason: string): never => {
    const { line, column } = node.loc!.start;
    throw new CellSyntaxError(id, reason, line, sourceColumn(source, line, column));
  };
  const names = declaredNames(program, (name, node) => {
    if (!reservedNames.has(name) && !name.startsWith("__layerbook")) return;
    refuse(node, `${name} is taken; declare another name`);
  });
  const rewriter = new CellRewriter(code, options.constants ?? {}, refuse);
  const body = rewriter.rewrite(program);
  const functions = rewriter.functions.map(
    (name) => `${name} = __layerbook.named(${functionPrefix}${name}, "${name}"); `,
  );
  return {
    id,
    // An arrow function evaluated in the global scope: `arguments` is as unknown in it as in a module.
    code: `(async (__layerbook) => { "use strict"; ${functions.join("")}${body}\n})\n//# sourceURL=${id}.cell.ts`,
    names,
    imports: rewriter.imports,
  };
}

import { CellSyntaxError, type CompiledCell, compileCell } from "./compile.ts";
import { controlReaches } from "./control.ts";
import type { Cell, Page } from "./page.ts";
import { PageError } from "./page-error.ts";

/**
 * Holds the cells of a page to each other and to their own attributes: they compile, ids and names are given once,
 * controls name constants.
 *
 * @throws {PageError}
 */
export function checkCells({ path, cells }: Page): void {
  const fenceLines = new Map<string, number>();
  const nameLines = new Map<string, number>();
  for (const cell of cells) {
    const fenceLine = cell.line - 1;
    const before = fenceLines.get(cell.id);
    if (before !== undefined) {
      throw new PageError(
        path,
        fenceLine,
        `cell id ${cell.id} is taken by the cell at line ${before}; choose another`,
      );
    }
    fenceLines.set(cell.id, fenceLine);
    const compiled = compile(path, cell);
    if (cell.solution) checkSolution(path, cell);
    else checkNames(path, cell, compiled, nameLines);
    checkControls(path, cell, compiled);
  }
}

function compile(path: string, cell: Cell): CompiledCell {
  try {
    return compileCell(cell.source, cell.id);
  } catch (error) {
    if (!(error instanceof CellSyntaxError)) throw error;
    const { line, column, reason } = error;
    throw new PageError(
      path,
      cell.line + line - 1,
      `cell ${cell.id} does not compile at column ${column}: ${reason}`,
    );
  }
}

function checkNames(path: string, cell: Cell, { names }: CompiledCell, lines: Map<string, number>): void {
  for (const { name, line } of names) {
    const here = cell.line + line - 1;
    const before = lines.get(name);
    if (before !== undefined) {
      const reason = `${name} is declared at line ${before} already and cells share one scope; choose another name`;
      throw new PageError(path, here, reason);
    }
    lines.set(name, here);
  }
}

/** A solution is a block inside the page's module, where no import can stand. */
function checkSolution(path: string, { source, line }: Cell): void {
  const before = /^[^\S\n]*import\s*[\w{*"']/m.exec(source);
  if (before === null) return;
  const reason = "a solution cannot import; write the import in a cell before it";
  throw new PageError(path, line + source.slice(0, before.index).split("\n").length - 1, reason);
}

function checkControls(path: string, cell: Cell, { names }: CompiledCell): void {
  for (const control of cell.controls) {
    const { name, from, to, step } = control;
    const declared = names.find((other) => other.name === name);
    if (declared?.number === undefined) {
      const reason = `control ${name} has no constant; write \`const ${name} = ${from}\` at the cell's top level`;
      throw new PageError(path, cell.line - 1, reason);
    }
    if (!controlReaches(control, declared.number)) {
      const reason = `${name} is ${declared.number}, which control ${name}=${from}..${to}:${step} does not reach; change one`;
      throw new PageError(path, cell.line + declared.line - 1, reason);
    }
  }
}

import { CellSyntaxError } from "./cell-syntax-error.ts";
import { writeImports } from "./import-statements.ts";
import type { KnownEffects } from "./known-effects.ts";
import { neededCells } from "./needed-cells.ts";
import { type PageCell, readPageCells } from "./page-cells.ts";
import { type CellWriter, writeCell } from "./write-cell.ts";

export { CellSyntaxError } from "./cell-syntax-error.ts";
export type { KnownEffects } from "./known-effects.ts";

/** A cell as it stands in the page: with the reader's text and the values of the sliders. */
export interface StandAloneCell {
  readonly id: string;
  readonly source: string;
  readonly solution: boolean;
  /** Name of the error that the cell must throw. */
  readonly throws?: string;
  readonly constants?: Readonly<Record<string, number>>;
}

export interface StandAloneOptions {
  readonly known: KnownEffects;
  /**
   * The function that shows a value in a program, as a notebook shows a cell's last expression. Where no cell so far has
   * imported from its module values are text, and `console.log` writes them.
   */
  readonly show: { readonly specifier: string; readonly name: string };
}

/** A program cannot be made of these cells. The message says why and what to do. */
export class StandAloneError extends Error {
  override readonly name: string = "StandAloneError";
}

/**
 * One TypeScript program that does by itself what a cell of a page does after the cells above it: the imports that are
 * used, the cells that are needed and, shown, the value of the cell's last expression. Needed are cells that declare what
 * is used, that may change it, and, where random numbers are drawn, all that draw or seed up to the last seed. Where that
 * cannot be decided from the text a cell is taken as needed.
 *
 * @throws {CellSyntaxError} for a cell that does not compile
 * @throws {StandAloneError} for a page without the cell, or for two cells that declare one name
 */
export function standAlone(
  cells: readonly StandAloneCell[],
  id: string,
  { known, show }: StandAloneOptions,
): string {
  const at = cells.findIndex((cell) => cell.id === id);
  if (at < 0) throw new StandAloneError(`Cannot copy cell ${id}: the page has no such cell`);
  const target = cells[at]!;
  const above = cells.slice(0, at).filter(({ solution }) => !solution);
  const page = readPageCells([...above, target], known);
  const needed = neededCells(page);
  refuseSameNames(needed, target);

  const taken = new Set(
    page.flatMap(({ names, imports }) => [...names, ...imports.map(({ local }) => local)]),
  );
  const imported = page.flatMap(({ imports }) => imports);
  const own = imported.find(
    ({ specifier, imported: name }) => specifier === show.specifier && name === show.name,
  );
  const draws = imported.some(({ specifier }) => specifier === show.specifier);
  const showName = draws ? (own?.local ?? freeName(taken, show.name, "showValue")) : "console.log";
  const writer: CellWriter = {
    showName,
    resultName: freeName(taken, "result", "lastValue"),
    known,
    shows: false,
  };
  const usedLater = (index: number): Set<string> =>
    new Set(needed.slice(index + 1).flatMap(({ uses }) => [...uses]));
  const bodies = needed
    .map((cell, index) => writeCell(cell, cell.id === id, usedLater(index), writer))
    .filter((body) => body !== "");

  const text = bodies.join("\n\n");
  const bindings = usedImports(needed, imported, text);
  if (writer.shows && draws && !bindings.some(({ local }) => local === showName)) {
    bindings.push({ specifier: show.specifier, imported: show.name, local: showName, isType: false });
  }
  const lines = writeImports(
    bindings,
    needed.flatMap(({ bare }) => bare),
  );
  // A file without an import would be a script, in which nothing can be awaited.
  const head = lines.length === 0 ? "export {};" : lines.join("\n");
  return `${head}\n\n${text}\n`;
}

function usedImports(
  needed: readonly PageCell[],
  imported: PageCell["imports"],
  text: string,
): PageCell["imports"][number][] {
  const bindings = new Map<string, PageCell["imports"][number]>();
  for (const binding of imported) {
    const used = needed.some(({ uses }) => uses.has(binding.local));
    // What was left out of a cell may have been all that used the name.
    if (used && new RegExp(`(?<![\\w$.])${binding.local.replaceAll("$", "\\$")}(?![\\w$])`).test(text)) {
      bindings.set(binding.local, binding);
    }
  }
  return [...bindings.values()];
}

/** In a notebook a later cell may declare a name anew; in a program none can. A solution stands in a block of its own. */
function refuseSameNames(needed: readonly PageCell[], target: StandAloneCell): void {
  const declared = new Map<string, string>();
  for (const { id, names } of needed) {
    if (target.solution && id === target.id) continue;
    for (const name of names) {
      const before = declared.get(name);
      if (before !== undefined) {
        throw new StandAloneError(
          `Cannot copy cell ${target.id}: cells ${before} and ${id} both declare ${name}; rename one`,
        );
      }
      declared.set(name, id);
    }
  }
}

function freeName(taken: ReadonlySet<string>, first: string, second: string): string {
  return taken.has(first) ? second : first;
}

/** Whether it says why cells as they stand make no program, and is not a fault of this package. */
export function isStandAloneProblem(error: unknown): error is Error {
  return error instanceof StandAloneError || error instanceof CellSyntaxError;
}

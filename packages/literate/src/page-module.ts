import type { Page } from "./page.ts";

/** A TypeScript module with code of a page, to be checked by the compiler. */
export interface PageModule {
  /** File name without a folder: `convolution.cells.ts`, `convolution.program-1.ts`. */
  readonly name: string;
  readonly text: string;
  /** Path of the page. */
  readonly path: string;
  /** For each line of the text the line of the page that it comes from, both from 1; 0 where there is none. */
  readonly lines: readonly number[];
}

/** What of a cell the compiler is to see. */
export interface CellText {
  readonly source: string;
  readonly solution: boolean;
  /** Line in the page of the first line of its code, from 1; where there is none, its lines are 0. */
  readonly line?: number;
}

/** The module of cells that share a scope, with each solution in a block of its own. */
export function cellsModule(cells: readonly CellText[], name: string, path: string): PageModule {
  const module = new ModuleText();
  for (const { source, line, solution } of cells) {
    if (solution) module.add("{");
    module.add(source, line);
    // Keeps a cell that ends without a semicolon apart from one that begins with a bracket.
    module.add(solution ? ";}" : ";");
  }
  return module.build(name, path);
}

/**
 * The modules of a page: one of its cells; and one for each program that is run.
 *
 * @param name the page's base name, `convolution`
 */
export function pageModules(page: Page, name: string): PageModule[] {
  const programs = page.programs.filter(({ notRunBecause }) => notRunBecause === undefined);
  const modules = programs.map(({ source, line }, index) => {
    const text = new ModuleText();
    text.add(source, line);
    return text.build(`${name}.program-${index + 1}.ts`, page.path);
  });
  return [cellsModule(page.cells, `${name}.cells.ts`, page.path), ...modules];
}

class ModuleText {
  readonly #text: string[] = [];
  readonly #lines: number[] = [];

  add(source: string, line?: number): void {
    for (const [index, text] of source.split("\n").entries()) {
      this.#text.push(text);
      this.#lines.push(line === undefined ? 0 : line + index);
    }
  }

  build(name: string, path: string): PageModule {
    this.add("export {};");
    return { name, text: `${this.#text.join("\n")}\n`, path, lines: this.#lines };
  }
}

/**
 * What the compiler says of these modules, in the places of their pages: `convolution.md:123:5 message`. Lines that
 * name no module of a page stay as they are.
 *
 * @param report the text that `tsc --pretty false` writes
 */
export function typeErrors(report: string, modules: readonly PageModule[]): string[] {
  const errors: string[] = [];
  for (const text of report.split(/\r?\n/).filter((line) => line.trim() !== "")) {
    const found = /^(?:.*[\\/])?([^\\/]+\.ts)\((\d+),(\d+)\): (.*)$/.exec(text);
    const module = modules.find(({ name }) => name === found?.[1]);
    if (found !== null && module !== undefined) {
      const line = module.lines[Number(found[2]) - 1] || Math.max(...module.lines);
      errors.push(`${module.path}:${line}:${found[3]} ${found[4]}`);
    } else if (/^\s/.test(text) && errors.length > 0) {
      errors[errors.length - 1] += `\n${text}`;
    } else {
      errors.push(text);
    }
  }
  return errors;
}

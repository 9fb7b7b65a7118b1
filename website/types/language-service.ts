import ts from "classic-typescript";
import { cellCompilerOptions } from "./compiler-options.ts";

/** Path of the one module that changes. */
export const cellsPath = "/cells.ts";

/** TypeScript's language service over files that are all in memory: texts by path, and the module of the cells. */
export class CellLanguageService {
  readonly service: ts.LanguageService;
  #text = "export {};\n";
  #version = 0;

  /** @param files texts by path, as scripts/type-files.mjs gives them */
  constructor(files: Readonly<Record<string, string>>) {
    const { options } = ts.convertCompilerOptionsFromJson(cellCompilerOptions, "/");
    const read = (path: string) => (path === cellsPath ? this.#text : files[path]);
    const folders = new Set(Object.keys(files).flatMap(foldersOf));
    this.service = ts.createLanguageService({
      getCompilationSettings: () => options,
      getScriptFileNames: () => ["/cell-globals.d.ts", cellsPath],
      getScriptVersion: (path) => (path === cellsPath ? String(this.#version) : "0"),
      getScriptSnapshot(path) {
        const text = read(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => "/",
      getDefaultLibFileName: () => "/lib/lib.es2022.d.ts",
      fileExists: (path) => read(path) !== undefined,
      readFile: read,
      directoryExists: (path) => folders.has(path),
      getDirectories: (path) => [...folders].filter((folder) => parentOf(folder) === path).map(nameOf),
    });
  }

  /** Puts another text in the place of the cells' module. */
  update(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#version += 1;
  }
}

function foldersOf(path: string): string[] {
  const parent = parentOf(path);
  return parent === "/" ? [parent] : [parent, ...foldersOf(parent)];
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

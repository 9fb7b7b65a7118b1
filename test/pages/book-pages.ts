import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "@layerbook/literate";
import { readPage } from "../../scripts/pages/files.mjs";
import { findPages } from "../../scripts/pages/find.mjs";

export const root: string = join(import.meta.dirname, "../..");

export interface BookPage {
  readonly name: string;
  readonly path: string;
  readonly files: ReturnType<typeof findPages>[number];
  /** Parsed when it is asked for, so that a page that breaks the grammar fails its own tests alone. */
  readonly page: () => Page;
}

/** The book's pages that have cells. */
export const bookPages: readonly BookPage[] = findPages().map((files) => ({
  name: files.name,
  path: files.path,
  files,
  page: () => readPage(files),
}));

/** The built file of every module that a page may import, by specifier. */
export function bookModules(): Record<string, string> {
  const modules: Record<string, string> = {};
  for (const name of ["layers", "data", "figures"]) {
    const folder = join(root, "packages", name);
    const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      exports: Record<string, string | { readonly default?: string }>;
    };
    for (const [subpath, target] of Object.entries(exports)) {
      if (typeof target === "string" || target.default === undefined) continue;
      modules[posix.join(`@layerbook/${name}`, subpath)] = pathToFileURL(join(folder, target.default)).href;
    }
  }
  return modules;
}

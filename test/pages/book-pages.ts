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

interface Target {
  readonly default?: string;
  readonly node?: Target;
}

/**
 * The built file of every module that a page may import, by specifier: the one that Node takes, as the packages
 * themselves do. Of two copies of layers a seed would set but one.
 */
export function bookModules(): Record<string, string> {
  const modules: Record<string, string> = {};
  for (const name of ["layers", "data", "figures"]) {
    const folder = join(root, "packages", name);
    const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      exports: Record<string, string | Target>;
    };
    for (const [subpath, target] of Object.entries(exports)) {
      const file = typeof target === "string" ? undefined : (target.node ?? target).default;
      if (file === undefined) continue;
      modules[posix.join(`@layerbook/${name}`, subpath)] = pathToFileURL(join(folder, file)).href;
    }
  }
  return modules;
}

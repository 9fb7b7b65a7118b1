import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parsePage } from "@layerbook/literate";
import { compareOutputs, type Output, parseOutputs } from "@layerbook/literate/outputs";
import { inject } from "vitest";
import { root } from "../../scripts/setup/paths.mjs";
import { workshopDocs } from "./setup/sites.ts";

export interface SitePage {
  readonly name: string;
  readonly file: string;
  readonly address: string;
  /** Ids of the cells that run only when asked. */
  readonly solutions: readonly string[];
}

/** The pages with cells of the book and of the workshop. */
export function pagesWithCells(): readonly SitePage[] {
  const folders = [
    { site: inject("book"), docs: join(root, "website", "docs"), names: /\.md$/ },
    { site: inject("workshop"), docs: workshopDocs, names: /workshop\.md$/ },
  ];
  return folders.flatMap(({ site, docs, names }) =>
    readdirSync(docs, { recursive: true, encoding: "utf8" })
      .filter((name) => names.test(name))
      .flatMap((name) => {
        const file = join(docs, name);
        const { cells } = parsePage(readFileSync(file, "utf8"), file);
        const solutions = cells.filter(({ solution }) => solution).map(({ id }) => id);
        return cells.length === 0
          ? []
          : [{ name, file, address: site + name.replace(/\.md$/, ""), solutions }];
      }),
  );
}

/** Where what a page's cells gave, by their ids, is not what was checked. */
export function differencesFromChecked(
  file: string,
  given: Readonly<Record<string, readonly Output[]>>,
): readonly object[] {
  const { cells } = parsePage(readFileSync(file, "utf8"), file);
  const outputsFile = file.replace(/\.md$/, ".outputs.json");
  const checked = parseOutputs(readFileSync(outputsFile, "utf8"), outputsFile);
  return cells.flatMap(({ id, tolerance }) =>
    compareOutputs(checked.cells[id]!, given[id] ?? [], tolerance).map((difference) => ({
      id,
      ...difference,
    })),
  );
}

import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { type Cell, parsePage } from "@layerbook/literate";
import { type Output, parseOutputs } from "@layerbook/literate/outputs";
import { standAlone } from "@layerbook/literate/stand-alone";
import { knownEffects, programShow } from "../../website/src/programs/known-effects.ts";

/** What "Copy" gives for one cell of the book, and what it must print. */
export interface CellProgram {
  /** `linear.by-hand` */
  readonly name: string;
  readonly cell: Cell;
  readonly text: string;
  readonly outputs: readonly Output[];
}

const docs = resolve(import.meta.dirname, "../../website/docs");

/** The programs of all cells of the book's pages. */
export function cellPrograms(): CellProgram[] {
  const files = readdirSync(docs, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".md"),
  );
  return files.flatMap((file) => {
    const { cells } = parsePage(readFileSync(join(docs, file), "utf8"), file);
    if (cells.length === 0) return [];
    const path = join(docs, file.replace(/\.md$/, ".outputs.json"));
    const outputs = parseOutputs(readFileSync(path, "utf8"), path).cells;
    return cells.map((cell) => ({
      name: `${basename(file, ".md")}.${cell.id}`,
      cell,
      text: standAlone(cells, cell.id, { known: knownEffects, show: programShow }),
      outputs: outputs[cell.id]!,
    }));
  });
}

/** The text that a cell gave when it was checked, as a terminal shows it; an error is not among it. */
export function checkedText(outputs: readonly Output[]): string {
  const texts = outputs.map((output) => {
    if (output.type === "stream") return output.text;
    if (output.type === "error") return "";
    return `${output.data["text/plain"]}\n`;
  });
  return texts.join("");
}

import { readFileSync } from "node:fs";
import { type Output, parseOutputs } from "@layerbook/literate/outputs";

/** `convolution.md` -> `convolution.outputs.json`, beside it. */
export function outputsPath(page: string): string {
  return page.replace(/\.md$/, ".outputs.json");
}

/**
 * Reads the outputs of a page's cells, as the tests checked them.
 *
 * @returns outputs by the cell's id
 * @throws {Error} naming the file, when it is not there, and `OutputsError` when it is damaged
 */
export function readCheckedOutputs(file: string): ReadonlyMap<string, readonly Output[]> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new Error(`${file}: not found; run \`npm run pages\` to write the outputs of the page's cells`);
  }
  return new Map(Object.entries(parseOutputs(text, file).cells));
}

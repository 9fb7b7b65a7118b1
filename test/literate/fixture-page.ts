import { readFileSync } from "node:fs";
import { type Page, parsePage } from "@layerbook/literate";
import { type CheckedOutputs, parseOutputs } from "@layerbook/literate/outputs";

function read(name: string): string {
  return readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8");
}

/** A small page with everything that a page can have. */
export const blurPage: Page = parsePage(read("blur.md"), "website/docs/layers/blur.md");

/** What its cells give, worked out by hand. */
export const blurOutputs: CheckedOutputs = parseOutputs(read("blur.outputs.json"), "blur.outputs.json");

export const blurNotebookText: string = read("blur.ipynb");

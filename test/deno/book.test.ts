import { fromNotebookOutputs, type NotebookOutput } from "@layerbook/literate/notebook";
import { comparePage } from "@layerbook/literate/outputs";
import { describe, expect, test } from "vitest";
import { readOutputs } from "../../scripts/pages/files.mjs";
import { bookPages } from "../pages/book-pages.ts";
import { denoKernel } from "./deno.ts";

// Not every page: Deno writes texts in an array in "quotes" where Node has 'quotes', and keeps the names of a cell that fails.
describe.each(["dropout", "lstm", "pooling"])("the page %s", (name) => {
  const run = denoKernel();

  test("gives in Deno's kernel what it gives in ours: texts, errors and figures", async () => {
    const book = bookPages.find((page) => page.name === name)!;
    const page = book.page();
    const outputs: [cell: string, ReturnType<typeof fromNotebookOutputs>][] = [];
    for (const { id, source } of page.cells) {
      const { outputs: given } = await run(source);
      outputs.push([id, fromNotebookOutputs(given as NotebookOutput[])]);
    }
    expect(comparePage(page, readOutputs(book.files), Object.fromEntries(outputs))).toEqual([]);
  });
});

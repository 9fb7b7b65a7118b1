import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bookPages, root } from "./book-pages.ts";

/** The layers of the book, each with one name for all that belongs to it. */
const layers = ["batchnorm", "convolution", "dropout", "linear", "pooling", "rnn", "gru", "lstm"];

/** What belongs to a layer's page; of several forms one is enough. */
function twins(name: string): string[][] {
  return [
    [`packages/layers/src/layers/${name}.ts`, `packages/layers/src/layers/${name}`],
    [`packages/figures/src/${name}.ts`],
    [`notebooks/${name}.ipynb`],
    [`test/layers/${name}.test.ts`],
  ];
}

/** The twins that are not in a folder, each as its first form. */
function missing(name: string, folder: string): string[] {
  return twins(name)
    .filter((forms) => !forms.some((form) => existsSync(join(folder, form))))
    .map(([form]) => form!);
}

describe("one name", () => {
  const pages = bookPages.filter(({ path }) => path.startsWith("website/docs/layers/"));

  test.each(pages)("$path has its twins in layers, figures, notebooks and tests", ({ name }) => {
    expect(missing(name, root)).toEqual([]);
  });

  test.each(pages)("$path is named after a layer of the book", ({ name }) => {
    expect(layers).toContain(name);
  });

  test("a missing twin is named", () => {
    expect(missing("convolution", join(root, "nowhere"))).toEqual([
      "packages/layers/src/layers/convolution.ts",
      "packages/figures/src/convolution.ts",
      "notebooks/convolution.ipynb",
      "test/layers/convolution.test.ts",
    ]);
  });
});

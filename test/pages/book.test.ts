import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runPage } from "@layerbook/literate/node";
import { comparePage } from "@layerbook/literate/outputs";
import { beforeAll, describe, expect, test } from "vitest";
import { notebookText, readOutputs } from "../../scripts/pages/files.mjs";
import { runInKernel } from "../../scripts/pages/kernel-run.mjs";
import { bookModules, bookPages, root } from "./book-pages.ts";
import { build } from "./build.ts";

/** Longest time for the cells of one page, milliseconds: several times what training takes on a busy small machine. */
const limit = 120_000;

beforeAll(() => build());

test("every notebook comes from a page", () => {
  const notebooks = join(root, "notebooks");
  const files = existsSync(notebooks) ? readdirSync(notebooks).filter((file) => file.endsWith(".ipynb")) : [];
  expect(files.sort()).toEqual(bookPages.map(({ name }) => `${name}.ipynb`));
});

describe.each(bookPages)("$path", ({ page, files }) => {
  test("agrees with its checked outputs in Node, and its programs run", async () => {
    const { outputs, problems } = await runPage(page(), { modules: bookModules(), timeoutMs: limit });
    expect(problems.map(({ message }) => message)).toEqual([]);
    expect(comparePage(page(), readOutputs(files), outputs)).toEqual([]);
  });

  test("agrees with its checked outputs in the kernel", async () => {
    const { cells } = await runInKernel(page(), { cwd: join(root, "notebooks") });
    expect(comparePage(page(), readOutputs(files), cells)).toEqual([]);
  });

  test("is what its notebook was made from", () => {
    const pages = bookPages.map((other) => other.files);
    const expected = notebookText(files, page(), readOutputs(files), pages);
    const stale = `${files.notebookPath} is not what the page and its outputs give; run \`npm run pages\``;
    expect(existsSync(files.notebook), `${files.notebookPath} is missing; run \`npm run pages\``).toBe(true);
    expect(readFileSync(files.notebook, "utf8") === expected, stale).toBe(true);
  });
});

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { pageModules } from "@layerbook/literate/types";
import { beforeAll, describe, expect, test } from "vitest";
import { filesBelow, shown } from "../repository/workspace.ts";
import { bookPages, root } from "./book-pages.ts";
import { build } from "./build.ts";
import { checkTypes } from "./check-types.ts";
import {
  docstringExamples,
  documentExamples,
  type Example,
  exampleModule,
  writePrograms,
} from "./examples.ts";

beforeAll(() => build());

const documents = filesBelow(root)
  .map(shown)
  .filter((path) => path.endsWith(".md") && !/^(?:website\/docs|test|notebooks)\//.test(path));
const examples = [...documents.flatMap(documentExamples), ...docstringExamples()];

/** What is wrong when the examples run in Node, with the packages as they are built. */
async function problemsOf(some: readonly Example[], name: string): Promise<unknown> {
  const cwd = await writePrograms(some, name);
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, "example-runner.mjs")], {
    cwd,
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(readFileSync(join(cwd, "problems.json"), "utf8"));
}

test("all pages, documents and docstrings have the right types, in one program", async () => {
  const pages = bookPages.flatMap(({ name, page }) => pageModules(page(), name));
  expect(await checkTypes([...pages, ...examples.map(exampleModule)], "everything")).toEqual([]);
});

test("the examples of documents and docstrings run, and give what stands behind them", async () => {
  expect(await problemsOf(examples, "examples")).toEqual([]);
});

test("the README files of the repository and of layers have examples", () => {
  const paths = new Set(examples.map(({ path }) => path));
  expect([...paths]).toEqual(expect.arrayContaining(["README.md", "packages/layers/README.md"]));
});

describe("an example", () => {
  const example = (code: string): Example => ({ name: "sample-1", code, path: "sample.ts", line: 10 });

  test("whose result is another is found, with its place", async () => {
    const code = 'import { tensor } from "@layerbook/layers";\ntensor([1, 2]).mul(2); // [2, 5]';
    expect(await problemsOf([example(code)], "example-wrong")).toEqual([
      "sample.ts:11 gives [2,4], not [2, 5]",
    ]);
  });

  test("agrees to the last digit that is written, and no further", async () => {
    const code = (digits: string) =>
      `import { tensor } from "@layerbook/layers";\ntensor([2]).sqrt(); // [${digits}]`;
    expect(await problemsOf([example(code("1.4142"))], "example-rounded")).toEqual([]);
    expect(await problemsOf([example(code("1.4143"))], "example-rounded")).toHaveLength(1);
  });

  test("with a wrong type is found, with its place", async () => {
    const code = 'import { relu } from "@layerbook/layers";\nrelu([1]);';
    expect(await checkTypes([exampleModule(example(code))], "example-types")).toEqual([
      expect.stringMatching(/^sample\.ts:11:6 error TS2/),
    ]);
  });
});

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseOutputs } from "@layerbook/literate/outputs";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findPages } from "../../scripts/pages/find.mjs";
import { runPages } from "../../scripts/pages/run.mjs";
import { blurNotebookText, blurOutputs } from "../literate/fixture-page.ts";
import { build } from "./build.ts";

const fixtures = join(import.meta.dirname, "../literate/fixtures");
const outputsFile = "website/docs/layers/blur.outputs.json";
let folder: string;

beforeAll(() => build());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "layerbook-pages-"));
  mkdirSync(join(folder, "website/docs/layers"), { recursive: true });
  cpSync(join(fixtures, "blur.md"), join(folder, "website/docs/layers/blur.md"));
  return () => rmSync(folder, { recursive: true });
});

const read = (path: string): string => readFileSync(join(folder, path), "utf8");
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const change = (path: string, from: string, to: string): void => {
  expect(read(path)).toContain(from);
  write(path, read(path).replace(from, to));
};

/** Runs the folder's pages in the kernel; gives how many failed and what was said. */
async function run(options: { check?: boolean; force?: boolean } = {}) {
  const said: string[] = [];
  const wrong: string[] = [];
  const all = findPages(folder);
  const failed = await runPages(all, {
    all,
    check: options.check ?? false,
    force: options.force ?? false,
    signal: new AbortController().signal,
    say: (line) => said.push(line),
    complain: (line) => wrong.push(line),
  });
  return { failed, said, wrong };
}

describe("running pages in the kernel", () => {
  test("writes the outputs and the notebook, and the second time the same bytes", async () => {
    const { failed, wrong, said } = await run();
    expect({ failed, wrong }).toEqual({ failed: 0, wrong: [] });
    expect(said[0]).toBe("blur: running 4 cells in the kernel ...");
    expect(parseOutputs(read(outputsFile), outputsFile)).toEqual(blurOutputs);
    expect(read("notebooks/blur.ipynb")).toBe(blurNotebookText);
    const first = [read(outputsFile), read("notebooks/blur.ipynb")];
    expect(await run()).toMatchObject({ failed: 0, wrong: [] });
    expect([read(outputsFile), read("notebooks/blur.ipynb")]).toEqual(first);
    expect(readdirSync(join(folder, "notebooks"))).toEqual(["blur.ipynb"]);
    expect(await run({ check: true })).toMatchObject({ failed: 0, wrong: [] });
  });

  test("leaves a notebook that was edited by hand alone, until it is told to write over it", async () => {
    const edited = blurNotebookText.replace("# Blur", "# My blur");
    write("notebooks/blur.ipynb", edited);
    const { failed, wrong } = await run();
    expect(failed).toBe(1);
    expect(wrong).toEqual([
      "notebooks/blur.ipynb: cell 1 (opening_) was changed by hand; take the change over into website/docs/layers/blur.md, then run `npm run pages -- --force`",
    ]);
    expect(read("notebooks/blur.ipynb")).toBe(edited);
    expect(existsSync(join(folder, outputsFile))).toBe(false);
    expect(await run({ force: true })).toMatchObject({ failed: 0 });
    expect(read("notebooks/blur.ipynb")).toBe(blurNotebookText);
  });

  test("writes nothing of a page with a cell that throws, and goes on with the next", async () => {
    const cells = [
      "```ts cell id=a", // line 8
      "function fail(): never {",
      '  throw new RangeError("too far");',
      "}",
      "```",
      "",
      "```ts cell id=b",
      "",
      "fail();", // line 16
      "```",
      "",
    ].join("\n");
    write("website/docs/apart.md", `---\ntitle: T\ndescription: d\n---\n\n# T\n\n${cells}`);
    const typed = "```ts cell id=a\n1;\nconst b: number = true;\n```\n";
    write("website/docs/badly-typed.md", `---\ntitle: T\ndescription: d\n---\n\n# T\n\n${typed}`);
    const { failed, wrong } = await run();
    expect(failed).toBe(2);
    expect(wrong[0]).toBe(
      "website/docs/apart.md:16: cell b throws RangeError: too far; correct it, or write throws=RangeError where the error is meant",
    );
    expect(wrong[1]).toMatch(
      /^website\/docs\/badly-typed\.md:10: cell a throws TypeScriptError: TS2322: Type /,
    );
    expect(readdirSync(join(folder, "notebooks"))).toEqual(["blur.ipynb"]);
    expect(readdirSync(join(folder, "website/docs"))).toEqual(["apart.md", "badly-typed.md", "layers"]);
  });

  test("names file and line of a page that breaks the grammar, before anything runs", async () => {
    change("website/docs/layers/blur.md", "id=after", "id=average");
    expect(await run()).toEqual({
      failed: 1,
      said: [],
      wrong: [
        "website/docs/layers/blur.md:42: cell id average is taken by the cell at line 14; choose another",
      ],
    });
  });

  test("with --check writes nothing and names what differs", async () => {
    write(
      outputsFile,
      readFileSync(join(fixtures, "blur.outputs.json"), "utf8").replace(
        "[ 1.5, 1, 2, 1.5 ]",
        "[ 1.5, 1, 2.1, 1.5 ]",
      ),
    );
    const stale = read(outputsFile);
    expect((await run({ check: true })).wrong).toEqual([
      "website/docs/layers/blur.md:15: cell average, output 1, data, text/plain, number 3: expected 2.1, got 2",
    ]);
    expect(read(outputsFile)).toBe(stale);
    expect(existsSync(join(folder, "notebooks/blur.ipynb"))).toBe(false);
  });

  test("with --check names a notebook that is not what the page gives", async () => {
    cpSync(join(fixtures, "blur.outputs.json"), join(folder, outputsFile));
    write("notebooks/blur.ipynb", blurNotebookText);
    change("website/docs/layers/blur.md", "Blur twice.", "Blur it twice.");
    expect((await run({ check: true })).wrong).toEqual([
      "notebooks/blur.ipynb: is not what the page and its outputs give; make it with `npm run pages`",
    ]);
  });

  test("with --check needs the checked outputs", async () => {
    expect((await run({ check: true })).wrong).toEqual([
      `${outputsFile}: there is no such file; make it with \`npm run pages\``,
    ]);
  });
});

test("a page that only shows a cell has no notebook", () => {
  write("website/docs/grammar.md", "Write:\n\n````md\n```ts cell id=a\n1\n```\n````\n\n```sh\nls\n```\n");
  expect(findPages(folder).map(({ name }) => name)).toEqual(["blur"]);
});

test("two pages of one name are refused, as they would share a notebook", () => {
  cpSync(join(folder, "website/docs/layers/blur.md"), join(folder, "website/docs/blur.md"));
  expect(() => findPages(folder)).toThrow(
    /^website\/docs\/(layers\/)?blur\.md:1: website\/docs\/(layers\/)?blur\.md has the name blur too, and so the same notebook; rename one$/,
  );
});

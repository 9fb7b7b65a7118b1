import type { CellText } from "@layerbook/literate/types";
import { pageModules } from "@layerbook/literate/types";
import { beforeAll, describe, expect, test } from "vitest";
import { typeFiles } from "../../website/scripts/type-files.mjs";
import { PageTypes } from "../../website/types/page-types.ts";
import { bookPages } from "./book-pages.ts";

let types: PageTypes;
beforeAll(async () => {
  types = new PageTypes(await typeFiles());
});

const cell = (source: string): CellText => ({ source, solution: false });
const solution = (source: string): CellText => ({ source, solution: true });

const imports = cell(`import { conv2d, Linear, Sequential, tensor } from "@layerbook/layers";
const image = tensor([[[[1, 2], [3, 4]]]]);
const model = new Sequential(new Linear(2, 1))`);

/** What the cell with a bar in its text says of the word at the bar. */
function infoAt(above: readonly CellText[], text: string) {
  const position = text.indexOf("|");
  return types.quickInfo([...above, cell(text.replace("|", ""))], position);
}

describe("quick info", () => {
  test("shows the type and the doc comment of a function of a package, at its word", () => {
    const info = infoAt([imports], "const sums = co|nv2d(image, image);");
    expect(info).toMatchObject({
      from: 13,
      to: 19,
      type: "conv2d(input: Tensor, weight: Tensor, bias?: Tensor | null, options?: ConvolutionOptions): Tensor",
    });
    expect(info?.documentation.split("\n")[0]).toBe(
      "Slides each kernel over the input and sums the products, which is cross-correlation: the kernel is not turned " +
        "round, as in PyTorch and every library of layers.",
    );
  });

  test("knows names of the cells above with their types", () => {
    expect(infoAt([imports], "im|age")?.type).toBe("const image: Tensor");
    expect(infoAt([cell("const rows = 3"), cell("[rows]")], "ro|ws")?.type).toBe("const rows: 3");
  });

  test("changes with an edit of a cell above", () => {
    expect(infoAt([cell("let value = 1;")], "const twice = val|ue")?.type).toBe("let value: number");
    expect(infoAt([cell('let value = "one";')], "const twice = val|ue")?.type).toBe("let value: string");
  });

  test("gives a doc comment of a reader's own cell as it was written, with its tags", () => {
    const text =
      "/**\n * Twice <b>as</b> much.\n * @param x a number\n * @example twice(2); // 4\n */\nconst twice = (x: number) => 2 * x;\ntwi|ce";
    expect(infoAt([], text)).toEqual({
      from: 117,
      to: 122,
      type: "const twice: (x: number) => number",
      documentation: "Twice <b>as</b> much.\n\n@param x a number",
      example: "twice(2); // 4",
    });
  });

  test("has nothing to say between words", () => {
    expect(infoAt([imports], "1 +| 2")).toBeUndefined();
  });
});

describe("completion", () => {
  const member = [imports, cell("const out = model.\n")];

  test("after a dot has the value's own names, and each says what it is", () => {
    const names = types.completions(member, 18).map(({ name }) => name);
    expect(names).toContain("forward");
    expect(names).toContain("parameters");
    expect(names).not.toContain("conv2d");
    expect(types.completionInfo(member, 18, "forward")?.type).toBe(
      "(method) Sequential.forward(input: Tensor): Tensor",
    );
    expect(types.completionInfo(member, 18, "backward")).toBeUndefined();
  });

  test("elsewhere ranks names of the page before those of the language", () => {
    const found = types.completions([imports, cell("mo")], 2);
    const rank = (wanted: string) => found.find(({ name }) => name === wanted)!.rank;
    expect(rank("model")).toBeLessThan(rank("Math"));
    expect(rank("conv2d")).toBeLessThan(rank("Math"));
  });

  test("in an import has what the package gives, and the packages themselves", () => {
    const names = (text: string, position: number) =>
      types.completions([cell(text)], position).map(({ name }) => name);
    expect(names('import {  } from "@layerbook/data";', 9)).toEqual(
      expect.arrayContaining(["digits", "camera"]),
    );
    expect(names('import "";', 8)).toEqual(
      expect.arrayContaining(["layers", "data", "figures"].map((name) => `@layerbook/${name}`)),
    );
  });
});

describe("problems", () => {
  test("stand at their place in the cell, and only those of the cell", () => {
    const wrong = cell("const q: string = 1;");
    expect(types.problems([wrong, cell('1;\nconst p: number = "one";')])).toEqual([
      { from: 9, to: 10, message: "Type 'string' is not assignable to type 'number'." },
    ]);
  });

  test("go when the cell, or the one above it that it needs, is mended", () => {
    const use = cell("const next: number = value + 1;");
    expect(types.problems([cell('const value = "1"'), use])).toEqual([
      { from: 6, to: 10, message: "Type 'string' is not assignable to type 'number'." },
    ]);
    expect(types.problems([cell("const value = 1"), use])).toEqual([]);
  });

  test("of what is missing at the end stand at the end", () => {
    expect(types.problems([cell("if (true) {")])).toEqual([{ from: 11, to: 11, message: "'}' expected." }]);
  });

  test("of an empty cell are none", () => {
    expect(types.problems([imports, cell("")])).toEqual([]);
  });

  test("are none when a cell declares anew what one above has declared, for that runs", () => {
    expect(
      types.problems([imports, cell('import { tensor } from "@layerbook/layers";\nconst image = 1')]),
    ).toEqual([]);
    expect(types.problems([cell("const a = 1;\nconst a = 2")]).map(({ message }) => message)).toEqual([
      "Cannot redeclare block-scoped variable 'a'.",
      "Cannot redeclare block-scoped variable 'a'.",
    ]);
  });

  test("name what cells do not have: a document and a network", () => {
    expect(types.problems([cell('fetch("x")')])).toEqual([
      { from: 0, to: 5, message: "Cannot find name 'fetch'." },
    ]);
  });
});

describe("a solution", () => {
  test("has its own names on top of the page's, and leaves none", () => {
    const page = [imports, solution("const image = 1; const sum = image + 1;")];
    expect(types.problems(page)).toEqual([]);
    expect(types.problems([...page, cell("image.shape; sum")])).toEqual([
      { from: 13, to: 16, message: "Cannot find name 'sum'." },
    ]);
  });

  test("may import", () => {
    const text = 'import { relu } from "@layerbook/layers";\nrelu(image).x';
    expect(types.problems([imports, solution(text)])).toEqual([
      { from: 54, to: 55, message: "Property 'x' does not exist on type 'Tensor'." },
    ]);
  });
});

test.each(bookPages)("$name has no red line as it is printed", ({ page, name }) => {
  const [module] = pageModules(page(), name);
  expect(types.problems([cell(module!.text)])).toEqual([]);
});

test("every global that a cell is promised is one of Node's", async () => {
  const { "/cell-globals.d.ts": text } = await typeFiles();
  const names = [...text!.matchAll(/^declare (?:var|function) (\w+)/gm)].map(([, name]) => name!);
  expect(names).toContain("console");
  expect(names.filter((name) => !(name in globalThis))).toEqual([]);
});

import { describe, expect, test } from "vitest";
import { sharedKernel } from "./kernels.ts";

const kernel = sharedKernel();

interface ShownError {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}
async function error(code: string): Promise<ShownError> {
  const { status, outputs, reply } = await kernel().execute(code);
  expect(status).toBe("error");
  const shown = outputs.at(-1);
  expect(shown?.output_type).toBe("error");
  const { ename, evalue, traceback } = shown as ShownError & { readonly output_type: "error" };
  expect(reply).toMatchObject({ ename, evalue, traceback });
  return { ename, evalue, traceback };
}

describe("an error at run time", () => {
  test("shows the line of the cell as it was written, and the way there", async () => {
    const { executionCount } = await kernel().execute(
      [
        "interface Shape { readonly width: number }",
        "",
        "function area(shape: Shape): number {",
        "  type Unused = string;",
        "  if (shape.width < 0) throw new RangeError('width is negative');",
        "  return shape.width ** 2;",
        "}",
      ].join("\n"),
    );
    const first = executionCount!;
    expect(await error("const small = 1;\narea({ width: -small })")).toEqual({
      ename: "RangeError",
      evalue: "width is negative",
      traceback: [
        "RangeError: width is negative",
        "  5 |   if (shape.width < 0) throw new RangeError('width is negative');",
        "    |                              ^",
        `    at area (cell ${first}, line 5, column 30)`,
        `    at cell ${first + 1}, line 2, column 1`,
      ],
    });
  });

  test("after an await points to the line too", async () => {
    const { traceback } = await error("await null;\n\nawait Promise.reject(new TypeError('late'));");
    expect(traceback.slice(0, 2)).toEqual([
      "TypeError: late",
      "  3 | await Promise.reject(new TypeError('late'));",
    ]);
  });

  test("shows no path and no internals, in error.stack as well", async () => {
    const { outputs } = await kernel().execute(
      "import * as fs from 'node:fs'; try { fs.readFileSync('absent'); } catch (e) { console.log(e.stack); }",
    );
    const text = (outputs[0] as { readonly text: string }).text;
    expect(text).toMatch(
      /^Error: ENOENT: no such file or directory, open 'absent'\n {4}at cell \d+, line 1, column \d+\n$/,
    );
  });

  test("shows its causes", async () => {
    const { traceback } = await error("throw new Error('outer', { cause: new TypeError('inner') })");
    expect(traceback[0]).toBe("Error: outer");
    expect(traceback).toContain("Caused by:");
    expect(traceback).toContain("TypeError: inner");
  });

  test("shows the errors that it holds", async () => {
    const { traceback } = await error(
      "await Promise.any([Promise.reject(new RangeError('one')), Promise.reject(new Error('two'))])",
    );
    expect(traceback[0]).toBe("AggregateError: All promises were rejected");
    expect(traceback.join("\n")).toMatch(
      /\nError 1 of 2:\nRangeError: one\n[\s\S]*\nError 2 of 2:\nError: two\n/,
    );
  });

  test("counts the frames of a function that calls itself without end", async () => {
    const { traceback } = await error("const deeper = (): number => deeper() + 1; deeper()");
    expect(traceback.length).toBeLessThan(10);
    expect(traceback.at(-1)).toMatch(/^ {4}… the same \d+ times more$/);
  });

  test("keeps the name of a class of one's own", async () => {
    const code =
      "class ShapeError extends Error { override name = 'ShapeError'; } throw new ShapeError('3 is not 4')";
    expect(await error(code)).toMatchObject({ ename: "ShapeError", evalue: "3 is not 4" });
  });

  test.each([
    ["throw 'text'", "text"],
    ["throw { code: 5 }", "{ code: 5 }"],
    ["throw undefined", "undefined"],
  ])("%s is shown", async (code, evalue) => {
    expect(await error(code)).toEqual({ ename: "Uncaught", evalue, traceback: [`Uncaught: ${evalue}`] });
  });

  test("that cannot even be looked at does not end the kernel", async () => {
    const code =
      "const hostile = new Error('x'); Object.defineProperty(hostile, 'message', { get() { throw 1; } }); throw hostile;";
    expect((await error(code)).ename).toBe("Error");
    expect((await kernel().execute("'alive'")).status).toBe("ok");
  });

  test("thrown after the cell has ended is written to stderr", async () => {
    const { outputs } = await kernel().execute(
      "setTimeout(() => { throw new Error('too late'); }, 10); await new Promise((resolve) => setTimeout(resolve, 200));",
    );
    expect(outputs).toMatchObject([{ name: "stderr", text: expect.stringContaining("Error: too late") }]);
  });

  test("keeps what the cell had declared before it", async () => {
    await error("const losses: number[] = [3, 2]; throw new Error('stopped')");
    const { outputs } = await kernel().execute("losses.length");
    expect(outputs).toMatchObject([{ data: { "text/plain": "2" } }]);
  });
});

describe("a cell that does not compile", () => {
  test("shows message, code and line with a caret", async () => {
    expect(await error("const width = 3;\nconst name: string = width;")).toEqual({
      ename: "TypeScriptError",
      evalue: "TS2322: Type 'number' is not assignable to type 'string'.",
      traceback: [
        "error TS2322: Type 'number' is not assignable to type 'string'.",
        "  2 | const name: string = width;",
        "    |       ^^^^",
      ],
    });
  });

  test("does not run and changes nothing", async () => {
    await kernel().execute("let counter = 1;");
    await error("counter = 2; counter.toFixed('x')");
    expect((await kernel().execute("counter")).outputs).toMatchObject([{ data: { "text/plain": "1" } }]);
  });

  test.each([
    ["const o = {", "TS1005: '}' expected.", "  1 | const o = {"],
    ["function half( {", "TS1005", "  1 | function half( {"],
    ["let a = 1;\nlet b = ;", "TS1109: Expression expected.", "  2 | let b = ;"],
  ])("%j is told in the cell's own lines", async (code, message, line) => {
    const { evalue, traceback } = await error(code);
    expect(evalue).toContain(message);
    expect(traceback).toContain(line);
  });

  test("explains a deep mismatch", async () => {
    const { evalue } = await error("const p: { size: { width: number } } = { size: { width: 'wide' } };");
    expect(evalue).toBe("TS2322: Type 'string' is not assignable to type 'number'.");
  });

  test("names no file of the kernel", async () => {
    await kernel().execute("class Layer { private size = 1; }");
    const codes = [
      "class Layer { private size = 2; }\nconst other: Layer = earlier;",
      "import { a } from './missing';",
    ];
    await kernel().execute("const earlier = new Layer();");
    for (const code of codes) {
      const shown = JSON.stringify(await error(code));
      expect(shown).not.toMatch(/__tslab__|__prev__|tsLastExpr|outDir/);
    }
  });

  test("a package without types can be imported, a parameter left untyped, an empty array filled later", async () => {
    await kernel().execute("const values = []; function twice(x) { return 2 * x; }");
    const { outputs } = await kernel().execute("values.push(twice(4)); values");
    expect(outputs).toMatchObject([{ data: { "text/plain": "[ 8 ]" } }]);
  });

  test("what may be null must be looked at first", async () => {
    expect((await error("'abc'.match(/b/).index")).evalue).toBe("TS2531: Object is possibly 'null'.");
  });
});

test("type errors are warnings where one says so, errors of syntax are not", async () => {
  await kernel().execute("process.env.LAYERBOOK_TYPE_ERRORS = 'warning'; void 0");
  try {
    const { outputs } = await kernel().execute("await null;\nconst wide: string = 5;\nwide");
    expect(outputs).toMatchObject([
      {
        name: "stderr",
        text: [
          "warning TS2322: Type 'number' is not assignable to type 'string'.",
          "  2 | const wide: string = 5;",
          "    |       ^^^^",
          "",
        ].join("\n"),
      },
      { data: { "text/plain": "5" } },
    ]);
    const { outputs: unknown } = await kernel().execute("nowhere");
    expect(unknown).toMatchObject([{ name: "stderr" }, { ename: "ReferenceError" }]);
    expect((await error("const o = {")).evalue).toBe("TS1005: '}' expected.");
    expect((await kernel().execute("'nothing wrong'")).outputs).toHaveLength(1);
  } finally {
    await kernel().execute("delete process.env.LAYERBOOK_TYPE_ERRORS; void 0");
  }
  expect((await error("const narrow: string = 5;")).evalue).toContain("TS2322");
});

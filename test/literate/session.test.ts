import { Console } from "node:console";
import { Writable } from "node:stream";
import { compileCell } from "@layerbook/literate/compile";
import { applyOutputEvent, createSession, type Output, type OutputEvent } from "@layerbook/literate/session";
import { describe, expect, test } from "vitest";
import { importFixture, lastOutputs, runCells } from "./run-cells.ts";

const host = 'const host = (globalThis as any)[Symbol.for("layerbook.host")];';

describe("console", () => {
  test("consecutive writes to one stream are one output", async () => {
    const source =
      'console.log("a", 1, [1.5, "x"]); console.info({ b: 2 }); console.warn("w"); console.error("%d%%", 5); console.debug()';
    expect(await lastOutputs([source])).toEqual([
      { type: "stream", name: "stdout", text: "a 1 [ 1.5, 'x' ]\n{ b: 2 }\n" },
      { type: "stream", name: "stderr", text: "w\n5%\n" },
      { type: "stream", name: "stdout", text: "\n" },
    ]);
  });

  /** What Node's own console writes for the same calls. */
  function nodeWrites(source: string): { stdout: string; stderr: string } {
    const text = { stdout: "", stderr: "" };
    const into = (name: "stdout" | "stderr") =>
      new Writable({
        write(chunk, _encoding, done) {
          text[name] += chunk;
          done();
        },
      });
    new Function("console", source)(new Console({ stdout: into("stdout"), stderr: into("stderr") }));
    return text;
  }

  const calls = {
    "plain values": 'console.log(1, -0, "s", true, null, undefined, 10n, Symbol("s"), [undefined, , 3])',
    "nested objects": "console.log({ a: { b: { c: { d: 1 } } }, m: new Map([[1, new Set([2])]]) })",
    "typed arrays": "console.log(new Float32Array([0.1, 2, NaN]), new Uint8Array(200))",
    "long arrays and strings": 'console.log(Array.from({ length: 150 }, (_, i) => i), ["x".repeat(200)])',
    "classes and functions": "console.log(class A {}, function f() {}, () => 1, new (class B { x = 1 })())",
    "format directives":
      'console.log("%s %d %i %f %j %o %O %c %%", "a", 1.5, 1.5, 1.5, { a: 1 }, [1], { b: 2 }, "css")',
    groups:
      'console.group("g"); console.log("in\\nside"); console.warn("w"); console.group(); console.log(1); console.groupEnd(); console.groupEnd(); console.groupEnd(); console.log("out")',
    counts: 'console.count(); console.count("a"); console.count(); console.countReset(); console.count()',
    assertions:
      'console.assert(true, "no"); console.assert(false); console.assert(false, "a %d", 1); console.assert(false, { a: 1 })',
    dir: "console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 })",
    tables:
      'console.table([{ a: 1, b: "x" }, { a: 22, c: true }]); console.table([[1, 2], [3]]); console.table([5, 6]); console.table(7); console.table(new Map([["k", 1]])); console.table([{ a: 1, b: 2 }], ["b"]); console.table({ row: { v: 1 } })',
  };
  test.each(Object.entries(calls))("%s read as Node writes them", async (_name, source) => {
    const outputs = await lastOutputs([source]);
    const written = (stream: string) =>
      outputs
        .map((output) => (output.type === "stream" && output.name === stream ? output.text : ""))
        .join("");
    expect({ stdout: written("stdout"), stderr: written("stderr") }).toEqual(nodeWrites(source));
  });

  test("writes after an await belong to the cell that is running", async () => {
    const sources = [
      'setTimeout(() => console.log("late"), 5)',
      'await new Promise((done) => setTimeout(done, 30)); console.log("second")',
    ];
    const results = await runCells(sources);
    expect(results[1]!.outputs).toEqual([{ type: "stream", name: "stdout", text: "late\nsecond\n" }]);
  });
});

describe("results and displays", () => {
  test("a value that can draw itself becomes its bundle, awaited", async () => {
    const source =
      '({ [Symbol.for("Jupyter.display")]: async () => ({ "text/plain": "t", "application/json": { a: [1] } }) })';
    expect(await lastOutputs([source])).toEqual([
      { type: "result", data: { "text/plain": "t", "application/json": { a: [1] } } },
    ]);
  });

  test("a bundle that is none is an error that says the form", async () => {
    const message =
      'Cannot show the result: its [Symbol.for("Jupyter.display")]() must give { "text/plain": "..." }, got undefined';
    expect(await lastOutputs(['({ [Symbol.for("Jupyter.display")]() {} })'])).toEqual([
      { type: "error", name: "TypeError", message },
    ]);
  });

  test("the members of an array, a Map or an object are drawn before it, with their names", async () => {
    const drawn = `const drawn = (n) => ({
      [Symbol.for("Jupyter.display")]: ({ title = "" } = {}) => ({ "image/svg+xml": "<svg>" + title + n + "</svg>" }),
      [Symbol.for("nodejs.util.inspect.custom")]: () => "drawn " + n,
    });`;
    const shown = async (source: string) =>
      (await lastOutputs([drawn + source])).map((output) =>
        "data" in output
          ? `${output.type} ${output.data["image/svg+xml"] ?? output.data["text/plain"]}`
          : output.type,
      );
    expect(await shown("[drawn(1), 'and', drawn(2)]")).toEqual([
      "display <svg>1</svg>",
      "display <svg>2</svg>",
      "result [ drawn 1, 'and', drawn 2 ]",
    ]);
    expect(await shown("new Map([['first', drawn(3)]])")).toEqual([
      "display <svg>first3</svg>",
      "result Map(1) { 'first' => drawn 3 }",
    ]);
    expect(await shown("({ hn: drawn(4), n: 1, get now() { throw 1; }, cn: drawn(5) })")).toEqual([
      "display <svg>hn4</svg>",
      "display <svg>cn5</svg>",
      "result { hn: drawn 4, n: 1, now: [Getter], cn: drawn 5 }",
    ]);
    const many = await shown("Array.from({ length: 20 }, (_, i) => drawn(i))");
    expect(many).toHaveLength(9);
    expect(many.at(-1)).toMatch(/\(the first 8 of 20 are drawn\)$/);
  });

  test("members without a picture, or that fail to draw themselves, stand in the collection's text", async () => {
    const failing = '({ [Symbol.for("Jupyter.display")]() { throw new Error("no"); } })';
    const text = '({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "t" }) })';
    const outputs = await lastOutputs([`[${failing}, ${text}]`]);
    expect(outputs.map(({ type }) => type)).toEqual(["result"]);
  });

  test("a display is copied when it is shown, with its metadata", async () => {
    const source = `${host} const data = { "text/plain": "a" }; host.display(data, { metadata: { wide: true } }); data["text/plain"] = "b"; undefined`;
    expect(await lastOutputs([source])).toEqual([
      { type: "display", data: { "text/plain": "a" }, metadata: { wide: true } },
    ]);
  });

  test("an updated display appears once, in its place, with its last content", async () => {
    const source = `${host} host.display({ t: 1 }, { displayId: "d" }); console.log("x"); host.display({ t: 2 }, { displayId: "d", update: true })`;
    expect(await lastOutputs([source])).toEqual([
      { type: "display", data: { t: 2 } },
      { type: "stream", name: "stdout", text: "x\n" },
    ]);
  });

  test("a later cell updates a display of an earlier one; an unknown display is not shown", async () => {
    const events: OutputEvent[] = [];
    const sources = [
      `${host} host.display({ t: 1 }, { displayId: "d" })`,
      'host.display({ t: 2 }, { displayId: "d", update: true }); host.display({ t: 3 }, { displayId: "e", update: true })',
    ];
    const results = await runCells(sources, { onOutput: (event) => events.push(event) });
    expect(results[1]!.outputs).toEqual([]);
    expect(events.at(-1)).toEqual({
      cell: "cell-1",
      kind: "replace",
      index: 0,
      output: { type: "display", data: { t: 2 } },
    });
  });

  test("clear removes what the cell gave so far", async () => {
    const source = `${host} console.log("gone"); host.display({ t: 1 }, { displayId: "d" }); host.clear(); host.display({ t: 2 }, { displayId: "d", update: true }); console.log("stays")`;
    expect(await lastOutputs([source])).toEqual([{ type: "stream", name: "stdout", text: "stays\n" }]);
  });

  test("the events of a cell, applied in order, give its outputs", async () => {
    const outputs: Record<string, Output[]> = {};
    const source = `${host} console.log(1); console.log(2); console.error(3); host.display({ t: 1 }, { displayId: "d" }); host.display({ t: 2 }, { displayId: "d", update: true }); 4`;
    const [result] = await runCells([source], {
      onOutput: (event) => {
        outputs[event.cell] = applyOutputEvent(outputs[event.cell] ?? [], event);
      },
    });
    expect(outputs["cell-1"]).toEqual(result!.outputs);
    expect(result!.outputs).toHaveLength(4);
  });
});

describe("errors", () => {
  test("an error is the last output, after what came before it", async () => {
    const source =
      'class ShapeError extends Error { name = "ShapeError" }\nconsole.log("before")\nthrow new ShapeError("3 is not 4")';
    const [result] = await runCells([source]);
    expect(result).toEqual({
      status: "error",
      cut: false,
      error: { name: "ShapeError", message: "3 is not 4", line: 3, column: 7 },
      outputs: [
        { type: "stream", name: "stdout", text: "before\n" },
        { type: "error", name: "ShapeError", message: "3 is not 4" },
      ],
    });
  });

  test("an error thrown by another cell's function has the line of the call", async () => {
    const [, result] = await runCells(["function fail() {\n\n\n  throw new Error('no')\n}", "\nfail()"]);
    expect(result!.error).toMatchObject({ line: 2 });
  });

  test("the cells after an error still run", async () => {
    const results = await runCells(["throw new Error('no')", "1 + 1"]);
    expect(results.map(({ status }) => status)).toEqual(["error", "ok"]);
  });

  test("a thrown value that is no error is shown", async () => {
    expect(await lastOutputs(["throw { code: 3 }"])).toEqual([
      { type: "error", name: "Uncaught", message: "{ code: 3 }" },
    ]);
  });

  test("an import that the module does not have says how to fix it", async () => {
    const message = "shapes exports no Circle: check the spelling; a type is imported with `import type`";
    expect(await lastOutputs(['import { Circle } from "shapes"'])).toEqual([
      { type: "error", name: "SyntaxError", message },
    ]);
  });

  test("a module that cannot be loaded is an error of the cell", async () => {
    expect(await lastOutputs(['import { a } from "nowhere"'])).toEqual([
      { type: "error", name: "Error", message: "no module nowhere" },
    ]);
  });
});

describe("scope", () => {
  test("a solution sees the page's names; its own are gone after it and hidden ones are back", async () => {
    const session = createSession({ importModule: importFixture });
    try {
      await session.run(compileCell("const w = 1; let n = 0", "page"));
      const solution = compileCell(
        "const w = 10, own = 5; function help() { return w + own } n = help(); n",
        "solution",
      );
      const inside = await session.run(solution, { ownScope: true });
      expect(inside.outputs).toEqual([{ type: "result", data: { "text/plain": "15" } }]);
      const after = await session.run(compileCell("[w, n, typeof own, typeof help]", "after"));
      expect(after.outputs).toEqual([
        { type: "result", data: { "text/plain": "[ 1, 15, 'undefined', 'undefined' ]" } },
      ]);
    } finally {
      session.close();
    }
  });

  test("the scope of a solution ends when it throws", async () => {
    const session = createSession({ importModule: importFixture });
    try {
      await session.run(compileCell("const own = 1; throw new Error('no')", "solution"), { ownScope: true });
      const after = await session.run(compileCell("typeof own", "after"));
      expect(after.outputs).toEqual([{ type: "result", data: { "text/plain": "'undefined'" } }]);
    } finally {
      session.close();
    }
  });

  test("a constant is one after every run of its cell, one that throws too", async () => {
    const readOnly = "Cannot assign to read only property 'a' of object '#<Object>'";
    for (const source of ["const a = 1", "const a = 1; throw new Error('no')"]) {
      const results = await runCells([source, "a = 2", source, "a = 2", source, "a = 2"]);
      const messages = [1, 3, 5].map((index) => results[index]!.error?.message);
      expect(messages).toEqual([readOnly, readOnly, readOnly]);
    }
  });

  test("cells asked for at once run one after the other", async () => {
    const session = createSession({ importModule: importFixture });
    try {
      const slow = compileCell(
        "const a = await new Promise<number>((done) => setTimeout(done, 10, 4))",
        "slow",
      );
      const [, next] = await Promise.all([session.run(slow), session.run(compileCell("a", "next"))]);
      expect(next!.outputs).toEqual([{ type: "result", data: { "text/plain": "4" } }]);
    } finally {
      session.close();
    }
  });

  test("closing gives the global object its own names, console and host back", async () => {
    const before = { console: globalThis.console, keys: Reflect.ownKeys(globalThis) };
    await runCells(["const escape = 1, leaves = 2; class Leak {}", "const leaves = 3"]);
    expect(globalThis.console).toBe(before.console);
    expect(Reflect.ownKeys(globalThis)).toEqual(before.keys);
    expect(typeof escape).toBe("function");
  });
});

describe("limits", () => {
  const notice = (count: number, characters: number) => ({
    type: "stream",
    name: "stderr",
    text: `Output cut: a cell may give ${count} outputs and ${characters} characters.\n`,
  });

  test("outputs beyond the count are dropped, with a notice", async () => {
    const [result] = await runCells(["for (let i = 0; i < 100; i++) console.log(i)\n'value'"], {
      limits: { count: 3, characters: 1000 },
    });
    expect(result!.cut).toBe(true);
    expect(result!.outputs).toEqual([{ type: "stream", name: "stdout", text: "0\n1\n2\n" }, notice(3, 1000)]);
  });

  test("a text beyond the size is dropped, an error after it is not", async () => {
    const source = `console.log("x".repeat(2000)); ${host} host.display({ t: 1 }); throw new Error("end")`;
    expect(await lastOutputs([source], { limits: { count: 10, characters: 1000 } })).toEqual([
      notice(10, 1000),
      { type: "error", name: "Error", message: "end" },
    ]);
  });

  test("every cell has its own", async () => {
    const results = await runCells(["console.log('12345')", "console.log('12345')"], {
      limits: { count: 1, characters: 10 },
    });
    expect(results.map(({ cut }) => cut)).toEqual([false, false]);
  });
});

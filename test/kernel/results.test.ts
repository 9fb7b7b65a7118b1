import { describe, expect, test } from "vitest";
import { build, sharedKernel } from "./kernels.ts";

const kernel = sharedKernel();
const outputs = async (code: string) => (await kernel().execute(code)).outputs;
const result = async (code: string) => {
  const [output, ...more] = await outputs(code);
  expect(more).toEqual([]);
  expect(output?.output_type).toBe("execute_result");
  return (output as { readonly data: Record<string, unknown> }).data;
};

describe("results", () => {
  test.each([
    ["1 + 1", "2"],
    ["'text'", "'text'"],
    ["null", "null"],
    ["({ a: [1, 2], b: new Map([[1, 'x']]) })", "{ a: [ 1, 2 ], b: Map(1) { 1 => 'x' } }"],
    ["await Promise.resolve(5)", "5"],
    ["Promise.resolve(6)", "6"],
    ["let total = 0; for await (const n of [1, 2, 3]) total += n; total", "6"],
    ["class Point { x = 1; } new Point()", "Point { x: 1 }"],
    ["[3, 1, 2].toSorted()", "[ 1, 2, 3 ]"],
    ["() => 1", "[Function (anonymous)]"],
    ["(class {})", "[class (anonymous)]"],
    ["function half() {} half", "[Function: half]"],
    ["const circle: any = { a: 1 }; circle.self = circle; circle", "<ref *1> { a: 1, self: [Circular *1] }"],
    ["[new Map([[1, Symbol('s')]]), 10n]", "[ Map(1) { 1 => Symbol(s) }, 10n ]"],
    [
      "async function* three() { yield 1; yield 2; } let sum = 0; if (true) for await (const n of three()) sum += n; sum",
      "3",
    ],
  ])("%s is shown as %s", async (code, text) => {
    expect(await result(code)).toEqual({ "text/plain": text });
  });

  test.each(["undefined", "const unused = 1;", "Promise.resolve()", "", "// nothing"])(
    "%j gives no result",
    async (code) => {
      expect(await outputs(code)).toEqual([]);
    },
  );
});

describe("a value with Jupyter.display", () => {
  const display = (body: string) => `({ [Symbol.for("Jupyter.display")]${body} })`;

  test("is shown in all its MIME types", async () => {
    const data = await result(
      display(
        `() { return { "text/plain": "t", "image/svg+xml": "<svg/>", "application/json": { a: [1] } }; }`,
      ),
    );
    expect(data).toEqual({ "text/plain": "t", "image/svg+xml": "<svg/>", "application/json": { a: [1] } });
  });

  test("may promise them", async () => {
    const code = display(`: async () => { await null; return { "text/html": "<b>later</b>" }; }`);
    expect(await result(code)).toEqual({ "text/html": "<b>later</b>" });
  });

  test("may give metadata too", async () => {
    const code = display(
      `: () => ({ data: { "text/plain": "m" }, metadata: { "text/plain": { wide: true } } })`,
    );
    expect(await outputs(code)).toMatchObject([
      { data: { "text/plain": "m" }, metadata: { "text/plain": { wide: true } } },
    ]);
  });

  test("may give bytes, which travel as base64", async () => {
    const code = display(`: () => ({ "image/png": new Uint8Array([137, 80, 78, 71]) })`);
    expect(await result(code)).toEqual({ "image/png": "iVBORw==" });
  });

  test.each([
    [`() { throw new Error("no figure today"); }`, "no figure today"],
    [`: async () => { throw new TypeError("nor later"); }`, "nor later"],
    [`: () => 5`, "it returned 5, expected an object of MIME types"],
    [`: () => ({ notAMime: 1 })`, "expected an object of MIME types"],
    [`: () => ({ "application/json": { a: 1n } })`, "its application/json does not fit into JSON"],
    [
      `: () => ({ "application/json": { toJSON() { throw new Error("no"); } } })`,
      "its application/json does not fit into JSON: no",
    ],
    [
      `() { const circle: any = {}; circle.self = circle; return { "application/json": circle }; }`,
      "its application/json does not fit into JSON: Converting circular structure to JSON",
    ],
    [`() { return this; }`, "expected an object of MIME types"],
    [`() { return { then() { throw new Error("never kept"); } }; }`, "never kept"],
    [
      `() { return new Proxy({}, { ownKeys() { throw new Error("not to be looked at"); } }); }`,
      "not to be looked at",
    ],
    [`() { throw { get message() { throw 1; } }; }`, "failed, { message: [Getter] }"],
    [`: () => ({ "image/png": () => 1 })`, "its image/png is a function, which does not fit into JSON"],
  ])("that fails (%s) says so and the kernel lives", async (body, message) => {
    expect((await result(display(body)))["text/plain"]).toContain(message);
    expect(await result("'alive'")).toEqual({ "text/plain": "'alive'" });
  });

  test.each([
    ": () => new Promise(() => {})",
    "() { for (;;); }",
    `() { return { get "text/plain"(): string { for (;;); } }; }`,
  ])("that never ends (%s) says so after ten seconds", async (body) => {
    const text = (await result(display(body)))["text/plain"];
    expect(text).toContain("it gave nothing within 10 seconds");
    expect(await result("'alive'")).toEqual({ "text/plain": "'alive'" });
  });

  test("that takes long is interrupted, in a loop and in another's function", async () => {
    for (const body of [
      "() { console.log('begun'); for (;;); }",
      "() { console.log('begun'); new Array(1e6).fill(0).forEach(() => new Array(1e6).fill(0).sort()); }",
      ": async () => { console.log('begun'); await new Promise(() => {}); }",
    ]) {
      const { outputs } = await kernel().execute(display(body), {
        onMessage: (type) => type === "stream" && setTimeout(() => kernel().interrupt(), 100),
      });
      expect(outputs.at(-1)).toMatchObject({ ename: "Interrupted" });
    }
  });

  test.each([
    ["result", display(`: () => ({ "text/plain": "x".repeat(3e8), "text/html": "x".repeat(3e8) })`)],
    ["error", "throw new Error('x'.repeat(5.3e8))"],
  ])("that is too large for a message says so (as a cell's %s)", async (what, code) => {
    const { status, outputs: shown } = await kernel().execute(code);
    expect(status).toBe("error");
    const evalue = `Cannot show the cell's ${what}: it does not fit into a message (Invalid string length)`;
    expect(shown).toMatchObject([{ ename: "RangeError", evalue }]);
    expect(await result("'alive'")).toEqual({ "text/plain": "'alive'" });
  });

  test("that cannot even be looked up says so", async () => {
    const code = `({ get [Symbol.for("Jupyter.display")](): never { throw new Error("no method today"); } })`;
    expect((await result(code))["text/plain"]).toContain("failed, no method today");
  });

  test("whose util.inspect throws does not end the kernel", async () => {
    const code = `({ [Symbol.for("nodejs.util.inspect.custom")]() { throw new Error("shy"); } })`;
    expect((await result(code))["text/plain"]).toContain("shy");
  });
});

describe("an array, a Map or an object", () => {
  const drawn = `class Drawn { constructor(readonly n: number) {}
    [Symbol.for("Jupyter.display")](options?: { title?: string }) {
      return { "image/svg+xml": "<svg>" + (options?.title ?? "") + this.n + "</svg>", "text/plain": "" + this.n };
    }
    [Symbol.for("nodejs.util.inspect.custom")]() { return "drawn " + this.n; } }`;
  const pictures = async (code: string) =>
    (await outputs(code)).map((output) => {
      const { data } = output as { readonly data: Record<string, string> };
      return `${output.output_type} ${data["image/svg+xml"] ?? data["text/plain"]}`;
    });

  test("of values with Jupyter.display has them drawn before it, in order", async () => {
    await kernel().execute(drawn);
    expect(await pictures("[new Drawn(1), 'and', new Drawn(2)]")).toEqual([
      "display_data <svg>1</svg>",
      "display_data <svg>2</svg>",
      "execute_result [ drawn 1, 'and', drawn 2 ]",
    ]);
    expect(await pictures("new Map([['first', new Drawn(3)]])")).toEqual([
      "display_data <svg>first3</svg>",
      "execute_result Map(1) { 'first' => drawn 3 }",
    ]);
    expect(await pictures("({ hn: new Drawn(4), n: 1, get now() { throw 1; }, cn: new Drawn(5) })")).toEqual([
      "display_data <svg>hn4</svg>",
      "display_data <svg>cn5</svg>",
      "execute_result { hn: drawn 4, n: 1, now: [Getter], cn: drawn 5 }",
    ]);
  });

  test("of many has eight drawn and says so", async () => {
    const shown = await pictures("Array.from({ length: 20 }, (_, i) => new Drawn(i))");
    expect(shown).toHaveLength(9);
    expect(shown.at(-1)).toMatch(/\(the first 8 of 20 are drawn\)$/);
  });

  test("of tensors has them drawn when figures is loaded, and is text before", async () => {
    build("layers");
    build("figures");
    await kernel().execute(
      `import { tensor } from "@layerbook/layers"; const two = [tensor([1, 2]), tensor([3, 4])];`,
    );
    expect(await pictures("two")).toEqual(["execute_result [ tensor([1, 2]), tensor([3, 4]) ]"]);
    await kernel().execute(`import * as figures from "@layerbook/figures"; figures;`);
    expect((await outputs("two")).map(({ output_type }) => output_type)).toEqual([
      "display_data",
      "display_data",
      "execute_result",
    ]);
    const [named] = (await outputs("({ hn: two[0] })")) as { readonly data: Record<string, string> }[];
    expect(named?.data["text/plain"]).toMatch(/^hn\nfloat32 \[2\] /);
  });
});

describe("a tensor", () => {
  test.each([
    ["of NaN everywhere", "full([40, 40], Number.NaN)", "float32 [40, 40]  NaN 1,600"],
    ["of infinities", "tensor([[Infinity], [-Infinity]])", "float32 [2, 1]  +inf 1  -inf 1"],
    ["without elements", "zeros([3, 0, 2])", "float32 [3, 0, 2]  empty"],
    ["without axes", "tensor(7)", "float32 []  7"],
  ])("%s is shown as such", async (_, code, text) => {
    await kernel().execute(
      `import { full, tensor, zeros } from "@layerbook/layers"; import "@layerbook/figures";`,
    );
    expect((await result(code))["text/plain"]).toContain(text);
  });

  test("of a hundred million elements is drawn or says why not, and is then let go", async () => {
    await kernel().execute("let large: unknown = zeros([10_000, 10_000]); void 0");
    // A slow machine does not read them all in the time that a figure has.
    expect((await result("large"))["text/plain"]).toMatch(
      /^float32 \[10000, 10000\] {2}min 0 {2}max 0 |\] failed, it gave nothing within 10 seconds\n/,
    );
    expect(await result("large = undefined; 'alive'")).toEqual({ "text/plain": "'alive'" });
  });
});

describe("the host", () => {
  const host = `const host = (globalThis as any)[Symbol.for("layerbook.host")];`;

  test("displays now, in order with what is printed", async () => {
    expect(
      await outputs(`${host} console.log("a"); host.display({ "text/plain": "b" }); console.log("c")`),
    ).toEqual([
      { output_type: "stream", name: "stdout", text: "a\n" },
      { output_type: "display_data", data: { "text/plain": "b" }, metadata: {} },
      { output_type: "stream", name: "stdout", text: "c\n" },
    ]);
  });

  test("updates a display in place, from a later cell too", async () => {
    const first = await kernel().execute(
      `${host} host.display({ "text/plain": "0%" }, { displayId: "bar" })`,
    );
    expect(first.outputs).toMatchObject([{ data: { "text/plain": "0%" } }]);
    await kernel().execute(`host.display({ "text/plain": "100%" }, { displayId: "bar", update: true })`);
    expect(first.outputs).toMatchObject([{ data: { "text/plain": "100%" } }]);
  });

  test("clears what the cell has shown", async () => {
    expect(await outputs(`console.log("gone"); host.clear(); console.log("stays")`)).toEqual([
      { output_type: "stream", name: "stdout", text: "stays\n" },
    ]);
  });

  test("tells once when the cell has ended, before its result or its error", async () => {
    await kernel().execute(`function last() { console.log("last") }`);
    const told = { output_type: "stream", name: "stdout", text: "first\nlast\n" };
    expect(await outputs(`host.atEnd(last); host.atEnd(last); console.log("first"); 5`)).toMatchObject([
      told,
      { output_type: "execute_result", data: { "text/plain": "5" } },
    ]);
    expect(await outputs(`host.atEnd(last); console.log("first"); throw new Error("no")`)).toMatchObject([
      told,
      { output_type: "error", evalue: "no" },
    ]);
    expect(await outputs("5")).toMatchObject([{ data: { "text/plain": "5" } }]);
  });

  test("shows what goes wrong when it tells as an error that a cell left behind", async () => {
    expect(await outputs(`host.atEnd(() => { throw new TypeError("late") }); 5`)).toMatchObject([
      { data: { "text/plain": "5" } },
      { name: "stderr", text: expect.stringContaining("TypeError: late") },
    ]);
  });

  test("refuses what is no MIME bundle, and an update of nothing", async () => {
    expect(await outputs(`host.display({ hello: 1 })`)).toMatchObject([
      { ename: "TypeError", evalue: "Cannot display { hello: 1 }: expected an object of MIME types" },
    ]);
    expect(await outputs(`host.display({ "text/plain": "x" }, { update: true })`)).toMatchObject([
      { ename: "TypeError", evalue: "Cannot update a display without its displayId" },
    ]);
  });
});

describe("streams", () => {
  test("keep stdout and stderr apart and in order", async () => {
    expect(
      await outputs(`console.log("out"); console.error("err"); void process.stdout.write("end");`),
    ).toEqual([
      { output_type: "stream", name: "stdout", text: "out\n" },
      { output_type: "stream", name: "stderr", text: "err\n" },
      { output_type: "stream", name: "stdout", text: "end" },
    ]);
  });

  test("lose nothing of ten thousand lines written without a pause", async () => {
    const [output] = await outputs("for (let line = 0; line < 10_000; line++) console.log(line)");
    const lines = (output as { readonly text: string }).text.trimEnd().split("\n");
    expect(lines).toEqual(Array.from({ length: 10_000 }, (_, line) => String(line)));
  });

  test("arrive while a cell computes", async () => {
    const started = Date.now();
    let heard = 0;
    await kernel().execute(
      "console.log('first'); const end = Date.now() + 1500; while (Date.now() < end) {}",
      {
        onMessage: (type) => {
          if (type === "stream") heard = Date.now() - started;
        },
      },
    );
    expect(heard).toBeGreaterThan(0);
    expect(heard).toBeLessThan(1400);
  });

  test("tslab's own display works", async () => {
    const code = `import * as tslab from "tslab"; tslab.display.html("<i>tslab</i>")`;
    expect(await outputs(code)).toMatchObject([{ data: { "text/html": "<i>tslab</i>" } }]);
  });
});

test("a name of an earlier cell can be a shorthand property", async () => {
  await kernel().execute("let stride = 2, padding = 1");
  const { outputs } = await kernel().execute("const options = { stride, padding }; options");
  expect(outputs).toMatchObject([{ data: { "text/plain": "{ stride: 2, padding: 1 }" } }]);
  const assigned = await kernel().execute("({ stride, padding = 7 } = { stride: 5 }); [stride, padding]");
  expect(assigned.outputs).toMatchObject([{ data: { "text/plain": "[ 5, 7 ]" } }]);
  const local = await kernel().execute("((stride: number) => ({ stride }))(9)");
  expect(local.outputs).toMatchObject([{ data: { "text/plain": "{ stride: 9 }" } }]);
});

test("what a cell exports is there for later cells, as what it declares", async () => {
  await kernel().execute(
    "export const shared = 2; export function double(n: number): number { return n * shared; } export type Size = number;",
  );
  expect(await result("const size: Size = double(21); size")).toEqual({ "text/plain": "42" });
});

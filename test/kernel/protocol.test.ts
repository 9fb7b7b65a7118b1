import { describe, expect, test } from "vitest";
import { sharedKernel } from "./kernels.ts";

const kernel = sharedKernel();

describe("information", () => {
  test("kernel_info says ok, the protocol's version and how to show the language", () => {
    expect(kernel().info()).toMatchObject({
      status: "ok",
      protocol_version: "5.5",
      implementation: "layerbook",
      language_info: {
        name: "typescript",
        version: "5.0.4",
        file_extension: ".ts",
        pygments_lexer: "typescript",
      },
    });
  });

  test("kernel_info is answered on the control channel too, while a cell computes", async () => {
    const busy = kernel().execute("const until = Date.now() + 1500; while (Date.now() < until) {}");
    const asked = Date.now();
    const info = await new Promise((resolve) => setTimeout(resolve, 300)).then(() =>
      kernel()
        .request("kernel_info_request", {}, { channel: "control" })
        .then(() => Date.now() - asked),
    );
    await busy;
    expect(info).toBeGreaterThan(0);
  });

  test("comm_info lists no comms", async () => {
    expect(await kernel().request("comm_info_request")).toEqual({ status: "ok", comms: {} });
  });

  test.each([
    ["const a = 1", { status: "complete" }],
    ["const later = await Promise.resolve(1)", { status: "complete" }],
    ["", { status: "complete" }],
    ["function f() {", { status: "incomplete", indent: "  " }],
    ["if (true) {\n  f(1,", { status: "incomplete", indent: "    " }],
    ["const a = // the first", { status: "incomplete", indent: "" }],
    ["`a text that", { status: "incomplete", indent: "" }],
    ["/* a comment that", { status: "incomplete", indent: "" }],
    ["function f() {\n\n", { status: "complete" }],
    ["let b = ;", { status: "invalid" }],
    ["f(1))", { status: "invalid" }],
    ["'a text that", { status: "invalid" }],
    ["const a = /[a-z", { status: "invalid" }],
    ["let c = ;\nfunction f() {", { status: "invalid" }],
  ])("is_complete of %j", async (code, answer) => {
    expect(await kernel().request("is_complete_request", { code })).toEqual(answer);
  });

  test("complete offers the members of a value, inspect its type", async () => {
    await kernel().execute("const sizes = [3, 1, 2];");
    const code = "sizes.toSor";
    const completion = await kernel().request("complete_request", { code, cursor_pos: code.length });
    expect(completion).toMatchObject({ status: "ok", cursor_start: 6, cursor_end: 11 });
    expect(completion.matches).toContain("toSorted");
    const types = (completion.metadata as { _jupyter_types_experimental: object[] })
      ._jupyter_types_experimental;
    expect(types).toContainEqual({ text: "toSorted", type: "function", start: 6, end: 11 });
    const inspection = await kernel().request("inspect_request", { code: "sizes", cursor_pos: 2 });
    expect(inspection).toMatchObject({ found: true, data: { "text/plain": "const sizes: number[]" } });
  });

  test("a cursor is counted in characters, also after those that take two units of UTF-16", async () => {
    await kernel().execute("const heights = [3, 1, 2];");
    const code = "'🙂🙂'; heights.toSor; heights";
    const completion = await kernel().request("complete_request", { code, cursor_pos: 19 });
    expect(completion).toMatchObject({ cursor_start: 14, cursor_end: 19, matches: ["toSorted"] });
    expect(await kernel().request("inspect_request", { code, cursor_pos: 24 })).toMatchObject({
      data: { "text/plain": "const heights: number[]" },
    });
  });
});

test.each(["complete_request", "inspect_request"])(
  "%s without its fields is answered by an error, and the next request is served",
  async (type) => {
    expect(await kernel().request(type, {})).toMatchObject({
      status: "error",
      ename: "TypeError",
      evalue: "Cannot answer the request: expected code, a text, and cursor_pos, a whole number",
    });
    expect((await kernel().execute("'alive'")).outputs).toMatchObject([
      { data: { "text/plain": "'alive'" } },
    ]);
  },
);

describe("execution", () => {
  test("a cell is announced with its code and number before its outputs", async () => {
    const published: [string, unknown][] = [];
    const { executionCount } = await kernel().execute("console.log(1); 2", {
      onMessage: (type, content) => published.push([type, content]),
    });
    expect(published.map(([type]) => type)).toEqual([
      "status",
      "execute_input",
      "stream",
      "execute_result",
      "status",
    ]);
    expect(published[1]![1]).toEqual({ code: "console.log(1); 2", execution_count: executionCount });
  });

  test("numbers count up by one", async () => {
    const first = await kernel().execute("1");
    const second = await kernel().execute("throw new Error('no')");
    const third = await kernel().execute("3");
    expect([second.executionCount, third.executionCount]).toEqual([
      first.executionCount! + 1,
      first.executionCount! + 2,
    ]);
  });

  test("a silent cell runs, publishes nothing and is not counted", async () => {
    const before = await kernel().execute("let quiet = 0;");
    const silent = await kernel().execute("quiet = 7; quiet", { silent: true });
    const after = await kernel().execute("quiet");
    expect(silent.outputs).toEqual([]);
    expect(after.executionCount).toBe(before.executionCount! + 1);
    expect(after.outputs).toMatchObject([{ data: { "text/plain": "7" } }]);
  });

  test("a cell that is not to be stored runs, shows its result and is not counted", async () => {
    const before = await kernel().execute("1");
    const unstored = await kernel().execute("'seen'", { storeHistory: false });
    const after = await kernel().execute("2");
    expect(unstored.outputs).toMatchObject([{ data: { "text/plain": "'seen'" } }]);
    expect(after.executionCount).toBe(before.executionCount! + 1);
  });

  test("a silent cell takes no other cell's lines in a stack", async () => {
    const { executionCount } = await kernel().execute("function fail() {\n  throw new Error('here');\n}");
    await kernel().execute("const longer = 1;\nconst silent = 2;\nlonger + silent", { silent: true });
    const { reply } = await kernel().execute("fail()");
    expect((reply.traceback as string[]).slice(1, 4)).toEqual([
      "  2 |   throw new Error('here');",
      "    |         ^",
      `    at fail (cell ${executionCount}, line 2, column 9)`,
    ]);
  });

  test("user expressions are evaluated after the cell, each to its value or its error", async () => {
    const { reply, outputs } = await kernel().execute("const half = 21;", {
      userExpressions: { twice: "2 * half", broken: "half.missing", thrown: "(() => { throw 'no'; })()" },
    });
    expect(outputs).toEqual([]);
    expect(reply.user_expressions).toMatchObject({
      twice: { status: "ok", data: { "text/plain": "42" }, metadata: {} },
      broken: { status: "error", ename: "TypeScriptError", evalue: expect.stringContaining("TS2339") },
      thrown: { status: "error", ename: "Uncaught", evalue: "no" },
    });
  });

  test("user expressions of a cell that fails are not evaluated", async () => {
    const { reply } = await kernel().execute("throw new Error('x')", { userExpressions: { one: "1" } });
    expect(reply.user_expressions).toEqual({});
  });

  test("a cell that was sent before an error is aborted, one sent after it runs", async () => {
    const failing = kernel().execute("throw new Error('stop here')");
    const queued = kernel().execute("console.log('must not run')");
    expect((await failing).status).toBe("error");
    const following = kernel().execute("'runs'");
    expect(await queued).toMatchObject({ status: "aborted", outputs: [] });
    expect((await following).outputs).toMatchObject([{ data: { "text/plain": "'runs'" } }]);
  });

  test("the cell right after an error keeps its output, twenty times in a row", async () => {
    for (let round = 0; round < 20; round++) {
      expect((await kernel().execute("throw new Error('x')")).status).toBe("error");
      const next = await kernel().execute(`${round}`);
      expect(next.outputs).toMatchObject([{ data: { "text/plain": `${round}` } }]);
    }
  });

  test("with stop_on_error off, cells that were already sent run", async () => {
    const failing = kernel().execute("throw new Error('go on')", { stopOnError: false });
    const queued = kernel().execute("'ran'");
    expect((await failing).status).toBe("error");
    expect((await queued).outputs).toMatchObject([{ data: { "text/plain": "'ran'" } }]);
  });

  test("what a cell leaves running writes into that cell, not into the next", async () => {
    const late: string[] = [];
    await kernel().execute("setTimeout(() => console.log('late'), 100);");
    const next = await kernel().execute("await new Promise((resolve) => setTimeout(resolve, 400)); 'next'", {
      onMessage: (type) => late.push(type),
    });
    expect(late).not.toContain("stream");
    expect(next.outputs).toHaveLength(1);
  });
});

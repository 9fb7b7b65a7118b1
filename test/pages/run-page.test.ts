import { parsePage } from "@layerbook/literate";
import { type RunPageOptions, runPage } from "@layerbook/literate/node";
import { comparePage } from "@layerbook/literate/outputs";
import { beforeAll, describe, expect, test } from "vitest";
import { blurOutputs, blurPage } from "../literate/fixture-page.ts";
import { build } from "./build.ts";

beforeAll(() => build("packages/literate"));

const module = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`;
const options: RunPageOptions = { modules: { shapes: module("export const side = 4") }, timeoutMs: 20_000 };

function pageOf(body: string) {
  return parsePage(`---\ntitle: Edges\ndescription: d\n---\n\n# Edges\n\n${body}`, "docs/edges.md");
}

/** What a run says of a page with this body, whose first line is line 8. */
async function problemsOf(body: string, timeoutMs = 20_000): Promise<string[]> {
  const { problems } = await runPage(pageOf(body), { ...options, timeoutMs });
  return problems.map(({ message }) => message);
}

describe("a page run in Node", () => {
  test("gives what its cells are known to give, twice the same", async () => {
    for (let run = 0; run < 2; run += 1) {
      const { outputs, problems } = await runPage(blurPage, options);
      expect(problems).toEqual([]);
      expect(comparePage(blurPage, blurOutputs, outputs)).toEqual([]);
    }
  });

  test("imports the modules that it may, and no others", async () => {
    const body =
      '```ts cell id=a\nimport { side } from "shapes";\nside\n```\n\n```ts cell id=b\nimport { readFileSync } from "node:fs";\n```\n';
    const { outputs, problems } = await runPage(pageOf(body), options);
    expect(outputs.a).toEqual([{ type: "result", data: { "text/plain": "4" } }]);
    expect(problems.map(({ message }) => message)).toEqual([
      "docs/edges.md:14: cell b throws Error: Cannot import node:fs: a page imports only shapes; correct it, or write throws=Error where the error is meant",
    ]);
  });
});

describe("a problem names file, line and fix", () => {
  test("when a cell throws", async () => {
    expect(
      await problemsOf('```ts cell id=a\n\nthrow new TypeError("no")\n```\n\n```ts cell id=b\nnever\n```\n'),
    ).toEqual([
      "docs/edges.md:10: cell a throws TypeError: no; correct it, or write throws=TypeError where the error is meant",
    ]);
  });

  test("when a cell throws another error than it says", async () => {
    expect(await problemsOf('```ts cell id=a throws=RangeError\nthrow new TypeError("no")\n```\n')).toEqual([
      "docs/edges.md:9: cell a throws TypeError: no; the cell says throws=RangeError; correct one",
    ]);
  });

  test("when a cell does not throw although it says so", async () => {
    expect(await problemsOf("```ts cell id=a throws=RangeError\n1\n```\n")).toEqual([
      "docs/edges.md:9: cell a says throws=RangeError but throws nothing; remove throws or correct the cell",
    ]);
  });

  test("when a cell does not end", async () => {
    expect(await problemsOf("```ts cell id=a\n1\n```\n\n```ts cell id=b\nfor (;;);\n```\n", 1500)).toEqual([
      "docs/edges.md:13: cell b was still running when the page's 1500 ms were over; make it do less",
    ]);
  });

  test("when a cell prints without end", async () => {
    expect(await problemsOf("```ts cell id=a\nfor (;;) console.log(1)\n```\n", 1500)).toEqual([
      "docs/edges.md:9: cell a was still running when the page's 1500 ms were over; make it do less",
    ]);
    expect(await problemsOf("```ts cell id=a\nfor (let i = 0; i < 2000; i++) console.log(1)\n```\n")).toEqual(
      ["docs/edges.md:9: cell a gives more than a cell may; print less"],
    );
  });

  test("when a cell leaves a rejection behind", async () => {
    const body =
      '```ts cell id=a\nvoid Promise.reject(new Error("left"));\nawait new Promise((done) => setTimeout(done, 50));\n```\n';
    expect(await problemsOf(body)).toEqual([
      "docs/edges.md:9: cell a left code behind that throws: Error: left; catch it, or await it",
    ]);
  });

  test.each([
    ["a rejection", 'void Promise.reject(new Error("left"));'],
    ["a timer", 'setTimeout(() => {\n  throw new Error("left");\n}, 50);'],
  ])("when the last cell leaves %s behind", async (_, code) => {
    expect(await problemsOf(`\`\`\`ts cell id=a\n${code}\n\`\`\`\n`)).toEqual([
      "docs/edges.md:9: cell a left code behind that throws: Error: left; catch it, or await it",
    ]);
  });

  test("when a program's promise fails later", async () => {
    const program = 'async function main(): Promise<void> {\n  throw new Error("later");\n}\nvoid main();';
    expect(await problemsOf(`\`\`\`ts\n${program}\n\`\`\`\n`)).toEqual([
      "docs/edges.md:9: the program left code behind that throws: Error: later; catch it, or await it",
    ]);
  });

  test("when a cell ends the process", async () => {
    expect(
      await problemsOf("```ts cell id=a\nprocess.exit(3);\nawait new Promise(() => {});\n```\n"),
    ).toEqual(["docs/edges.md:9: cell a ended its process with code 3; remove process.exit"]);
  });

  test("when a program throws, does not compile or does not end", async () => {
    expect(await problemsOf('```ts\nconst a: number = 1;\nthrow new Error("no")\n```\n')).toEqual([
      'docs/edges.md:10: the program throws Error: no; correct it, or write `ts no-run reason="..."`',
    ]);
    expect(await problemsOf("```ts\n1\nconst = 2\n```\n")).toEqual([
      'docs/edges.md:10: the program does not compile at column 7: Unexpected token; correct it, or write `ts no-run reason="..."`',
    ]);
    expect(await problemsOf("```ts\nfor (;;);\n```\n", 1000)).toEqual([
      "docs/edges.md:9: the program was still running when the page's 1000 ms were over; make it do less",
    ]);
  });

  test("when a program uses a name of the page", async () => {
    expect(
      await problemsOf("```ts cell id=a\nconst side = 1;\n```\n\n```ts\nconsole.log(side);\n```\n"),
    ).toEqual([
      'docs/edges.md:13: the program throws ReferenceError: side is not defined; correct it, or write `ts no-run reason="..."`',
    ]);
  });
});

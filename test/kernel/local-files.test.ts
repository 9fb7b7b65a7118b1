import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { sharedKernel, temporaryFolder } from "./kernels.ts";

const folder = join(temporaryFolder(), "notebooks");
mkdirSync(folder, { recursive: true });
const kernel = sharedKernel({ cwd: folder });

function write(file: string, text: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

async function run(code: string): Promise<unknown> {
  const { outputs } = await kernel().execute(code);
  return outputs.map((output) => ("data" in output ? output.data["text/plain"] : output));
}

describe("a file that a cell imports by its path", () => {
  test.each(["./scale", "./scale.ts", "./scale.js", "../notebooks/scale.ts"])(
    "%s is found, typed and run",
    async (path) => {
      write("scale.ts", "export const scale = (x: number): number => x * 10;\n");
      expect(await run(`import { scale } from "${path}"; scale(4.2)`)).toEqual(["42"]);
      expect(await run(`import { scale } from "${path}"; scale("4")`)).toMatchObject([
        {
          evalue: "TS2345: Argument of type 'string' is not assignable to parameter of type 'number'.",
        },
      ]);
    },
  );

  test("is found beside the notebook's folder, and dynamically", async () => {
    write("../shared/model.ts", "export const layers: number = 3;\n");
    expect(await run(`import { layers } from "../shared/model.ts"; layers`)).toEqual(["3"]);
    expect(await run(`(await import("../shared/model.ts")).layers + 1`)).toEqual(["4"]);
  });

  test("is run anew when it has changed, with its new types, ten times in a row", async () => {
    for (let version = 0; version < 10; version++) {
      write("changing.ts", `export const name${version}: string = "${"x".repeat(version)}";\n`);
      expect(await run(`import { name${version} } from "./changing.ts"; name${version}.length`)).toEqual([
        String(version),
      ]);
    }
  });

  test("is run anew when a file that it imports has changed, and only then", async () => {
    write("inner.ts", "export const inner = 1;\n");
    write(
      "outer.ts",
      `import { inner } from "./inner.ts"; console.log("runs"); export const outer = inner;\n`,
    );
    const code = `import { outer } from "./outer.ts"; outer`;
    const runs = { output_type: "stream", name: "stdout", text: "runs\n" };
    expect(await run(code)).toEqual([runs, "1"]);
    expect(await run(code)).toEqual(["1"]);
    write("inner.ts", "export const inner = 20;\n");
    expect(await run(code)).toEqual([runs, "20"]);
  });

  test("may be JavaScript, an ES module or JSON", async () => {
    write("plain.js", "module.exports = { plain: 1 };\n");
    write("module.mjs", "export const given = 2;\n");
    write("data.json", `{ "size": 3 }`);
    expect(await run(`import { plain } from "./plain.js"; plain`)).toEqual(["1"]);
    expect(await run(`import { given } from "./module.mjs"; given`)).toEqual(["2"]);
    expect(await run(`import data from "./data.json"; data.size`)).toEqual(["3"]);
  });

  test("knows its own place", async () => {
    write("place.ts", "export const { url } = import.meta;\n");
    expect(await run(`import { url } from "./place.ts"; url`)).toEqual([
      `'${pathToFileURL(join(folder, "place.ts")).href.replaceAll("'", "\\'")}'`,
    ]);
  });

  test("may import a file that imports it", async () => {
    write(
      "even.ts",
      `import { odd } from "./odd.ts"; export const even = (n: number): boolean => n === 0 || odd(n - 1);\n`,
    );
    write(
      "odd.ts",
      `import { even } from "./even.ts"; export const odd = (n: number): boolean => n !== 0 && even(n - 1);\n`,
    );
    expect(await run(`import { even } from "./even.ts"; [even(10), even(7)]`)).toEqual(["[ true, false ]"]);
  });

  test("shows a type error of its own with its place", async () => {
    write("wrong.ts", "\nexport const size: number = 'wide';\n");
    expect(await run(`import { size } from "./wrong.ts"; size`)).toMatchObject([
      {
        traceback: [
          "error TS2322: Type 'string' is not assignable to type 'number'.",
          "  wrong.ts:2:14",
          "  2 | export const size: number = 'wide';",
          "    |              ^^^^",
        ],
      },
    ]);
  });

  test("throws with its own lines in the traceback, and is run again when it is imported again", async () => {
    write(
      "thrower.ts",
      "interface Unused { a: number }\n\nexport function fail(): never {\n  throw new Error('no');\n}\n",
    );
    const [shown] = (await run(`import { fail } from "./thrower.ts";\nfail()`)) as { traceback: string[] }[];
    expect(shown?.traceback.slice(3)).toEqual([
      "    at fail (thrower.ts:4:9)",
      expect.stringMatching(/^ {4}at cell \d+, line 2, column \d+$/),
    ]);
    write("broken.ts", "throw new Error('not yet'); export const whole = 1;\n");
    expect(await run(`import { whole } from "./broken.ts"; whole`)).toMatchObject([{ evalue: "not yet" }]);
    write("broken.ts", "export const whole = 1;\n");
    expect(await run(`import { whole } from "./broken.ts"; whole`)).toEqual(["1"]);
  });

  test("is interrupted in its loops", async () => {
    write(
      "endless.ts",
      "export async function endless(): Promise<void> {\n  await null;\n  for (;;) {}\n}\n",
    );
    const cell = kernel().execute(
      `import { endless } from "./endless.ts"; console.log("begun"); await endless()`,
      {
        timeoutMs: 20_000,
        onMessage: (type) => type === "stream" && setTimeout(() => kernel().interrupt(), 100),
      },
    );
    expect((await cell).outputs.at(-1)).toMatchObject({ ename: "Interrupted" });
  });
});

test("tslab's modules in cells still are", async () => {
  await run("/** @module inCell */\nexport const cellModule = 5;");
  expect(await run(`import { cellModule } from "./inCell"; cellModule`)).toEqual(["5"]);
});

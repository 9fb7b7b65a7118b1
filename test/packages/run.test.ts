import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { readProgram, runThere, toJavaScript } from "./programs.ts";

test("a program with all three packages runs in Node", async () => {
  const lines = (await runThere("right.mjs", toJavaScript(readProgram("right")))).trimEnd().split("\n");
  expect(lines.length).toBeGreaterThan(1); // show() wrote text to the terminal
  expect(JSON.parse(lines.at(-1)!)).toEqual({
    shape: [1, 1, 512, 512],
    same: true,
    steps: 49,
    mimes: ["text/plain", "image/svg+xml", "application/vnd.plotly.v1+json"],
    losses: 2,
    parameters: ["0.weight", "4.weight", "4.bias"],
  });
});

test("the packages can be required, as stock tslab and older programs do", async () => {
  const program = `const { tensor } = require("@layerbook/layers");
    const { digits } = require("@layerbook/data");
    const { mimeBundle } = require("@layerbook/figures");
    console.log(tensor([1, 2]).sum().item(), digits().labels.shape, Object.keys(mimeBundle(tensor([[1]])))[0]);`;
  expect(await runThere("required.cjs", program)).toBe("3 [ 1797 ] text/plain\n");
});

test("literate and kernel load without the layers", async () => {
  const program = `const literate = await import("@layerbook/literate");
    const kernel = await import("@layerbook/kernel");
    console.log(Object.keys(literate).length > 0, typeof kernel.installKernel);`;
  expect(await runThere("apart.mjs", program)).toBe("true function\n");
});

describe("the snippets of README.md", () => {
  const readme = readFileSync(resolve(import.meta.dirname, "../../README.md"), "utf8");
  const snippets = [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code]) => ({ code: code! }));

  test("are there", () => expect(snippets.length).toBeGreaterThan(0));

  test.each(snippets)("run as they stand: $code", async ({ code }) => {
    expect(await runThere("snippet.mjs", toJavaScript(code))).not.toBe("");
  });
});

import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startKernel } from "@layerbook/kernel/client";
import { describe, expect, test } from "vitest";
import { build, sharedKernel, temporaryFolder } from "./kernels.ts";

const fixture = fileURLToPath(new URL("./fixtures/modern-package", import.meta.url));
// A folder outside the repository, with a name that shells and URLs stumble over.
const folder = join(temporaryFolder(), "Übung 1 – 重み #1 & 50%");
mkdirSync(join(folder, "node_modules"), { recursive: true });
cpSync(fixture, join(folder, "node_modules", "modern-package"), { recursive: true });
writeFileSync(join(folder, "scale.ts"), "export const scale = (x: number): number => x * 10;\n");
const kernel = sharedKernel({ cwd: folder });

async function text(code: string): Promise<unknown> {
  const { outputs } = await kernel().execute(code);
  return outputs.map((output) => ("data" in output ? output.data["text/plain"] : output));
}

describe("a package that is an ES module with an exports map", () => {
  test("is imported, with types, where it offers only the condition import", async () => {
    expect(await text("import { answer } from 'modern-package'; const typed: 42 = answer; typed")).toEqual([
      "42",
    ]);
  });

  test("is imported by a path of its map", async () => {
    expect(await text("import { deep } from 'modern-package/deep'; deep(2)")).toEqual(["'deepdeep'"]);
  });

  test("is imported dynamically", async () => {
    expect(await text("(await import('modern-package')).answer")).toEqual(["42"]);
  });

  test("is checked by its types", async () => {
    const { outputs } = await kernel().execute(
      "import { deep as typed } from 'modern-package/deep'; typed('2')",
    );
    expect(outputs).toMatchObject([{ evalue: expect.stringContaining("TS2345") }]);
  });
});

test("a package beside the kernel is found from any folder", async () => {
  build("layers");
  expect(existsSync(join(folder, "node_modules", "@layerbook"))).toBe(false);
  expect(await text("import { tensor } from '@layerbook/layers'; tensor([1, 2, 3]).shape")).toEqual([
    "[ 3 ]",
  ]);
});

test("a package of the notebook's folder comes before the kernel's, and their tensors are understood by both", async () => {
  for (const name of ["layers", "figures"]) build(name);
  const own = join(temporaryFolder(), "node_modules", "@layerbook", "layers");
  const layers = fileURLToPath(new URL("../../packages/layers", import.meta.url));
  mkdirSync(own, { recursive: true });
  cpSync(join(layers, "dist"), join(own, "dist"), { recursive: true });
  cpSync(join(layers, "package.json"), join(own, "package.json"));
  const notebook = await startKernel({ cwd: join(own, "../../..") });
  try {
    const { outputs } = await notebook.execute(
      `import { createRequire } from "node:module";
      import { tensor } from "@layerbook/layers";
      import { mimeBundle } from "@layerbook/figures";
      const found = createRequire(process.cwd() + "/cell.js").resolve("@layerbook/layers");
      console.log(found.includes("layerbook kernel "), Object.keys(mimeBundle(tensor([[1, 2], [3, 4]]))).join(" "));`,
    );
    expect(outputs).toMatchObject([
      { text: "true text/plain image/svg+xml application/vnd.plotly.v1+json\n" },
    ]);
    const kernels = JSON.stringify(new URL("../../packages/layers/dist/index.js", import.meta.url).href);
    const { outputs: mixed } = await notebook.execute(
      `const theirs: typeof import("@layerbook/layers") = require(require("node:url").fileURLToPath(${kernels}));
      [theirs.tensor === tensor, tensor([1, 2]).add(theirs.tensor([3, 4])).toArray()]`,
    );
    expect(mixed).toMatchObject([{ data: { "text/plain": "[ false, [ 4, 6 ] ]" } }]);
  } finally {
    await notebook.shutdown();
  }
});

test("a TypeScript file of the folder is imported", async () => {
  expect(await text("import { scale } from './scale'; scale(4.2)")).toEqual(["42"]);
});

test("a package that is nowhere is named", async () => {
  const { outputs } = await kernel().execute("import { x } from 'no-such-package';");
  expect(outputs).toMatchObject([
    { evalue: expect.stringContaining("Cannot find module 'no-such-package'") },
  ]);
});

test("Node's names and modules have types in an empty home and an empty folder", async () => {
  const home = temporaryFolder("home ");
  const env = { PATH: process.env.PATH, HOME: home, USERPROFILE: home, XDG_DATA_HOME: home };
  const lonely = await startKernel({ cwd: temporaryFolder("lonely "), env });
  try {
    const { outputs } = await lonely.execute(
      "import { join } from 'node:path'; const args: string[] = process.argv; console.log(join('a', 'b')); args.length > 0",
    );
    expect(outputs).toMatchObject([{ text: join("a", "b\n") }, { data: { "text/plain": "true" } }]);
  } finally {
    await lonely.shutdown();
  }
});

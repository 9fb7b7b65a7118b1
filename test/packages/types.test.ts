import { execFile } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import typescript from "@tslab/typescript-for-tslab";
import { beforeAll, describe, expect, inject, test } from "vitest";

const project = inject("project");
const { ModuleKind, ModuleResolutionKind } = typescript;

// Neither DOM nor Node: the packages must not need their types.
const strict = {
  strict: true,
  noEmit: true,
  skipLibCheck: false,
  types: [],
  lib: ["lib.es2022.d.ts"],
};

beforeAll(() => {
  for (const name of ["right.ts", "wrong.ts"]) {
    copyFileSync(join(import.meta.dirname, "programs", name), join(project, name));
  }
});

function problems(file: string, options: typescript.CompilerOptions): string[] {
  const program = typescript.createProgram([join(project, file)], { ...strict, ...options });
  return typescript
    .getPreEmitDiagnostics(program)
    .map(
      ({ messageText, file: where }) =>
        `${where?.fileName}: ${typescript.flattenDiagnosticMessageText(messageText, " ")}`,
    );
}

test("the compiler is tslab's TypeScript 5.0", () => expect(typescript.version).toMatch(/^5\.0\./));

// As stock tslab resolves modules, as bundlers do and as Node does.
describe.each([
  ["node10", { moduleResolution: ModuleResolutionKind.Node10, module: ModuleKind.ES2022 }],
  ["bundler", { moduleResolution: ModuleResolutionKind.Bundler, module: ModuleKind.ESNext }],
  ["nodenext", { moduleResolution: ModuleResolutionKind.NodeNext, module: ModuleKind.NodeNext }],
])("TypeScript 5.0, module resolution %s", (_, resolution) => {
  const target = { target: typescript.ScriptTarget.ES2022 };

  test("reads the packages' types and takes a right program", () => {
    expect(problems("right.ts", { ...resolution, ...target })).toEqual([]);
  });

  test("refuses every wrong use", () => {
    expect(problems("wrong.ts", { ...resolution, ...target })).toEqual([]);
  });

  test("would notice a type that became any", () => {
    writeFileSync(
      join(project, "any.ts"),
      "// @ts-expect-error nothing is wrong here\n(0 as any).shape = 1;\n",
    );
    expect(problems("any.ts", { ...resolution, ...target })).toEqual([
      expect.stringContaining("Unused '@ts-expect-error'"),
    ]);
  });
});

test("today's TypeScript reads them as well", async () => {
  const tsc = resolve(import.meta.dirname, "../../node_modules/typescript/bin/tsc");
  const options = [
    "--strict",
    "--noEmit",
    "--module",
    "nodenext",
    "--target",
    "es2022",
    "--lib",
    "es2022",
    "--types",
    "",
  ];
  const checked = promisify(execFile)(process.execPath, [tsc, ...options, "right.ts", "wrong.ts"], {
    cwd: project,
  });
  await expect(checked.catch(({ stdout }) => Promise.reject(new Error(stdout)))).resolves.toMatchObject({
    stdout: "",
  });
});

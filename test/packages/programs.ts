import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import typescript from "@tslab/typescript-for-tslab";
import { build } from "vite";
import { inject } from "vitest";

const project = inject("project");

/** The source of a program as someone would write it. */
export function readProgram(name: string): string {
  return readFileSync(join(import.meta.dirname, "programs", `${name}.ts`), "utf8");
}

export function toJavaScript(code: string): string {
  const { ESNext } = typescript.ModuleKind;
  return typescript.transpile(code, { module: ESNext, target: typescript.ScriptTarget.ES2022 });
}

/** Runs a program in the project that holds the tarballs only, and gives what it prints. */
export async function runThere(file: string, code: string, node: string = process.execPath): Promise<string> {
  writeFileSync(join(project, file), code);
  const { stdout } = await promisify(execFile)(node, [join(project, file)], { cwd: project });
  return stdout;
}

/** Bundles a program for browsers, with everything it imports, and gives the code. */
export async function bundle(name: string, code: string): Promise<string> {
  writeFileSync(join(project, `${name}.ts`), code);
  const result = await build({
    root: project,
    configFile: false,
    logLevel: "error",
    build: { write: false, minify: true, lib: { entry: join(project, `${name}.ts`), formats: ["es"] } },
  });
  const [{ output }] = result as unknown as [{ output: { code: string }[] }];
  return output[0]!.code;
}

import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { compareOutputs } from "@layerbook/literate/outputs";
import { beforeAll, expect, inject, test } from "vitest";
import { type CellProgram, cellPrograms, checkedText } from "./cell-programs.ts";
import { toJavaScript } from "./programs.ts";

const folder = join(inject("project"), "cells");
const programs = cellPrograms();
const run = promisify(execFile);

/** Training takes its time, and cells.test.ts of the site runs all of it. */
const quick = programs.filter(({ text }) => !/\.step\(\)/.test(text));

interface Ran {
  readonly name: string;
  readonly printed: string;
  readonly error?: { readonly name: string; readonly message: string };
  readonly took: number;
}

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  for (const { name, text } of programs) writeFileSync(join(folder, `${name}.ts`), text);
});

test("the program of every cell of the book is right by the strict type checker", async () => {
  const compilerOptions = {
    ...{ strict: true, verbatimModuleSyntax: true, isolatedModules: true, noEmit: true, skipLibCheck: false },
    ...{ target: "es2022", lib: ["es2022", "dom"], types: [], module: "nodenext" },
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  const tsc = resolve(import.meta.dirname, "../../node_modules/typescript/bin/tsc");
  const checked = run(process.execPath, [tsc, "-p", ".", "--pretty", "false"], { cwd: folder });
  expect(await checked.then(({ stdout }) => stdout).catch(({ stdout }) => stdout)).toBe("");
});

test("most cells train nothing", () => expect(quick.length).toBeGreaterThan(programs.length * 0.6));

test("the programs of cells that train nothing print what the cells gave", async () => {
  for (const { name, text } of quick) writeFileSync(join(folder, `${name}.mjs`), toJavaScript(text));
  const runner = join(folder, "run-programs.mjs");
  copyFileSync(join(import.meta.dirname, "run-programs.mjs"), runner);
  // Two processes: as many as the smallest machine has cores.
  const halves = [0, 1].map((half) => quick.filter((_, index) => index % 2 === half));
  const reports = await Promise.all(
    halves.map((half) =>
      run(process.execPath, [runner, folder, ...half.map(({ name }) => name)], { maxBuffer: 2 ** 27 }),
    ),
  );
  const lines = reports.flatMap(({ stdout }) => stdout.trimEnd().split("\n"));
  const ran = new Map(lines.map((line) => JSON.parse(line) as Ran).map((report) => [report.name, report]));
  const problems = quick.flatMap((program) => differences(program, ran.get(program.name)!));
  expect(problems).toEqual([]);
});

/** What the program's last lines and its error have that the cell's outputs have not. */
function differences({ name, cell, outputs }: CellProgram, { printed, error }: Ran): string[] {
  const text = checkedText(outputs);
  const lines = text.split("\n").length;
  const last = printed.split("\n").slice(-lines).join("\n");
  const stream = (given: string) => [{ type: "stream", name: "stdout", text: given }] as const;
  const expected = outputs.find(({ type }) => type === "error");
  const wrong = compareOutputs(stream(text), stream(last), cell.tolerance).map(
    ({ place, expected: wanted, actual }) => `${name}, ${place}: ${actual}, not ${wanted}`,
  );
  if (expected?.type === "error" && (error?.name !== expected.name || error.message !== expected.message)) {
    wrong.push(`${name}: threw ${error?.name} ${error?.message}, not ${expected.name}`);
  }
  if (expected === undefined && error !== undefined)
    wrong.push(`${name}: threw ${error.name} ${error.message}`);
  return wrong;
}

import { readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { expect, test } from "vitest";
import { filesBelow, root, shown } from "./workspace.ts";

const binary = new Set([".png", ".jpg", ".gz", ".npy", ".npz", ".ico", ".woff2", ".bin", ".safetensors"]);
const files = filesBelow(root).filter((path) => !binary.has(extname(path)));
const scripts = files.filter((path) => /\.(ts|tsx|mts|cts|js|mjs|cjs)$/.test(path));

/** The places, as "file:line: text", where a pattern stands. */
function places(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    readFileSync(path, "utf8")
      .split("\n")
      .flatMap((line, index) =>
        pattern.test(line) ? [`${shown(path)}:${index + 1}: ${line.trim().slice(0, 100)}`] : [],
      ),
  );
}

test("no test is skipped, singled out or left for later", () => {
  const tests = scripts.filter((path) => path.startsWith(join(root, "test")));
  expect(tests.length).toBeGreaterThan(0);
  expect(places(tests, /\b(test|it|describe|suite)(\.\w+)*\.(only|skip|skipIf|runIf|todo|fails)\b/)).toEqual(
    [],
  );
});

test("no type error is silenced", () => {
  // Wanted errors of tests say @ts-expect-error, which fails when there is none.
  const silenced = new RegExp(["@ts", "(ignore|nocheck)"].join("-"));
  expect(places(scripts, silenced)).toEqual([]);
});

/** Longer for a reason: one class, whose every method is a line and its docstring. */
const longer: Readonly<Record<string, number>> = { "packages/layers/src/tensor.ts": 420 };

test("a source file is no longer than a reader's patience: 300 lines", () => {
  const sources = scripts.filter((path) => /[\\/]packages[\\/].*[\\/]src[\\/]/.test(path));
  expect(sources.length).toBeGreaterThan(0);
  const lengths = sources.map((path) => ({
    file: shown(path),
    lines: readFileSync(path, "utf8").split("\n").length - 1,
  }));
  expect(lengths.filter(({ file, lines }) => lines > (longer[file] ?? 300))).toEqual([]);
});

test("no file or folder is a drawer for all sorts of things", () => {
  const drawers = /^(utils?|helpers?|common|misc|shared)(\.|$)/i;
  const named = files.filter((path) =>
    shown(path)
      .split("/")
      .some((part) => drawers.test(part)),
  );
  expect(named.map(shown)).toEqual([]);
});

test("no package has a barrel beside its index.ts", () => {
  const indexes = files.filter((path) => basename(path) === "index.ts" && /[\\/]packages[\\/]/.test(path));
  expect(indexes.map(shown).filter((path) => !/^packages\/\w+\/src\/(\w+\/)?index\.ts$/.test(path))).toEqual(
    [],
  );
});

test("no path of someone's machine is written down", () => {
  const machine = new RegExp(
    ["/home/[a-z]", "/Users/[A-Za-z]", "/root/", "[A-Z]:\\\\\\\\?Users\\\\"].join("|"),
  );
  const written = files.filter((path) => !/golden|package-lock|requirements\.txt/.test(path));
  expect(places(written, machine).filter((place) => !place.startsWith(shown(import.meta.filename)))).toEqual(
    [],
  );
});

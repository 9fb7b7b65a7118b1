import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cellCompilerOptions } from "../session/compiler-options.ts";
import { loadTypeScript, typescriptPath } from "../session/tslab.ts";
import { fileStamp } from "../session/watched-files.ts";
import { kernelFlags, kernelScript } from "./kernel-argv.ts";
import type { Runtime } from "./runtime.ts";
import { snapshotPath } from "./snapshot-path.ts";

/** How long the making may take, milliseconds; on a quiet machine it is 4 seconds. */
const timeLimit = 120_000;
/** With this the kernel ends when it has loaded itself and is told nothing more. */
const missingArgument = 2;

const contents = fileURLToPath(new URL("../../snapshot/contents.cjs", import.meta.url));

/**
 * Makes the runtime's start-up snapshot, unless it is there already: about 50 MB, from which a kernel starts with the
 * compiler loaded and the declarations that every cell knows parsed. A host's Node gets none.
 * Throws an Error with what Node wrote when it cannot be made or does not start. A kernel starts without one too, or from
 * an old one: what has changed since is then loaded as ever.
 */
export function makeSnapshot(runtime: Runtime): void {
  const path = snapshotPath(runtime);
  if (path === undefined) return;
  const ts = loadTypeScript();
  const options = JSON.stringify({ ...cellCompilerOptions(ts), module: ts.ModuleKind.ESNext });
  const key = [contents, typescriptPath, kernelScript].map((file) => `${file} ${fileStamp(file)}`).join("\n");
  const keyPath = `${path}.key`;
  if (existsSync(path) && readIfThere(keyPath) === key + options) return;

  mkdirSync(dirname(path), { recursive: true });
  // Of the cell nothing is kept: any folder will do.
  const cell = join(dirname(contents), "__cell__.ts").replaceAll("\\", "/");
  const unfinished = `${path}.${process.pid}`;
  try {
    const made = ["--snapshot-blob", unfinished, "--build-snapshot", contents, typescriptPath, options, cell];
    run(runtime, made, 0);
    run(runtime, [...kernelFlags, "--snapshot-blob", unfinished, kernelScript], missingArgument);
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
  writeFileSync(keyPath, key + options);
}

function run(runtime: Runtime, args: readonly string[], expected: number): void {
  const { status, stderr, error } = spawnSync(runtime.path, args, { encoding: "utf8", timeout: timeLimit });
  if (status === expected) return;
  throw new Error(`Cannot make the kernel's start-up snapshot: ${error?.message ?? stderr.trim()}`);
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

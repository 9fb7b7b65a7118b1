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

const contents = fileURLToPath(new URL("../../snapshot/contents.cjs", import.meta.url));
const check = fileURLToPath(new URL("../../snapshot/check.mjs", import.meta.url));

/**
 * Makes the runtime's start-up snapshot, unless it is there already: about 50 MB, from which a kernel starts with the
 * compiler loaded and parsed the declarations that every cell knows and those of the given libraries, packages beside the
 * kernel. A host's Node gets none.
 * Throws an Error with what Node wrote when it cannot be made or does not start. A kernel starts without one too, or from
 * an old one: what has changed since is then loaded as ever.
 */
export function makeSnapshot(runtime: Runtime, libraries: readonly string[]): void {
  const path = snapshotPath(runtime);
  if (path === undefined) return;
  const ts = loadTypeScript();
  const options = { ...cellCompilerOptions(ts), module: ts.ModuleKind.ESNext };
  // Of the cell nothing is kept, and it need not exist: it is where the libraries are looked for.
  const cell = join(dirname(contents), "__cell__.ts").replaceAll("\\", "/");
  const order = { compilerFile: typescriptPath, options, libraries, cell };
  const own = [contents, kernelScript].map(fileStamp);
  const notes = `${path}.json`;
  if (existsSync(path) && serves(notes, { order, own })) return;

  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  try {
    const stamps = JSON.parse(
      run(runtime, ["--snapshot-blob", unfinished, "--build-snapshot", contents, JSON.stringify(order)]),
    );
    run(runtime, [...kernelFlags, "--snapshot-blob", unfinished, check]);
    renameSync(unfinished, path);
    writeFileSync(notes, JSON.stringify({ order, own, stamps } satisfies Notes));
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** What lies beside a snapshot. */
interface Notes {
  readonly order: { readonly libraries: readonly string[] };
  /** States of the kernel's own files. */
  readonly own: readonly (string | undefined)[];
  /** States of the files that went into it. */
  readonly stamps: Readonly<Record<string, string>>;
}

/** Whether the snapshot that is there is what is asked for, with these libraries or more, and of files as they are now. */
function serves(notes: string, { order, own }: Omit<Notes, "stamps">): boolean {
  try {
    const made = JSON.parse(readFileSync(notes, "utf8")) as Notes;
    const { libraries } = made.order;
    const asked = JSON.stringify([{ ...order, libraries }, own]);
    return (
      JSON.stringify([made.order, made.own]) === asked &&
      order.libraries.every((name) => libraries.includes(name)) &&
      Object.entries(made.stamps).every(([path, stamp]) => fileStamp(path) === stamp)
    );
  } catch {
    return false;
  }
}

/** Runs the runtime; returns what it wrote. */
function run(runtime: Runtime, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(runtime.path, args, {
    encoding: "utf8",
    timeout: timeLimit,
    maxBuffer: 2 ** 24,
  });
  if (status === 0) return stdout;
  throw new Error(`Cannot make the kernel's start-up snapshot: ${error?.message ?? stderr.trim()}`);
}

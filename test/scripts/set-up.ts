import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "vitest";
import type { BareClone } from "./bare-clone.ts";

export interface SetUp {
  readonly child: ChildProcessWithoutNullStreams;
  /** What it prints, line by line. */
  readonly lines: AsyncIterator<string>;
  /** Waits for its end; `rest` are the lines that were not read. */
  end(): Promise<{ code: number | null; rest: string[]; stderr: string }>;
}

/** A set-up as a process of its own, whose first step does this; see fixtures/set-up.mjs. */
export function setUp(clone: BareClone, ...first: string[]): SetUp {
  const script = join(import.meta.dirname, "fixtures", "set-up.mjs");
  const child = spawn(process.execPath, [script, clone.folder, ...first]);
  const closed = once(child, "close");
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const end = async () => {
    const rest: string[] = [];
    for await (const line of { [Symbol.asyncIterator]: () => lines }) rest.push(line);
    const [code] = await closed;
    return { code, rest, stderr };
  };
  return { child, lines, end };
}

/** Waits until the first step's command runs, and gives its process id. */
export async function commandOf({ lines }: SetUp): Promise<number> {
  expect((await lines.next()).value).toBe("first ...");
  return Number((await lines.next()).value);
}

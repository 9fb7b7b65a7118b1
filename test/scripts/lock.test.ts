import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { holdLock } from "../../scripts/setup/lock.mjs";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "layerbook-lock-"));
  path = join(folder, "lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

const script = join(import.meta.dirname, "fixtures", "hold-lock.mjs");

/** A process that takes the lock at a moment, and what it says to that. */
async function holder(moment = 0) {
  const child = spawn(process.execPath, [script, path, String(moment)]);
  const closed = once(child, "close");
  const [line] = await once(createInterface(child.stdout), "line");
  const end = (signal?: NodeJS.Signals) => {
    if (signal) child.kill(signal);
    else child.stdin.end();
    return closed;
  };
  return { pid: child.pid!, line: String(line), end };
}

test("a living owner's lock is refused, with its process and what to do", async () => {
  const owner = await holder();
  expect(owner.line).toBe("held");
  expect(() => holdLock(path)).toThrow(
    `Another set-up of this folder is running (process ${owner.pid}). Wait until it ends, then run this again; ` +
      `if there is none, delete ${path}.`,
  );
  await owner.end();
  holdLock(path)();
  expect(readdirSync(folder)).toEqual([]);
});

test("of many that find a dead owner's lock at once only one takes it", async () => {
  for (let round = 0; round < 2; round++) {
    const dead = await holder();
    await dead.end("SIGKILL");
    expect(existsSync(path)).toBe(true);

    const moment = Date.now() + 600; // all are up by then and wait for it
    const starters = await Promise.all(Array.from({ length: 5 }, () => holder(moment)));
    const winners = starters.filter(({ line }) => line === "held");
    expect(winners).toHaveLength(1);
    for (const { line } of starters) expect(line).toMatch(/^held$|^Another set-up of this folder is running/);
    await Promise.all(starters.map(({ end }) => end()));
    expect(readdirSync(folder)).toEqual([]);
  }
});

test("one that died while it took over a dead owner's lock does not stand in the way", async () => {
  const dead = await holder();
  await dead.end("SIGKILL");
  writeFileSync(`${path}.takeover`, readFileSync(path));
  holdLock(path)();
  expect(readdirSync(folder)).toEqual([]);
});

test("the lock of a process that had this one's number is not taken for its own", () => {
  const release = holdLock(path);
  expect(() => holdLock(path)).toThrow(`is running (process ${process.pid})`);
  release();
  writeFileSync(path, JSON.stringify({ owner: process.pid, id: "another" }));
  holdLock(path)();
  expect(existsSync(path)).toBe(false);
});

test("giving a lock back leaves alone what is another's by now", () => {
  const release = holdLock(path);
  writeFileSync(path, "another's");
  release();
  expect(readFileSync(path, "utf8")).toBe("another's");
});

test.each(["", "{", "null", "[]"])("a lock that holds %j counts as none", (content) => {
  writeFileSync(path, content);
  holdLock(path)();
  expect(existsSync(path)).toBe(false);
});

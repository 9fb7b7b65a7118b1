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
  await expect(holdLock(path)).rejects.toThrow(
    `Another set-up of this folder is running (process ${owner.pid}). Wait until it ends, then run this again; ` +
      `if there is none, delete ${path}.`,
  );
  await owner.end();
  (await holdLock(path)).release();
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
  (await holdLock(path)).release();
  expect(readdirSync(folder)).toEqual([]);
});

test("the lock of a process that had this one's number is not taken for its own", async () => {
  const { release } = await holdLock(path);
  await expect(holdLock(path)).rejects.toThrow(`is running (process ${process.pid})`);
  release();
  writeFileSync(path, JSON.stringify({ owner: process.pid, id: "another" }));
  (await holdLock(path)).release();
  expect(existsSync(path)).toBe(false);
});

test("what a dead owner had started is waited for, then named with what to do", async () => {
  const dead = await holder();
  await dead.end("SIGKILL");
  const { owner, id } = JSON.parse(readFileSync(path, "utf8"));
  const left = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true });
  writeFileSync(path, JSON.stringify({ owner, id, group: left.pid }));
  await expect(holdLock(path, { patience: 300 })).rejects.toThrow(
    `What a killed command of this folder had started still runs (process group ${left.pid}). End it ` +
      `(kill -9 -- -${left.pid}), then run this again; if it is something else, delete ${path}.`,
  );
  const waiting = holdLock(path);
  left.kill();
  (await waiting).release();
  expect(readdirSync(folder)).toEqual([]);
});

test("waiting for it can be stopped", async () => {
  const group = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true });
  writeFileSync(path, JSON.stringify({ owner: 0, group: group.pid }));
  const signal = AbortSignal.timeout(100);
  await expect(holdLock(path, { signal })).rejects.toMatchObject({ name: "Interrupted" });
  group.kill();
});

test("giving a lock back leaves alone what is another's by now", async () => {
  const { release } = await holdLock(path);
  writeFileSync(path, "another's");
  release();
  expect(readFileSync(path, "utf8")).toBe("another's");
});

test.each(["", "{", "null", "[]"])("a lock that holds %j counts as none", async (content) => {
  writeFileSync(path, content);
  (await holdLock(path)).release();
  expect(existsSync(path)).toBe(false);
});

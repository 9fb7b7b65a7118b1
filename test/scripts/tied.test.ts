import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isAlive, isGroupAlive } from "../../scripts/setup/alive.mjs";
import { spawnTied } from "../../scripts/setup/tied.mjs";
import { BareClone } from "./bare-clone.ts";
import { commandOf, setUp } from "./set-up.ts";

const options = { cwd: tmpdir(), env: process.env };
const endless = ["-e", "console.log('begun'); setInterval(() => {}, 1000)"];

describe("a tied command", () => {
  test.each([
    ["", "SIGKILL"],
    ["", "SIGTERM"],
    // One that does not end when it is asked to is made to.
    ["process.on('SIGTERM', () => {});", "SIGKILL"],
  ] as const)("%j, whose starter is ended by %s, ends with what it started", async (before, signal) => {
    const starter = spawn(process.execPath, [join(import.meta.dirname, "fixtures", "tied.mjs"), before]);
    const [line] = await once(createInterface(starter.stdout), "line");
    const processes = String(line).split(" ").map(Number);
    expect(processes.map(isAlive)).toEqual([true, true]);
    starter.kill(signal);
    await vi.waitFor(() => expect(processes.map(isAlive)).toEqual([false, false]), { timeout: 5000 });
  });

  test("gives its exit code, and its output piece by piece", async () => {
    let text = "";
    const code = "console.log('out'); console.error('err'); process.exitCode = 7;";
    const { ended } = spawnTied(process.execPath, ["-e", code], {
      ...options,
      onText: (part) => (text += part),
    });
    expect(await ended).toBe(7);
    expect(text.split("\n").sort()).toEqual(["", "err", "out"]);
  });

  test("that is stopped leaves no process of its group", async () => {
    let group = 0;
    let text = "";
    const { stop } = spawnTied(process.execPath, endless, {
      ...options,
      onText: (part) => (text += part),
      onStart: (number) => (group = number),
    });
    await vi.waitFor(() => expect(text).toBe("begun\n"), { timeout: 5000 });
    expect(isGroupAlive(group)).toBe(true);
    await stop();
    expect(isGroupAlive(group)).toBe(false);
  });

  test.each([
    ["no such program", tmpdir(), "no-such-program", 127],
    ["no such folder", join(tmpdir(), "no-such-folder"), process.execPath, -2],
  ])("says that there is %s", async (_, cwd, command, code) => {
    let text = "";
    const { ended } = spawnTied(command, [], { ...options, cwd, onText: (part) => (text += part) });
    expect(await ended).toBe(code);
    expect(text).toMatch(/^Error: spawn .* ENOENT\n?$/);
  });
});

describe("after a set-up that was killed", () => {
  let clone: BareClone;
  beforeEach(() => {
    clone = new BareClone();
  });
  afterEach(() => clone.remove());

  test("the next one begins when the command of the first has ended", async () => {
    const killed = setUp(clone, "runs the endless");
    const command = await commandOf(killed);
    killed.child.kill("SIGKILL");
    await once(killed.child, "exit");
    expect(await setUp(clone, "asks for", String(command)).end()).toEqual({
      code: 0,
      rest: [
        "first ...",
        "it has ended",
        "first: done in 1 s",
        "second ...",
        "second: done in 1 s",
        "served",
      ],
      stderr: "",
    });
  });
});

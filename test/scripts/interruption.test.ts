import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startServer } from "../../scripts/jupyter/server.mjs";
import { runCommand } from "../../scripts/setup/command.mjs";
import { startSite } from "../../scripts/site/serve.mjs";
import { BareClone } from "./bare-clone.ts";
import { commandOf, setUp as setUpIn } from "./set-up.ts";

let clone: BareClone;
beforeEach(() => {
  clone = new BareClone();
});
afterEach(() => clone.remove());

const toldGently = "Stopped before the end. Run the same command again: it goes on from here.\n";

const setUp = (...first: string[]) => setUpIn(clone, ...first);

const isOver = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

describe("a set-up", () => {
  test("that is stopped between two steps does not begin the second, and the first stays done", async () => {
    expect(await setUp("is signalled").end()).toEqual({
      code: 130,
      rest: ["first ...", "first: done in 1 s"],
      stderr: toldGently,
    });
    expect(existsSync(join(clone.folder, ".cache", "setup", "first.stamp"))).toBe(true);
    expect(existsSync(join(clone.folder, "second"))).toBe(false);
  });

  test("that is stopped in its last step is not followed by what comes after it", async () => {
    const { code, rest } = await setUp("is signalled", "alone").end();
    expect([code, rest]).toEqual([130, ["first ...", "first: done in 1 s"]]);
  });

  test("takes a Ctrl-C that npm passes on for the one that the terminal has sent", async () => {
    const running = setUp("runs the endless");
    await commandOf(running);
    running.child.kill("SIGINT");
    running.child.kill("SIGINT");
    expect(await running.end()).toMatchObject({ code: 130, stderr: toldGently });
  });

  test("waits for a command that does not end, until a second Ctrl-C", async () => {
    const running = setUp("runs the stubborn");
    const command = await commandOf(running);
    running.child.kill("SIGINT");
    await delay(700);
    expect(isOver(running.child)).toBe(false);
    running.child.kill("SIGINT");
    expect(await running.end()).toMatchObject({
      code: 130,
      stderr: "Stopped at once. Run the same command again: it goes on from here.\n",
    });
    process.kill(command, "SIGKILL"); // It would be ended ten seconds later.
  });
});

describe("what is stopped before it begins is told so and starts nothing:", () => {
  const signal = AbortSignal.abort();
  const interrupted = { name: "Interrupted", message: "Stopped." };

  test("a command", async () => {
    const path = join(clone.folder, "begun");
    const code = `require("node:fs").writeFileSync(${JSON.stringify(path)}, "")`;
    const command = runCommand(process.execPath, ["-e", code], { action: "Cannot write", signal });
    await expect(command).rejects.toMatchObject(interrupted);
    expect(existsSync(path)).toBe(false);
  });

  test("JupyterLab", () => expect(startServer({ port: 9, signal })).rejects.toMatchObject(interrupted));

  test("the site", () => expect(startSite({ port: 19_999, signal })).rejects.toMatchObject(interrupted));
});

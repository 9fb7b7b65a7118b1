import { setTimeout as delay } from "node:timers/promises";
import { startKernel } from "@layerbook/kernel/client";
import { describe, expect, test } from "vitest";
import { InterruptFlag } from "../../packages/kernel/src/session/interrupt-flag.ts";
import { sharedKernel, temporaryFolder } from "./kernels.ts";

const folder = temporaryFolder();
const kernel = sharedKernel({ cwd: folder });

/** Runs a cell that does not end by itself and stops it; gives the error's name and how long the stop took. */
async function stop(code: string, interrupt = () => kernel().interrupt()): Promise<[unknown, number]> {
  const cell = kernel().execute(code, { timeoutMs: 20_000 });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const asked = Date.now();
  await interrupt();
  const { status, outputs } = await cell;
  expect(status).toBe("error");
  return [outputs.map((output) => "ename" in output && output.ename), Date.now() - asked];
}

const computing = "let turns = 0; while (true) turns++;";
const waiting = "let arrived = 'yes'; await new Promise(() => {});";

describe("an interrupt by message", () => {
  test("stops a cell that was sent while the compiler loads", async () => {
    const fresh = await startKernel({ cwd: folder });
    try {
      const endless = fresh.execute("for (;;);", { timeoutMs: 20_000, stopOnError: false });
      await fresh.interrupt();
      expect((await endless).outputs).toMatchObject([{ ename: "Interrupted" }]);
      expect((await fresh.execute("'alive'")).status).toBe("ok");
    } finally {
      await fresh.shutdown();
    }
  });

  test.each([
    computing,
    waiting,
    "await null; while (true) {}",
    "while (true) await null;",
    "for (;;) { try { for (;;); } catch {} }",
    "let n = 0; do n++; while (n >= 0);",
    "const forever = { *[Symbol.iterator]() { for (;;) yield 1; } }; for (const one of forever);",
    "setTimeout(() => { for (;;); }, 50); await new Promise(() => {});",
    // A library's loops look at no flag: the signal stops them, however long the cell was compiled before.
    "new Function('for (;;);')();",
  ])("stops %s", async (code) => {
    await kernel().execute("const kept = { weight: 0.5 };");
    const [names, milliseconds] = await stop(code);
    expect(names).toEqual(["Interrupted"]);
    expect(milliseconds).toBeLessThan(2000);
    expect((await kernel().execute("kept.weight")).outputs).toMatchObject([
      { data: { "text/plain": "0.5" } },
    ]);
  });

  test("keeps what the stopped cell had computed", async () => {
    await stop(computing);
    expect((await kernel().execute("turns > 1000")).outputs).toMatchObject([
      { data: { "text/plain": "true" } },
    ]);
  });

  test("stops a loop and an await at any moment, one hundred of one hundred", async () => {
    await kernel().execute("let stops = 0;");
    const cells = ["while (true) {}", "await new Promise(() => {});"];
    for (let round = 0; round < 100; round++) {
      let stopped: Promise<void> | undefined;
      const { outputs } = await kernel().execute(`stops++; console.log(); ${cells[round % 2]}`, {
        timeoutMs: 10_000,
        onMessage: (type) => {
          if (type === "stream") stopped = delay(round % 10).then(() => kernel().interrupt());
        },
      });
      await stopped;
      expect(outputs.at(-1)).toMatchObject({ ename: "Interrupted" });
    }
    expect((await kernel().execute("stops")).outputs).toMatchObject([{ data: { "text/plain": "100" } }]);
  });

  test("that comes when nothing runs leaves the next cell alone, fifty of fifty", async () => {
    for (let round = 0; round < 50; round++) {
      await kernel().interrupt();
      await kernel().interrupt();
      const { status } = await kernel().execute("let sum = 0; for (const n of [1, 2]) sum += n; sum");
      expect(status).toBe("ok");
    }
  });

  test("that comes while one cell ends leaves the one behind it alone, fifty of fifty", async () => {
    const fates = new Set<string>();
    for (let round = 0; round < 50; round++) {
      let asked: Promise<void> | undefined;
      const ending = kernel().execute(
        "console.log(); for (const end = Date.now() + 60; Date.now() < end; ); 'over'",
        {
          stopOnError: false,
          onMessage: (type) => {
            if (type === "stream") asked = delay(5 + 3 * (round % 20)).then(() => kernel().interrupt());
          },
        },
      );
      // Sent before the interrupt, so that it begins as soon as the one before it has ended.
      const behind = kernel().execute("for (const end = Date.now() + 20; Date.now() < end; ); 'behind'");
      fates.add((await ending).status);
      await asked;
      const { outputs } = await behind;
      // It may have begun when the interrupt came; then it is the one that is stopped.
      if ((await ending).status === "error") {
        expect(outputs).toMatchObject([{ data: { "text/plain": "'behind'" } }]);
      }
    }
    expect(fates).toContain("error");
  });

  test("stops a loop that an earlier cell left behind", async () => {
    await kernel().execute("setTimeout(() => { for (;;); }, 50);");
    await delay(300);
    const next = kernel().execute("'alive'");
    await kernel().request("interrupt_request", {}, { channel: "control" });
    expect((await next).outputs).toMatchObject([{ data: { "text/plain": "'alive'" } }]);
  });
});

describe("the flag", () => {
  const cells = new InterruptFlag();
  const control = new InterruptFlag(cells.buffer);

  test("that is raised while a cell runs is for that cell alone", () => {
    cells.begin();
    const turn = control.raise();
    expect(cells.isRaisedFor(turn)).toBe(true);
    expect(() => cells.compute(() => {})).toThrow("The cell was interrupted");
    cells.end();
    expect([cells.isRaised, cells.isRaisedFor(turn), control.isRaisedFor(turn)]).toEqual([
      false,
      false,
      false,
    ]);
    cells.begin();
    expect(cells.compute(() => "computed")).toBe("computed");
    cells.end();
  });

  test("that is raised before a cell begins is for that cell, unless it is lowered", () => {
    control.raise();
    cells.begin();
    expect(() => cells.compute(() => {})).toThrow("The cell was interrupted");
    cells.end();
    control.raise();
    cells.lower();
    cells.begin();
    expect(cells.compute(() => "computed")).toBe("computed");
    cells.end();
  });

  test("lets a signal be sent to a script of the turn that is meant, and once", () => {
    cells.begin();
    const turn = control.raise();
    cells.lower();
    expect(control.claimSignal(turn)).toBe(false);
    cells.compute(() => {
      cells.compute(() => {});
      expect(control.claimSignal(turn - 1)).toBe(false);
      expect([control.claimSignal(turn), control.claimSignal(turn)]).toEqual([true, false]);
      // Ended from outside, as by the signal.
      cells.stopComputing();
    });
    expect(control.claimSignal(turn)).toBe(false);
    cells.end();
  });
});

// Windows has no such signal: Jupyter sends the message there.
if (process.platform !== "win32") {
  describe("SIGINT, as from a terminal", () => {
    const signal = async () => void process.kill(kernel().pid!, "SIGINT");

    test.each([computing, waiting])("stops %s", async (code) => {
      const [names, milliseconds] = await stop(code, signal);
      expect(names).toEqual(["Interrupted"]);
      expect(milliseconds).toBeLessThan(2000);
      expect((await kernel().execute("'alive'")).outputs).toMatchObject([
        { data: { "text/plain": "'alive'" } },
      ]);
    });
  });
}

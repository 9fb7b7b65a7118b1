import { describe, expect, test } from "vitest";
import { sharedKernel } from "./kernels.ts";

const kernel = sharedKernel();

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
  test.each([
    computing,
    waiting,
    "await null; while (true) {}",
    "while (true) await null;",
    "for (;;) { try { for (;;); } catch {} }",
    "let n = 0; do n++; while (n >= 0);",
    "const forever = { *[Symbol.iterator]() { for (;;) yield 1; } }; for (const one of forever);",
    "setTimeout(() => { for (;;); }, 50); await new Promise(() => {});",
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

  test("that comes when nothing runs leaves the next cell alone", async () => {
    await kernel().interrupt();
    await kernel().interrupt();
    expect((await kernel().execute("let sum = 0; for (const n of [1, 2]) sum += n; sum")).status).toBe("ok");
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

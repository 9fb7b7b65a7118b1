import { describe, expect, test } from "vitest";
import { memoryShortage } from "../../packages/kernel/src/session/memory.ts";
import { sharedKernel } from "./kernels.ts";

const gigabyte = 2 ** 30;

describe("memory is short", () => {
  const much = { heapUsed: gigabyte, heapLimit: 4 * gigabyte, external: 0, machine: 16 * gigabyte };

  test("when a tenth of the heap is left, or a third of a small one", () => {
    expect(memoryShortage(much)).toBeUndefined();
    expect(memoryShortage({ ...much, heapUsed: 3.5 * gigabyte })).toBeUndefined();
    expect(memoryShortage({ ...much, heapUsed: 3.7 * gigabyte })).toBe(
      "Out of memory: the cells hold 3.7 of 4.0 GB. Let go of what is no longer needed, or restart the kernel",
    );
    const small = { ...much, heapLimit: 0.6 * gigabyte };
    expect(memoryShortage({ ...small, heapUsed: 0.39 * gigabyte })).toBeUndefined();
    expect(memoryShortage({ ...small, heapUsed: 0.41 * gigabyte })).toContain("0.4 of 0.6 GB");
  });

  test("when typed arrays take nine tenths of the machine", () => {
    expect(memoryShortage({ ...much, external: 13 * gigabyte })).toBeUndefined();
    expect(memoryShortage({ ...much, external: 13.5 * gigabyte })).toContain("14.5 of 16.0 GB");
  });
});

describe("a kernel whose heap is small", () => {
  const kernel = sharedKernel({
    env: { ...process.env, NODE_OPTIONS: "--max-old-space-size=600" },
  });

  test("answers a loop that fills it by an error, and lives on with its values", async () => {
    const filling = await kernel().execute(
      "const kept: object[] = []; for (;;) kept.push(new Array(100).fill(kept.length));",
      { timeoutMs: 100_000 },
    );
    expect(filling.outputs).toMatchObject([
      {
        ename: "OutOfMemoryError",
        evalue: expect.stringMatching(/^Out of memory: the cells hold 0\.\d of 0\.8 GB/),
      },
    ]);
    expect((await kernel().execute("kept.length > 1000")).outputs).toMatchObject([
      { data: { "text/plain": "true" } },
    ]);
    const { outputs } = await kernel().execute(
      "kept.length = 0; let sum = 0; for (let i = 0; i < 10; i++) sum += i; sum",
    );
    expect(outputs).toMatchObject([{ data: { "text/plain": "45" } }]);
  });

  test("lets a loop throw away as much as it likes", async () => {
    const { outputs } = await kernel().execute(
      "for (const end = Date.now() + 2000; Date.now() < end;) new Array(1000).fill({}); 'done'",
    );
    expect(outputs).toMatchObject([{ data: { "text/plain": "'done'" } }]);
  });
});

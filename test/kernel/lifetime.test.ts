import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startKernel } from "@layerbook/kernel/client";
import { beforeAll, describe, expect, test } from "vitest";
import { build, temporaryFolder } from "./kernels.ts";

const folder = temporaryFolder();
const client = new URL("../../packages/kernel/dist/client/index.js", import.meta.url).href;

beforeAll(() => build("kernel"));

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function goneWithin(pid: number, milliseconds: number): Promise<boolean> {
  for (const end = Date.now() + milliseconds; Date.now() < end; ) {
    if (!isAlive(pid)) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return !isAlive(pid);
}

describe("a kernel whose parent is killed", () => {
  test.each([
    ["idle", "console.log('begun')"],
    ["in a loop", "console.log('begun'); while (true) {}"],
  ])("ends, %s", async (_, code) => {
    const script = join(folder, "parent.mjs");
    writeFileSync(
      script,
      `import { startKernel } from ${JSON.stringify(client)};
      const kernel = await startKernel({ cwd: ${JSON.stringify(folder)} });
      // The text is there when the cell runs: the pid after that finds the kernel where it is to be killed.
      void kernel.execute(${JSON.stringify(code)}, {
        onMessage: (type) => type === "stream" && console.log(kernel.pid),
      });`,
    );
    const parent = spawn(process.execPath, [script]);
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.once("data", (text) => resolve(Number(text)));
    });
    expect(isAlive(pid)).toBe(true);
    parent.kill("SIGKILL");
    expect(await goneWithin(pid, 5000)).toBe(true);
  });
});

test("shutdown ends the process, in a loop too", async () => {
  const kernel = await startKernel({ cwd: folder });
  const pid = kernel.pid!;
  await new Promise<void>((resolve) => {
    const onMessage = (type: string) => type === "stream" && resolve();
    kernel.execute("console.log('begun'); while (true) {}", { onMessage }).catch(() => {});
  });
  await kernel.shutdown();
  expect(isAlive(pid)).toBe(false);
});

test("a kernel that is killed is told, and one started in its place begins anew", async () => {
  const killed = await startKernel({ cwd: folder });
  await killed.execute("const before = 1;");
  const running = killed.execute("while (true) {}");
  process.kill(killed.pid!, "SIGKILL");
  await expect(running).rejects.toThrow(/The kernel ended \(SIGKILL\)/);
  const next = await startKernel({ cwd: folder });
  try {
    expect((await next.execute("1 + 1")).outputs).toMatchObject([{ data: { "text/plain": "2" } }]);
    expect((await next.execute("before")).outputs).toMatchObject([
      { evalue: "TS2304: Cannot find name 'before'." },
    ]);
  } finally {
    await next.shutdown();
  }
});

test("two kernels side by side share nothing", async () => {
  const [first, second] = await Promise.all([startKernel({ cwd: folder }), startKernel({ cwd: folder })]);
  try {
    await first.execute("const mine = 1; (globalThis as any).shared = 1;");
    expect((await second.execute("mine")).outputs).toMatchObject([
      { evalue: "TS2304: Cannot find name 'mine'." },
    ]);
    expect((await second.execute("(globalThis as any).shared")).outputs).toEqual([]);
  } finally {
    await Promise.all([first.shutdown(), second.shutdown()]);
  }
});

describe("the client", () => {
  test("reports a kernel that dies in a cell", async () => {
    const kernel = await startKernel({ cwd: folder });
    await expect(kernel.execute("process.exit(3)")).rejects.toThrow("The kernel ended");
    await kernel.shutdown();
  });

  test("reports a command that does not start, and one that is no kernel", async () => {
    await expect(startKernel({ cwd: folder, argv: ["no-such-kernel"] })).rejects.toThrow(
      /The kernel ended.*ENOENT/s,
    );
    const argv = [process.execPath, "-e", "console.error('not today'); process.exit(4)"];
    await expect(startKernel({ cwd: folder, argv })).rejects.toThrow(/exit code 4.*not today/s);
  });

  test("does not wait longer than it was told, and the cell can still be stopped", async () => {
    const kernel = await startKernel({ cwd: folder });
    try {
      await expect(kernel.execute("while (true) {}", { timeoutMs: 500, stopOnError: false })).rejects.toThrow(
        "The kernel did not answer execute_request within 500 ms",
      );
      await kernel.interrupt();
      expect((await kernel.execute("1")).status).toBe("ok");
    } finally {
      await kernel.shutdown();
    }
  });
});

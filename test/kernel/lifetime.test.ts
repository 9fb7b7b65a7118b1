import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type KernelClient, startKernel } from "@layerbook/kernel/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kernelArgv } from "../../packages/kernel/src/install/kernel-argv.ts";
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

// The name of the server is read on POSIX only.
if (process.platform !== "win32") {
  test.each(["idle", "in a loop"])(
    "a kernel whose server is killed ends, %s, though what launched it lives on",
    async (state) => {
      const server = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
      const argv = ["/usr/bin/env", `JPY_PARENT_PID=${server.pid}`, ...kernelArgv().argv];
      const kernel = await startKernel({ cwd: folder, argv });
      try {
        if (state === "in a loop") {
          await new Promise<void>((resolve) => {
            const onMessage = (type: string) => type === "stream" && resolve();
            kernel.execute("console.log(); while (true) {}", { onMessage }).catch(() => {});
          });
        }
        server.kill("SIGKILL");
        await kernel.ended(5000);
      } finally {
        server.kill("SIGKILL");
        await kernel.shutdown();
      }
    },
  );
}

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

describe("two kernels side by side", () => {
  const [mine, other] = [temporaryFolder(), temporaryFolder()];
  let first: KernelClient;
  let second: KernelClient;
  const text = async (kernel: KernelClient, code: string) => {
    const { outputs } = await kernel.execute(code);
    return (outputs[0] as { readonly data?: Record<string, string> } | undefined)?.data?.["text/plain"];
  };

  beforeAll(async () => {
    for (const place of [mine, other]) {
      writeFileSync(
        join(place, "counter.ts"),
        "let count = 0; export const next = (): number => (count += 1);",
      );
    }
    [first, second] = await Promise.all([startKernel({ cwd: mine }), startKernel({ cwd: other })]);
  });
  afterAll(() => Promise.all([first?.shutdown(), second?.shutdown()]));

  test("have their own variables, globals and environment", async () => {
    await first.execute(
      "const mine = 1; (globalThis as any).shared = 1; process.env.ONLY_MINE = 'yes'; void 0",
    );
    expect((await second.execute("mine")).outputs).toMatchObject([
      { evalue: "TS2304: Cannot find name 'mine'." },
    ]);
    expect(await text(second, "[(globalThis as any).shared, process.env.ONLY_MINE]")).toBe(
      "[ undefined, undefined ]",
    );
  });

  test("have their own folder, files that they import, and their state", async () => {
    const count = "import { next } from './counter'; next()";
    expect([await text(first, count), await text(first, "next()")]).toEqual(["1", "2"]);
    expect(await text(second, count)).toBe("1");
    await first.execute(
      "import { existsSync, writeFileSync } from 'node:fs'; writeFileSync('only.txt', 'mine'); process.chdir('/');",
    );
    expect(await text(second, "import { existsSync } from 'node:fs'; existsSync('only.txt')")).toBe("false");
    expect(await text(second, "process.cwd()")).toContain(basename(other));
  });

  test("have their own numbers, history, comms and displays", async () => {
    const [before] = await Promise.all([second.execute("'one'"), first.execute("'another'")]);
    const host = `const host = (globalThis as any)[Symbol.for("layerbook.host")];`;
    await first.execute(
      `${host} host.comms.register("lamp", () => {}); const lamp = host.comms.open("lamp");`,
    );
    await first.notify("comm_open", { comm_id: "one-id", target_name: "lamp", data: {} });
    const comms = async (kernel: KernelClient) =>
      Object.keys((await kernel.request("comm_info_request")).comms as object);
    expect(await comms(first)).toHaveLength(2);
    expect(await comms(second)).toEqual([]);
    const shown = await second.execute(`${host} host.display({ "text/plain": "0%" }, { displayId: "bar" });`);
    await first.execute(`host.display({ "text/plain": "100%" }, { displayId: "bar", update: true });`);
    expect(shown.outputs).toMatchObject([{ data: { "text/plain": "0%" } }]);
    expect(shown.executionCount).toBe(before.executionCount! + 1);
    const history = { hist_access_type: "search", pattern: "'another'", n: 10 };
    expect((await first.request("history_request", history)).history).toHaveLength(1);
    expect((await second.request("history_request", history)).history).toEqual([]);
  });

  test("are interrupted one by one", async () => {
    const stopped = first.execute("console.log(); while (true) {}", {
      onMessage: (type) => type === "stream" && void first.interrupt(),
    });
    const other = second.execute(
      "for (const end = Date.now() + 1500; Date.now() < end; ); await new Promise((done) => setTimeout(done, 500)); 'whole'",
    );
    expect((await stopped).outputs.at(-1)).toMatchObject({ ename: "Interrupted" });
    expect((await other).outputs).toMatchObject([{ data: { "text/plain": "'whole'" } }]);
  });

  test("end one by one", async () => {
    const running = second.execute("await new Promise((done) => setTimeout(done, 1500)); 'goes on'");
    process.kill(first.pid!, "SIGKILL");
    await first.ended(5000);
    expect((await running).outputs).toMatchObject([{ data: { "text/plain": "'goes on'" } }]);
  });
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

import { readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findRuntime, installKernel, kernelArgv } from "@layerbook/kernel";
import { type KernelClient, startKernel } from "@layerbook/kernel/client";
import { beforeAll, describe, expect, test } from "vitest";
import { build, temporaryFolder } from "./kernels.ts";

const folder = temporaryFolder();
const install = () =>
  installKernel(
    { prefix: join(folder, "prefix") },
    { libraries: ["@layerbook/layers", "@layerbook/figures", "@layerbook/data"] },
  );

beforeAll(() => {
  build("kernel");
  install();
});

const snapshotOf = (argv: readonly string[]): string => argv[argv.indexOf("--snapshot-blob") + 1]!;

async function withKernel(
  argv: readonly string[],
  use: (kernel: KernelClient) => Promise<void>,
): Promise<void> {
  const kernel = await startKernel({ cwd: folder, argv, interruptMode: "message" });
  try {
    await use(kernel);
  } finally {
    await kernel.shutdown();
  }
}

/** Whether the kernel took its compiler from the snapshot, where cells can see it. */
const compilerIsOfSnapshot = `
  const { ts } = (globalThis as any)[Symbol.for("layerbook.snapshot")] ?? {};
  ts !== undefined && Object.values(require.cache).some((module) => module?.exports === ts)`;

describe("the start-up snapshot", () => {
  test("gives the kernel its compiler", async () => {
    await withKernel(kernelArgv().argv, async (kernel) => {
      const { outputs } = await kernel.execute(compilerIsOfSnapshot);
      expect(outputs).toMatchObject([{ data: { "text/plain": "true" } }]);
    });
  });

  test("knows what a cell knows without it, and its mistakes", async () => {
    const cells = [
      "const text: string = 1",
      'import { readFileSync } from "node:fs";\nreadFileSync(0, 1, 2)',
      "[3, 1, 2].toSorted().at(-1)",
      "process.versions.node.split('.').length",
    ];
    const [fast, slow]: unknown[][] = [[], []];
    const { argv } = kernelArgv();
    const without = argv.filter((part) => part !== "--snapshot-blob" && part !== snapshotOf(argv));
    expect(without).toHaveLength(argv.length - 2);
    for (const [command, results] of [
      [argv, fast],
      [without, slow],
    ] as const) {
      await withKernel(command, async (kernel) => {
        for (const cell of cells) results!.push((await kernel.execute(cell, { stopOnError: false })).outputs);
        results!.push(
          await kernel.request("inspect_request", { code: "parseInt", cursor_pos: 3, detail_level: 0 }),
        );
      });
    }
    expect(fast).toEqual(slow);
    expect(JSON.stringify(fast)).toContain("Type 'number' is not assignable to type 'string'");
  });

  test("is made once of the same files", () => {
    const snapshot = snapshotOf(kernelArgv().argv);
    const state = () => [statSync(snapshot).mtimeMs, readdirSync(dirname(snapshot))];
    const before = state();
    install();
    expect(state()).toEqual(before);
    expect(before[1]).toEqual(["start.snapshot", "start.snapshot.json"]);
  });

  test.each([
    ["as it was when the snapshot was made", "", "error"],
    ["changed since", 'stamps[path] = "another";', "ok"],
  ])("stands in for a declaration file only if that is unchanged: %s", async (_state, change, status) => {
    // In place of what declares `process` the snapshot gets empty files: whoever takes them misses it.
    const preload = join(folder, "preload.cjs");
    writeFileSync(
      preload,
      `const { ts, files, stamps } = globalThis[Symbol.for("layerbook.snapshot")] ?? { files: new Map() };
      for (const [path, file] of files) {
        if (!/@types.node.(globals|process).d.ts$/.test(path)) continue;
        const { fileName, path: own, resolvedPath, originalFileName, version } = file;
        const empty = ts.createSourceFile(fileName, "export {};", 99);
        files.set(path, Object.assign(empty, { path: own, resolvedPath, originalFileName, version }));
        ${change}
      }`,
    );
    const env = { ...process.env, NODE_OPTIONS: `--require "${preload}"` };
    const kernel = await startKernel({ cwd: folder, argv: kernelArgv().argv, env });
    try {
      expect((await kernel.execute("process.pid")).status).toBe(status);
    } finally {
      await kernel.shutdown();
    }
  });

  test("belongs to the pinned Node alone", () => {
    expect(kernelArgv({ path: process.execPath, source: "host" }).argv).not.toContain("--snapshot-blob");
    expect(findRuntime().source).toBe("pinned");
  });
});

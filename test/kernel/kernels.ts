import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type KernelClient, type StartKernelOptions, startKernel } from "@layerbook/kernel/client";
import { afterAll, beforeAll } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const require = createRequire(import.meta.url);

/** The command of stock tslab's TypeScript kernel, for comparison. */
export function stockTslabArgv(): string[] {
  return [
    process.execPath,
    require.resolve("tslab/bin/tslab"),
    "kernel",
    "--config-path",
    "{connection_file}",
  ];
}

/** Builds the packages when the sources of one are newer than what is built: kernels run what is built. */
export function build(name: string): void {
  const folder = join(root, "packages", name);
  const timeOf = (...path: readonly string[]) =>
    statSync(join(folder, ...path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const compiled = timeOf("dist", ".tsbuildinfo");
  const stamp = join(folder, "dist", "bundle", ".stamp");
  const rolledUp = existsSync(stamp) ? Number(readFileSync(stamp, "utf8")) : compiled;
  const sources = readdirSync(join(folder, "src"), { recursive: true, encoding: "utf8" });
  if (rolledUp === compiled && sources.every((file) => timeOf("src", file) <= compiled)) return;
  execFileSync(process.execPath, [join(root, "scripts", "build.mjs")], { stdio: "pipe" });
}

/** A folder that is gone after the file's tests. */
export function temporaryFolder(name = "layerbook kernel "): string {
  const folder = mkdtempSync(join(tmpdir(), name));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** One kernel for the tests of a file, in an empty folder of its own. */
export function sharedKernel(options: Partial<StartKernelOptions> = {}): () => KernelClient {
  const cwd = options.cwd ?? temporaryFolder();
  let kernel: KernelClient | undefined;
  beforeAll(async () => {
    build("kernel");
    kernel = await startKernel({ cwd, ...options });
  });
  afterAll(() => kernel?.shutdown());
  return () => kernel!;
}

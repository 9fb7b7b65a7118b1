import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ExecuteOptions,
  type ExecuteResult,
  type KernelClient,
  startKernel,
} from "@layerbook/kernel/client";
import { afterAll, beforeAll, inject } from "vitest";

/** Deno publishes what a cell has shown sometimes after it has said that the cell is over. */
const lateMs = 300;

/** The binary that `npm test` has installed for this platform. */
function denoBinary(): string {
  const libc = process.platform === "linux" ? "-glibc" : "";
  const name = `@deno/${process.platform}-${process.arch}${libc}`;
  const file = process.platform === "win32" ? "deno.exe" : "deno";
  const path = join(import.meta.dirname, "node_modules", name, file);
  if (!existsSync(path)) throw new Error(`There is no ${path}: run npm ci --prefix test/deno`);
  return path;
}

/** Deno's kernel in the project that holds the tarballs of the packages only. */
export function denoKernel(): (code: string, options?: ExecuteOptions) => Promise<ExecuteResult> {
  // Its caches, which would else be those of the person who runs the tests.
  const caches = mkdtempSync(join(tmpdir(), "layerbook-deno-"));
  let kernel: KernelClient | undefined;
  beforeAll(async () => {
    kernel = await startKernel({
      cwd: inject("project"),
      argv: [denoBinary(), "jupyter", "--kernel", "--conn", "{connection_file}"],
      env: { ...process.env, DENO_DIR: caches, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
    });
  });
  afterAll(async () => {
    await kernel?.shutdown();
    rmSync(caches, { recursive: true, force: true });
  });
  return (code, options) => kernel!.execute(code, { stopOnError: false, lateMs, ...options });
}

import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

const typescript = createRequire(import.meta.url).resolve("typescript/package.json");

/** What `tsc` reports; empty when all is well. Rejects when the compiler itself cannot run. */
export function compile(options: readonly string[], folder: string): Promise<string> {
  const compiler = join(typescript, "..", "bin", "tsc");
  return new Promise((resolve, reject) => {
    const args = [compiler, ...options, "--pretty", "false"];
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error && stdout.trim() === "") reject(new Error(`tsc failed: ${stderr || error.message}`));
      else resolve(stdout);
    });
  });
}

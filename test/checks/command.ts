import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

/** The repository's folder. */
export const root: string = resolve(import.meta.dirname, "../..");

const require = createRequire(import.meta.url);

/** The script behind a package's command: `.bin` may hold another package's of the same name. */
function script(packageName: string, command: string): string {
  const manifestPath = require.resolve(`${packageName}/package.json`);
  const { bin } = require(manifestPath) as { bin: Record<string, string> };
  return join(dirname(manifestPath), bin[command] ?? "");
}

/**
 * Runs a command of an installed package in the repository's folder.
 * @returns all that it said; empty when it is content and quiet
 * @throws Error with its output when it ends with another code than 0
 */
export async function runTool(
  packageName: string,
  command: string,
  args: readonly string[],
): Promise<string> {
  const child = spawn(process.execPath, [script(packageName, command), ...args], { cwd: root });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => (output += text));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with code ${code}:\n${output}`);
  return output;
}

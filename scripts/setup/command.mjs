import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { explain, Interrupted, SetupFailure } from "./failure.mjs";
import { throwIfInterrupted } from "./interruption.mjs";
import { root } from "./paths.mjs";
import { spawnTied } from "./tied.mjs";

/** How much of a command's output is kept to find the cause of a failure, in characters. */
const keptOutput = 100_000;

/**
 * @typedef {object} CommandOptions
 * @property {string} action what it does, for the message of a failure: "Cannot install the npm packages"
 * @property {string} [log] a file that gets all of its output
 * @property {string} [cwd] the repository's folder by default
 * @property {NodeJS.ProcessEnv} [env]
 * @property {AbortSignal | undefined} [signal] ends the command
 * @property {(line: string) => void} [onLine] hears each line of output
 * @property {(group: number) => void} [onStart] is told the command's process group
 */

/**
 * Runs a command without a terminal and collects what it says.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} options
 * @returns {Promise<string>} the last of its output
 * @throws {SetupFailure} when it cannot be started, is stopped or ends with another code than 0
 */
export async function runCommand(
  command,
  args,
  { action, log, cwd = root, env = process.env, signal, onLine, onStart },
) {
  await throwIfInterrupted(signal);
  if (log) mkdirSync(dirname(log), { recursive: true });
  const file = log ? createWriteStream(log) : undefined;
  // A full disk must not end the set-up through an unheard error of its own log.
  file?.on("error", () => undefined);
  let output = "";
  const onText = (/** @type {string} */ text) => {
    output = (output + text).slice(-keptOutput);
    file?.write(text);
    const line = text
      .trimEnd()
      .split(/[\r\n]/)
      .at(-1)
      ?.trim();
    if (line) onLine?.(line);
  };
  const code = await spawnTied(command, args, { cwd, env, signal, onStart, onText }).ended;
  file?.end();
  if (signal?.aborted) throw new Interrupted("Stopped.");
  if (code !== 0) throw new SetupFailure(explain(action, output, log));
  return output;
}

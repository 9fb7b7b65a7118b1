import { spawn } from "node:child_process";
import { join } from "node:path";

const keeper = join(import.meta.dirname, "keeper.mjs");

/**
 * @typedef {object} TiedOptions
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} env
 * @property {(text: string) => void} [onText] takes the output, which else goes to this process's own
 * @property {AbortSignal | undefined} [signal] stops the command
 * @property {((group: number) => void) | undefined} [onStart] is told the process group of the command
 * @property {number} [grace] how long it may take to end when it is asked to, in milliseconds
 */

/**
 * Starts a command that ends when this process does, kill -9 included, with all that it has started itself.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {TiedOptions} options
 * @returns {{ ended: Promise<number>, stop: () => Promise<number> }} its exit code, and how to end it
 */
export function spawnTied(command, args, { cwd, env, onText, signal, onStart, grace = 10_000 }) {
  const output = onText ? "pipe" : "inherit";
  const child = spawn(process.execPath, [keeper, String(grace), command, ...args], {
    cwd,
    env,
    // Nothing is ever written to stdin: the keeper sees it close.
    stdio: ["pipe", output, output],
    windowsHide: true,
    // A process group of its own, so that what the command starts can be ended with it. Windows knows trees instead.
    detached: process.platform !== "win32",
  });
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => {
    child.once("error", (error) => onText?.(String(error)));
    child.once("close", (code) => {
      signal?.removeEventListener("abort", stop);
      resolve(code ?? 1);
    });
  });
  const stop = () => {
    child.stdin?.end();
    return ended;
  };
  child.stdin?.on("error", () => undefined);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (/** @type {string} */ text) => onText?.(text));
  }
  signal?.addEventListener("abort", stop);
  if (child.pid !== undefined) onStart?.(child.pid);
  return { ended, stop };
}

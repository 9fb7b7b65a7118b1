import { constants } from "node:os";
import { setImmediate } from "node:timers/promises";
import { Interrupted } from "./failure.mjs";

/** npm passes on the Ctrl-C that the terminal has sent already: what comes within this time, in milliseconds, is one. */
const sameKey = 500;

/**
 * Turns the person's Ctrl-C, a request to end and the end of npm into an abort signal, so that running commands and
 * servers are stopped and what is half done is told. A second Ctrl-C does not wait for them.
 * @returns {AbortSignal}
 */
export function onInterruption() {
  const controller = new AbortController();
  let first = 0;
  for (const name of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(name, () => {
      if (!controller.signal.aborted) {
        first = performance.now();
        controller.abort();
      } else if (performance.now() - first > sameKey) {
        console.error("Stopped at once. Run the same command again: it goes on from here.");
        process.exit(128 + constants.signals[name]);
      }
    });
  }
  // Whoever stops npm by a signal stops npm and its shell only: this process would stay, and with it the server.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined && process.platform !== "win32") {
    setInterval(() => process.ppid !== parent && controller.abort(), 500).unref();
  }
  return controller.signal;
}

/**
 * Goes on only if nothing was stopped: before each step and each command, since a signal that was aborted before one
 * listens never says so again.
 * @param {AbortSignal | undefined} signal
 * @throws {Interrupted}
 */
export async function throwIfInterrupted(signal) {
  // What came during synchronous work is heard when the event loop has gone round once, from one check to the next.
  for (let round = 0; round < 2; round++) await setImmediate();
  if (signal?.aborted) throw new Interrupted("Stopped.");
}

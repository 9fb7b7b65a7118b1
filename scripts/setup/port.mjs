import { createServer } from "node:net";
import { join } from "node:path";
import { SetupFailure } from "./failure.mjs";
import { holdLock, LockHeld } from "./lock.mjs";
import { serversCache } from "./paths.mjs";

/** @import { Lock } from "./lock.mjs" */

const tried = 20;

/**
 * Which port a command serves on.
 * @typedef {object} PortChoice
 * @property {string} command what the person typed: "npm start"
 * @property {number} usual the first port that is tried
 * @property {number | undefined} wanted the port that the person asked for
 */

/** Another program has the port, or another command of this folder. */
export class PortTaken extends SetupFailure {
  /**
   * @param {number} port
   * @param {string} command
   * @param {string} [by]
   */
  constructor(port, command, by = "another program") {
    const other = port < 65535 ? port + 1 : 8888;
    super(
      `Port ${port} is taken by ${by}: stop that one, or choose another port with ` +
        `${command} -- --port ${other}.`,
    );
  }
}

/**
 * @param {number} port
 * @returns {Promise<boolean>} whether a server may listen there
 */
export function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/**
 * Serves on the port that was asked for, else on the first one from the usual one on that can be had. The port stays this
 * folder's own until `use` ends, and what a killed command had on it is waited for.
 * @template Result
 * @param {PortChoice} choice
 * @param {(port: number, onStart: Lock["note"]) => Promise<Result>} use throws PortTaken when another program took the
 *   port meanwhile; tells `onStart` the process group of its server
 * @param {AbortSignal} [signal] ends the waiting
 * @returns {Promise<Result>}
 * @throws {SetupFailure} when the wanted port is taken, or all that were tried
 */
export async function withPort(choice, use, signal) {
  const { command, usual, wanted } = choice;
  if (wanted !== undefined) return onPort(wanted, choice, use, signal);
  const last = usual + tried - 1;
  for (let port = usual; port <= last; port++) {
    try {
      return await onPort(port, choice, use, signal);
    } catch (error) {
      if (!(error instanceof PortTaken)) throw error;
    }
  }
  throw new SetupFailure(
    `Ports ${usual} to ${last} are all taken: choose another with ${command} -- --port ${usual + 1111}.`,
  );
}

/**
 * @template Result
 * @param {number} port
 * @param {PortChoice} choice
 * @param {(port: number, onStart: Lock["note"]) => Promise<Result>} use
 * @param {AbortSignal} [signal]
 * @returns {Promise<Result>}
 */
async function onPort(port, { command }, use, signal) {
  const lock = await holdLock(join(serversCache, `${port}.lock`), { signal }).catch((error) => {
    if (!(error instanceof LockHeld)) throw error;
    throw new PortTaken(port, command, `another command of this folder (process ${error.owner})`);
  });
  try {
    if (!(await isFree(port))) throw new PortTaken(port, command);
    return await use(port, lock.note);
  } finally {
    lock.release();
  }
}

/** Any port that is free. */
export function freePort() {
  return new Promise((/** @type {(port: number) => void} */ resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen({ port: 0, host: "127.0.0.1" }, () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}

import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isAlive, isGroupAlive } from "./alive.mjs";
import { SetupFailure } from "./failure.mjs";
import { throwIfInterrupted } from "./interruption.mjs";

/** What the locks that this process holds say: one of another process with this number, long ended, says otherwise. */
const held = new Set();

/** A living process holds the lock. */
export class LockHeld extends SetupFailure {
  /**
   * @param {number} owner
   * @param {string} path
   */
  constructor(owner, path) {
    super(
      `Another set-up of this folder is running (process ${owner}). Wait until it ends, then run this again; ` +
        `if there is none, delete ${path}.`,
    );
    this.owner = owner;
  }
}

/**
 * @typedef {object} Lock
 * @property {(group: number) => void} note writes down the process group of what the owner has started
 * @property {() => void} release gives the lock back
 */

/**
 * Keeps a second set-up out of the folders that this one fills, or a second server from its port. What an owner that was killed had started ends by itself
 * soon after; this waits for it.
 * @param {string} path the lock file, which names the process that holds it
 * @param {object} [options]
 * @param {AbortSignal | undefined} [options.signal] ends the waiting
 * @param {number} [options.patience] how long it waits, in milliseconds; a keeper gives its command ten seconds
 * @returns {Promise<Lock>}
 * @throws {LockHeld} when a living process holds it
 * @throws {SetupFailure} when what a dead one had started does not end
 */
export async function holdLock(path, { signal, patience = 15_000 } = {}) {
  mkdirSync(dirname(path), { recursive: true });
  const lock = { owner: process.pid, id: randomUUID() };
  let mine = JSON.stringify(lock);
  while (!place(path, mine)) {
    const found = read(path);
    if (found === undefined) continue; // It was given back just now.
    const { owner, group } = parse(found);
    if (held.has(found) || (owner !== process.pid && isAlive(owner))) {
      throw new LockHeld(owner, path);
    }
    await untilEnded(group, path, patience, signal);
    await removeStale(path, found);
  }
  held.add(mine);
  return {
    note(group) {
      if (read(path) !== mine) return;
      held.delete(mine);
      mine = JSON.stringify({ ...lock, group });
      held.add(mine);
      writeFileSync(draft(path), mine);
      renameSync(draft(path), path);
    },
    release() {
      held.delete(mine);
      if (read(path) === mine) rmSync(path);
    },
  };
}

/**
 * Waits until nothing runs any more of what a killed owner had started. It is not killed from here: after a restart of
 * the machine its number may be another's.
 * @param {number} group 0 when it had started nothing
 * @param {string} path
 * @param {number} patience
 * @param {AbortSignal} [signal]
 */
async function untilEnded(group, path, patience, signal) {
  const begun = Date.now();
  for (let told = false; group > 0 && isGroupAlive(group); await delay(50)) {
    await throwIfInterrupted(signal);
    if (!told && Date.now() > begun + 1000) {
      console.log("Waiting until what a killed command of this folder had started has ended ...");
      told = true;
    }
    if (Date.now() < begun + patience) continue;
    const end = process.platform === "win32" ? `taskkill /T /F /PID ${group}` : `kill -9 -- -${group}`;
    throw new SetupFailure(
      `What a killed command of this folder had started still runs (process group ${group}). End it (${end}), then ` +
        `run this again; if it is something else, delete ${path}.`,
    );
  }
}

/**
 * Puts a lock where none is. It is linked into place when it is written, so that no one ever reads half of it.
 * @param {string} path
 * @param {string} content
 * @returns {boolean} whether there was none
 */
function place(path, content) {
  writeFileSync(draft(path), content);
  try {
    linkSync(draft(path), path);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    return false;
  } finally {
    rmSync(draft(path));
  }
}

/**
 * @param {string} path
 * @returns {string} where a lock is written before it is put in place
 */
function draft(path) {
  return `${path}.${process.pid}`;
}

/**
 * Removes a lock whose owner is dead. Under a lock of its own: of two who found it, the slower one would else remove
 * the lock that the faster one has put in its place.
 * @param {string} path
 * @param {string} found what it says
 */
async function removeStale(path, found) {
  const { release } = await holdLock(`${path}.takeover`);
  try {
    if (read(path) === found) rmSync(path);
  } finally {
    release();
  }
}

/**
 * @param {string} path
 * @returns {string | undefined} what the lock says, if there is one
 */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") throw error;
    return undefined;
  }
}

/**
 * @param {string} lock
 * @returns {{ owner: number, group: number }} 0 for what it does not say
 */
function parse(lock) {
  const number = (/** @type {unknown} */ value) => (Number.isInteger(value) ? Number(value) : 0);
  try {
    const { owner, group } = JSON.parse(lock);
    return { owner: number(owner), group: number(group) };
  } catch {
    return { owner: 0, group: 0 };
  }
}

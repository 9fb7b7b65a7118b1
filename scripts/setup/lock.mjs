import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { SetupFailure } from "./failure.mjs";

/** What the locks that this process holds say: one of another process with this number, long ended, says otherwise. */
const held = new Set();

/**
 * Keeps a second set-up out of the folders that this one fills.
 * @param {string} path the lock file, which names the process that holds it
 * @returns {() => void} gives the lock back
 * @throws {SetupFailure} when a living process holds it
 */
export function holdLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  const mine = JSON.stringify({ owner: process.pid, id: randomUUID() });
  while (!place(path, mine)) {
    const found = read(path);
    if (found === undefined) continue; // It was given back just now.
    const owner = ownerOf(found);
    if (isAlive(owner) || held.has(found)) {
      throw new SetupFailure(
        `Another set-up of this folder is running (process ${owner}). Wait until it ends, then run this again; ` +
          `if there is none, delete ${path}.`,
      );
    }
    removeStale(path, found);
  }
  held.add(mine);
  return () => {
    held.delete(mine);
    if (read(path) === mine) rmSync(path);
  };
}

/**
 * Puts a lock where none is. It is linked into place when it is written, so that no one ever reads half of it.
 * @param {string} path
 * @param {string} content
 * @returns {boolean} whether there was none
 */
function place(path, content) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    return false;
  } finally {
    rmSync(draft);
  }
}

/**
 * Removes a lock whose owner is dead. Under a lock of its own: of two who found it, the slower one would else remove
 * the lock that the faster one has put in its place.
 * @param {string} path
 * @param {string} found what it says
 */
function removeStale(path, found) {
  const release = holdLock(`${path}.takeover`);
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
 * @returns {number} its owner's process id, or 0 when it says none
 */
function ownerOf(lock) {
  try {
    return Number(JSON.parse(lock).owner) || 0;
  } catch {
    return 0;
  }
}

/** @param {number} processId */
function isAlive(processId) {
  if (!Number.isInteger(processId) || processId <= 0 || processId === process.pid) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

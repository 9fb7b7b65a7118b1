import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { SetupFailure } from "./failure.mjs";

/**
 * Keeps a second set-up out of the folders that this one fills.
 * @param {string} path the lock file, which holds the process id of its owner
 * @returns {() => void} gives the lock back
 * @throws {SetupFailure} when a living process holds it
 */
export function holdLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    const owner = Number(readFileSync(path, "utf8"));
    if (isAlive(owner)) {
      throw new SetupFailure(
        `Another set-up of this folder is running (process ${owner}). Wait until it ends, then run this again; ` +
          `if there is none, delete ${path}.`,
      );
    }
    writeFileSync(path, String(process.pid));
  }
  return () => rmSync(path, { force: true });
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

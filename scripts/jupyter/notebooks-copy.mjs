import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "../setup/alive.mjs";
import { notebooks, root } from "../setup/paths.mjs";

/** Inside the repository, so that the cells' imports are found as they are in notebooks/. */
const cache = join(root, ".cache");

/**
 * Copies the notebooks, so that a run changes no file of the repository, and deletes the copies that processes left which
 * were killed.
 * @returns {string} the copy's folder
 */
export function copyNotebooks() {
  mkdirSync(cache, { recursive: true });
  for (const name of readdirSync(cache).filter((entry) => entry.startsWith("notebooks-"))) {
    const [, owner] = name.split("-");
    if (!isAlive(Number(owner))) rmSync(join(cache, name), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(cache, `notebooks-${process.pid}-`));
  cpSync(notebooks, folder, { recursive: true });
  return folder;
}

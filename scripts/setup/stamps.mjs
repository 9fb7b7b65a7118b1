import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative, sep } from "node:path";

/**
 * A piece of the set-up that need not be done twice.
 * @typedef {object} Step
 * @property {string} name names its stamp and its log
 * @property {string} title what the person reads
 * @property {() => readonly string[]} files files and folders whose content decides whether it must be done again
 * @property {() => readonly string[]} [values] other things that decide it: versions, places
 * @property {() => readonly string[]} outputs what must exist when it is done
 * @property {() => Promise<void>} [check] looks, before any step begins, whether it can be done at all
 * @property {(work: Work) => Promise<void>} run
 */

/**
 * @typedef {object} Work
 * @property {string} log the step's log file
 * @property {AbortSignal | undefined} signal
 * @property {(line: string) => void} onLine
 * @property {(group: number) => void} [onStart] is told the process group of each command
 */

/** Folders that the steps themselves fill; never an input. */
const made = new Set(["node_modules", "dist", "generated"]);

/**
 * @param {string} path a file or folder
 * @returns {string[]} its files, in a fixed order
 */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !made.has(name) && !name.endsWith(".tsbuildinfo"))
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

/**
 * A hash of everything a step's result depends on.
 * @param {Step} step
 * @param {string} root paths count from here
 * @returns {string} hexadecimal SHA-256
 */
export function fingerprint(step, root) {
  const hash = createHash("sha256");
  // Lengths go in as well, so that no two different inputs give the same stream of bytes.
  const add = (/** @type {string | Buffer} */ part) => hash.update(`${part.length}:`).update(part);
  for (const value of step.values?.() ?? []) add(value);
  for (const file of step.files().flatMap(filesUnder)) {
    add(relative(root, file).split(sep).join("/"));
    add(readFileSync(file));
  }
  return hash.digest("hex");
}

/** Which steps are done, one small file each. A stamp that cannot be read counts as none. */
export class Stamps {
  #folder;
  #root;

  /**
   * @param {string} folder where the stamps lie
   * @param {string} root paths in fingerprints count from here
   */
  constructor(folder, root) {
    this.#folder = folder;
    this.#root = root;
  }

  /** @param {Step} step */
  isDone(step) {
    if (!step.outputs().every((path) => existsSync(path))) return false;
    try {
      return readFileSync(this.#path(step), "utf8") === this.#content(step);
    } catch {
      return false;
    }
  }

  /**
   * Takes a step's stamp away, because its work begins.
   * @param {Step} step
   * @returns {() => void} sets the stamp again, for the inputs as they were when the work began
   */
  begin(step) {
    const path = this.#path(step);
    const content = this.#content(step);
    rmSync(path, { force: true });
    return () => {
      mkdirSync(this.#folder, { recursive: true });
      // Renaming is atomic: a stamp is whole or not there.
      writeFileSync(`${path}.new`, content);
      renameSync(`${path}.new`, path);
    };
  }

  /** @param {Step} step */
  #path(step) {
    return join(this.#folder, `${step.name}.stamp`);
  }

  /** @param {Step} step */
  #content(step) {
    return `${fingerprint(step, this.#root)}\n`;
  }
}

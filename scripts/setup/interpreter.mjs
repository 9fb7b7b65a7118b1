import { spawnSync } from "node:child_process";
import { SetupFailure } from "./failure.mjs";

/**
 * A Python as one would type it: the command and the arguments that come first.
 * @typedef {readonly [string, ...string[]]} Candidate
 */

/** The oldest Python that the pinned packages support. */
const oldest = /** @type {const} */ ([3, 11]);

const probe = [
  "import sys",
  "print('%d.%d.%d' % sys.version_info[:3])",
  "print(sys.executable)",
  // Debian and Ubuntu ship venv without ensurepip, which it needs, unless python3-venv is installed.
  "import venv, ensurepip",
].join("\n");

/**
 * Which commands may be a Python here, the likeliest first.
 * @returns {Candidate[]}
 */
function usualCandidates() {
  const given = process.env.LAYERBOOK_PYTHON;
  if (given) return [[given]];
  const versioned = [14, 13, 12, 11].map((minor) => `python3.${minor}`);
  if (process.platform === "win32") return [["py", "-3"], ["python"], ["python3"]];
  return ["python3", "python", ...versioned].map((name) => [name]);
}

/**
 * Finds a Python that can make the environment.
 * @param {readonly Candidate[]} [candidates]
 * @returns {{ command: Candidate, version: string, path: string }}
 * @throws {SetupFailure} when there is none, none new enough, or none with its venv module
 */
export function findPython(candidates = usualCandidates()) {
  /** @type {{ version: string, path: string } | undefined} */
  let withoutVenv;
  /** @type {{ version: string, path: string } | undefined} */
  let tooOld;
  for (const command of candidates) {
    const [name, ...args] = command;
    const { stdout, status } = spawnSync(name, [...args, "-I", "-c", probe], {
      encoding: "utf8",
      windowsHide: true,
    });
    const match = /^(\d+)\.(\d+)\.\d+$/m.exec(stdout ?? "");
    if (!match) continue;
    const found = { version: match[0], path: stdout.split(/\r?\n/)[1]?.trim() || name };
    const [major, minor] = [Number(match[1]), Number(match[2])];
    if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) tooOld ??= found;
    else if (status !== 0) withoutVenv ??= found;
    else return { command, ...found };
  }
  throw new SetupFailure(whatToDo(candidates, withoutVenv, tooOld));
}

/**
 * @param {readonly Candidate[]} candidates
 * @param {{ version: string, path: string } | undefined} withoutVenv
 * @param {{ version: string, path: string } | undefined} tooOld
 */
function whatToDo(candidates, withoutVenv, tooOld) {
  if (withoutVenv) {
    const [major, minor] = withoutVenv.version.split(".");
    return (
      `Python ${withoutVenv.version} (${withoutVenv.path}) has no venv module: install it ` +
      `(Debian and Ubuntu: apt install python${major}.${minor}-venv), then run the same command again.`
    );
  }
  const needed = `Layerbook needs Python ${oldest.join(".")} or newer`;
  if (tooOld) {
    return (
      `${needed}, found ${tooOld.version} (${tooOld.path}): install a newer one from https://www.python.org/downloads/ ` +
      "or name one in LAYERBOOK_PYTHON, then run the same command again."
    );
  }
  const looked = candidates.map((candidate) => candidate.join(" ")).join(", ");
  return (
    `${needed} for JupyterLab, found none (tried ${looked}): install it from https://www.python.org/downloads/ ` +
    "or with your system's packages, then run the same command again."
  );
}

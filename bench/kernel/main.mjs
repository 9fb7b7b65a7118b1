import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { setup } from "../../scripts/setup/all.mjs";
import { Interrupted, SetupFailure } from "../../scripts/setup/failure.mjs";
import { throwIfInterrupted } from "../../scripts/setup/interruption.mjs";
import { root, setupCache, venvPython } from "../../scripts/setup/paths.mjs";
import { runSteps } from "../../scripts/setup/steps.mjs";
import { spawnTied } from "../../scripts/setup/tied.mjs";
import { deno } from "../../scripts/test/deno.mjs";
import { peers } from "./peers.mjs";
import { report } from "./report.mjs";

/**
 * Starts each kernel in turn, round after round, and times what a person waits for.
 * @param {readonly string[]} args `--rounds N`, 10 unless given
 * @param {AbortSignal} signal stops it
 * @returns {Promise<number>} the exit code
 */
export async function bench(args, signal) {
  const rounds = roundsOf(args);
  const where = machine();
  await runSteps([...setup, deno], { cache: setupCache, root, signal });
  await throwIfInterrupted(signal);

  const work = mkdtempSync(join(tmpdir(), "layerbook-bench-"));
  try {
    const found = await peers(work);
    const plan = join(work, "plan.json");
    const results = join(work, "results.json");
    writeFileSync(plan, JSON.stringify({ rounds, folder: work, peers: found, results }));
    const { ended } = spawnTied(venvPython, [join(import.meta.dirname, "measure.py"), plan], {
      cwd: root,
      env: process.env,
      signal,
    });
    const code = await ended;
    if (signal.aborted) throw new Interrupted("Stopped.");
    if (code === 0) report(results, join(root, "bench", "kernel.json"), where);
    return code;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @param {readonly string[]} args */
function roundsOf(args) {
  let given;
  try {
    const options = /** @type {const} */ ({ rounds: { type: "string", default: "10" } });
    given = parseArgs({ args: [...args], options }).values.rounds;
  } catch (error) {
    throw new SetupFailure(
      `Cannot measure: ${/** @type {Error} */ (error).message}. Give --rounds 10 or nothing.`,
    );
  }
  const rounds = Number(given);
  if (Number.isInteger(rounds) && rounds >= 1) return rounds;
  throw new SetupFailure(
    `Cannot measure ${given} rounds: expected a whole number from 1, such as --rounds 10.`,
  );
}

/** Before anything is measured: what has no commit cannot be compared later. */
function machine() {
  const git = spawnSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" });
  if (git.status !== 0)
    throw new SetupFailure("Cannot measure: git does not tell the commit. Run it in a clone.");
  const [cpu] = cpus();
  return {
    machine: `${cpus().length} x ${cpu?.model.trim() ?? process.arch}, ${process.platform}`,
    date: new Date().toISOString().slice(0, 10),
    commit: git.stdout.trim(),
  };
}

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setup } from "../../scripts/setup/all.mjs";
import { Interrupted } from "../../scripts/setup/failure.mjs";
import { throwIfInterrupted } from "../../scripts/setup/interruption.mjs";
import { root, setupCache, venvPython } from "../../scripts/setup/paths.mjs";
import { runSteps } from "../../scripts/setup/steps.mjs";
import { spawnTied } from "../../scripts/setup/tied.mjs";
import { deno } from "../../scripts/test/deno.mjs";
import { machine } from "../machine.mjs";
import { roundsOf } from "../rounds.mjs";
import { peers } from "./peers.mjs";
import { report } from "./report.mjs";

/**
 * Starts each kernel in turn, round after round, and times what a person waits for.
 * @param {readonly string[]} args `--rounds N`, 10 unless given
 * @param {AbortSignal} signal stops it
 * @returns {Promise<number>} the exit code
 */
export async function bench(args, signal) {
  const rounds = roundsOf(args, 10);
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

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { setup } from "../../scripts/setup/all.mjs";
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
  const { values } = parseArgs({ args: [...args], options: { rounds: { type: "string", default: "10" } } });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(
      `Cannot measure ${values.rounds} rounds: expected a whole number from 1, such as --rounds 10.`,
    );
  }
  await runSteps([...setup, deno], { cache: setupCache, root, signal });

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
    if (code === 0) report(results, join(root, "bench", "kernel.json"), machine());
    return code;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function machine() {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], {
    cwd: root,
    encoding: "utf8",
  }).trim();
  const [cpu] = cpus();
  return {
    machine: `${cpus().length} x ${cpu?.model.trim() ?? process.arch}, ${process.platform}`,
    date: new Date().toISOString().slice(0, 10),
    commit,
  };
}

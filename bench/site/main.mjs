import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setup } from "../../scripts/setup/all.mjs";
import { throwIfInterrupted } from "../../scripts/setup/interruption.mjs";
import { root, setupCache } from "../../scripts/setup/paths.mjs";
import { runSteps } from "../../scripts/setup/steps.mjs";
import { siteBuild, website } from "../../scripts/site/build.mjs";
import { benchDependencies } from "../dependencies.mjs";
import { machine } from "../machine.mjs";
import { roundsOf } from "../rounds.mjs";
import { spread } from "../spread.mjs";
import { audit } from "./audit.mjs";
import { timeRuns } from "./runs.mjs";
import { serveCompressed } from "./server.mjs";

const pages = ["", "layers/convolution"];
/** The first cell of a page, which loads all that runs cells and draws a figure; and one that gives text. */
const runCells = [
  { path: "layers/linear", cell: "eight-questions" },
  { path: "layers/linear", cell: "by-hand" },
];

/**
 * Measures what a reader waits for: pages by Lighthouse, and the first and later runs of a cell.
 * @param {readonly string[]} args `--rounds N` looks at each page, 3 unless given
 * @param {AbortSignal} signal stops it
 * @returns {Promise<number>} the exit code
 */
export async function bench(args, signal) {
  const rounds = roundsOf(args, 3);
  const where = machine();
  await runSteps([...setup, siteBuild(), benchDependencies], { cache: setupCache, root, signal });
  await throwIfInterrupted(signal);
  const server = await serveCompressed(join(website, "build"));
  try {
    const audits = await audit(server.url, pages, rounds);
    await throwIfInterrupted(signal);
    const runs = [];
    for (const { path, cell } of runCells) {
      runs.push({ path, cell, unit: "ms", ...(await timeRuns(server.url + path, cell, 10)) });
    }
    const target = join(root, "bench", "site.json");
    writeFileSync(target, `${JSON.stringify({ ...where, rounds, audits, runs }, null, 2)}\n`);
    console.table(audits);
    for (const { cell, first, later } of runs) {
      console.log(
        `${cell}: first run ${spread(first).median} ms, later ${spread(later).median} ms (medians of 10 visits)`,
      );
    }
    return 0;
  } finally {
    server.close();
  }
}

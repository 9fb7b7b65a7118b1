import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { comparePage } from "@layerbook/literate/outputs";
import { notebookText, readOutputs, readPage, refuseEdited, writePage } from "./files.mjs";
import { runInKernel } from "./kernel-run.mjs";

/** @import { PageFiles } from "./find.mjs" */

/**
 * @typedef {object} RunPagesOptions
 * @property {readonly PageFiles[]} all every page that has a notebook
 * @property {boolean} check compare only
 * @property {boolean} force write over a notebook that was edited by hand
 * @property {AbortSignal} signal
 * @property {(line: string) => void} [say] takes the lines of progress
 * @property {(line: string) => void} [complain] takes what is wrong
 */

/**
 * Runs pages one after the other. One that fails keeps its files and does not stop the others.
 * @param {readonly PageFiles[]} chosen
 * @param {RunPagesOptions} options
 * @returns {Promise<number>} how many failed
 */
export async function runPages(chosen, options) {
  const { signal, say = console.log, complain = console.error } = options;
  let failed = 0;
  for (const files of chosen) {
    if (signal.aborted) break;
    try {
      const differences = await runOne(files, options, say);
      for (const difference of differences) complain(difference);
      if (differences.length > 0) failed += 1;
    } catch (error) {
      if (signal.aborted) break;
      failed += 1;
      complain(error instanceof Error ? error.message : String(error));
    }
  }
  return failed;
}

/**
 * @param {PageFiles} files
 * @param {RunPagesOptions} options
 * @param {(line: string) => void} say
 * @returns {Promise<readonly string[]>} where a run differs from what is checked in
 */
async function runOne(files, { all, check, force, signal }, say) {
  const { name } = files;
  const page = readPage(files);
  const before = check ? readOutputs(files) : undefined;
  if (!check && !force) refuseEdited(files);

  let count = 0;
  const begun = performance.now();
  const seconds = () => ((performance.now() - begun) / 1000).toFixed(1);
  say(`${name}: running ${page.cells.length} cells in the kernel ...`);
  const outputs = await runInKernel(page, {
    cwd: dirname(files.notebook),
    signal,
    onCell: ({ id }, took) => {
      count += 1;
      say(`${name}: ${count} of ${page.cells.length}, ${id}, ${took.toFixed(2)} s`);
    },
  });

  if (before !== undefined) {
    const differences = comparePage(page, before, outputs.cells);
    if (differences.length === 0 && !isCurrent(files, notebookText(files, page, before, all))) {
      differences.push(
        `${files.notebookPath}: is not what the page and its outputs give; make it with \`npm run pages\``,
      );
    }
    say(`${name}: ${differences.length === 0 ? "as checked in" : "differs"}, ${seconds()} s`);
    return differences;
  }
  writePage(files, outputs, notebookText(files, page, outputs, all));
  say(
    `${name}: wrote ${files.path.replace(/\.md$/, ".outputs.json")} and ${files.notebookPath}, ${seconds()} s`,
  );
  return [];
}

/**
 * @param {PageFiles} files
 * @param {string} text
 */
function isCurrent({ notebook }, text) {
  return existsSync(notebook) && readFileSync(notebook, "utf8") === text;
}

import { mkdirSync } from "node:fs";
import { startKernel } from "@layerbook/kernel/client";
import { PageError } from "@layerbook/literate";
import { cellProblem } from "@layerbook/literate/node";
import { fromNotebookOutputs } from "@layerbook/literate/notebook";
import { throwIfInterrupted } from "../setup/interruption.mjs";

/** @import { Cell, Page } from "@layerbook/literate" */
/** @import { NotebookOutput } from "@layerbook/literate/notebook" */
/** @import { CheckedOutputs } from "@layerbook/literate/outputs" */

/** Longest time for one cell, milliseconds: several times what training takes on a busy small machine. */
const cellLimit = 60_000;

/**
 * Runs a page's cells in a kernel of their own, as Jupyter does.
 * @param {Page} page
 * @param {object} options
 * @param {string} options.cwd the notebooks' folder, from which cells import
 * @param {AbortSignal} [options.signal] ends the kernel
 * @param {(cell: Cell, seconds: number) => void} [options.onCell] told of each cell that has run
 * @returns {Promise<CheckedOutputs>}
 * @throws {PageError} at the first cell that does not do what the page says it does
 */
export async function runInKernel(page, { cwd, signal, onCell }) {
  mkdirSync(cwd, { recursive: true });
  const kernel = await startKernel({ cwd });
  const stop = () => void kernel.shutdown();
  signal?.addEventListener("abort", stop);
  try {
    // It may have been stopped while the kernel started.
    await throwIfInterrupted(signal);
    /** @type {[id: string, outputs: readonly NotebookOutput[]][]} */
    const outputs = [];
    for (const cell of page.cells) {
      const begun = performance.now();
      const { outputs: given, executionCount } = await execute(kernel, page, cell);
      const problem = cellProblem(page, cell, fromNotebookOutputs(given), errorLine(given, executionCount));
      if (problem) throw problem;
      outputs.push([cell.id, given]);
      onCell?.(cell, (performance.now() - begun) / 1000);
    }
    // Only now: a later cell may have updated a display of an earlier one.
    const cells = Object.fromEntries(outputs.map(([id, given]) => [id, fromNotebookOutputs(given)]));
    return { format: 1, cells };
  } finally {
    signal?.removeEventListener("abort", stop);
    await kernel.shutdown();
  }
}

/**
 * @param {Awaited<ReturnType<typeof startKernel>>} kernel
 * @param {Page} page
 * @param {Cell} cell
 * @returns {Promise<{ outputs: readonly NotebookOutput[], executionCount: number | null }>}
 */
async function execute(kernel, page, cell) {
  try {
    return await kernel.execute(cell.source, { timeoutMs: cellLimit });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PageError(page.path, cell.line, `cell ${cell.id} did not end well in the kernel: ${reason}`);
  }
}

/**
 * The line in the cell that an error's traceback names: that of the call where another cell's function threw, or of the
 * excerpt that is shown with an error of the compiler.
 * @param {readonly NotebookOutput[]} outputs
 * @param {number | null} count the cell's number of execution
 * @returns {number | undefined}
 */
function errorLine(outputs, count) {
  const error = outputs.find((output) => output.output_type === "error");
  if (error?.output_type !== "error") return undefined;
  const traceback = error.traceback.join("\n");
  const found =
    new RegExp(`\\bcell ${count}, line (\\d+), column`).exec(traceback) ?? /^ *(\d+) \| /m.exec(traceback);
  return found ? Number(found[1]) : undefined;
}

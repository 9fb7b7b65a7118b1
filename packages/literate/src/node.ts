import { Worker } from "node:worker_threads";
import { cellProblem } from "./cell-problem.ts";
import { CellSyntaxError, type CompiledCell, compileCell } from "./compile.ts";
import { applyOutputEvent } from "./output-events.ts";
import type { Output } from "./output-types.ts";
import type { Page, Program } from "./page.ts";
import { PageError } from "./page-error.ts";
import type { WorkerMessage, WorkerTask } from "./page-worker.ts";
import type { CellError } from "./session.ts";

export { cellProblem } from "./cell-problem.ts";

export interface RunPageOptions {
  /** File URL of each module that cells may import, by specifier. */
  readonly modules: Readonly<Record<string, string>>;
  /** Longest time for the cells together, and for each program. */
  readonly timeoutMs: number;
}

export interface PageRun {
  /** By cell id, in page order; cells behind the first problem are not there. */
  readonly outputs: Readonly<Record<string, readonly Output[]>>;
  /** Nothing when all cells did what the page says they do and all programs ran. */
  readonly problems: readonly PageError[];
}

/** How long what the last cell left behind (a promise, a timer) may still print or throw, milliseconds. */
const afterwards = 1000;

interface WorkerRun {
  readonly outputs: Map<string, Output[]>;
  readonly errors: Map<string, CellError>;
  /** The cell that was running when the worker was ended, and why it was. */
  readonly ended?: { readonly cell: string; readonly reason: string };
}

// Node 20 runs no TypeScript: from the sources, the tests start the worker that the build wrote.
const workerUrl = new URL(
  import.meta.url.endsWith(".ts") ? "../dist/page-worker.js" : "./page-worker.js",
  import.meta.url,
);

/**
 * Runs a page's cells in a worker of their own, in order up to the first that fails, and each program in another.
 * Workers are ended at the limit.
 */
export async function runPage(page: Page, options: RunPageOptions): Promise<PageRun> {
  const task = page.cells.map((cell) => ({
    cell: compileCell(cell.source, cell.id),
    ownScope: cell.solution,
  }));
  const expected = new Set(page.cells.filter(({ throws }) => throws !== undefined).map(({ id }) => id));
  const run = await runWorker(task, options, (id) => !expected.has(id));
  const problems: PageError[] = [];
  const outputs: Record<string, readonly Output[]> = {};
  for (const cell of page.cells) {
    const given = run.outputs.get(cell.id);
    if (given === undefined) break;
    outputs[cell.id] = given;
    const problem = cellProblem(page, cell, given, run.errors.get(cell.id)?.line);
    if (problem) problems.push(problem);
  }
  const { ended } = run;
  const last = page.cells.find(({ id }) => id === ended?.cell);
  // What a worker throws can overtake the outputs that it sent before.
  if (ended && last) problems.push(new PageError(page.path, last.line, `cell ${last.id} ${ended.reason}`));
  for (const program of page.programs) {
    const problem = await runProgram(page, program, options);
    if (problem) problems.push(problem);
  }
  return { outputs, problems };
}

async function runProgram(
  { path }: Page,
  { source, line, notRunBecause }: Program,
  options: RunPageOptions,
): Promise<PageError | undefined> {
  if (notRunBecause !== undefined) return undefined;
  const fix = 'correct it, or write `ts no-run reason="..."`';
  let cell: CompiledCell;
  try {
    cell = compileCell(source, "program");
  } catch (error) {
    if (!(error instanceof CellSyntaxError)) throw error;
    const { column, reason } = error;
    return new PageError(
      path,
      line + error.line - 1,
      `the program does not compile at column ${column}: ${reason}; ${fix}`,
    );
  }
  const { errors, ended } = await runWorker([{ cell, ownScope: false }], options, () => true);
  if (ended) return new PageError(path, line, `the program ${ended.reason}`);
  const error = errors.get("program");
  if (error === undefined) return undefined;
  const at = line + (error.line ?? 1) - 1;
  return new PageError(path, at, `the program throws ${error.name}: ${error.message}; ${fix}`);
}

function runWorker(
  cells: WorkerTask["cells"],
  { modules, timeoutMs }: RunPageOptions,
  stopsAt: (id: string) => boolean,
): Promise<WorkerRun> {
  return new Promise((resolve) => {
    const task: WorkerTask = { cells, modules };
    // Whatever flags this process was started with, a rejection that no one handles is an error.
    const worker = new Worker(workerUrl, { workerData: task, execArgv: ["--unhandled-rejections=throw"] });
    const outputs = new Map<string, Output[]>();
    const errors = new Map<string, CellError>();
    let running = cells[0]?.cell.id ?? "";
    const finish = (reason?: string): void => {
      clearTimeout(timer);
      worker.removeAllListeners();
      worker.on("error", () => {}); // what it still throws while it ends concerns no one
      const run = { outputs, errors, ...(reason === undefined ? {} : { ended: { cell: running, reason } }) };
      void worker.terminate().then(() => resolve(run));
    };
    let finished = false;
    let timer = setTimeout(
      () => finish(`was still running when the page's ${timeoutMs} ms were over; make it do less`),
      timeoutMs,
    );
    worker.on("message", (message: WorkerMessage) => {
      if (message.kind === "started") {
        running = message.cell;
        outputs.set(running, []);
      } else if (message.kind === "output") {
        const { event } = message;
        outputs.set(event.cell, applyOutputEvent(outputs.get(event.cell) ?? [], event));
      } else if (message.kind === "ended") {
        const { cell, result } = message;
        if (result.cut) return finish("gives more than a cell may; print less");
        if (result.error) errors.set(cell, result.error);
        if (result.error && stopsAt(cell)) finish();
      } else {
        finished = true;
        clearTimeout(timer);
        timer = setTimeout(finish, afterwards);
      }
    });
    worker.on("error", (error) => finish(`left code behind that throws: ${error}; catch it, or await it`));
    worker.on("exit", (code) =>
      finish(finished && code === 0 ? undefined : `ended its process with code ${code}; remove process.exit`),
    );
  });
}

import type { OutputEvent } from "@layerbook/literate/session";
import type { CellRequest, FromWorker } from "../../runner/messages.ts";
import { fetchText, WorkerFrame } from "./worker-frame.ts";

/** Longest that one cell may run, in milliseconds. */
export const timeLimit = 30_000;

/** Most messages that one run may send; a session stays far below it. */
const messageLimit = 5_000;

export type RunEnd =
  /** `took` is in milliseconds, `error` the name of what the cell threw. */
  | { readonly status: "ended"; readonly took: number; readonly error?: string }
  /** The worker is gone, and with it all that cells had defined. */
  | { readonly status: "lost"; readonly reason: string };

interface CurrentRun {
  readonly number: number;
  readonly cell: CellRequest;
  readonly onOutput: (event: OutputEvent) => void;
  readonly end: (end: RunEnd) => void;
  messages: number;
}

/** Packages that the worker gets when a cell imports them; scripts/assets.mjs writes the files. */
const packagesOnDemand: Readonly<Record<string, string>> = {
  "@layerbook/data": "data.js",
  "@layerbook/figures": "figures.js",
};
const offered = ["@layerbook/layers", "@layerbook/data", "@layerbook/figures"];

/**
 * Runs the cells of one page in one shared scope, one at a time. The worker comes with the first run and goes with
 * `stop`: a page that nobody runs costs nothing.
 */
export class Runner {
  readonly #folder: string;
  #frame: WorkerFrame | undefined;
  #ready = false;
  #current: CurrentRun | undefined;
  #runs = 0;

  /** @param folder address of the folder with frame.htm, worker.js and the packages, with a slash at its end */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Runs a cell. The promise is kept at the cell's end, at the limit of time, or at `stop`; it is never rejected.
   *
   * @throws {Error} when a cell is still running
   */
  run(cell: CellRequest, onOutput: (event: OutputEvent) => void): Promise<RunEnd> {
    if (this.#current)
      throw new Error(`Cannot run cell ${cell.id}: cell ${this.#current.cell.id} is still running`);
    return new Promise((resolve) => {
      const seconds = timeLimit / 1000;
      const limit = setTimeout(
        () => this.#lose(`Stopped at the limit of ${seconds} s for one cell.`),
        timeLimit,
      );
      const end = (result: RunEnd) => {
        clearTimeout(limit);
        resolve(result);
      };
      this.#runs += 1;
      this.#current = { number: this.#runs, cell, onOutput, end, messages: 0 };
      this.#frame ??= new WorkerFrame(this.#folder, (message) => this.#handle(message));
      if (this.#ready) this.#begin();
    });
  }

  /** Ends whatever runs, at once. What cells had defined is lost. */
  stop(): void {
    this.#lose("Stopped.");
  }

  #begin(): void {
    if (this.#current)
      this.#frame?.send({ type: "run", run: this.#current.number, cell: this.#current.cell });
  }

  #handle(message: FromWorker): void {
    const current = this.#current;
    if (current) current.messages += 1;
    if (current && current.messages > messageLimit) {
      this.#lose("Stopped: the cell sent too many messages.");
    } else if (message.type === "ready") {
      if (!this.#ready) this.#begin();
      this.#ready = true;
    } else if (message.type === "crash") {
      this.#lose(`The worker ended: ${message.reason}.`);
    } else if (message.type === "import") {
      void this.#sendPackage(message.specifier);
    } else if (message.run !== current?.number) {
      // A late word of a run that is over.
    } else if (message.type === "output") {
      current.onOutput(message.event);
    } else {
      const { took, error } = message;
      this.#end({ status: "ended", took, ...(error === undefined ? {} : { error }) });
    }
  }

  async #sendPackage(specifier: string): Promise<void> {
    const frame = this.#frame;
    const file = Object.hasOwn(packagesOnDemand, specifier) ? packagesOnDemand[specifier] : undefined;
    if (file === undefined) {
      const reason = `Cannot import ${specifier}: a cell may import ${offered.join(", ")}`;
      frame?.send({ type: "no-package", specifier, reason });
      return;
    }
    try {
      frame?.send({ type: "package", specifier, text: await fetchText(this.#folder + file) });
    } catch (error) {
      const reason = `Cannot load ${specifier}: ${(error as Error).message}`;
      frame?.send({ type: "no-package", specifier, reason });
    }
  }

  #lose(reason: string): void {
    this.#frame?.close();
    this.#frame = undefined;
    this.#ready = false;
    this.#end({ status: "lost", reason });
  }

  #end(end: RunEnd): void {
    const current = this.#current;
    this.#current = undefined;
    current?.end(end);
  }
}

import type { QuickInfo } from "@tslab/typescript-for-tslab";
import type { Executor } from "tslab/dist/executor.js";
import { CellCompiler } from "./cell-compiler.ts";
import { createCellRequire, requirePackage } from "./cell-require.ts";
import type { Completeness } from "./completeness.ts";
import { type Completion, completion } from "./completion.ts";
import { askedName, documentation, isTelling } from "./documentation.ts";
import { type CellError, interruptedError } from "./errors.ts";
import { type InterruptFlag, isInterrupt } from "./interrupt-flag.ts";
import { LocalModules } from "./local-modules.ts";
import { type MimeBundle, type ShownValue, shownValue } from "./mime-bundle.ts";
import { installCellStacks, thrownError } from "./stack.ts";
import { type TimeLimit, withinTime } from "./time-limit.ts";
import type { Tslab } from "./tslab.ts";

/** What a cell came to: an error, or the value of its last expression if it has one, or the page that it asked for. */
export type CellOutcome =
  | { readonly error: CellError }
  | { readonly shown: ShownValue | undefined; readonly page?: MimeBundle };

const interrupted: unique symbol = Symbol("interrupted");

/** The cells of one notebook, run one after the other in this process by tslab. Knows nothing of messages. */
export class Session {
  readonly tslab: Tslab;
  readonly #compiler: CellCompiler;
  readonly #executor: Executor;
  readonly #interruptFlag: InterruptFlag;
  readonly #localModules: LocalModules;
  #thrown: { readonly value: unknown } | undefined;
  #interrupt: (() => void) | undefined;

  /**
   * @param folder the notebook's folder, from which cells import
   * @param interruptFlag what another thread raises to stop a cell that computes
   */
  constructor(folder: string, interruptFlag: InterruptFlag) {
    this.#interruptFlag = interruptFlag;
    interruptFlag.install();
    const compiler = new CellCompiler(folder, (lines) => {
      process.stderr.write(`${lines.join("\n")}\n`);
    });
    this.#compiler = compiler;
    this.tslab = compiler.tslab;
    this.#executor = this.tslab.createExecutor(
      folder,
      { node: compiler, browser: compiler, close: () => compiler.close() },
      {
        log: () => {},
        // Diagnostics come as a format and its values; they are told apart from what a cell threw by that.
        error: (...thrown: unknown[]) => {
          if (thrown.length === 1) this.#thrown = { value: thrown[0] };
        },
      },
    );
    const scope = (globalThis as unknown as { __tslab__: { require: NodeJS.Require } }).__tslab__;
    this.#localModules = new LocalModules(compiler.ts, requirePackage);
    scope.require = createCellRequire(scope.require, folder, this.#localModules);
    installCellStacks(compiler.cells, this.#localModules.sources, folder);
  }

  /** Runs a cell, or looks up the name that it asks about (`name?`). Never rejects. */
  async execute(code: string, cell: number): Promise<CellOutcome> {
    const stopped = new Promise<typeof interrupted>((resolve) => {
      this.#interrupt = () => resolve(interrupted);
    });
    try {
      const outcome = await Promise.race([this.#run(code, cell), stopped]);
      return outcome === interrupted ? { error: interruptedError } : outcome;
    } catch (error) {
      return { error: this.#cellError(error) };
    } finally {
      this.#interrupt = undefined;
      this.#interruptFlag.stopComputing();
      // What a cell shows when it has ended is not to be stopped.
      this.#interruptFlag.lower();
    }
  }

  get isRunning(): boolean {
    return this.#interrupt !== undefined;
  }

  /** Stops the cell that waits. A cell that computes is stopped by SIGINT itself, through `node:vm`. */
  interrupt(): void {
    this.#interrupt?.();
    this.#executor.interrupt();
  }

  /** Something that an earlier cell left behind has been stopped: the interrupt is not for the next cell, too. */
  forgetInterrupt(): void {
    if (!this.isRunning) this.#interruptFlag.lower();
  }

  /** An error as a cell's error would be shown; for what is thrown after the cell has ended. */
  describeError(thrown: unknown): CellError {
    return thrownError(thrown, this.#compiler.cells);
  }

  /** Whether code is whole; if it may go on, the indentation of its next line. */
  isComplete(code: string): { readonly status: Completeness; readonly indent?: string } {
    const status = askedName(code) === undefined ? this.#compiler.completeness(code) : "complete";
    if (status !== "incomplete") return { status };
    return { status, indent: this.tslab.isCompleteCode(code).indent ?? "" };
  }

  /** What may stand at a position of the code, UTF-16 units from its start. */
  complete(code: string, position: number): Completion {
    return completion(this.#executor.complete(code, position));
  }

  /**
   * Type and documentation of the name at a position of the code, UTF-16 units from its start, or of the function whose
   * arguments stand there.
   */
  inspect(code: string, position: number): MimeBundle | undefined {
    const infoAt = (place: number) => this.#executor.inspect(code, place) as QuickInfo | undefined;
    const infoOfCallee = () => {
      const end = this.#compiler.calleeEnd(code, position);
      return end === undefined ? undefined : infoAt(end);
    };
    const info = infoAt(position) ?? infoOfCallee();
    return info && isTelling(info) ? documentation(info, this.tslab) : undefined;
  }

  #documentationOf(name: string): CellOutcome {
    const page = this.inspect(name, name.length);
    if (page) return { shown: undefined, page };
    throw new ReferenceError(`Cannot show the documentation of ${name}: nothing has this name`);
  }

  async #run(code: string, cell: number): Promise<CellOutcome> {
    const asked = askedName(code);
    if (asked !== undefined) return this.#documentationOf(asked);
    this.#thrown = undefined;
    this.#compiler.cell = cell;
    this.#localModules.refresh();
    const done = await this.#executor.execute(code);
    const { error, lastExpression } = this.#compiler;
    if (!done) return { error: error ?? this.#executionError() };
    if (lastExpression === undefined) return { shown: undefined };
    const value: unknown = await this.#executor.locals[lastExpression];
    delete this.#executor.locals[lastExpression];
    return value === undefined ? { shown: undefined } : { shown: await shownValue(value, this.#withinTime) };
  }

  /** Interrupts end what is limited, too. */
  readonly #withinTime: TimeLimit = (milliseconds, body) => {
    try {
      return withinTime(milliseconds, () => this.#interruptFlag.compute(body));
    } finally {
      this.#interruptFlag.stopComputing();
    }
  };

  #executionError(): CellError {
    return this.#cellError(this.#thrown?.value);
  }

  #cellError(thrown: unknown): CellError {
    return isInterrupt(thrown) ? interruptedError : thrownError(thrown, this.#compiler.cells);
  }
}

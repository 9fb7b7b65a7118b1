import { createConsole } from "./cell-console.ts";
import type { CellImport, CompiledCell } from "./compile.ts";
import { errorPlace, errorText } from "./error-place.ts";
import { GlobalScope } from "./global-scope.ts";
import type { OutputEvent } from "./output-events.ts";
import { type DisplayOptions, type OutputLimits, OutputRecorder } from "./output-recorder.ts";
import type { MimeBundle, Output } from "./output-types.ts";
import { type ShownValue, shownValue } from "./shown-value.ts";

export { applyOutputEvent, type OutputEvent } from "./output-events.ts";
export type { DisplayOptions, OutputLimits } from "./output-recorder.ts";
export type { BundleOutput, ErrorOutput, MimeBundle, Output, StreamOutput } from "./output-types.ts";

export interface SessionOptions {
  /** Loads a module that a cell imports; rejects with a clear message for one that cells may not import. */
  readonly importModule: (specifier: string) => Promise<object>;
  /** Told of every change of outputs, in order. */
  readonly onOutput?: (event: OutputEvent) => void;
  /** 1,000 outputs and 8 MiB of text for each cell by default. */
  readonly limits?: Partial<OutputLimits>;
}

export interface RunOptions {
  /** The cell's names are gone after it, and names that they hid are back: a page's solution. */
  readonly ownScope?: boolean;
}

export interface CellError {
  readonly name: string;
  readonly message: string;
  /** Line and column in the cell, from 1, where the engine tells them. */
  readonly line?: number;
  readonly column?: number;
}

export interface RunResult {
  readonly status: "ok" | "error";
  readonly outputs: readonly Output[];
  readonly error?: CellError;
  /** Whether outputs beyond the limits were dropped. */
  readonly cut: boolean;
}

/** Runs the cells of one page in one shared scope: the global object, so one session to a worker. */
export interface Session {
  /** Runs a cell after those that were asked for before it. An error of the cell is a result, not a rejection. */
  run(cell: CompiledCell, options?: RunOptions): Promise<RunResult>;
  /** Gives the global object its own names, console and host back. */
  close(): void;
}

const hostKey = Symbol.for("layerbook.host");
const { defineProperty, getOwnPropertyDescriptor } = Object;

/** Starts a session in this realm. It takes over `console` and the host of figures until it is closed. */
export function createSession({ importModule, onOutput, limits }: SessionOptions): Session {
  const scope = new GlobalScope();
  const recorder = new OutputRecorder(
    { count: 1000, characters: 2 ** 23, ...limits },
    onOutput ?? (() => {}),
  );
  /** Who asked to be told when the running cell has ended. */
  const endings = new Set<() => void>();
  const restore = [
    replaceGlobal(
      "console",
      createConsole((name, text) => recorder.write(name, text)),
    ),
    replaceGlobal(hostKey, {
      display: (bundle: MimeBundle, options?: DisplayOptions) => recorder.display(bundle, options),
      clear: () => recorder.clear(),
      atEnd: (callback: () => void) => endings.add(callback),
    }),
  ];
  const runtime = {
    importModule,
    named: (value: object, name: string) => defineProperty(value, "name", { value: name }),
  };

  /** What the value of the last expression looks like, if there is one. */
  async function execute(cell: CompiledCell): Promise<ShownValue | undefined> {
    for (const statement of cell.imports) await bindImports(statement, importModule);
    // biome-ignore lint/security/noGlobalEval: running a cell's code is what a session is for
    const body = globalThis.eval(cell.code) as (layerbook: typeof runtime) => Promise<unknown>;
    const value = await body(runtime);
    return value === undefined ? undefined : shownValue(value);
  }

  async function executeInScope(cell: CompiledCell, ownScope: boolean): Promise<ShownValue | undefined> {
    if (ownScope) return scope.within(cell.names, () => execute(cell));
    scope.declare(cell.names);
    return execute(cell).finally(() => scope.seal(cell.names));
  }

  async function runNow(cell: CompiledCell, { ownScope = false }: RunOptions): Promise<RunResult> {
    recorder.begin(cell.id);
    endings.clear();
    let error: CellError | undefined;
    try {
      const shown = await executeInScope(cell, ownScope).finally(() => {
        for (const ending of endings) ending();
        recorder.report();
      });
      for (const picture of shown?.pictures ?? []) recorder.display(picture);
      if (shown) recorder.result(shown.result);
    } catch (thrown) {
      error = { ...errorText(thrown), ...errorPlace(thrown, cell.id) };
      recorder.error(error.name, error.message);
    }
    const outputs = recorder.outputs(cell.id);
    return error === undefined
      ? { status: "ok", outputs, cut: recorder.full }
      : { status: "error", outputs, error, cut: recorder.full };
  }

  let previous: Promise<unknown> = Promise.resolve();
  return {
    run(cell, options = {}) {
      const result = previous.then(() => runNow(cell, options));
      previous = result;
      return result;
    },
    close() {
      scope.clear();
      for (const undo of restore) undo();
    },
  };
}

function replaceGlobal(key: PropertyKey, value: unknown): () => void {
  const before = getOwnPropertyDescriptor(globalThis, key);
  defineProperty(globalThis, key, { value, writable: true, configurable: true, enumerable: false });
  return () => {
    if (before) defineProperty(globalThis, key, before);
    else Reflect.deleteProperty(globalThis, key);
  };
}

/** Names are copied out of the module once; no library of the book changes what it exports. */
async function bindImports(
  { specifier, names }: CellImport,
  importModule: SessionOptions["importModule"],
): Promise<void> {
  const module = await importModule(specifier);
  for (const { imported, local } of names) {
    if (imported !== "*" && !(imported in module)) {
      const hint = "check the spelling; a type is imported with `import type`";
      throw new SyntaxError(`${specifier} exports no ${imported}: ${hint}`);
    }
    const value = imported === "*" ? module : (module as Record<string, unknown>)[imported];
    // Through the accessor that declared the name, which turns into a constant.
    (globalThis as Record<string, unknown>)[local] = value;
  }
}

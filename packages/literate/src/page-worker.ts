import { parentPort, workerData } from "node:worker_threads";
import type { CompiledCell } from "./compile.ts";
import { createSession, type OutputEvent, type RunResult } from "./session.ts";

export interface WorkerTask {
  readonly cells: readonly { readonly cell: CompiledCell; readonly ownScope: boolean }[];
  /** The file of each module that cells may import. */
  readonly modules: Readonly<Record<string, string>>;
}

export type WorkerMessage =
  | { readonly kind: "started"; readonly cell: string }
  | { readonly kind: "output"; readonly event: OutputEvent }
  | { readonly kind: "ended"; readonly cell: string; readonly result: RunResult }
  | { readonly kind: "finished" };

const { cells, modules } = workerData as WorkerTask;
const post = (message: WorkerMessage): void => parentPort!.postMessage(message);

const session = createSession({
  importModule: async (specifier) => {
    if (Object.hasOwn(modules, specifier)) return import(modules[specifier]!);
    throw new Error(
      `Cannot import ${specifier}: a page imports only ${Object.keys(modules).join(", ") || "nothing"}`,
    );
  },
  onOutput: (event) => post({ kind: "output", event }),
});
for (const { cell, ownScope } of cells) {
  post({ kind: "started", cell: cell.id });
  post({ kind: "ended", cell: cell.id, result: await session.run(cell, { ownScope }) });
}
post({ kind: "finished" });

import type { Output, OutputEvent } from "@layerbook/literate/session";

/** A cell as the page sends it to be run. */
export interface CellRequest {
  readonly id: string;
  readonly source: string;
  /** Values of sliders, in place of those that the source gives to these constants. */
  readonly constants: Readonly<Record<string, number>>;
  /** Whether its names are gone after it: a solution. */
  readonly ownScope: boolean;
}

/** From the page, through the frame, to the worker. */
export type ToWorker =
  | { readonly type: "run"; readonly run: number; readonly cell: CellRequest }
  /** The text of a package that the worker asked for. */
  | { readonly type: "package"; readonly specifier: string; readonly text: string }
  | { readonly type: "no-package"; readonly specifier: string; readonly reason: string };

/** From the worker, through the frame, to the page. */
export type FromWorker =
  | { readonly type: "ready" }
  | { readonly type: "import"; readonly specifier: string }
  | { readonly type: "output"; readonly run: number; readonly event: OutputEvent }
  /** The run is over; `took` is in milliseconds, `error` the name of what was thrown. */
  | { readonly type: "done"; readonly run: number; readonly took: number; readonly error?: string }
  /** The worker could not start, or is gone. */
  | { readonly type: "crash"; readonly reason: string };

/** Longest text that the page takes from a worker, in characters; what a session sends stays below it. */
const longestText = 2 ** 24;

/**
 * Reads a message that claims to come from the worker. What runs there can send anything, so nothing of it is believed:
 * a message of any other form gives `undefined`.
 */
export function readFromWorker(value: unknown): FromWorker | undefined {
  if (!isRecord(value)) return undefined;
  const { type, run, specifier, reason, event, took, error } = value;
  switch (type) {
    case "ready":
      return { type };
    case "import":
      return isText(specifier) ? { type, specifier } : undefined;
    case "crash":
      return isText(reason) ? { type, reason } : undefined;
    case "output": {
      const read = readEvent(event);
      return isCount(run) && read ? { type, run, event: read } : undefined;
    }
    case "done":
      if (!isCount(run) || typeof took !== "number") return undefined;
      return isText(error) ? { type, run, took, error } : { type, run, took };
    default:
      return undefined;
  }
}

function readEvent(value: unknown): OutputEvent | undefined {
  if (!isRecord(value) || !isText(value.cell)) return undefined;
  const { cell, kind, index, text, output } = value;
  switch (kind) {
    case "clear":
      return { cell, kind };
    case "append":
      return isCount(index) && isText(text) ? { cell, kind, index, text } : undefined;
    case "add":
      return isOutput(output) ? { cell, kind, output } : undefined;
    case "replace":
      return isCount(index) && isOutput(output) ? { cell, kind, index, output } : undefined;
    default:
      return undefined;
  }
}

function isOutput(value: unknown): value is Output {
  if (!isRecord(value)) return false;
  switch (value.type) {
    case "stream":
      return (value.name === "stdout" || value.name === "stderr") && isText(value.text);
    case "error":
      return isText(value.name) && isText(value.message);
    case "display":
    case "result":
      return isRecord(value.data);
    default:
      return false;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= longestText;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

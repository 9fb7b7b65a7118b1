import type { MimeBundle } from "./bundle.ts";

/** Where a display goes; the kernel and the page's runner put one at `globalThis[Symbol.for("layerbook.host")]`. */
export interface Host {
  display(bundle: MimeBundle, options?: DisplayOptions): void;
  /** Calls back once when the cell that runs has ended, whether it failed or not; what was asked before is asked once. */
  atEnd?(callback: () => void): void;
}
export interface DisplayOptions {
  /** Names the display, so that a later one with `update` takes its place. */
  readonly displayId?: string;
  readonly update?: boolean;
}

type Global = Record<PropertyKey, unknown>;

/** Asks Layerbook's host to call back when the cell has ended; elsewhere there is no one who knows. */
export function atCellEnd(callback: () => void): void {
  const host = (globalThis as unknown as Global)[Symbol.for("layerbook.host")] as Host | undefined;
  host?.atEnd?.(callback);
}

/** Sends a bundle to Layerbook's host, else stock tslab, else Deno's kernel; false when there is none of them. */
export function sendToHost(bundle: MimeBundle, options: DisplayOptions = {}): boolean {
  const global = globalThis as unknown as Global;
  const host = global[Symbol.for("layerbook.host")] as Host | undefined;
  if (host) {
    host.display(bundle, options);
    return true;
  }
  return sendToTslab(bundle, options) || sendToDeno(bundle, options);
}

interface TslabJupyter {
  lastWriteDisplayData:
    | ((message: { data: unknown; metadata: object; transient: object }, update: boolean) => void)
    | null;
}

/** tslab's module of Jupyter messages, when this process is a tslab kernel. */
export function tslabJupyter(): TslabJupyter | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (id: string) => unknown } };
  const module = process?.getBuiltinModule?.("node:module") as
    | { _cache?: Record<string, { exports: unknown } | undefined> }
    | undefined;
  const file = Object.keys(module?._cache ?? {}).find((path) =>
    /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(path),
  );
  return file === undefined ? undefined : (module!._cache![file]!.exports as TslabJupyter);
}

function sendToTslab(bundle: MimeBundle, { displayId, update = false }: DisplayOptions): boolean {
  const write = tslabJupyter()?.lastWriteDisplayData;
  if (!write) return false;
  write({ data: bundle, metadata: {}, transient: displayId ? { display_id: displayId } : {} }, update);
  return true;
}

interface DenoJupyter {
  broadcast(type: string, content: object): Promise<void>;
}

function sendToDeno(bundle: MimeBundle, { displayId, update = false }: DisplayOptions): boolean {
  const { Deno } = globalThis as { Deno?: { jupyter?: DenoJupyter } };
  let jupyter: DenoJupyter | undefined;
  try {
    jupyter = Deno?.jupyter;
  } catch {
    // Deno outside its kernel throws when `Deno.jupyter` is read.
  }
  if (!jupyter) return false;
  const transient = displayId ? { display_id: displayId } : {};
  void jupyter.broadcast(update ? "update_display_data" : "display_data", {
    data: bundle,
    metadata: {},
    transient,
  });
  return true;
}

import type {
  EmitAndSemanticDiagnosticsBuilderProgram,
  SourceFile,
  WatchCompilerHost,
} from "@tslab/typescript-for-tslab";
import type { TypeScriptApi } from "./tslab.ts";
import { fileStamp } from "./watched-files.ts";

/** What `snapshot/contents.cjs` has put into the snapshot from which this process started. */
interface Snapshot {
  readonly compilerFile: string;
  readonly ts: TypeScriptApi;
  /** Parsed and bound declarations, by their path. */
  readonly files: ReadonlyMap<string, SourceFile>;
  /** States of the compiler's file and of the declarations' when the snapshot was made. */
  readonly stamps: Readonly<Record<string, string>>;
}

type Builder = EmitAndSemanticDiagnosticsBuilderProgram;

const snapshot = (globalThis as Record<symbol, unknown>)[Symbol.for("layerbook.snapshot")] as
  | Snapshot
  | undefined;

/** The compiler in the snapshot; undefined without a snapshot, or when the compiler has been replaced since. */
export function compilerOfSnapshot(path: string): TypeScriptApi | undefined {
  const isSame = snapshot?.compilerFile === path && snapshot.stamps[path] === fileStamp(path);
  return isSame ? snapshot.ts : undefined;
}

/** Has programs take the declarations of the snapshot, if they have not changed on the disk, rather than parse them. */
export function useParsedFiles(ts: TypeScriptApi, host: WatchCompilerHost<Builder>): void {
  if (snapshot?.ts !== ts) return;
  const { files, stamps } = snapshot;
  const unchanged = new Map([...files].filter(([path]) => stamps[path] === fileStamp(path)));

  const createProgram = host.createProgram;
  const prepared = new WeakSet<object>();
  host.createProgram = (names, options, compilerHost, ...rest) => {
    if (compilerHost && !prepared.has(compilerHost)) {
      prepared.add(compilerHost);
      const { getSourceFile, getSourceFileByPath } = compilerHost;
      compilerHost.getSourceFile = (name, ...how) =>
        unchanged.get(name) ?? getSourceFile.call(compilerHost, name, ...how);
      compilerHost.getSourceFileByPath = (name, ...how) =>
        unchanged.get(name) ?? getSourceFileByPath?.call(compilerHost, name, ...how);
    }
    return createProgram(names, options, compilerHost, ...rest);
  };
}

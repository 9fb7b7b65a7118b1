import { statSync } from "node:fs";
import type { FileWatcher, FileWatcherCallback } from "@tslab/typescript-for-tslab";
import type { TypeScriptApi } from "./tslab.ts";

/** The state of a file, to be compared with a later one; undefined when there is none. */
export function fileStamp(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && `${stat.mtimeMs} ${stat.size}`;
}

/**
 * Files that the compiler has read and wants to hear of. They are looked at before each cell: what the operating system
 * tells comes some time after a file was saved, and a cell that is run at once would be checked against the old one.
 */
export class WatchedFiles {
  readonly #files = new Map<string, { stamp: string | undefined; readonly changed: FileWatcherCallback }>();

  /** Stands in for the compiler's own way to watch. What is installed does not change while a notebook is open. */
  install(ts: TypeScriptApi): void {
    ts.sys.watchFile = (path, changed): FileWatcher => {
      if (!path.includes("/node_modules/")) this.#files.set(path, { stamp: fileStamp(path), changed });
      return { close: () => this.#files.delete(path) };
    };
  }

  /** Tells the compiler which files have changed. */
  check(ts: TypeScriptApi): void {
    for (const [path, file] of [...this.#files]) {
      const stamp = fileStamp(path);
      if (stamp === file.stamp) continue;
      const { Created, Changed, Deleted } = ts.FileWatcherEventKind;
      const event = stamp === undefined ? Deleted : file.stamp === undefined ? Created : Changed;
      file.stamp = stamp;
      file.changed(path, event);
    }
  }
}

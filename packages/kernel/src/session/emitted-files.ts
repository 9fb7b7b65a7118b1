import { existsSync } from "node:fs";
import type {
  EmitAndSemanticDiagnosticsBuilderProgram,
  WatchCompilerHost,
} from "@tslab/typescript-for-tslab";

type Builder = EmitAndSemanticDiagnosticsBuilderProgram;

/**
 * Has tslab write the cell alone. Files that it imports are written when they run, by `LocalModules`; tslab would refuse
 * those outside the notebook's folder and miss that a file changed which they import.
 */
export function emitCellsOnly(host: WatchCompilerHost<Builder>): void {
  let use: WatchCompilerHost<Builder>["afterProgramCreate"];
  Object.defineProperty(host, "afterProgramCreate", {
    get: () => (builder: Builder) => {
      const emit = builder.emit.bind(builder);
      builder.emit = (file, ...rest) =>
        // Neither a cell nor one of tslab's modules in a cell is on the disk.
        file && existsSync(file.fileName) ? { emitSkipped: true, diagnostics: [] } : emit(file, ...rest);
      use?.(builder);
    },
    set: (given: typeof use) => {
      use = given;
    },
  });
}

import type {
  CompilerHost,
  CompilerOptions,
  EmitAndSemanticDiagnosticsBuilderProgram,
  SourceFile,
  WatchCompilerHost,
} from "@tslab/typescript-for-tslab";
import type { TypeScriptApi } from "./tslab.ts";

type Builder = EmitAndSemanticDiagnosticsBuilderProgram;

/** A function of tslab's TypeScript that its type declarations leave out. */
interface UndeclaredFunctions {
  bindSourceFile(file: SourceFile, options: CompilerOptions): void;
}

/** Which files each file imports, as they were found. */
export type FoundImports = WeakMap<SourceFile, Set<string>>;

/**
 * Has tslab work on plain programs. Those that TypeScript's watch mode makes by itself compare all files with the program
 * before, to know what to build again; for a cell that takes longer than to check it, and tslab makes two for each.
 */
export function createPlainPrograms(
  ts: TypeScriptApi,
  host: WatchCompilerHost<Builder>,
  found: FoundImports,
): void {
  const { bindSourceFile } = ts as unknown as UndeclaredFunctions;
  host.createProgram = (names, options, compilerHost, old, ...rest) => {
    const builder = ts.createAbstractBuilder(names, options, compilerHost as CompilerHost, old, ...rest);
    const program = builder.getProgram();
    // tslab reads what a cell declares off its file, before there is a checker that binds all files.
    for (const name of names ?? []) {
      const file = program.getSourceFile(name);
      if (file && !file.isDeclarationFile) bindSourceFile(file, program.getCompilerOptions());
    }
    builder.getAllDependencies = (file) => [
      ...dependencies(file, (name) => program.getSourceFile(name), found),
    ];
    return builder as Builder;
  };
}

/** A file and all that it imports, directly or not. */
function dependencies(
  file: SourceFile,
  sourceFile: (name: string) => SourceFile | undefined,
  found: FoundImports,
): Set<string> {
  const names = new Set([file.fileName]);
  // What is added to a set while it is walked is walked too.
  for (const name of names) {
    const imported = sourceFile(name);
    for (const each of (imported && found.get(imported)) ?? []) names.add(each);
  }
  return names;
}

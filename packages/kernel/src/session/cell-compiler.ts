import type { SourceMapPayload } from "node:module";
import type {
  Diagnostic,
  Node,
  Program,
  SourceFile,
  TranspileOptions,
  WatchHost,
} from "@tslab/typescript-for-tslab";
import type { Converter, ConvertResult } from "tslab/dist/converter.js";
import { createPlainPrograms } from "./cell-program.ts";
import { CompiledSource } from "./compiled-source.ts";
import { cellCompilerOptions, isImplicitAny, isWarning, outsideFolder } from "./compiler-options.ts";
import { type Completeness, completeness } from "./completeness.ts";
import { diagnosticLines, diagnosticsError, textBeforeCell } from "./diagnostics.ts";
import { calleeEnd } from "./documentation.ts";
import { emitCellsOnly } from "./emitted-files.ts";
import type { CellError } from "./errors.ts";
import { computed, loopChecks } from "./interrupt-flag.ts";
import { resolveBesideKernel } from "./module-types.ts";
import { namelessResult } from "./nameless-result.ts";
import { visitWithShorthand } from "./shorthand.ts";
import { useParsedFiles } from "./snapshot.ts";
import { cellScriptName } from "./stack.ts";
import { loadTslab, type Tslab, type TypeScriptApi } from "./tslab.ts";
import { WatchedFiles } from "./watched-files.ts";

const wrappers = { plain: "(function(exports, require) { ", async: "(async function(exports, require) { " };
const inlineSourceMap = /\n\/\/# sourceMappingURL=data:application\/json;base64,([^\n]*)\s*$/;

/** Functions of tslab's TypeScript that its type declarations leave out. */
interface UndeclaredFunctions {
  getPreEmitDiagnosticsOfFiles(program: Program, files: readonly SourceFile[]): readonly Diagnostic[];
}

/**
 * tslab's converter as the kernel uses it: with the kernel's compiler options, whole diagnostics, source maps, top-level
 * `for await`, and the declarations of a cell kept when it throws half-way.
 */
export class CellCompiler implements Converter {
  readonly tslab: Tslab;
  /** The cells that ran, by number, for stacks. */
  readonly cells: Map<number, CompiledSource> = new Map();
  /** Number of the cell that is compiled next. */
  cell = 0;
  /** Where the last compiled cell left the value of its last expression. */
  lastExpression: string | undefined;
  /** Why the last compiled cell does not run. */
  error: CellError | undefined;

  readonly ts: TypeScriptApi;
  readonly #folder: string;
  readonly #warn: (lines: readonly string[]) => void;
  readonly #watched = new WatchedFiles();
  readonly #converter: Converter;
  /** Declarations of all cells so far, as tslab writes them. */
  #declarations = "";
  #diagnostics: readonly Diagnostic[] = [];
  #warnings: readonly Diagnostic[] = [];
  #program: Program | undefined;
  #sourceMaps: SourceMapPayload[] = [];

  /** @param warn takes the lines of a cell's warnings, before the cell runs */
  constructor(folder: string, warn: (lines: readonly string[]) => void) {
    this.#folder = folder;
    this.#warn = warn;
    const { ts, tslab } = loadTslab((original) => this.#customise(original));
    this.ts = ts;
    this.tslab = tslab;
    this.#converter = tslab.createConverter();
  }

  convert(_declarations: string, code: string): ConvertResult {
    this.error = undefined;
    this.lastExpression = undefined;
    const file = this.#parse(code);
    const syntaxErrors = parseErrors(file);
    if (syntaxErrors.length > 0) return this.#refuse(syntaxErrors, code);

    this.#watched.check(this.ts);
    const result = this.#converter.convert(this.#declarations, withoutExports(this.ts, file, code));
    if (result.diagnostics.length > 0) {
      return this.#refuse(this.#diagnostics.filter(isIn(result)), code, result);
    }
    if (this.#warnings.length > 0) {
      this.#warn(diagnosticLines(this.ts, "warning", this.#warnings, code, this.#folder));
    }
    this.#declarations = result.declOutput ?? "";
    this.lastExpression = result.lastExpressionVar;
    const { lastExpressionVar: _, ...rest } = result;
    if (result.output === undefined) return rest;

    const hasToplevelAwait = result.hasToplevelAwait || hasTopLevelForAwait(this.ts, file);
    const kind = hasToplevelAwait ? "async" : "plain";
    const [start, end] = computed[kind];
    const before = wrappers[kind].length + start.length;
    const source = { text: code, running: result.output, steps: this.#sourceMaps, before };
    this.cells.set(this.cell, new CompiledSource({ ...source, linesBefore: 1 }));
    const output = `${start}${result.output}${end}\n//# sourceURL=${cellScriptName(this.cell)}`;
    return { ...rest, output, hasToplevelAwait };
  }

  /** Whether code is a whole cell. */
  completeness(code: string): Completeness {
    return completeness(this.#parse(code), code);
  }

  /** The end of the called function's name when the position lies among its arguments. */
  calleeEnd(code: string, position: number): number | undefined {
    const end = calleeEnd(this.ts, this.#parse(code), position + textBeforeCell.length);
    return end === undefined ? undefined : end - textBeforeCell.length;
  }

  inspect(_declarations: string, code: string, position: number): ReturnType<Converter["inspect"]> {
    return this.#converter.inspect(this.#declarations, code, position);
  }

  complete(_declarations: string, code: string, position: number): ReturnType<Converter["complete"]> {
    return this.#converter.complete(this.#declarations, code, position);
  }

  addModule(...module: Parameters<Converter["addModule"]>): ReturnType<Converter["addModule"]> {
    return this.#converter.addModule(...module);
  }

  close(): void {
    this.#converter.close();
  }

  #refuse(diagnostics: readonly Diagnostic[], code: string, result?: ConvertResult): ConvertResult {
    this.error = diagnosticsError(this.ts, diagnostics, code, this.#folder);
    const start = { offset: 0, line: 0, character: 0 };
    const refusal = { start, end: start, messageText: this.error.message, category: 1, code: 0 };
    return { diagnostics: result?.diagnostics ?? [refusal] };
  }

  #parse(code: string): SourceFile {
    const { createSourceFile, ScriptTarget } = this.ts;
    return createSourceFile("/__tslab__.ts", textBeforeCell + code, ScriptTarget.ESNext, true);
  }

  /** The functions that tslab gets in place of its compiler's own. */
  #customise(ts: TypeScriptApi): Partial<TypeScriptApi> {
    this.#watched.install(ts);
    const createHost = ts.createWatchCompilerHost as (...args: unknown[]) => never;
    const { getPreEmitDiagnosticsOfFiles } = ts as unknown as UndeclaredFunctions;
    const custom = {
      visitEachChild: visitWithShorthand(ts, () => this.#program),
      createWatchCompilerHost: (roots: unknown, tslabOptions: object, ...rest: unknown[]) => {
        const options = { ...tslabOptions, ...cellCompilerOptions(ts) };
        const host = createHost(roots, options, ...rest);
        // TypeScript would watch the folders around the notebook, which in a large one takes longer than the cell; what
        // a cell imports is looked for anew in any case.
        const folders: Pick<WatchHost, "watchDirectory"> = host;
        folders.watchDirectory = () => ({ close: () => {} });
        createPlainPrograms(ts, host, resolveBesideKernel(ts, host, options));
        useParsedFiles(ts, host);
        emitCellsOnly(host);
        return host;
      },
      getPreEmitDiagnosticsOfFiles: (program: Program, files: readonly SourceFile[]) => {
        this.#program = program;
        const all = getPreEmitDiagnosticsOfFiles(program, files);
        // Those without a file are of tslab's options.
        const shown = all.filter(({ file, code }) => file && !isImplicitAny(code) && code !== outsideFolder);
        this.#warnings = shown.filter((diagnostic) => isWarning(ts, diagnostic));
        this.#diagnostics = shown.filter((diagnostic) => !this.#warnings.includes(diagnostic));
        return this.#diagnostics;
      },
      // The second step of a compilation: the first step's map comes inside its text. The cell is the last to take it.
      transpileModule: (text: string, options: TranspileOptions) => {
        const map = inlineSourceMap.exec(text);
        const result = ts.transpileModule(text.replace(inlineSourceMap, ""), {
          ...options,
          compilerOptions: { ...options.compilerOptions, sourceMap: true },
          transformers: { before: [namelessResult(ts), loopChecks(ts)] },
        });
        this.#sourceMaps = [result.sourceMapText, map && Buffer.from(map[1]!, "base64").toString()].flatMap(
          (json) => (json ? [JSON.parse(json) as SourceMapPayload] : []),
        );
        return {
          ...result,
          outputText: result.outputText.replace(/\n\/\/# sourceMappingURL=[^\n]*\s*$/, "\n"),
        };
      },
    };
    return custom as unknown as Partial<TypeScriptApi>;
  }
}

/** The compiler's diagnostics that tslab took over: it leaves out top-level await and files outside the folder. */
function isIn(result: ConvertResult): (diagnostic: Diagnostic) => boolean {
  const taken = new Set(result.diagnostics.map(({ start, code }) => `${start.offset} ${code}`));
  return ({ start = 0, code, messageText }) => {
    const shownCode = typeof messageText === "string" ? code : messageText.code;
    return taken.has(`${start - textBeforeCell.length} ${shownCode}`) || taken.has(`${start} ${shownCode}`);
  };
}

function parseErrors(file: SourceFile): readonly Diagnostic[] {
  return (file as SourceFile & { readonly parseDiagnostics: readonly Diagnostic[] }).parseDiagnostics;
}

/** The cell with blanks for the word `export`, which tslab takes for its own: what is declared is there for later cells. */
function withoutExports(ts: TypeScriptApi, file: SourceFile, code: string): string {
  let text = code;
  for (const statement of file.statements) {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) continue;
    const word = modifiers.find(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!word) continue;
    const [start, end] = [word.getStart(file), word.end].map((place) => place - textBeforeCell.length);
    text = text.slice(0, start) + " ".repeat(end! - start!) + text.slice(end);
  }
  return text;
}

/** tslab learns of a top-level `await` from the compiler's complaint; of `for await` it hears none. */
function hasTopLevelForAwait(ts: TypeScriptApi, file: SourceFile): boolean {
  const visit = (node: Node): boolean => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
    if (ts.isForOfStatement(node) && node.awaitModifier) return true;
    return ts.forEachChild(node, visit) ?? false;
  };
  return visit(file);
}

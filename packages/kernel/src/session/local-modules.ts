import { readFileSync, statSync } from "node:fs";
import { createRequire, type SourceMapPayload } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Script } from "node:vm";
import type { CompilerOptions } from "@tslab/typescript-for-tslab";
import { CompiledSource } from "./compiled-source.ts";
import { importMeta } from "./import-meta.ts";
import { loopChecks } from "./interrupt-flag.ts";
import type { TypeScriptApi } from "./tslab.ts";
import { fileStamp } from "./watched-files.ts";

/** Loads a package or a module of Node for a file. */
type RequirePackage = (id: string, file: string) => unknown;

interface LocalModule {
  exports: unknown;
  readonly stamp: string | undefined;
  /** The local files that it has imported. */
  readonly imports: Set<string>;
}

const compiled = /\.[cm]?[jt]sx?$/;
/** What may be left out at the end of an import, in the order in which it is tried. */
const endings = ["", ".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json"];
const wrapper = ["(function (exports, require, module, __filename, __dirname) { ", "\n})"] as const;

/**
 * The files that cells import by a path, `import { model } from "./model.ts"`: TypeScript and JavaScript, anywhere on the
 * disk, compiled when they are first imported and run anew when they, or a file that they import, have changed.
 */
export class LocalModules {
  /** The files that ran, by path, for stacks. */
  readonly sources: Map<string, CompiledSource> = new Map();
  readonly #ts: TypeScriptApi;
  readonly #requirePackage: RequirePackage;
  readonly #modules = new Map<string, LocalModule>();

  constructor(ts: TypeScriptApi, requirePackage: RequirePackage) {
    this.#ts = ts;
    this.#requirePackage = requirePackage;
  }

  /** Forgets the files that have changed since they ran, and those that import them. */
  refresh(): void {
    const stale = new Set<string>();
    for (const [path, { stamp }] of this.#modules) if (fileStamp(path) !== stamp) stale.add(path);
    for (let before = -1; before < stale.size; ) {
      before = stale.size;
      for (const [path, { imports }] of this.#modules) {
        if ([...imports].some((imported) => stale.has(imported))) stale.add(path);
      }
    }
    for (const path of stale) this.#modules.delete(path);
  }

  /** The file that an import by path means, from a file in `folder`; undefined when it is none of this class's. */
  resolve(id: string, folder: string): string | undefined {
    if (!/^(\.{0,2}\/|\.{1,2}$|file:|[A-Za-z]:[\\/])/.test(id)) return undefined;
    const path = id.startsWith("file:") ? fileURLToPath(id) : resolve(folder, id);
    const written = [
      ...endings.map((ending) => path + ending),
      // TypeScript's own manner: `./model.js` means the model.ts from which it will be made.
      path.replace(/\.([cm]?)jsx?$/, ".$1ts"),
      ...endings.slice(1).map((ending) => join(path, `index${ending}`)),
    ];
    const found = written.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
    if (found === undefined || found.split(/[\\/]/).includes("node_modules")) return undefined;
    return compiled.test(found) || found.endsWith(".json") ? found : undefined;
  }

  /** What a file exports. A file that throws is run again when it is imported again. */
  load(path: string): unknown {
    const known = this.#modules.get(path);
    if (known) return known.exports;
    const module: LocalModule = { exports: {}, stamp: fileStamp(path), imports: new Set() };
    this.#modules.set(path, module);
    try {
      if (extname(path) === ".json") module.exports = JSON.parse(readFileSync(path, "utf8"));
      else this.#run(path, module);
      return module.exports;
    } catch (error) {
      this.#modules.delete(path);
      throw error;
    }
  }

  #run(path: string, module: LocalModule): void {
    const folder = dirname(path);
    const require = (id: string): unknown => {
      const file = this.resolve(id, folder);
      if (file === undefined) return this.#requirePackage(id, path);
      module.imports.add(file);
      return this.load(file);
    };
    const script = new Script(wrapper[0] + this.#compile(path) + wrapper[1], { filename: path });
    const run = script.runInThisContext() as (...scope: unknown[]) => void;
    const native = createRequire(path);
    run(
      module.exports,
      Object.assign(require, { resolve: native.resolve, cache: native.cache }),
      module,
      path,
      folder,
    );
  }

  /** The JavaScript of a file, as the body of a function. */
  #compile(path: string): string {
    const ts = this.#ts;
    const text = readFileSync(path, "utf8");
    const compilerOptions: CompilerOptions = {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ESNext,
      esModuleInterop: true,
      experimentalDecorators: true,
      jsx: ts.JsxEmit.React,
      sourceMap: true,
    };
    const url = pathToFileURL(path).href;
    const { outputText, sourceMapText } = ts.transpileModule(text, {
      fileName: path,
      compilerOptions,
      transformers: {
        before: [importMeta(ts, { url, filename: path, dirname: dirname(path) }), loopChecks(ts)],
      },
    });
    const steps = [JSON.parse(sourceMapText!) as SourceMapPayload];
    this.sources.set(
      path,
      new CompiledSource({ text, running: outputText, steps, before: wrapper[0].length }),
    );
    return outputText.replace(/\n\/\/# sourceMappingURL=[^\n]*\s*$/, "\n");
  }
}

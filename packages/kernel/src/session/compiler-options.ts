import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { CompilerOptions, Diagnostic } from "@tslab/typescript-for-tslab";
import type { TypeScriptApi } from "./tslab.ts";

const require = createRequire(import.meta.url);

/**
 * How cells are checked and compiled, on top of tslab's own options.
 *
 * Node's types, and those of newer JavaScript, come from the kernel's installation, so that a cell knows `process` and `console` in an empty home and in
 * any folder. `sourceMap` leads an error's stack back to the cell's lines.
 */
export function cellCompilerOptions(ts: TypeScriptApi): CompilerOptions {
  return {
    target: ts.ScriptTarget.ESNext,
    lib: ["lib.esnext.d.ts"],
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    customConditions: ["node"],
    allowImportingTsExtensions: true,
    types: ["node", "standard-library", "notebook"],
    typeRoots: [
      dirname(dirname(require.resolve("@types/node/package.json"))),
      fileURLToPath(new URL("../../types", import.meta.url)),
    ],
    strict: true,
    // Notebooks try things: what is thrown may be anything, and fields may be set after construction.
    useUnknownInCatchVariables: false,
    strictPropertyInitialization: false,
    inlineSourceMap: true,
  };
}

/** "File is not under rootDir": tslab's rootDir is the notebook's folder, but a cell may import `../model.ts`. */
export const outsideFolder = 6059;

/**
 * Whether a diagnostic is one of "implicitly has an 'any' type" (7005 to 7056). They are computed, as without them an
 * empty array would be never[], but not shown: a package without types can be imported and a parameter left untyped.
 */
export function isImplicitAny(code: number): boolean {
  return code >= 7005 && code <= 7056;
}

/**
 * Whether a diagnostic is shown without stopping the cell: a warning, or with `LAYERBOOK_TYPE_ERRORS=warning` in the
 * environment an error of types too. Errors of syntax, below 2000, always stop it. A cell may set the variable itself.
 */
export function isWarning(ts: TypeScriptApi, { category, code }: Diagnostic): boolean {
  const typeErrorsWarn = process.env.LAYERBOOK_TYPE_ERRORS === "warning";
  return category === ts.DiagnosticCategory.Warning || (typeErrorsWarn && code >= 2000);
}

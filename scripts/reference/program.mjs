import { join } from "node:path";
import ts from "@tslab/typescript-for-tslab";
import { root } from "../setup/paths.mjs";

/** The packages whose names the reference has. */
export const packages = /** @type {const} */ (["layers", "data", "figures"]);

/** @typedef {(typeof packages)[number]} PackageName */

/**
 * The packages' sources as one program of the compiler's classic interface, which the native one does not have yet. Names
 * are looked up in it and nothing is checked, so that no library's types are read.
 */
export function readProgram() {
  const program = ts.createProgram(
    packages.map((name) => entryOf(name)),
    {
      noLib: true,
      types: [],
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      customConditions: ["layerbook:source"],
      allowImportingTsExtensions: true,
      noEmit: true,
    },
  );
  return { program, checker: program.getTypeChecker() };
}

/**
 * A name that a package exports. Of a class that is exported as a type there is no `new`.
 * @typedef {{ name: string, symbol: ts.Symbol, onlyType: boolean }} Export
 */

/**
 * What a package exports, in alphabetical order; of a namespace its members, as "init.normal".
 * @param {ReturnType<typeof readProgram>} read
 * @param {PackageName} name
 * @returns {Export[]}
 */
export function exportsOf({ program, checker }, name) {
  const file = program.getSourceFile(entryOf(name));
  const module = file && checker.getSymbolAtLocation(file);
  if (!module) throw new Error(`Cannot read what @layerbook/${name} exports: ${entryOf(name)} is no module`);
  /** @param {ts.Symbol} of @param {string} prefix @returns {Export[]} */
  const all = (of, prefix) =>
    checker.getExportsOfModule(of).flatMap((exported) => {
      const symbol = declared(checker, exported);
      const path = `${prefix}${exported.name}`;
      if (symbol.flags & ts.SymbolFlags.ValueModule) return all(symbol, `${path}.`);
      const onlyType = (exported.declarations ?? []).some(ts.isTypeOnlyImportOrExportDeclaration);
      return [{ name: path, symbol, onlyType }];
    });
  return all(module, "").sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The symbol that an export or an import stands for.
 * @param {ts.TypeChecker} checker
 * @param {ts.Symbol} symbol
 */
export function declared(checker, symbol) {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** @param {PackageName} name */
function entryOf(name) {
  return join(root, "packages", name, "src", "index.ts").replaceAll("\\", "/");
}

import { relative } from "node:path";
import ts from "@tslab/typescript-for-tslab";
import { root } from "../setup/paths.mjs";
import { docstringOf } from "./docstring.mjs";
import { classMembers, constructorOf, exportedBase, interfaceText } from "./members.mjs";
import { exportsOf, packages, readProgram } from "./program.mjs";
import { flat, genericsText, signatureText } from "./signatures.mjs";

/** @import { Docstring } from "./docstring.mjs" */
/** @import { Member } from "./members.mjs" */
/** @import { Export, PackageName } from "./program.mjs" */

/**
 * A public name with all that the reference says of it.
 * @typedef {object} Entry
 * @property {string} name as users write it: "Conv2d", "init.normal"
 * @property {PackageName} package
 * @property {"class" | "function" | "type"} kind
 * @property {readonly string[]} signatures one, or one for each overload
 * @property {Docstring | undefined} docstring
 * @property {string | undefined} base the exported class that it extends
 * @property {readonly Member[]} members of a class or an interface with methods
 * @property {string} file from the repository's folder, with slashes
 * @property {number} line
 */

/**
 * Every name that the packages export. A name that one package hands on from another counts for the first.
 * @returns {Entry[]}
 */
export function readEntries() {
  const read = readProgram();
  const all = packages.flatMap((owner) => exportsOf(read, owner).map((exported) => ({ ...exported, owner })));
  const names = new Map(all.map(({ name, symbol }) => [symbol, name]));
  const first = new Map(all.toReversed().map((exported) => [exported.symbol, exported]));
  return all
    .filter((exported) => first.get(exported.symbol) === exported)
    .map((exported) => entryOf(exported, exported.owner, { checker: read.checker, names }));
}

/**
 * What is needed to look a name up, and the names under which symbols are exported.
 * @typedef {{ checker: ts.TypeChecker, names: ReadonlyMap<ts.Symbol, string> }} Lookup
 */

/**
 * @param {Export} exported @param {PackageName} owner @param {Lookup} lookup
 * @returns {Entry}
 */
function entryOf({ name, symbol, onlyType }, owner, lookup) {
  const declarations = symbol.declarations ?? [];
  const described = declarations.map(docstringOf).findLast((docstring) => docstring !== undefined);
  const main = declarations.find(ts.isClassDeclaration) ?? declarations[0];
  if (main === undefined) throw new Error(`Cannot describe ${name}: it is declared nowhere`);
  const file = main.getSourceFile();
  const place = {
    file: relative(root, file.fileName).replaceAll("\\", "/"),
    line: file.getLineAndCharacterOfPosition(main.getStart()).line + 1,
  };
  const rest = { name, package: owner, docstring: described, ...place };
  if (ts.isClassDeclaration(main)) {
    const base = exportedBase(main, lookup);
    const made = onlyType ? undefined : constructorOf(main, lookup);
    return {
      ...rest,
      kind: "class",
      base,
      signatures: [
        made ? signatureText(`new ${name}${genericsText(main)}`, made, { result: false }) : `class ${name}`,
      ],
      members: classMembers(main, lookup),
    };
  }
  if (ts.isFunctionDeclaration(main)) {
    const all = declarations.filter(ts.isFunctionDeclaration);
    const overloads = all.filter(({ body }) => body === undefined);
    const shown = overloads.length > 0 ? overloads : all;
    return {
      ...rest,
      kind: "function",
      base: undefined,
      signatures: shown.map((node) => signatureText(name, node)),
      members: [],
    };
  }
  if (ts.isInterfaceDeclaration(main)) {
    return { ...rest, kind: "type", base: undefined, ...interfaceText(main, lookup) };
  }
  if (ts.isTypeAliasDeclaration(main)) {
    const signatures = [`type ${name}${genericsText(main)} = ${flat(main.type)}`];
    return { ...rest, kind: "type", base: undefined, signatures, members: [] };
  }
  if (ts.isVariableDeclaration(main) && main.type && ts.isFunctionTypeNode(main.type)) {
    const signatures = [signatureText(name, main.type)];
    return { ...rest, kind: "function", base: undefined, signatures, members: [] };
  }
  throw new Error(`Cannot describe ${name}: ${place.file}:${place.line} is no class, function or type`);
}

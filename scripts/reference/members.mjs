import ts from "@tslab/typescript-for-tslab";
import { docstringOf } from "./docstring.mjs";
import { declared } from "./program.mjs";
import { flat, genericsText, hasModifier, isReadonly, propertyText, signatureText } from "./signatures.mjs";

/** @import { Docstring } from "./docstring.mjs" */
/** @import { Lookup } from "./entries.mjs" */

/**
 * @typedef {object} Member
 * @property {string} name
 * @property {readonly string[]} signatures
 * @property {Docstring | undefined} docstring its own, or that of the member that it overrides
 */

/**
 * The class itself and those that it extends, nearest first.
 * @param {ts.ClassDeclaration} node @param {Lookup} lookup
 * @returns {ts.ClassDeclaration[]}
 */
function lineage(node, lookup) {
  const [clause] = (node.heritageClauses ?? []).filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  const base = clause?.types[0] && symbolAt(clause.types[0].expression, lookup)?.declarations;
  const next = base?.find(ts.isClassDeclaration);
  return next ? [node, ...lineage(next, lookup)] : [node];
}

/** @param {ts.Node} node @param {Lookup} lookup */
function symbolAt(node, { checker }) {
  const symbol = checker.getSymbolAtLocation(node);
  return symbol && declared(checker, symbol);
}

/** @param {ts.ClassDeclaration} node @param {Lookup} lookup */
function exportedName(node, { checker, names }) {
  const symbol = node.name && checker.getSymbolAtLocation(node.name);
  return symbol && names.get(symbol);
}

/**
 * The nearest class above that users know by name.
 * @param {ts.ClassDeclaration} node @param {Lookup} lookup
 */
export function exportedBase(node, lookup) {
  const [, ...above] = lineage(node, lookup);
  return above.map((one) => exportedName(one, lookup)).find((name) => name !== undefined);
}

/**
 * The constructor that `new` calls; none where it is not for users.
 * @param {ts.ClassDeclaration} node @param {Lookup} lookup
 */
export function constructorOf(node, lookup) {
  if (hasModifier(node, ts.SyntaxKind.AbstractKeyword)) return undefined;
  const all = lineage(node, lookup).map(({ members }) => members.find(ts.isConstructorDeclaration));
  const nearest = all.find((one) => one !== undefined);
  return nearest && !docstringOf(nearest)?.internal ? nearest : undefined;
}

/**
 * The members that users of a class see and that no exported class above it shows: its own and those of the classes between.
 * @param {ts.ClassDeclaration} node @param {Lookup} lookup
 * @returns {Member[]}
 */
export function classMembers(node, lookup) {
  const line = lineage(node, lookup);
  const end = line.findIndex((one, index) => index > 0 && exportedName(one, lookup) !== undefined);
  const own = line.slice(0, end === -1 ? undefined : end).reverse();
  const docstrings = docstringsByName(line);
  /** @type {Map<string, Member>} */
  const members = new Map();
  for (const { members: declarations } of own) {
    for (const member of declarations) {
      if (!isShown(member)) continue;
      const name = member.name.getText();
      if (members.has(name) && ts.isSetAccessor(member)) continue;
      members.set(name, {
        name,
        signatures: memberSignatures(member, declarations),
        docstring: docstrings.get(name),
      });
    }
  }
  return [...members.values()];
}

/** @param {readonly ts.ClassDeclaration[]} line */
function docstringsByName(line) {
  /** @type {Map<string, Docstring>} */
  const found = new Map();
  for (const member of line.flatMap(({ members }) => [...members])) {
    const docstring = member.name && docstringOf(member);
    if (docstring && !found.has(member.name.getText())) found.set(member.name.getText(), docstring);
  }
  return found;
}

/** @typedef {ts.ClassElement & { readonly name: ts.PropertyName }} NamedElement */

/**
 * @param {ts.ClassElement} member
 * @returns {member is NamedElement}
 */
function isShown(member) {
  if (!member.name || !ts.isIdentifier(member.name)) return false;
  const hidden = [ts.SyntaxKind.ProtectedKeyword, ts.SyntaxKind.PrivateKeyword];
  return !hidden.some((kind) => hasModifier(member, kind)) && !docstringOf(member)?.internal;
}

/** @param {NamedElement} member @param {ts.NodeArray<ts.ClassElement>} siblings */
function memberSignatures(member, siblings) {
  const name = member.name.getText();
  const prefix = hasModifier(member, ts.SyntaxKind.StaticKeyword) ? "static " : "";
  const same = siblings.filter((sibling) => sibling.name?.getText() === name);
  if (ts.isMethodDeclaration(member)) {
    const methods = same.filter(ts.isMethodDeclaration);
    const overloads = methods.filter(({ body }) => body === undefined);
    return (overloads.length > 0 ? overloads : methods).map((node) => signatureText(prefix + name, node));
  }
  if (ts.isGetAccessor(member)) return [prefix + propertyText(member, same.some(ts.isSetAccessor))];
  if (ts.isPropertyDeclaration(member)) return [prefix + propertyText(member, !isReadonly(member))];
  return [];
}

/**
 * An interface as one declaration with its docstrings. What it takes from interfaces that are not exported stands in it.
 * @param {ts.InterfaceDeclaration} node @param {Lookup} lookup
 * @returns {{ signatures: readonly string[], members: readonly Member[] }}
 */
export function interfaceText(node, lookup) {
  /** @type {string[]} */
  const known = [];
  /** @type {Map<string, ts.TypeElement>} */
  const elements = new Map();
  /** @param {ts.InterfaceDeclaration} one */
  const gather = (one) => {
    for (const type of (one.heritageClauses ?? []).flatMap(({ types }) => [...types])) {
      const symbol = symbolAt(type.expression, lookup);
      const below = symbol?.declarations?.find(ts.isInterfaceDeclaration);
      if (!below || (symbol && lookup.names.has(symbol))) known.push(flat(type));
      else gather(below);
    }
    for (const element of one.members) {
      if (element.name && ts.isIdentifier(element.name)) elements.set(element.name.text, element);
    }
  };
  gather(node);
  const bases = known.length > 0 ? ` extends ${[...new Set(known)].join(", ")}` : "";
  const lines = [...elements.values()].flatMap(elementLines);
  const text = [
    `interface ${node.name.text}${genericsText(node)}${bases} {`,
    ...lines.map((line) => `  ${line}`),
    "}",
  ];
  const members = [...elements].map(([name, element]) => ({
    name,
    signatures: [],
    docstring: docstringOf(element),
  }));
  return { signatures: [lines.length === 0 ? `${text[0]}}` : text.join("\n")], members };
}

/** @param {ts.TypeElement} element */
function elementLines(element) {
  const text = docstringOf(element)?.text.replaceAll(/\s+/g, " ");
  // The site breaks a line where it has to.
  const comment = text ? [`// ${text}`] : [];
  if (ts.isMethodSignature(element)) {
    return [...comment, ...`${signatureText(element.name.getText(), element)};`.split("\n")];
  }
  if (ts.isPropertySignature(element)) {
    return [...comment, `${propertyText(element, !isReadonly(element))};`];
  }
  return [];
}

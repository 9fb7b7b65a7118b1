import ts from "@tslab/typescript-for-tslab";

/** The longest line of a signature, so that it fits beside the site's sidebar. */
const width = 76;

/**
 * A function's or method's signature, on one line where it fits.
 * @param {string} name with what stands before it
 * @param {ts.SignatureDeclaration} node
 * @param {{ result?: boolean }} [options]
 */
export function signatureText(name, node, { result = true } = {}) {
  const end = result && node.type ? `: ${flat(node.type)}` : "";
  return breakList(`${name}${genericsText(node)}(`, node.parameters.map(parameterText), `)${end}`);
}

/** @param {{ readonly typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> | undefined }} node */
export function genericsText({ typeParameters }) {
  return typeParameters ? `<${typeParameters.map(flat).join(", ")}>` : "";
}

/**
 * A list in brackets: on one line where it fits, else an item to a line.
 * @param {string} before @param {readonly string[]} items @param {string} after
 */
function breakList(before, items, after) {
  const line = before + items.join(", ") + after;
  if (line.length <= width) return line;
  return [before, ...items.map((item) => `  ${item},`), after].join("\n");
}

/** @param {ts.ParameterDeclaration} node */
function parameterText(node) {
  const { dotDotDotToken, name, questionToken, type, initializer } = node;
  // What is taken apart in the list itself has no name there.
  const shown = ts.isIdentifier(name) ? name.text : "options";
  const typed = type ? `: ${flat(type)}` : "";
  return `${dotDotDotToken ? "..." : ""}${shown}${questionToken ? "?" : ""}${typed}${initializer ? ` = ${flat(initializer)}` : ""}`;
}

/**
 * A property as it is declared, with its type.
 * @param {ts.PropertyDeclaration | ts.PropertySignature | ts.GetAccessorDeclaration} node
 * @param {boolean} writable
 */
export function propertyText(node, writable) {
  const { name, type } = node;
  const optional = "questionToken" in node && node.questionToken ? "?" : "";
  const value = "initializer" in node && node.initializer ? node.initializer : undefined;
  const typed = type ? `: ${flat(type)}` : value ? ` = ${flat(value)}` : "";
  return `${writable ? "" : "readonly "}${name.getText()}${optional}${typed}`;
}

/** @param {ts.Node} node */
export function isReadonly(node) {
  return hasModifier(node, ts.SyntaxKind.ReadonlyKeyword);
}

/** @param {ts.Node} node @param {ts.SyntaxKind} kind */
export function hasModifier(node, kind) {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind)
  );
}

/**
 * The text of a node on one line, without comments.
 * @param {ts.Node} node
 */
export function flat(node) {
  return node
    .getText()
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/([([<]) /g, "$1")
    .replaceAll(/,? ([)\]>])/g, (bracket, close) => (bracket.startsWith(",") ? close : bracket))
    .replaceAll(/^\| /g, "");
}

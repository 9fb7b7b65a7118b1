import ts from "@tslab/typescript-for-tslab";

/**
 * @typedef {object} Docstring
 * @property {string} text as it stands, without the comment's stars
 * @property {readonly string[]} examples the code of each `@example`
 * @property {boolean} internal whether it is not for users
 */

/**
 * The last docstring before a declaration.
 * @param {ts.Node} node
 * @returns {Docstring | undefined}
 */
export function docstringOf(node) {
  // That of a variable stands before its statement.
  const owner = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  const { text: source } = node.getSourceFile();
  const comments = ts.getLeadingCommentRanges(source, owner.getFullStart()) ?? [];
  const comment = comments
    .map(({ pos, end }) => source.slice(pos, end))
    .findLast((one) => one.startsWith("/**"));
  if (comment === undefined) return undefined;
  const lines = comment
    .replace(/^\/\*\*/, "")
    .replace(/\*\/$/, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd());
  const [text = "", ...tags] = lines.join("\n").split(/^\s*(?=@(?:example|internal)\b)/m);
  const examples = tags.filter((tag) => tag.startsWith("@example")).map(exampleOf);
  const internal = tags.find((tag) => tag.startsWith("@internal"));
  const rest = internal === undefined ? "" : `\n\n${internal.replace("@internal", "").trim()}`;
  return { text: `${text.trim()}${rest}`.trim(), examples, internal: internal !== undefined };
}

/** @param {string} tag */
function exampleOf(tag) {
  const code = tag
    .replace(/^@example/, "")
    .replace(/^\s*```ts\n/, "")
    .replace(/\n```\s*$/, "");
  return code.trim();
}

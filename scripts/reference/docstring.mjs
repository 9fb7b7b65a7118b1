import ts from "@tslab/typescript-for-tslab";

/**
 * The code of an `@example`, and the line of the file that it begins in.
 * @typedef {{ code: string, line: number }} Example
 */

/**
 * @typedef {object} Docstring
 * @property {string} text as it stands, without the comment's stars
 * @property {readonly Example[]} examples
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
  const file = node.getSourceFile();
  const comments = ts.getLeadingCommentRanges(file.text, owner.getFullStart()) ?? [];
  const comment = comments.findLast(({ pos }) => file.text.startsWith("/**", pos));
  if (comment === undefined) return undefined;
  const lines = file.text
    .slice(comment.pos, comment.end)
    .replace(/^\/\*\*/, "")
    .replace(/\*\/$/, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd());
  const first = file.getLineAndCharacterOfPosition(comment.pos).line + 1;
  const starts = lines.flatMap((line, index) => (/^\s*@(?:example|internal)\b/.test(line) ? [index] : []));
  const blocks = starts.map((start, index) => ({ start, lines: lines.slice(start, starts[index + 1]) }));
  const examples = blocks
    .filter(({ lines: [tag] }) => tag === "@example")
    .map(({ start, lines: [, ...code] }) => ({ code: code.join("\n").trimEnd(), line: first + start + 1 }));
  const internal = blocks.some(({ lines: [tag] }) => tag?.trim().startsWith("@internal"));
  return { text: lines.slice(0, starts[0]).join("\n").trim(), examples, internal };
}

/**
 * The text of a docstring as Markdown: shapes and formulas as code, names with a link, and what is thrown and the source
 * each in a paragraph of its own.
 * @param {string} text
 * @param {(name: string) => string | undefined} linkTo where a name is described
 */
export function proseOf(text, linkTo) {
  return text
    .split(/\n\s*\n/)
    .flatMap((block) => blocksOf(block))
    .map((block) => (typeof block === "string" ? inline(block, linkTo) : `\`\`\`text\n${block.code}\n\`\`\``))
    .join("\n\n");
}

/**
 * @param {string} block
 * @returns {(string | { code: string })[]}
 */
function blocksOf(block) {
  if (/^ {4}/.test(block)) return [{ code: block.replaceAll(/^ {4}/gm, "") }];
  if (/^- /.test(block)) return [block];
  const marked = block
    .replaceAll(/\s*\n\s*/g, " ")
    .replaceAll(/(^|[.;:)`] )(?=(?:Throws|Source:) )/g, "$1\n");
  return marked
    .split("\n")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/**
 * @param {string} text
 * @param {(name: string) => string | undefined} linkTo
 */
function inline(text, linkTo) {
  // Code that stands in the text, and the shapes that do.
  const parts = text.split(/(`[^`]+`|\[[^[\]`]*\])/);
  const marked = parts.map((part, index) => {
    if (index % 2 === 0) return plain(part, linkTo);
    const code = part.replaceAll("`", "");
    return linked(code, linkTo(code.replace(/\(.*\)$/, "")));
  });
  return marked
    .join("")
    .replace(/^(Throws|Source):? /, (_, word) => `**${word === "Source" ? "Source:" : word}** `);
}

/** @param {string} text @param {(name: string) => string | undefined} linkTo */
function plain(text, linkTo) {
  return text
    .replaceAll(/[\\*_<>$~|]/g, (sign) => `\\${sign}`)
    .replaceAll(/\b(?:Shape|Format|Memory|Layerbook)Error\b/g, (name) => linked(name, linkTo(name)));
}

/** @param {string} code @param {string | undefined} url */
function linked(code, url) {
  return url === undefined ? `\`${code}\`` : `[\`${code}\`](${url})`;
}

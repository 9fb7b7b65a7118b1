/** Longest title that a figure carries; the rest of a longer one is cut. */
const longestText = 300;

/**
 * Text from a user, made fit for one line of a figure: at most 300 characters, line breaks (also U+2028 and U+2029) as
 * spaces.
 */
export function plainText(text: string): string {
  const cut = text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
  return allowed(cut.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, " "));
}

/** Control characters and halves of surrogate pairs, which XML does not allow, as U+FFFD. */
function allowed(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are the characters to replace.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, "\ufffd")
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
  );
}

const xmlEntities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as the content of an XML element or of a quoted attribute. */
export function escapeXml(text: string): string {
  return allowed(text).replace(/[&<>"']/g, (character) => xmlEntities[character]!);
}

/**
 * Text as plotly's pseudo-HTML shows it literally: no tag, no link, no entity of the user's own. A dollar sign becomes an
 * entity because a pair of them would hand the text to MathJax, and a percent sign so that `%{...}` is no template.
 * Quotes stay: without a tag they mean nothing, and plotly would show `&quot;` as it stands.
 */
export function escapePlotly(text: string): string {
  return plainText(text).replace(
    /[&<>$%]/g,
    (character) => xmlEntities[character] ?? `&#${character.charCodeAt(0)};`,
  );
}

/** The code in what `highlight` and `toHtml` made of it (plugins/static): elements around tokens, and two characters escaped. */
export function codeText(html: string): string {
  return html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&#x3C;", "<")
    .replaceAll("&#x26;", "&");
}

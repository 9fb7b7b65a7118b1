import { readFileSync } from "node:fs";

/** A document's text without its fenced blocks, in which neither headings nor links stand. */
export function proseOf(markdown: string): string {
  return markdown.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, "");
}

/** What a link may put behind `#` to lead into the document: its headings, as GitHub and the site spell them. */
export function anchorsOf(path: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading] of proseOf(readFileSync(path, "utf8")).matchAll(/^#{1,6} +(.+)$/gm)) {
    const spelled = heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-");
    let anchor = spelled;
    for (let again = 1; anchors.has(anchor); again++) anchor = `${spelled}-${again}`;
    anchors.add(anchor);
  }
  return anchors;
}

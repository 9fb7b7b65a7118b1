import type { Nodes } from "mdast";
import { visitParents } from "unist-util-visit-parents";
import { parseMarkdown } from "./markdown.ts";
import { SourceEdits } from "./source-edits.ts";

/** Where the address of a link or image stands in a Markdown text. */
interface Address {
  readonly url: string;
  readonly start: number;
}

/** A Markdown text whose relative links and images, those in HTML tags too, are passed through `rewrite`. */
export function rewriteLinks(markdown: string, rewrite: (url: string) => string): string {
  const edits = new SourceEdits(markdown);
  visitParents(parseMarkdown(markdown), (node) => {
    for (const { url, start } of addresses(node, markdown)) {
      if (isRelative(url)) edits.replace(start, start + url.length, rewrite(url));
    }
  });
  return edits.apply();
}

/** Whether an address means a file beside the page, not another site, the site's root or a place on the page. */
export function isRelative(url: string): boolean {
  return url !== "" && !/^(?:[a-z][a-z0-9+.-]*:|\/|#)/i.test(url);
}

function addresses(node: Nodes, markdown: string): Address[] {
  const start = node.position?.start.offset ?? 0;
  const text = markdown.slice(start, node.position?.end.offset);
  if (node.type === "html") {
    return [...text.matchAll(/\s(?:href|src|srcset)\s*=\s*(["'])(.*?)\1/gi)].map((found) => ({
      url: found[2]!,
      start: start + found.index + found[0].length - 1 - found[2]!.length,
    }));
  }
  if (node.type !== "link" && node.type !== "image") return [];
  // The address comes behind the words of a link, which may hold an image with an address of its own.
  const words = node.type === "link" ? (node.children.at(-1)?.position?.end.offset ?? start) - start : 0;
  const bracket = text.indexOf("](", words);
  const at = bracket < 0 ? -1 : text.indexOf(node.url, bracket + 2);
  return at < 0 ? [] : [{ url: node.url, start: start + at }];
}

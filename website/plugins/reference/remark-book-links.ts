import { join, relative } from "node:path";
import type { Root } from "mdast";
import type { Plugin } from "unified";
import { readLinks } from "./links.ts";

export interface RemarkBookLinksOptions {
  /** Folder of the book's pages. */
  readonly docs: string;
  /** Folder of the reference's pages. */
  readonly reference: string;
}

/**
 * Leads from a page of the book to the reference on its subject, before the page's first section. The page itself does not
 * say it: on GitHub and in Jupyter there is no reference.
 */
export const remarkBookLinks: Plugin<[RemarkBookLinksOptions], Root> = ({ docs, reference }) => {
  const { book } = readLinks(reference);
  return (tree, file) => {
    const page = relative(docs, join(file.path)).replaceAll("\\", "/").replace(/\.md$/, "");
    const target = book[page];
    const place = tree.children.findIndex((node) => node.type === "heading" && node.depth === 2);
    if (target === undefined || place === -1) return;
    tree.children.splice(place, 0, {
      type: "paragraph",
      children: [
        { type: "text", value: "All options, shapes and errors stand in the reference: " },
        { type: "link", url: target.path, children: [{ type: "text", value: target.title }] },
        { type: "text", value: "." },
      ],
    });
  };
};

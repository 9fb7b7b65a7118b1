import type { Root } from "mdast";
import { fromHtml } from "hast-util-from-html";
import { visit } from "unist-util-visit";
import type { VFile } from "vfile";

/** HTML that pages may use in prose. GitHub and Jupyter show it too. */
const known = new Set(["a", "br", "details", "em", "img", "kbd", "p", "strong", "sub", "summary", "sup"]);

/**
 * Fails on HTML in prose that is no known tag. Without it `Array<number>` outside backticks becomes an element called
 * `number`, and the word is gone from the page.
 */
export function refuseUnknownTags(tree: Root, file: VFile): void {
  visit(tree, "html", (html) => {
    visit(fromHtml(html.value, { fragment: true }), "element", (element) => {
      const handler = Object.keys(element.properties).find((name) => /^on/i.test(name));
      if (known.has(element.tagName) && handler === undefined) return;
      const reason = handler ? `attribute ${handler} is not allowed in pages` : `<${element.tagName}> is no known tag`;
      file.fail(`${reason}; write code in backticks, a less-than sign as &lt;`, html.position);
    });
  });
}

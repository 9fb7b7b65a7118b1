import type { Element, ElementContent, Root } from "hast";
import { toHtml } from "hast-util-to-html";
import type { Plugin } from "unified";
import { SKIP, visit } from "unist-util-visit";
import { highlight } from "./highlight.ts";
import { jsxElement } from "./jsx-element.ts";

/**
 * Turns formulas and code, which nothing in the page changes, into elements `Formula` and `HighlightedCode` with their
 * markup as text. A formula is hundreds of elements: React would carry each in the page's script and visit each of them
 * before the page answers a click.
 */
export const rehypeStatic: Plugin<[], Root> = () => (tree) => {
  visit(tree, "element", (node, index, parent) => {
    if (parent === undefined || index === undefined) return undefined;
    const made = formula(node) ?? code(node);
    if (made === undefined) return undefined;
    parent.children[index] = made;
    return [SKIP, index + 1];
  });
};

function formula(node: Element): ElementContent | undefined {
  const classes = classesOf(node);
  const display = classes.includes("katex-display");
  if (!display && !classes.includes("katex")) return undefined;
  const kind = display ? "mdxJsxFlowElement" : "mdxJsxTextElement";
  return jsxElement("Formula", { className: classes.join(" "), html: toHtml(node.children) }, { kind });
}

function code(node: Element): ElementContent | undefined {
  const [inner] = node.children;
  if (node.tagName !== "pre" || inner?.type !== "element" || inner.tagName !== "code") return undefined;
  const language = classesOf(inner)
    .find((name) => name.startsWith("language-"))
    ?.slice("language-".length);
  const text = inner.children.map((child) => (child.type === "text" ? child.value : "")).join("");
  return jsxElement("HighlightedCode", { html: toHtml(highlight(text.replace(/\n$/, ""), language)) });
}

function classesOf({ properties }: Element): readonly string[] {
  return Array.isArray(properties.className) ? properties.className.map(String) : [];
}

import type { Element, ElementContent, Nodes, Root } from "hast";
import { toHtml } from "hast-util-to-html";
import type { Plugin } from "unified";
import { SKIP, visit } from "unist-util-visit";
import { type CodePiece, highlight } from "./highlight.ts";
import { jsxElement } from "./jsx-element.ts";

/**
 * Turns formulas and code, which nothing in the page changes, into elements `Formula` and `HighlightedCode` with their
 * markup as text; a `Cell` takes that of its code as an attribute in place of its source, which stands in it. A formula is
 * hundreds of elements: React would carry each in the page's script and visit each of them before the page answers a click.
 */
export const rehypeStatic: Plugin<[], Root> = () => (tree) => {
  visit(tree, (node, index, parent) => {
    if (parent === undefined || index === undefined) return undefined;
    const made = node.type === "element" ? (formula(node) ?? code(node)) : cell(node);
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
  const html = codeMarkup(node);
  return html === undefined ? undefined : jsxElement("HighlightedCode", { html });
}

function cell(node: Nodes): ElementContent | undefined {
  const { name, attributes, children } = node as Partial<JsxElement>;
  const data = attributes?.find((attribute) => attribute.name === "data")?.value;
  const html = children?.[0] && codeMarkup(children[0]);
  if (name !== "Cell" || data === undefined || html === undefined) return undefined;
  const { source: _, ...others } = JSON.parse(data) as Record<string, unknown>;
  return jsxElement("Cell", { data: JSON.stringify(others), html });
}

interface JsxElement {
  readonly name: string;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly children: readonly Element[];
}

/** The code in a `<pre>` with its tokens marked; nothing of other elements. */
function codeMarkup(node: Element): string | undefined {
  const inner = node.children?.[0];
  if (node.tagName !== "pre" || inner?.type !== "element" || inner.tagName !== "code") return undefined;
  const language = classesOf(inner)
    .find((name) => name.startsWith("language-"))
    ?.slice("language-".length);
  const text = inner.children.map((child) => (child.type === "text" ? child.value : "")).join("");
  return toHtml(highlight(text.replace(/\n$/, ""), language).map(marked));
}

function marked([value, className]: CodePiece): ElementContent {
  const text = { type: "text", value } as const;
  if (className === "") return text;
  return {
    type: "element",
    tagName: "span",
    properties: { className: className.split(" ") },
    children: [text],
  };
}

function classesOf({ properties }: Element): readonly string[] {
  return Array.isArray(properties.className) ? properties.className.map(String) : [];
}

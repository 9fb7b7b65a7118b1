/** Where an element stands: among blocks, or in a line of text. */
export type ElementKind = "mdxJsxFlowElement" | "mdxJsxTextElement";

/**
 * A node of a page's tree, Markdown's or HTML's, that the site draws by one of its components (src/theme/MDXComponents).
 * Attributes are text; what is more goes as JSON.
 */
export function jsxElement<Node>(
  name: string,
  attributes: Readonly<Record<string, string>>,
  { kind = "mdxJsxFlowElement", children = [] }: { kind?: ElementKind; children?: readonly Node[] } = {},
): Node {
  return {
    type: kind,
    name,
    attributes: Object.entries(attributes).map(([key, value]) => ({
      type: "mdxJsxAttribute",
      name: key,
      value,
    })),
    children,
  } as Node;
}

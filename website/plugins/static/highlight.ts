import { classHighlighter, highlightCode } from "@lezer/highlight";
import { parser } from "@lezer/javascript";
import type { Element, ElementContent } from "hast";

const typescript = parser.configure({ dialect: "ts" });
const languages = new Set(["ts", "typescript", "js", "javascript"]);

/** Tokens with a colour of their own in site.css: most have none, and an element for each would triple a page's. */
const coloured =
  /^tok-(?:comment|keyword|string2?|number|bool|typeName|className|variableName tok-definition)$/;

/**
 * Code as nodes of a page, with the classes that the cells' editor gives to its coloured tokens; of a language other than
 * TypeScript, one text.
 */
export function highlight(code: string, language: string | undefined): ElementContent[] {
  if (!language || !languages.has(language)) return [{ type: "text", value: code }];
  const nodes: ElementContent[] = [];
  const text = (value: string): void => {
    const last = nodes.at(-1);
    if (last?.type === "text") last.value += value;
    else nodes.push({ type: "text", value });
  };
  highlightCode(
    code,
    typescript.parse(code),
    classHighlighter,
    (value, classes) => (coloured.test(classes) ? nodes.push(token(value, classes)) : text(value)),
    () => text("\n"),
  );
  return nodes;
}

function token(value: string, classes: string): Element {
  return {
    type: "element",
    tagName: "span",
    properties: { className: classes.split(" ") },
    children: [{ type: "text", value }],
  };
}

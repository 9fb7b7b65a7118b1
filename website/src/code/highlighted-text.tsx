import { classHighlighter, highlightCode } from "@lezer/highlight";
import { parser } from "@lezer/javascript";
import type { ReactNode } from "react";

const typescript = parser.configure({ dialect: "ts" });

/** TypeScript that the build did not see, an edited cell's, in the colours of the editor. */
export default function HighlightedText({ code }: { readonly code: string }) {
  const nodes: ReactNode[] = [];
  highlightCode(
    code,
    typescript.parse(code),
    classHighlighter,
    (text, classes) =>
      nodes.push(
        classes ? (
          <span key={nodes.length} className={classes}>
            {text}
          </span>
        ) : (
          text
        ),
      ),
    () => nodes.push("\n"),
  );
  return nodes;
}

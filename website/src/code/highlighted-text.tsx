import { highlight } from "../../plugins/static/highlight.ts";

/** TypeScript that the build did not see, an edited cell's, in the colours of the pages' code. */
export default function HighlightedText({ code }: { readonly code: string }) {
  return highlight(code, "ts").map(([text, className], index) =>
    className === "" ? (
      text
    ) : (
      <span key={index} className={className}>
        {text}
      </span>
    ),
  );
}

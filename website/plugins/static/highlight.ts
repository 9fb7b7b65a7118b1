import { classHighlighter, highlightCode } from "@lezer/highlight";
import { parser } from "@lezer/javascript";

/** A piece of code and the classes of its colour, or none. */
export type CodePiece = readonly [text: string, className: string];

const typescript = parser.configure({ dialect: "ts" });
const languages = new Set(["ts", "typescript", "js", "javascript"]);

/** Tokens with a colour of their own in site.css: most have none, and an element for each would triple a page's. */
const coloured =
  /^tok-(?:comment|keyword|string2?|number|bool|typeName|className|variableName tok-definition)$/;

/**
 * Code in pieces, with the classes that the cells' editor gives to its coloured tokens; of a language other than
 * TypeScript, one piece.
 */
export function highlight(code: string, language: string | undefined): readonly CodePiece[] {
  if (!language || !languages.has(language)) return [[code, ""]];
  const pieces: [text: string, className: string][] = [];
  const add = (text: string, className: string): void => {
    const last = pieces.at(-1);
    if (className === "" && last?.[1] === "") last[0] += text;
    else pieces.push([text, className]);
  };
  highlightCode(
    code,
    typescript.parse(code),
    classHighlighter,
    (text, classes) => add(text, coloured.test(classes) ? classes : ""),
    () => add("\n", ""),
  );
  return pieces;
}

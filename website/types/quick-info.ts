import ts from "classic-typescript";
import type { QuickInfo } from "./messages.ts";

/** The parts of which TypeScript's own answers consist. */
interface Described {
  readonly displayParts?: ts.SymbolDisplayPart[] | undefined;
  readonly documentation?: ts.SymbolDisplayPart[] | undefined;
  readonly tags?: ts.JSDocTagInfo[] | undefined;
}

/** A type and its documentation as plain text: nothing in them is ever markup. */
export function quickInfo({
  displayParts,
  documentation,
  tags = [],
}: Described): Omit<QuickInfo, "from" | "to"> {
  const text = ts.displayPartsToString;
  // That a name was imported is no news to who reads the cell.
  const type = text(displayParts)
    .replace(/^\(alias\) /, "")
    .replace(/\nimport [\w$]+$/, "");
  // In the source a sentence is broken where the line was full; here the line has another length.
  const flowing = text(documentation).replace(/([^.:;!?\n])\n(?=[^\s*|`@-])/g, "$1 ");
  const examples = tags.filter(({ name }) => name === "example").map((tag) => text(tag.text));
  const others = tags.filter(({ name }) => name !== "example");
  const lines = others.map((tag) => `@${tag.name} ${text(tag.text)}`.trim());
  return {
    type,
    documentation: [flowing, lines.join("\n")].filter(Boolean).join("\n\n"),
    example: examples.join("\n\n"),
  };
}

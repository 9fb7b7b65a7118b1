import ts from "classic-typescript";

/** The parts of which TypeScript's own answers consist. */
interface Described {
  readonly displayParts?: ts.SymbolDisplayPart[] | undefined;
  readonly documentation?: ts.SymbolDisplayPart[] | undefined;
  readonly tags?: ts.JSDocTagInfo[] | undefined;
}

/** A type and its documentation as plain text: nothing in them is ever markup. */
export function quickInfo({ displayParts, documentation, tags = [] }: Described): {
  readonly type: string;
  readonly documentation: string;
} {
  const text = ts.displayPartsToString;
  // That a name was imported is no news to who reads the cell.
  const type = text(displayParts)
    .replace(/^\(alias\) /, "")
    .replace(/\nimport [\w$]+$/, "");
  // In the source a sentence is broken where the line was full; here the line has another length.
  const flowing = text(documentation).replace(/([^.:;!?\n])\n(?=[^\s*|`@-])/g, "$1 ");
  const lines = tags.map(({ name, text: words }) => `@${name} ${text(words)}`.trim());
  return { type, documentation: [flowing, lines.join("\n")].filter(Boolean).join("\n\n") };
}

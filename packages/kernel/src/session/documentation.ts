import type {
  JSDocTagInfo,
  Node,
  QuickInfo,
  SourceFile,
  SymbolDisplayPart,
} from "@tslab/typescript-for-tslab";
import type { MimeBundle } from "./mime-bundle.ts";
import type { Tslab, TypeScriptApi } from "./tslab.ts";

const question =
  /^\s*(?:\?\s*(?<after>[\p{ID_Start}$_][\p{ID_Continue}$.]*)|(?<before>[\p{ID_Start}$_][\p{ID_Continue}$.]*)\s*\?)\s*$/u;

/** The name that a cell asks about, `name?` or `?name` as in IPython; neither is TypeScript. */
export function askedName(code: string): string | undefined {
  const { before, after } = question.exec(code)?.groups ?? {};
  return before ?? after;
}

/** Signature and docstring, as Markdown and as text. */
export function documentation(info: QuickInfo, tslab: Tslab): MimeBundle {
  const signature = `\`\`\`typescript\n${joined(info.displayParts)}\n\`\`\``;
  const sections = [signature, joined(info.documentation), (info.tags ?? []).map(tagLine).join("\n\n")];
  const markdown = sections.filter((section) => section !== "").join("\n\n");
  return { data: { "text/plain": tslab.printQuickInfo(info), "text/markdown": markdown }, metadata: {} };
}

/** Whether there is something to tell: of a name that is not declared the compiler says `any`. */
export function isTelling({ kind, displayParts }: QuickInfo): boolean {
  return (kind as string) !== "" || joined(displayParts) !== "any";
}

/** The end of the function's name when the position lies between the parentheses of a call: `f(1, |)`. */
export function calleeEnd(ts: TypeScriptApi, file: SourceFile, position: number): number | undefined {
  // A call that is not closed ends with its last token, wherever the cursor stands behind it.
  const place = file.text.slice(0, position).trimEnd().length;
  let found: number | undefined;
  const visit = (node: Node): void => {
    if (node.getFullStart() > place || node.end < place) return;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const isBehind = place === node.end && file.text[place - 1] === ")";
      if (place > node.expression.end && !isBehind) found = node.expression.end;
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function tagLine({ name, text }: JSDocTagInfo): string {
  const [first, ...rest] = text ?? [];
  if (name === "example") return `*@example*\n\n\`\`\`typescript\n${joined(text)}\n\`\`\``;
  if (name === "param" && first) return `*@param* \`${first.text}\` ${joined(rest).trim()}`.trimEnd();
  return `*@${name}* ${joined(text)}`.trimEnd();
}

/** The parts as one text; `{@link name}` becomes the name, as code. */
function joined(parts: readonly SymbolDisplayPart[] = []): string {
  return parts
    .filter(({ kind }) => kind !== "link")
    .map(({ kind, text }) => (kind === "linkName" ? `\`${text}\`` : text))
    .join("");
}

import { highlight } from "../static/highlight.ts";

/** A piece of a line: its text, the class of its colour or none, and the address of what it names, where there is one. */
export type SignaturePart = readonly [text: string, className: string, target?: string];

/** The lines of a declaration in coloured pieces; a name that the reference describes, but in a comment, is one by itself. */
export function signatureLines(
  code: string,
  links: Readonly<Record<string, string>>,
): readonly (readonly SignaturePart[])[] {
  const lines: SignaturePart[][] = [[]];
  for (const node of highlight(code, "ts")) {
    const [text, className] =
      node.type === "element"
        ? [
            node.children.map((child) => (child.type === "text" ? child.value : "")).join(""),
            classOf(node.properties),
          ]
        : [node.type === "text" ? node.value : "", ""];
    text.split("\n").forEach((piece, row) => {
      if (row > 0) lines.push([]);
      lines.at(-1)!.push(...parts(piece, className, links));
    });
  }
  return lines;
}

function classOf({ className }: { readonly className?: unknown }): string {
  return Array.isArray(className) ? className.join(" ") : "";
}

function parts(text: string, className: string, links: Readonly<Record<string, string>>): SignaturePart[] {
  if (text === "") return [];
  const words = className.includes("tok-comment") ? [text] : text.split(/(\w+)/);
  if (!words.some((word) => Object.hasOwn(links, word))) return [[text, className]];
  return words
    .filter((word) => word !== "")
    .map((word) => (Object.hasOwn(links, word) ? [word, className, links[word]!] : [word, className]));
}

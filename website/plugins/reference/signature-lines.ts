import { highlight } from "../static/highlight.ts";

/** A piece of a line: its text, the class of its colour or none, and the address of what it names, where there is one. */
export type SignaturePart = readonly [text: string, className: string, target?: string];

/** The lines of a declaration in coloured pieces; a name that the reference describes, but in a comment, is one by itself. */
export function signatureLines(
  code: string,
  links: Readonly<Record<string, string>>,
): readonly (readonly SignaturePart[])[] {
  const lines: SignaturePart[][] = [[]];
  const isClass = code.startsWith(constructing);
  const { before, text: inside, after } = inContext(code);
  let named = false;
  for (const [text, className] of highlight(`${before}\n${inside}\n${after}`, "ts")) {
    // Of all that is declared here only the name itself stands out, not its parameters.
    const isName: boolean = className === definition && !named;
    named ||= isName;
    const shown =
      className !== definition ? className : !isName ? "" : isClass ? "tok-className" : definition;
    text.split("\n").forEach((piece, row) => {
      if (row > 0) lines.push([]);
      lines.at(-1)!.push(...parts(piece, shown, links));
    });
  }
  const [first, ...others] = lines.slice(1, -1);
  return isClass ? [[[constructing, "tok-keyword"], ...first!], ...others] : [first!, ...others];
}

const constructing = "new ";
const definition = "tok-variableName tok-definition";

/** A signature is a part of a program: what has to stand around it so that its words get their colours. */
function inContext(code: string): { readonly before: string; readonly text: string; readonly after: string } {
  if (/^(?:interface|type|class) /.test(code)) return { before: "", text: code, after: "" };
  if (code.startsWith(constructing)) {
    return { before: "declare function", text: code.slice(constructing.length), after: "" };
  }
  if (/^\w+[(<]/.test(code)) return { before: "declare function", text: code, after: "" };
  return { before: "class Context {", text: code, after: "}" };
}

function parts(text: string, className: string, links: Readonly<Record<string, string>>): SignaturePart[] {
  if (text === "") return [];
  const words = className.includes("tok-comment") ? [text] : text.split(/(\w+)/);
  if (!words.some((word) => Object.hasOwn(links, word))) return [[text, className]];
  return words
    .filter((word) => word !== "")
    .map((word) => (Object.hasOwn(links, word) ? [word, className, links[word]!] : [word, className]));
}

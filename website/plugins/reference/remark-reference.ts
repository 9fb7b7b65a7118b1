import type { Heading, Root } from "mdast";
import type { Plugin } from "unified";
import { SKIP, visit } from "unist-util-visit";
import { jsxElement } from "../static/jsx-element.ts";
import { readLinks } from "./links.ts";
import { signatureLines } from "./signature-lines.ts";

export interface RemarkReferenceOptions {
  /** Folder of the reference's pages. */
  readonly folder: string;
}

/**
 * Gives the headings of the reference the names themselves as anchors, `Conv2d` beside `conv2d` and `Tensor.reshape`, and
 * turns each fence `ts signature` into an element `Signature` that links the names in it.
 */
export const remarkReference: Plugin<[RemarkReferenceOptions], Root> = ({ folder }) => {
  const { names } = readLinks(folder);
  return (tree) => {
    let section = "";
    let anchor = "";
    visit(tree, (node, index, parent) => {
      if (node.type === "heading") {
        const name = nameIn(node);
        if (node.depth === 2) section = name === undefined ? "" : `${name}.`;
        anchor = name === undefined ? "" : node.depth === 2 ? name : section + name;
        if (anchor !== "") setAnchor(node, anchor);
        return SKIP;
      }
      if (node.type !== "code" || !/^signature\b/.test(node.meta ?? "")) return undefined;
      const attributes = [...(node.meta ?? "").matchAll(/(\w+)=(\S+)/g)].map(([, key, value]) => [
        key!,
        value!,
      ]);
      const links = linksIn(node.value, names, anchor);
      parent!.children[index!] = jsxElement("Signature", {
        lines: JSON.stringify(signatureLines(node.value, links)),
        ...Object.fromEntries(attributes),
      });
      return SKIP;
    });
  };
};

/** The name that a heading is made of, if it is no more than a name. */
function nameIn({ children }: Heading): string | undefined {
  const [only] = children;
  return children.length === 1 && only?.type === "inlineCode" ? only.value : undefined;
}

/** As Docusaurus reads anchors: those that it makes itself have neither capitals nor dots. */
function setAnchor(heading: Heading, anchor: string): void {
  heading.children.push({ type: "html", value: `<!-- #${anchor} -->` });
}

/**
 * The types that stand in a signature's code: not in its comments, and not the one that it is the signature of. Those of the
 * same namespace, as "init.Nonlinearity", come first.
 */
function linksIn(code: string, names: Readonly<Record<string, string>>, own: string): Record<string, string> {
  const namespace = /^[a-z]\w*\.|/.exec(own)![0];
  const words = new Set(code.replaceAll(/\/\/.*$/gm, "").match(/\b[A-Z]\w*/g));
  const targets = [...words].map(
    (word) => [word, namespace + word in names ? namespace + word : word] as const,
  );
  const known = targets.filter(([, name]) => name !== own && Object.hasOwn(names, name));
  return Object.fromEntries(known.map(([word, name]) => [word, names[name]!]));
}

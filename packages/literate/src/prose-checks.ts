import type { Nodes, Root } from "mdast";
import { parse as parseYaml } from "yaml";
import { htmlTags } from "./html-tags.ts";

type Refuse = (node: Nodes, reason: string) => never;

/** Tags that GitHub, Jupyter and the site all render. */
const knownTags = new Set(
  "a b br details div em figcaption figure hr i img kbd li ol p picture source span strong sub summary sup table tbody td th thead tr ul".split(
    " ",
  ),
);

/** Attributes of those tags; none of them runs anything. */
const knownAttributes = new Set(
  "align alt colspan height href id lang media open rowspan src srcset start title type width".split(" "),
);

/** Title and description of a page, which opens with front matter and has one main heading. */
export function readFrontMatter(root: Root, refuse: Refuse): { title: string; description: string } {
  const [first] = root.children;
  const form = "open the page with lines `---`, `title: ...`, `description: ...`, `---`";
  if (first?.type !== "yaml") return refuse(first ?? root, `the page has no front matter; ${form}`);
  const values = readYaml(first.value);
  if (values === undefined)
    return refuse(first, "the front matter is no YAML mapping; write `name: value` lines");
  const read = (name: string): string => {
    const value = values[name];
    if (typeof value === "string" && value.trim() !== "") return value;
    return refuse(first, `the front matter gives no ${name}; add a line \`${name}: ...\``);
  };
  const headings = root.children.filter((node) => node.type === "heading" && node.depth === 1);
  if (headings.length === 0) refuse(first, "the page has no main heading; add one line `# ...`");
  if (headings.length > 1) refuse(headings[1]!, "the page has a second main heading; write `## ...`");
  return { title: read("title"), description: read("description") };
}

function readYaml(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = parseYaml(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Refuses what is Markdown for one of GitHub, Jupyter and the site but not for all three. */
export function checkProse(node: Nodes, source: string, refuse: Refuse): void {
  const text = source.slice(node.position?.start.offset, node.position?.end.offset);
  if (node.type === "html") {
    for (const { name, attributes } of htmlTags(text)) {
      if (!knownTags.has(name))
        refuse(node, `<${name}> would vanish as an HTML tag; put the code in backticks`);
      for (const [attribute, value] of attributes) {
        if (!knownAttributes.has(attribute))
          refuse(node, `<${name} ${attribute}> is not allowed; remove ${attribute}`);
        if (value === undefined)
          refuse(node, `${attribute} of <${name}> has no quotes; write ${attribute}="..."`);
        if (/^(?:href|src|srcset)$/.test(attribute)) checkAddress(node, value, refuse);
      }
    }
  } else if (node.type === "inlineMath" && text.startsWith("$$")) {
    refuse(node, "`$$` on the line of its formula renders inline; put each `$$` on a line of its own");
  } else if (node.type === "paragraph" && text.startsWith(":::")) {
    refuse(node, "an admonition `:::` shows only on the site; write a quote `> **Note**`");
  } else if (node.type === "heading" && /\{#[^}]*\}\s*$/.test(text)) {
    refuse(node, "`{#...}` shows as text on GitHub; remove it and link to the heading's words");
  } else if (node.type === "link" || node.type === "image") {
    checkAddress(node, node.url, refuse);
    // A notebook's link is made from the page's text, which must hold the address letter by letter.
    if (!text.includes(node.url))
      refuse(node, `${node.url} is written with escapes; write the address as it is`);
  } else if (/^(link|image|footnote)Reference$/.test(node.type)) {
    refuse(node, `${text} is defined elsewhere, which a notebook's cells cannot see; write it out here`);
  }
}

function checkAddress(node: Nodes, address: string, refuse: Refuse): void {
  if (/^\/(?!\/)/.test(address)) {
    refuse(node, `${address} holds only on the site; give the path from this page's folder`);
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(address) && !/^(?:https?|mailto):/i.test(address)) {
    refuse(node, `${address} is no address of a page; use https:, mailto: or a path`);
  }
  if (/\s/.test(address))
    refuse(node, `${address} holds a space; give one address, with %20 for a space in it`);
}

/**
 * Refuses an element that is open where a cell begins: a cell of a notebook is a document of its own.
 *
 * @param nodes the page's HTML and its cells' fences, in order
 */
export function checkTagsClosed(nodes: readonly Nodes[], refuse: Refuse): void {
  const open: { readonly name: string; readonly node: Nodes }[] = [];
  const refuseOpen = (): void => {
    const last = open.at(-1);
    if (last === undefined) return;
    refuse(
      last.node,
      `<${last.name}> is not closed before the next cell; close it, or use folded or solution on the cell`,
    );
  };
  for (const node of nodes) {
    if (node.type !== "html") {
      refuseOpen();
      continue;
    }
    for (const { name, closes, empty } of htmlTags(node.value)) {
      if (closes && open.pop()?.name !== name) refuse(node, `</${name}> closes no open <${name}>; remove it`);
      if (!closes && !empty) open.push({ name, node });
    }
  }
  refuseOpen();
}

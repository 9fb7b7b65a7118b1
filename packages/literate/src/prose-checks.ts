import type { Nodes, Root } from "mdast";
import { parse as parseYaml } from "yaml";

type Refuse = (node: Nodes, reason: string) => never;

/** Tags that GitHub, Jupyter and the site all render. */
const knownTags = new Set(
  "a b br details div em figcaption figure hr i img kbd li ol p picture source span strong sub summary sup table tbody td th thead tr ul".split(
    " ",
  ),
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
    for (const [, tag] of text.replace(/<!--[\s\S]*?-->/g, "").matchAll(/<\/?([A-Za-z][\w-]*)/g)) {
      if (!knownTags.has(tag!.toLowerCase())) {
        refuse(node, `<${tag}> would vanish as an HTML tag; put the code in backticks`);
      }
    }
  } else if (node.type === "inlineMath" && text.startsWith("$$")) {
    refuse(node, "`$$` on the line of its formula renders inline; put each `$$` on a line of its own");
  } else if (node.type === "paragraph" && text.startsWith(":::")) {
    refuse(node, "an admonition `:::` shows only on the site; write a quote `> **Note**`");
  } else if (node.type === "heading" && /\{#[^}]*\}\s*$/.test(text)) {
    refuse(node, "`{#...}` shows as text on GitHub; remove it and link to the heading's words");
  }
}

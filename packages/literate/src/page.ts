import type { Code, Nodes, Root } from "mdast";
import { visitParents } from "unist-util-visit-parents";
import { type CellAttributes, cellAttributes } from "./cell-attributes.ts";
import { checkCells } from "./cell-checks.ts";
import { readAttributes } from "./fence-attributes.ts";
import { parseMarkdown } from "./markdown.ts";
import { PageError } from "./page-error.ts";
import { checkProse, checkTagsClosed, readFrontMatter } from "./prose-checks.ts";

export type { CellAttributes } from "./cell-attributes.ts";
export type { Control } from "./control.ts";
export { PageError } from "./page-error.ts";

/** A piece of the page between cells, in the page's exact words; programs and other fences are part of it. */
export interface Prose {
  readonly kind: "prose";
  readonly source: string;
  /** Line in the page of its first line, from 1. */
  readonly line: number;
}

export interface Cell extends CellAttributes {
  readonly kind: "cell";
  readonly source: string;
  /** Line in the page of the first line of its code, from 1. */
  readonly line: number;
}

/** A `ts` fence that is no cell: compiled and run by itself, or only shown, for a reason. */
export interface Program {
  readonly kind: "program";
  readonly source: string;
  /** Line in the page of the first line of its code, from 1. */
  readonly line: number;
  /** Why it is not run; absent when it is. */
  readonly notRunBecause?: string;
}

export interface Page {
  readonly path: string;
  readonly title: string;
  readonly description: string;
  /** All of the page but its front matter, in order. */
  readonly parts: readonly (Prose | Cell)[];
  readonly cells: readonly Cell[];
  readonly programs: readonly Program[];
}

/**
 * Takes a Markdown page apart into prose, cells and programs, and holds it to the grammar of the README.
 *
 * @param path names the file in errors
 * @throws {PageError} at the first place that breaks the grammar
 */
export function parsePage(markdown: string, path: string): Page {
  const source = markdown.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  const root = parseMarkdown(source);
  const refuse = (node: Nodes, reason: string): never => {
    throw new PageError(path, node.position!.start.line, reason);
  };
  const { title, description } = readFrontMatter(root, refuse);
  const cells = new Map<Code, Cell>();
  const programs: Program[] = [];
  const pieces: Nodes[] = [];
  visitParents(root, (node, ancestors) => {
    if (node.type === "html") pieces.push(node);
    if (node.type !== "code") return checkProse(node, source, refuse);
    const fence = readFence(node, source, refuse);
    if (fence?.kind === "program") programs.push(fence);
    if (fence?.kind !== "cell") return;
    if (ancestors.length > 1)
      refuse(node, "a cell stands in a list or a quote; move it out, to the page's top level");
    cells.set(node, fence);
    pieces.push(node);
  });
  checkTagsClosed(pieces, refuse);
  const page = {
    path,
    title,
    description,
    parts: splitAtCells(root, source, cells),
    cells: [...cells.values()],
    programs,
  };
  checkCells(page);
  return page;
}

function readFence(
  node: Code,
  source: string,
  refuse: (node: Nodes, reason: string) => never,
): Cell | Program | undefined {
  const text = source.slice(node.position!.start.offset, node.position!.end.offset);
  const opening = /^(`{3,}|~{3,})/.exec(text)?.[1];
  if (opening === undefined) return undefined; // an indented block
  const closing = new RegExp(`\\n[\\s>]*${opening[0]}{${opening.length},}\\s*$`);
  if (!closing.test(text)) refuse(node, `the fence is not closed; close it with a line ${opening}`);

  const words = node.meta?.trim() ?? "";
  if (node.lang !== "ts") {
    if (/^(ts|tsx|typescript)\b/i.test(node.lang ?? ""))
      refuse(node, `language ${node.lang} is not known here; write ts`);
    if (/^cell\b/.test(words))
      refuse(node, `a cell is TypeScript; write \`ts cell\` in place of \`${node.lang} cell\``);
    return undefined;
  }
  const line = node.position!.start.line + 1;
  try {
    const [first, ...rest] = readAttributes(words);
    if (first?.name === "cell" && first.value === undefined) {
      if (node.value.trim() === "") throw new SyntaxError("the cell is empty; give it code or remove it");
      return { kind: "cell", source: node.value, line, ...cellAttributes(rest) };
    }
    if (first === undefined) return { kind: "program", source: node.value, line };
    if (first.name !== "no-run") {
      throw new SyntaxError(
        `cannot read \`ts ${words}\`; write \`ts cell id=...\`, \`ts\` or \`ts no-run reason="..."\``,
      );
    }
    const reason = rest.find(({ name }) => name === "reason")?.value?.trim();
    if (!reason || rest.length > 1) {
      throw new SyntaxError('a program that is not run gives the reason; write `ts no-run reason="..."`');
    }
    return { kind: "program", source: node.value, line, notRunBecause: reason };
  } catch (error) {
    if (error instanceof SyntaxError) refuse(node, error.message);
    throw error;
  }
}

function splitAtCells(root: Root, source: string, cells: ReadonlyMap<Code, Cell>): (Prose | Cell)[] {
  const parts: (Prose | Cell)[] = [];
  const addProse = (start: number, end: number): void => {
    const text = source.slice(start, end);
    const lead = /^\s*\n/.exec(text)?.[0] ?? "";
    if (text.trim() === "") return;
    const line = source.slice(0, start + lead.length).split("\n").length;
    parts.push({ kind: "prose", source: text.slice(lead.length).trimEnd(), line });
  };
  let position = root.children[0]!.position!.end.offset!; // behind the front matter
  for (const [node, cell] of cells) {
    addProse(position, node.position!.start.offset! - (node.position!.start.column - 1));
    parts.push(cell);
    position = node.position!.end.offset!;
  }
  addProse(position, source.length);
  return parts;
}

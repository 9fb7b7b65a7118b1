import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Code, Root, RootContent } from "mdast";
import remarkFrontmatter from "remark-frontmatter";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { VFile } from "vfile";
import { afterAll, expect, test } from "vitest";
import { remarkCells } from "../../website/plugins/cells/remark-cells.ts";

const fixtures = join(import.meta.dirname, "fixtures", "remark-cells");
const folder = mkdtempSync(join(tmpdir(), "layerbook-"));
afterAll(() => rmSync(folder, { recursive: true }));

function transform(path: string): Promise<Root> {
  const file = new VFile({ path, value: readFileSync(path, "utf8") });
  const processor = unified().use(remarkParse).use(remarkFrontmatter).use(remarkCells, { baseUrl: "/" });
  return processor.run(processor.parse(file) as Root, file);
}

/** A node as its kind; an element as its name, its data and the code inside it. */
function summary(node: RootContent): unknown {
  if ((node.type as string) !== "mdxJsxFlowElement") return node.type;
  const { name, attributes, children } = node as unknown as {
    name: string;
    attributes: { name: string; value: string }[];
    children: Code[];
  };
  const { data, count } = Object.fromEntries(attributes.map(({ name, value }) => [name, value]));
  return {
    name,
    ...(count ? { count } : {}),
    ...(data ? { data: JSON.parse(data) } : {}),
    ...(children[0] ? { code: children[0].value } : {}),
  };
}

function page(cells: string, outputs?: string): string {
  const path = join(folder, "page.md");
  writeFileSync(path, `---\ntitle: T\ndescription: D\n---\n\n# T\n\n${cells}`);
  rmSync(join(folder, "page.outputs.json"), { force: true });
  if (outputs !== undefined) writeFileSync(join(folder, "page.outputs.json"), outputs);
  return path;
}

test("each cell becomes an element with its checked outputs around its own fence", async () => {
  const tree = await transform(join(fixtures, "cells.md"));
  const expected: unknown = JSON.parse(readFileSync(join(fixtures, "cells.expected.json"), "utf8"));
  expect(tree.children.slice(1).map(summary)).toEqual(expected);
});

test("a page without cells stays as it is and needs no outputs", async () => {
  const tree = await transform(page("Words, and a fence:\n\n```ts\nconst a = 1;\n```\n"));
  expect(tree.children.map(({ type }) => type)).toEqual(["yaml", "heading", "paragraph", "code"]);
});

const cell = "```ts cell id=one\nconst one = 1;\n```\n";
const none = '{\n  "format": 1,\n  "cells": {}\n}\n';

test.each([
  ["a cell without outputs", cell, none, /page\.md:8: cell one has no checked outputs; run `npm run pages`/],
  [
    "a page without a file of outputs",
    cell,
    undefined,
    /page\.outputs\.json: not found; run `npm run pages`/,
  ],
  ["a damaged file of outputs", cell, "{", /page\.outputs\.json.*JSON/],
  [
    "code outside of backticks, which would vanish",
    "An Array<number> of them.\n",
    none,
    /page\.md:8: <number>/,
  ],
  ["a cell that does not compile", "```ts cell id=one\nconst one = ;\n```\n", none, /page\.md:9: cell one/],
])("%s fails the build and names the place", async (_, cells, outputs, message) => {
  await expect(transform(page(cells, outputs))).rejects.toThrow(message);
});

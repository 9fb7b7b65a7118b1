import type { Root } from "hast";
import rehypeKatex from "rehype-katex";
import remarkMath from "remark-math";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { expect, test } from "vitest";
import { rehypeStatic } from "../../website/plugins/static/rehype-static.ts";
import { codeText } from "../../website/src/code/code-text.ts";

interface Made {
  readonly type: string;
  readonly name: string;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
}

/** The first element that the plugin makes of a page. */
async function made(markdown: string): Promise<Made> {
  const processor = unified()
    .use(remarkParse)
    .use(remarkMath)
    .use(remarkRehype)
    .use(rehypeKatex)
    .use(rehypeStatic);
  const tree = (await processor.run(processor.parse(markdown))) as Root;
  const found: Made[] = [];
  const collect = (node: unknown): void => {
    const { name, children } = node as { name?: string; children?: readonly unknown[] };
    if (name !== undefined) found.push(node as Made);
    for (const child of children ?? []) collect(child);
  };
  collect(tree);
  return found[0]!;
}

const html = ({ attributes }: Made): string => attributes.find(({ name }) => name === "html")!.value;

test("code becomes one element whose markup holds the code as it is, and its tokens have the editor's classes", async () => {
  const code = await made("```ts\nconst less: Array<number> = [1 < 2 ? 3 : 4]; // </code><b>\n```");
  expect([code.type, code.name]).toEqual(["mdxJsxFlowElement", "HighlightedCode"]);
  expect(html(code)).toContain('<span class="tok-keyword">const</span>');
  expect(html(code)).toContain('<span class="tok-comment">// &#x3C;/code>&#x3C;b></span>');
  expect(html(code)).not.toContain("<b>");
});

test("code of another language keeps its text", async () => {
  expect(html(await made("```sh\nnpm start && echo '<b>'\n```"))).toBe(
    "npm start &#x26;&#x26; echo '&#x3C;b>'",
  );
});

test("a formula becomes one element, in a line or in a paragraph of its own", async () => {
  const inline = await made("with $x^2$ in it");
  expect([inline.type, inline.name, inline.attributes[0]!.value]).toEqual([
    "mdxJsxTextElement",
    "Formula",
    "katex",
  ]);
  expect(html(inline)).toContain("<math");
  const display = await made("$$\nx < 2\n$$");
  expect([display.type, display.attributes[0]!.value]).toEqual(["mdxJsxFlowElement", "katex-display"]);
  expect(html(display)).toContain("&#x3C;");
});

test("the code of a cell comes back from its markup as it was, and stands in the page's script once", async () => {
  const hole = '$\u007b"&lt;"}';
  const source = `const a = b && \`<i>${hole}</i>\`; // &#x3C; &amp; <\nArray<number>;`;
  const tree: Root = { type: "root", children: [] };
  tree.children.push({
    type: "mdxJsxFlowElement",
    name: "Cell",
    attributes: [{ type: "mdxJsxAttribute", name: "data", value: JSON.stringify({ id: "one", source }) }],
    children: [
      {
        type: "element",
        tagName: "pre",
        properties: {},
        children: [
          {
            type: "element",
            tagName: "code",
            properties: { className: ["language-ts"] },
            children: [{ type: "text", value: `${source}\n` }],
          },
        ],
      },
    ],
  } as unknown as Root["children"][number]);
  await unified().use(rehypeStatic).run(tree);
  const [cell] = tree.children as unknown as readonly Made[];
  expect(cell!.attributes.find(({ name }) => name === "data")!.value).toBe('{"id":"one"}');
  expect(codeText(html(cell!))).toBe(source);
});

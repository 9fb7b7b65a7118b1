import { type Page, PageError, parsePage } from "@layerbook/literate";
import { describe, expect, test } from "vitest";

const head = "---\ntitle: Edges\ndescription: Where an image changes\n---\n\n# Edges\n\n";
const headLines = 7;

function pageOf(body: string): Page {
  return parsePage(head + body, "docs/edges.md");
}

function cell(info: string, code = "1"): string {
  return `\`\`\`ts cell ${info}\n${code}\n\`\`\`\n`;
}

describe("a page", () => {
  test("comes apart into prose in its exact words, and cells", () => {
    const body = `Text with *marks*,  two  spaces.\n\n${cell("id=one", "const a = 1\n\n  a")}\n| a |\n|---|\n| $x_1$ |\n\n${cell("id=two")}`;
    expect(pageOf(body).parts).toEqual([
      { kind: "prose", source: "# Edges\n\nText with *marks*,  two  spaces.", line: 6 },
      {
        kind: "cell",
        id: "one",
        source: "const a = 1\n\n  a",
        line: 11,
        controls: [],
        tolerance: 1e-6,
        folded: false,
        solution: false,
      },
      { kind: "prose", source: "| a |\n|---|\n| $x_1$ |", line: 16 },
      expect.objectContaining({ id: "two", line: 21 }),
    ]);
  });

  test("has the title and description of its front matter", () => {
    expect(pageOf("")).toMatchObject({
      title: "Edges",
      description: "Where an image changes",
      path: "docs/edges.md",
    });
  });

  test("takes every attribute of a cell", () => {
    const info = 'id=all control="stride=1..3 p=-1..1:0.25" throws=ShapeError tolerance=1e-3 folded';
    const { cells } = pageOf(cell(info, "const stride = 1, p = 0.5") + cell("id=answer solution"));
    expect(cells).toMatchObject([
      {
        controls: [
          { name: "stride", from: 1, to: 3, step: 1 },
          { name: "p", from: -1, to: 1, step: 0.25 },
        ],
        throws: "ShapeError",
        tolerance: 1e-3,
        folded: true,
        solution: false,
      },
      { id: "answer", solution: true },
    ]);
  });

  test("keeps programs and other fences in its prose, and lists the programs", () => {
    const body =
      '```ts\nconsole.log(1)\n```\n\n```ts no-run reason="needs a GPU"\nfly()\n```\n\n```sh\nnpm start\n```\n\n- in a list\n\n  ```ts\n  let a = 1\n    a\n  ```\n';
    const page = pageOf(body);
    expect(page.parts).toEqual([{ kind: "prose", source: `# Edges\n\n${body.trimEnd()}`, line: 6 }]);
    expect(page.programs).toEqual([
      { kind: "program", source: "console.log(1)", line: headLines + 2 },
      { kind: "program", source: "fly()", line: headLines + 6, notRunBecause: "needs a GPU" },
      { kind: "program", source: "let a = 1\n  a", line: headLines + 16 },
    ]);
  });

  test("takes a fence shown inside a longer fence or an indented block for text", () => {
    expect(
      pageOf(`\`\`\`\`md\n${cell("id=shown")}\`\`\`\`\n\n    \`\`\`ts cell id=indented\n    1\n    \`\`\`\n`)
        .cells,
    ).toEqual([]);
  });

  test("takes cells with tildes, with up to three blanks before the fence", () => {
    const body = "~~~ts cell id=tildes\n`1`\n~~~\n\n   ```ts cell id=blanks\n   1\n     2\n   ```\n\n";
    expect(pageOf(body).cells.map(({ id, source }) => [id, source])).toEqual([
      ["tildes", "`1`"],
      ["blanks", "1\n  2"],
    ]);
  });

  test("reads the same with Windows line ends and a byte order mark", () => {
    const body = `Text.\n\n${cell("id=one", "const a = `x\ny`\na")}`;
    expect(parsePage(`\uFEFF${(head + body).replaceAll("\n", "\r\n")}`, "docs/edges.md")).toEqual(
      pageOf(body),
    );
  });

  test("lets a solution declare a name of the page again", () => {
    expect(pageOf(cell("id=a", "const w = 1") + cell("id=b solution", "const w = 2")).cells).toHaveLength(2);
  });
});

describe("an error", () => {
  const known = "id, control, throws, tolerance, folded or solution";
  /** Body, line within the body, message. */
  const errors: Record<string, readonly [body: string, line: number, reason: string]> = {
    "for an unknown attribute": [cell("id=a fold"), 1, `a cell has no attribute fold; write ${known}`],
    "for an attribute given twice": [cell("id=a id=b"), 1, "attribute id is given twice; keep one"],
    "for an info string that cannot be read": [
      cell('id=a control="stride=1..3'),
      1,
      'cannot read `control="stride=1..3`; write attributes as name, name=value or name="two words"',
    ],
    "for a flag with a value": [
      cell("id=a folded=yes"),
      1,
      "attribute folded takes no value; write folded alone",
    ],
    "for a value left out": [cell("id=a throws"), 1, "attribute throws needs a value; write throws=..."],
    "for an empty value": [cell("id="), 1, "attribute id needs a value; write id=..."],
    "for no id": [cell("folded"), 1, "a cell needs an id; write id=a-name-of-its-own"],
    "for an id that does not fit": [
      cell("id=Edges"),
      1,
      "cell id `Edges` does not fit; use a lower-case letter, then at most 47 lower-case letters, digits and hyphens",
    ],
    "for an id too long": [
      cell(`id=${"a".repeat(49)}`),
      1,
      `cell id \`${"a".repeat(49)}\` does not fit; use a lower-case letter, then at most 47 lower-case letters, digits and hyphens`,
    ],
    "for an id given twice": [
      `${cell("id=a")}\nText.\n\n${cell("id=a")}`,
      7,
      `cell id a is taken by the cell at line ${headLines + 1}; choose another`,
    ],
    "for a throws that is no name": [
      cell("id=a throws=yes"),
      1,
      "throws=yes is no error's name; write one such as throws=ShapeError",
    ],
    "for a tolerance that is no number": [
      cell("id=a tolerance=small"),
      1,
      "tolerance=small is no number from 0 to 1; write one such as tolerance=1e-3",
    ],
    "for a tolerance of 1": [
      cell("id=a tolerance=1"),
      1,
      "tolerance=1 is no number from 0 to 1; write one such as tolerance=1e-3",
    ],
    "for a control that cannot be read": [
      cell('id=a control="stride=1-3"'),
      1,
      "cannot read control `stride=1-3`; write name=from..to or name=from..to:step",
    ],
    "for a control from large to small": [
      cell('id=a control="stride=3..1"'),
      1,
      "control stride goes from 3 to 1; put the smaller first",
    ],
    "for a control's step": [
      cell('id=a control="p=0..1:0"'),
      1,
      "control p has step 0; give one above 0 and at most 1",
    ],
    "for a control given twice": [
      cell('id=a control="p=0..1 p=0..2"'),
      1,
      "control p is given twice; keep one",
    ],
    "for a control of nothing": [
      cell('id=a control=" "'),
      1,
      "control names no constant; write name=from..to",
    ],
    "for a control without its constant": [
      cell('id=a control="stride=1..3"', "let stride = 1"),
      1,
      "control stride has no constant; write `const stride = 1` at the cell's top level",
    ],
    "for a constant outside its control": [
      cell('id=a control="stride=1..3"', "\nconst stride = 4"),
      3,
      "stride is 4, which control stride=1..3:1 does not reach; change one",
    ],
    "for a constant between a control's steps": [
      cell('id=a control="p=0..1:0.25"', "const p = 0.3"),
      2,
      "p is 0.3, which control p=0..1:0.25 does not reach; change one",
    ],
    "for an empty cell": [cell("id=a", " "), 1, "the cell is empty; give it code or remove it"],
    "for a cell that does not parse": [
      cell("id=a", "const a: number = 1\nconst b = ;"),
      3,
      "cell a does not compile at column 11: Unexpected token",
    ],
    "for a name declared twice": [
      `${cell("id=a", "\nconst w = 1")}\n${cell("id=b", "// two\nfunction w() {}")}`,
      8,
      `w is declared at line ${headLines + 3} already and cells share one scope; choose another name`,
    ],
    "for an import given twice": [
      cell("id=a", 'import { w } from "m"') + cell("id=b", 'import { w } from "m"'),
      5,
      `w is declared at line ${headLines + 2} already and cells share one scope; choose another name`,
    ],
    "for an import in a solution": [
      cell("id=a solution", 'const a = 1\nimport { b } from "m"'),
      3,
      "a solution cannot import; write the import in a cell before it",
    ],
    "for an import of types in a solution": [
      cell("id=a solution", 'import type { b } from "m"'),
      2,
      "a solution cannot import; write the import in a cell before it",
    ],
    "for a fence that is not closed": [
      "Text.\n\n```ts cell id=a\n1\n",
      3,
      "the fence is not closed; close it with a line ```",
    ],
    "for a fence closed by one that is shorter": [
      "````\ntext\n```\n",
      1,
      "the fence is not closed; close it with a line ````",
    ],
    "for a fence not closed in its list": [
      "- item\n\n  ```ts\n  1\n\nText.\n",
      3,
      "the fence is not closed; close it with a line ```",
    ],
    "for a cell in a list": [
      "- item\n\n  ```ts cell id=a\n  1\n  ```\n",
      3,
      "a cell stands in a list or a quote; move it out, to the page's top level",
    ],
    "for a cell in a quote": [
      "> ```ts cell id=a\n> 1\n> ```\n",
      1,
      "a cell stands in a list or a quote; move it out, to the page's top level",
    ],
    "for a cell in another language": [
      "```js cell id=a\n1\n```\n",
      1,
      "a cell is TypeScript; write `ts cell` in place of `js cell`",
    ],
    "for another name of the language": [
      "```typescript\n1\n```\n",
      1,
      "language typescript is not known here; write ts",
    ],
    "for words that are neither cell nor no-run": [
      "```ts norun\n1\n```\n",
      1,
      'cannot read `ts norun`; write `ts cell id=...`, `ts` or `ts no-run reason="..."`',
    ],
    "for a program not run without a reason": [
      "```ts no-run\n1\n```\n",
      1,
      'a program that is not run gives the reason; write `ts no-run reason="..."`',
    ],
    "for an HTML tag that nothing renders": [
      "An Array<number> of them.\n",
      1,
      "<number> would vanish as an HTML tag; put the code in backticks",
    ],
    "for a script": [
      "<script>alert(1)</script>\n",
      1,
      "<script> would vanish as an HTML tag; put the code in backticks",
    ],
    "for a formula on one line with its `$$`": [
      "$$x + 1$$\n",
      1,
      "`$$` on the line of its formula renders inline; put each `$$` on a line of its own",
    ],
    "for an admonition": [
      ":::note\nText.\n:::\n",
      1,
      "an admonition `:::` shows only on the site; write a quote `> **Note**`",
    ],
    "for a heading's id": [
      "## Formula {#formula}\n",
      1,
      "`{#...}` shows as text on GitHub; remove it and link to the heading's words",
    ],
    "for an element that is open where a cell begins": [
      `<details><summary>More</summary>\n\n${cell("id=a")}\n</details>\n`,
      1,
      "<details> is not closed before the next cell; close it, or use folded or solution on the cell",
    ],
    "for an element that is never closed": [
      "Text\n<b>bold.\n",
      2,
      "<b> is not closed before the next cell; close it, or use folded or solution on the cell",
    ],
    "for an element that is closed but not open": ["Text<br></b>\n", 1, "</b> closes no open <b>; remove it"],
    "for a link from the site's root": [
      "See [this](/layers/pooling).\n",
      1,
      "/layers/pooling holds only on the site; give the path from this page's folder",
    ],
    "for a picture from the site's root": [
      "![this](/img/a.png)\n",
      1,
      "/img/a.png holds only on the site; give the path from this page's folder",
    ],
    "for a picture from the site's root in a tag": [
      '<img src="/img/a.png">\n',
      1,
      "/img/a.png holds only on the site; give the path from this page's folder",
    ],
    "for an address that is a script": [
      "See [this](javascript:alert(1)).\n",
      1,
      "javascript:alert(1) is no address of a page; use https:, mailto: or a path",
    ],
    "for an address with escapes": [
      "See [this](foo\\_bar.md).\n",
      1,
      "foo_bar.md is written with escapes; write the address as it is",
    ],
    "for an attribute that runs something": [
      '<img src="a.png" onerror="alert(1)">\n',
      1,
      "<img onerror> is not allowed; remove onerror",
    ],
    "for an attribute without quotes": [
      "<img src=a.png>\n",
      1,
      'src of <img> has no quotes; write src="..."',
    ],
    "for two addresses in one attribute": [
      '<source srcset="a.png, b.png 2x">\n',
      1,
      "a.png, b.png 2x holds a space; give one address, with %20 for a space in it",
    ],
    "for a link by reference": [
      "See [this][a].\n\n[a]: https://example.org\n",
      1,
      "[this][a] is defined elsewhere, which a notebook's cells cannot see; write it out here",
    ],
    "for a footnote": [
      "Text.[^1]\n\n[^1]: Note.\n",
      1,
      "[^1] is defined elsewhere, which a notebook's cells cannot see; write it out here",
    ],
    "for a second main heading": ["# Again\n", 1, "the page has a second main heading; write `## ...`"],
  };
  test.each(Object.entries(errors))("%s names file, line and fix", (_name, [body, line, reason]) => {
    expect(() => pageOf(body)).toThrow(new PageError("docs/edges.md", headLines + line, reason));
  });

  const heads: Record<string, readonly [markdown: string, line: number, reason: string]> = {
    "for no front matter": [
      "# Edges\n",
      1,
      "the page has no front matter; open the page with lines `---`, `title: ...`, `description: ...`, `---`",
    ],
    "for an empty page": [
      "",
      1,
      "the page has no front matter; open the page with lines `---`, `title: ...`, `description: ...`, `---`",
    ],
    "for front matter that is no YAML": [
      "---\ntitle: [\n---\n\n# Edges\n",
      1,
      "the front matter is no YAML mapping; write `name: value` lines",
    ],
    "for no description": [
      "---\ntitle: Edges\n---\n\n# Edges\n",
      1,
      "the front matter gives no description; add a line `description: ...`",
    ],
    "for a title that is no text": [
      "---\ntitle: 3\ndescription: d\n---\n\n# Edges\n",
      1,
      "the front matter gives no title; add a line `title: ...`",
    ],
    "for no main heading": [
      "---\ntitle: Edges\ndescription: d\n---\n\nText.\n",
      1,
      "the page has no main heading; add one line `# ...`",
    ],
  };
  test.each(Object.entries(heads))("%s names file, line and fix", (_name, [markdown, line, reason]) => {
    expect(() => parsePage(markdown, "docs/edges.md")).toThrow(new PageError("docs/edges.md", line, reason));
  });

  test("reads `file:line: reason`", () => {
    expect(() => pageOf(cell("id=a fold"))).toThrow(
      `docs/edges.md:${headLines + 1}: a cell has no attribute fold; write ${known}`,
    );
  });
});

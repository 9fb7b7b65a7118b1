import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { proseOf } from "./headings.ts";
import { filesBelow, root, shown } from "./workspace.ts";

const docs = join(root, "website", "docs");

function read(name: string): string {
  return readFileSync(join(docs, name), "utf8");
}

/** The items of the lists below a heading that `wanted` takes, each in one line. */
function items(text: string, wanted: RegExp): { heading: string; text: string }[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((section) => ({ heading: section.split("\n", 1)[0]!, section }))
    .filter(({ heading }) => wanted.test(heading))
    .flatMap(({ heading, section }) =>
      [...section.matchAll(/^- (.+(?:\n {2}.+)*)/gm)].map(([, text]) => ({
        heading,
        text: text!.replaceAll(/\s+/g, " "),
      })),
    );
}

describe("terms", () => {
  const terms = items(read("terms.md"), /^[A-Z]$/).map(({ heading, text }) => ({
    heading,
    name: /^\*\*(.+?)\*\*/.exec(text)?.[1] ?? text,
    text,
  }));

  test("are in alphabetical order, below their letters", () => {
    const names = terms.map(({ name }) => name.toLowerCase());
    expect(names.length).toBeGreaterThan(90);
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, "en")));
    expect(terms.filter(({ heading, name }) => name[0] !== heading)).toEqual([]);
  });

  test("each lead into a page of the book or to a term that does", () => {
    const nowhere = terms.filter(({ text }) => {
      const other = /: see \*(.+)\*\.$/.exec(text)?.[1];
      if (other === undefined) return !/\]\([\w/-]+\.md(?:#[\w-]+)?\)$/.test(text);
      return !terms.some(({ name }) => name.toLowerCase() === other);
    });
    expect(nowhere.map(({ name }) => name)).toEqual([]);
  });
});

describe("references", () => {
  const references = read("references.md");
  const pages = filesBelow(docs).filter((path) => path.endsWith(".md") && basename(path) !== "references.md");

  test.each(pages.map((path) => ({ path, name: shown(path) })))(
    "have the works that $name names",
    ({ path }) => {
      const sources = items(proseOf(readFileSync(path, "utf8")), /^Source and references$/);
      const addresses = sources.flatMap(({ text }) =>
        [...text.matchAll(/\]\((https?:[^)\s]+)\)/g)].map(([, url]) => url!),
      );
      expect(addresses.filter((url) => !references.includes(`](${url})`))).toEqual([]);
    },
  );
});

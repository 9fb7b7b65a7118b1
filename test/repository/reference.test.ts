import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as data from "@layerbook/data";
import * as figures from "@layerbook/figures";
import * as layers from "@layerbook/layers";
import { describe, expect, test } from "vitest";
import { pages, placeOf } from "../../scripts/reference/contents.mjs";
import { readEntries } from "../../scripts/reference/entries.mjs";
import { pageText } from "../../scripts/reference/markdown.mjs";
import { root } from "./workspace.ts";

const entries = readEntries();
const names = entries.map(({ name }) => name);

/** The types that a package's index.ts exports, as it is written. */
function typesOf(name: string): string[] {
  const index = readFileSync(join(root, "packages", name, "src", "index.ts"), "utf8");
  const lists = [...index.matchAll(/export type \{([^}]*)\}/g)].map(([, list]) => list!);
  return lists.flatMap((list) => list.split(",").map((one) => one.trim())).filter((one) => one !== "");
}

describe.each([
  ["layers", layers],
  ["data", data],
  ["figures", figures],
])("the reference of %s", (name, exported) => {
  const values = Object.entries(exported).flatMap(([key, value]) =>
    typeof value === "function" ? [key] : Object.keys(value).map((member) => `${key}.${member}`),
  );

  test("has every value that the package exports", () => {
    expect(values.filter((one) => !names.includes(one))).toEqual([]);
  });

  test("has every type that the package exports", () => {
    expect(typesOf(name).filter((one) => !names.includes(one))).toEqual([]);
  });

  test("has no other name", () => {
    const known = [...values, ...typesOf(name), ...typesOf("layers")];
    const own = entries.filter((entry) => entry.package === name && !entry.name.startsWith("init."));
    expect(own.map((entry) => entry.name).filter((one) => !known.includes(one))).toEqual([]);
  });
});

describe("every public name", () => {
  test("has a docstring", () => {
    const without = entries.filter(({ docstring }) => !docstring?.text);
    expect(without.map(({ name, file, line }) => `${name} at ${file}:${line}`)).toEqual([]);
  });

  test("has docstrings on its methods", () => {
    const without = entries.flatMap(({ name, members }) =>
      members
        .filter(
          ({ docstring, signatures }) => !docstring?.text && signatures.some((one) => one.includes("(")),
        )
        .map((member) => `${name}.${member.name}`),
    );
    expect(without).toEqual([]);
  });
});

describe("every class and function", () => {
  /** Those that are thrown or extended, not called. */
  const abstract = ["FormatError", "MemoryError", "ShapeError", "Module", "Optimizer", "Scheduler"];

  // That each runs and gives what it says is seen in test/pages/examples.test.ts.
  test("has an example, or says where one is: See `conv2d`", () => {
    const called = entries.filter(({ name, kind }) => kind !== "type" && !abstract.includes(name));
    const without = called.filter(({ docstring }) => {
      if (docstring!.examples.length > 0) return false;
      const elsewhere = /[Ss]ee `([\w.]+)`/.exec(docstring!.text)?.[1];
      return !names.includes(`${elsewhere}`) && !names.includes(`init.${elsewhere}`);
    });
    expect(without.map(({ name }) => name)).toEqual([]);
  });
});

describe("the reference's pages", () => {
  test("each have names", () => {
    const used = new Set(entries.map(({ file }) => placeOf(file).page));
    expect(pages.filter((page) => !used.has(page)).map(({ path }) => path)).toEqual([]);
  });

  test("have each name once, as a heading", () => {
    const texts = new Map(pages.map((page, position) => [page, pageText(page, entries, position)]));
    const times = ({ name, file }: (typeof entries)[number]) =>
      texts
        .get(placeOf(file).page)!
        .split("\n")
        .filter((line) => /^##/.test(line) && line.endsWith(` \`${name}\``)).length;
    expect(entries.filter((entry) => times(entry) !== 1).map(({ name }) => name)).toEqual([]);
  });

  test("show shapes, what is thrown and the source of a name, and link what they name", () => {
    const page = pages.find(({ path }) => path === "layers/convolution")!;
    expect(pageText(page, entries, 1)).toContain(
      [
        "**Throws** [`ShapeError`](../tensors/errors.md#ShapeError) for shapes, dtypes or options that do not fit, [`MemoryError`](../tensors/errors.md#MemoryError) for an output too large.",
        "**Source:** Dumoulin and Visin, A guide to convolution arithmetic for deep learning (2016).",
      ].join("\n\n"),
    );
  });
});

import { parsePage } from "@layerbook/literate";
import { pageModules, typeErrors } from "@layerbook/literate/types";
import { describe, expect, test } from "vitest";
import { blurPage } from "./fixture-page.ts";

function pageOf(body: string) {
  return parsePage(`---\ntitle: Edges\ndescription: d\n---\n\n# Edges\n\n${body}`, "docs/edges.md");
}

describe("the modules of a page", () => {
  test("are one for its cells and one for each program that is run", () => {
    expect(pageModules(blurPage, "blur").map(({ name }) => name)).toEqual([
      "blur.cells.ts",
      "blur.program-1.ts",
    ]);
  });

  test("know for each line where it comes from", () => {
    const body = "```ts cell id=a\nconst a = 1\n\na\n```\n\n```ts cell id=b solution\nconst a = 2\n```\n";
    const [module] = pageModules(pageOf(body), "edges");
    expect(module!.text).toBe("const a = 1\n\na\n;\n{\nconst a = 2\n;}\nexport {};\n");
    expect(module!.lines).toEqual([9, 10, 11, 0, 0, 15, 0, 0]);
  });
});

test("a report that names no page stays as it is, and lines that go on are kept", () => {
  const [module] = pageModules(pageOf("```ts cell id=a\n1\n```\n"), "edges");
  const report = [
    "error TS5023: Unknown compiler option 'x'.",
    "C:\\cache\\edges.cells.ts(1,1): error TS1: one",
    "  more",
    "edges.cells.ts(9,1): error TS2: at the end",
    "",
  ].join("\r\n");
  expect(typeErrors(report, [module!])).toEqual([
    "error TS5023: Unknown compiler option 'x'.",
    "docs/edges.md:9:1 error TS1: one\n  more",
    "docs/edges.md:9:1 error TS2: at the end",
  ]);
});

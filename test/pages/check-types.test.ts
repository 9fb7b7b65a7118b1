import { parsePage } from "@layerbook/literate";
import { pageModules } from "@layerbook/literate/types";
import { describe, expect, test } from "vitest";
import { blurPage } from "../literate/fixture-page.ts";
import { checkTypes } from "./check-types.ts";

function pageOf(body: string) {
  return parsePage(`---\ntitle: Edges\ndescription: d\n---\n\n# Edges\n\n${body}`, "docs/edges.md");
}

describe("the type check of pages", () => {
  test("have no type errors where the page has none", async () => {
    expect(await checkTypes(pageModules(blurPage, "blur"), "fixture-right")).toEqual([]);
  });

  test("have their errors at the page's lines and columns", async () => {
    const body = [
      "```ts cell id=a",
      "interface Point {", // 9
      "  x: number",
      "}",
      'const p: Point = { x: "one" }', // 12
      "```",
      "",
      "```ts cell id=b solution",
      "const q: string = p.x;", // 16
      "```",
      "",
      "```ts cell id=c",
      "q", // 20: a solution's names are gone after it
      "```",
      "",
      "```ts",
      "p.x", // 24: nothing of the page is in a program's scope
      "```",
      "",
    ].join("\n");
    expect(await checkTypes(pageModules(pageOf(body), "edges"), "fixture-wrong")).toEqual([
      "docs/edges.md:12:20 error TS2322: Type 'string' is not assignable to type 'number'.",
      "docs/edges.md:16:7 error TS2322: Type 'number' is not assignable to type 'string'.",
      "docs/edges.md:20:1 error TS2304: Cannot find name 'q'.",
      "docs/edges.md:24:1 error TS2304: Cannot find name 'p'.",
    ]);
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bookPages, root } from "./book-pages.ts";

/** How a page words each source of golden values, in the order of its table. */
const wording = { torch: /^PyTorch/, onnx: /ONNX/, seed: /glossary's own code/ } as const;

/** Cases that pass and cases there are, by subject and source; `test/layers/golden.test.ts` holds it true. */
type Conformance = Record<string, Partial<Record<keyof typeof wording, [passed: number, total: number]>>>;

const conformance: Conformance = JSON.parse(
  readFileSync(join(root, "test", "golden", "conformance.json"), "utf8"),
);

/** The rows "who computed it | n of m" under the page's heading on how it is checked. */
function rowsOf(page: string): [source: string, passed: number, total: number][] {
  const text = readFileSync(join(root, "website", "docs", "layers", `${page}.md`), "utf8");
  const section = text.split("\n## How it is checked\n")[1]?.split("\n## ")[0] ?? "";
  return [...section.matchAll(/^\| (.+?) \| (\d+) of (\d+) \|$/gm)].map(([, source, passed, total]) => [
    source!,
    Number(passed),
    Number(total),
  ]);
}

const layerPages = bookPages.filter(({ path }) => path.startsWith("website/docs/layers/"));

test.each(layerPages)("the page on $name says how many golden cases pass", ({ name: page }) => {
  const rows = rowsOf(page);
  const counted = Object.entries(conformance[page] ?? {}).map(([source, count]) => {
    const row = rows.find(([words]) => wording[source as keyof typeof wording].test(words));
    return [source, count, row === undefined ? "not on the page" : row.slice(1)];
  });
  expect(counted.length).toBe(rows.length);
  for (const [source, count, said] of counted) expect(said, `${source} on the page`).toEqual(count);
});

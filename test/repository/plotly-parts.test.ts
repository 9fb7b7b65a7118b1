import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const website = join(import.meta.dirname, "../../website");
const plotly = "application/vnd.plotly.v1+json";

interface Trace {
  readonly type?: string;
}
interface Figure {
  readonly data: readonly Trace[];
  readonly frames?: readonly { readonly data?: readonly Trace[] }[];
}
interface Outputs {
  readonly cells: Readonly<Record<string, readonly { readonly data?: Readonly<Record<string, unknown>> }[]>>;
}

/** The kinds of traces in the figures of a file of checked outputs. */
function kindsIn(file: string): string[] {
  const { cells }: Outputs = JSON.parse(readFileSync(join(website, "docs", file), "utf8"));
  const figures = Object.values(cells)
    .flat()
    .flatMap(({ data }) => (data?.[plotly] === undefined ? [] : [data[plotly] as Figure]));
  return figures
    .flatMap(({ data, frames = [] }) => [...data, ...frames.flatMap((frame) => frame.data ?? [])])
    .map(({ type = "scatter" }) => type);
}

test("the site's plotly, made of parts, draws every kind of trace that is in the pages' figures", () => {
  const source = readFileSync(join(website, "src/cells/plotly.ts"), "utf8");
  const registered = source.match(/Plotly\.register\(\[(.*)\]\)/)?.[1]?.split(", ") ?? [];
  const files = readdirSync(join(website, "docs"), { recursive: true, encoding: "utf8" });
  const kinds = new Set(files.filter((file) => file.endsWith(".outputs.json")).flatMap(kindsIn));
  expect([...kinds].sort()).toContain("heatmap");
  expect([...kinds].filter((kind) => !["scatter", ...registered].includes(kind))).toEqual([]);
});

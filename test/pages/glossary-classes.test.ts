import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Cell, Page } from "@layerbook/literate";
import { runPage } from "@layerbook/literate/node";
import type { Output } from "@layerbook/literate/outputs";
import { beforeAll, describe, expect, test } from "vitest";
import { readOutputs } from "../../scripts/pages/files.mjs";
import { bookModules, bookPages, root } from "./book-pages.ts";
import { build } from "./build.ts";

/** The pages that rebuild a class of the glossary, the class, and its golden values. */
const rebuilt = [
  { name: "rnn", className: "GlossaryRNN", file: "rnn", run: "glossary-run" },
  { name: "gru", className: "GlossaryGRU", file: "gru_seed", run: "glossary-run" },
  { name: "gru", className: "GlossaryGRU", file: "gru_fixed", run: "repaired" },
  { name: "lstm", className: "GlossaryLSTM", file: "lstm", run: "glossary-run" },
] as const;

/** The cells that the class's definition needs: the imports, an option that all use, and itself. */
const needed = ["hello", "hold", "counter", "by-hand", "glossary-class"];

interface GoldenTensor {
  readonly data: readonly number[];
}

interface GoldenCase {
  readonly name: string;
  readonly steps: Readonly<Record<string, GoldenTensor>>;
}

beforeAll(() => build());

function casesOf(file: string): readonly GoldenCase[] {
  return JSON.parse(readFileSync(join(root, "test", "golden", "seed", `${file}.json`), "utf8")).cases;
}

/** The page with its class alone, and a cell behind it that prints how far each case's values are from the golden ones. */
function heldToGolden(page: Page, className: string, file: string): Page {
  const source = `
function read({ data, shape }: { data: number[]; shape: number[] }): Tensor {
  return tensor(data, { shape, dtype: "float64" });
}
function distance(actual: Tensor, expected: Tensor): number {
  return actual.sub(expected).abs().max().item();
}
const distances: Record<string, number> = {};
for (const golden of ${JSON.stringify(casesOf(file))}) {
  const entries = Object.entries(golden.params).map(([name, value]) => [name, read(value as never)]);
  const net = new ${className}(Object.fromEntries(entries), golden.input.shape[2]);
  net.hiddenState = read(golden.initial.h0);
  if ("c0" in golden.initial) net.memoryState = read(golden.initial.c0);
  for (let step = 0; step < golden.input.shape[0]; step++) {
    const output = net.forward(read(golden.input).slice(0, step, step + 1));
    const at = (name: string): Tensor => read(golden.steps[name]).select(0, step);
    distances[golden.name + " y " + step] = distance(output.squeeze(0), at("y_seed"));
    distances[golden.name + " h " + step] = distance(net.hiddenState, at("h"));
    if ("c" in golden.steps) distances[golden.name + " c " + step] = distance(net.memoryState, at("c"));
  }
}
console.log(JSON.stringify(distances));`;
  const cells = page.cells.filter(({ id }) => needed.includes(id));
  const cell: Cell = { ...cells[0]!, id: "distances", source, solution: true };
  return { ...page, cells: [...cells, cell], programs: [] };
}

function textOf(outputs: readonly Output[] | undefined): string {
  return (outputs ?? []).map((output) => (output.type === "stream" ? output.text : "")).join("");
}

describe.each(rebuilt)("the glossary's class on the page $name, $run", ({ name, className, file, run }) => {
  const { page, files } = bookPages.find((book) => book.name === name)!;

  test("gives the states and outputs of the glossary's own code, to 1e-12", async () => {
    const held = heldToGolden(page(), className, file);
    const { outputs, problems } = await runPage(held, { modules: bookModules(), timeoutMs: 20_000 });
    expect(problems.map(({ message }) => message)).toEqual([]);
    const distances = Object.entries(JSON.parse(textOf(outputs.distances)) as Record<string, number>);
    const kinds = casesOf(file).flatMap(({ steps }) => ("c" in steps ? ["y", "h", "c"] : ["y", "h"]));
    expect(distances.length).toBeGreaterThanOrEqual(2 * kinds.length);
    expect(distances.filter(([, distance]) => !(distance <= 1e-12))).toEqual([]);
  });

  test("prints the outputs of the glossary's own code, from the weights that NumPy draws", () => {
    const printed = textOf(readOutputs(files).cells[run]).match(/\d\.\d+/g) ?? [];
    const expected = casesOf(file)[0]!.steps.y_seed!.data;
    expect(printed.length).toBe(expected.length);
    for (const [i, text] of printed.entries()) expect(Number(text)).toBeCloseTo(expected[i]!, 12);
  });
});

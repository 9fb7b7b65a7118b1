import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Cell, Page } from "@layerbook/literate";
import { runPage } from "@layerbook/literate/node";
import { beforeAll, expect, test } from "vitest";
import { bookModules, bookPages, root } from "./book-pages.ts";
import { build } from "./build.ts";

/** A page whose cells compute what the glossary's own code computes. */
interface Rebuilt {
  readonly name: string;
  readonly file: string;
  /** The cells that define what `source` calls. */
  readonly needed: readonly string[];
  /**
   * Gives numbers by the names of their golden tensors, for one case: `golden`, whose tensors `rows` reads as nested
   * arrays.
   */
  readonly source: string;
}

const rebuilt: readonly Rebuilt[] = [
  {
    name: "batchnorm",
    file: "batchnorm",
    needed: ["people", "by-hand", "teaching", "layer", "backward", "glossary-batchnorm"],
    source: `(() => {
      const [X, gamma, beta, dout] = ["X", "gamma", "beta", "dout"].map((name) =>
        tensor(rows(golden[name]), { dtype: "float64" }));
      const { out, mu, variance } = glossaryForward(X, gamma, beta);
      const gradients = Object.entries(glossaryBackward(X, gamma, dout)).map(([name, found]) => [name, found.toArray()]);
      const values = { out: out.toArray(), mu: mu.toArray(), var: variance.toArray() };
      return { ...values, ...Object.fromEntries(gradients) };
    })()`,
  },
  {
    name: "convolution",
    file: "conv2d",
    needed: ["teaching"],
    source: "{ output: convolve(rows(golden.input), rows(golden.filter), golden.stride) }",
  },
  {
    name: "dropout",
    file: "dropout",
    needed: ["one-pass", "by-hand", "teaching", "layer", "both-scalings"],
    source: `{
      train_inverted: drop(rows(golden.input), rows(golden.mask), golden.p),
      masked: glossaryLines(rows(golden.input), rows(golden.mask)).dropped.toArray(),
      seed_both_lines_run: glossaryLines(rows(golden.input), rows(golden.mask)).both.toArray(),
      test_noninverted: glossaryLines(rows(golden.input), rows(golden.mask)).tested.toArray(),
    }`,
  },
  {
    name: "pooling",
    file: "pooling",
    needed: ["smaller", "by-hand", "teaching", "layer", "glossary-pooling"],
    // Layers stand at the end. Where the glossary's code fails, the golden value is its message.
    source: `(() => {
      const maps = tensor(rows(golden.input), { dtype: "float64" });
      const pooled = (keep) => stack(
        maps.permute([2, 0, 1]).toArray().map((map) =>
          tensor(pool(map, keep, golden.size, golden.stride), { dtype: "float64" })),
        -1,
      ).toArray();
      const correct = { max_correct: pooled(largest), avg_correct: pooled(mean) };
      try {
        const verbatim = glossaryMaxPool(maps, golden.size, golden.stride).toArray();
        return { ...correct, max_seed_verbatim: verbatim };
      } catch (error) {
        return { ...correct, max_seed_verbatim_error: error.message };
      }
    })()`,
  },
];

/** Tensors by name; in place of what the glossary's code failed to compute, a message. */
type Golden = Readonly<Record<string, { readonly data: readonly number[] } | string>>;

beforeAll(() => build());

/** A file's cases, or the one case that it is. */
function casesOf(file: string): readonly Golden[] {
  const golden = JSON.parse(readFileSync(join(root, "test", "golden", "seed", `${file}.json`), "utf8"));
  return golden.cases ?? [golden];
}

/** The page with the needed cells alone, and behind them one that prints what they compute for each golden case. */
function withGolden(page: Page, { file, needed, source }: Rebuilt): Page {
  const golden = `
function rows({ data, shape }: { data: number[]; shape: number[] }): any {
  return shape.reduceRight<any[]>((values, size) => {
    const parts = [];
    for (let i = 0; i < values.length; i += size) parts.push(values.slice(i, i + size));
    return parts;
  }, data)[0];
}
for (const golden of ${JSON.stringify(casesOf(file))}) console.log(JSON.stringify(${source}));`;
  const cells = page.cells.filter(({ id }) => needed.includes(id));
  const cell: Cell = { ...cells[0]!, id: "golden", source: golden, solution: true };
  return { ...page, cells: [...cells, cell], programs: [] };
}

test.each(rebuilt)("the page $name computes what the glossary's own code did, to 1e-12", async (one) => {
  const { page } = bookPages.find(({ name }) => name === one.name)!;
  const run = await runPage(withGolden(page(), one), { modules: bookModules(), timeoutMs: 20_000 });
  expect(run.problems.map(({ message }) => message)).toEqual([]);
  const printed = run.outputs.golden!.map((output) => (output.type === "stream" ? output.text : "")).join("");
  const found: Record<string, number[] | string>[] = printed
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const cases = casesOf(one.file);
  expect(found.length).toBe(cases.length);
  for (const [i, values] of found.entries()) {
    for (const [name, value] of Object.entries(values)) expectGolden(name, value, cases[i]![name]);
  }
});

/** Numbers within 1e-12 of the golden ones; a failure where the glossary's code failed, in whatever words. */
function expectGolden(name: string, found: number[] | string, golden: Golden[string] | undefined): void {
  expect(typeof golden, name).toBe(typeof found === "string" ? "string" : "object");
  if (typeof golden !== "object" || typeof found === "string") return;
  const numbers = found.flat(Number.POSITIVE_INFINITY).map(Number);
  expect(numbers.length, `how many numbers ${name} has`).toBe(golden.data.length);
  const differences = numbers.map((value, i) => Math.abs(value - golden.data[i]!));
  expect(Math.max(...differences), `the largest difference of ${name}`).toBeLessThanOrEqual(1e-12);
}

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runPage } from "@layerbook/literate/node";
import { comparePage } from "@layerbook/literate/outputs";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { readOutputs } from "../../scripts/pages/files.mjs";
import { bookModules, bookPages, root } from "./book-pages.ts";
import { build } from "./build.ts";

beforeAll(() => build());

/** Where in the built layers a line is made wrong, and how. */
interface Mistake {
  readonly file: string;
  readonly right: string;
  readonly wrong: string;
}

const mistake = (file: string, right: string, wrong: string): Mistake => ({ file, right, wrong });

/** For each of the book's layers one in its forward pass, one in its backward pass. */
const mistakes: Readonly<Record<string, { readonly forward: Mistake; readonly backward: Mistake }>> = {
  batchnorm: {
    forward: mistake("layers/batchnorm/normalize.js", "(x[i] - center) * scale", "(x[i] + center) * scale"),
    backward: mistake("layers/batchnorm/normalize.js", "- level - slope", "+ level - slope"),
  },
  convolution: {
    forward: mistake("backend/reference.js", "+= factor * input", "-= factor * input"),
    backward: mistake("backend/reference.js", "+= factor * gradient", "-= factor * gradient"),
  },
  dropout: {
    forward: mistake("layers/dropout/mask.js", "scale * (m * x[i]", "(m * x[i]"),
    backward: mistake("layers/dropout/mask.js", "scale * m * upstream[i]", "m * upstream[i]"),
  },
  linear: {
    forward: mistake("layers/linear/linear.js", "product.add(bias)", "product.sub(bias)"),
    backward: mistake("layers/linear/linear.js", "matmul(weight).reshape", "matmul(weight).neg().reshape"),
  },
  pooling: {
    forward: mistake("backend/reference-pooling.js", "value > largest", "value < largest"),
    backward: mistake("layers/pooling/max.js", "indices[i]] += upstream[i]", "indices[y]] += upstream[i]"),
  },
  rnn: {
    forward: mistake("layers/rnn/recurrence.js", "a[i] + recurrent[i]", "a[i] - recurrent[i]"),
    backward: mistake("layers/rnn/recurrence.js", "state[i] * derivative(next[i])", "state[i]"),
  },
  gru: {
    forward: mistake(
      "layers/gru/reset-after.js",
      "(1 - values[z]) * values[n] + ",
      "values[z] * values[n] + ",
    ),
    backward: mistake("layers/gru/reset-after.js", "state[i] *= values[z]", "state[i] *= 1 - values[z]"),
  },
  lstm: {
    forward: mistake("layers/lstm/recurrence.js", "+ values[i] * values[g];", "+ values[g];"),
    backward: mistake("layers/lstm/recurrence.js", "total * values[f];", "total;"),
  },
};

/**
 * A copy of what pages import, with a mistake in the layers: the main files by specifier. All of it, as of two copies of
 * layers a seed sets but one; in the repository, where the copies find what they import in their turn.
 */
function copiedModules(change: Mistake | undefined): Record<string, string> {
  const cache = join(root, ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "broken-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const names = ["layers", "data", "figures"];
  const copyOf = (name: string) => join(folder, "node_modules", "@layerbook", name);
  for (const name of names) {
    cpSync(join(root, "packages", name, "dist"), join(copyOf(name), "dist"), { recursive: true });
    const manifest = { name: `@layerbook/${name}`, type: "module", exports: "./dist/index.js" };
    writeFileSync(join(copyOf(name), "package.json"), JSON.stringify(manifest));
  }
  if (change) {
    const path = join(copyOf("layers"), "dist", change.file);
    const parts = readFileSync(path, "utf8").split(change.right);
    expect(parts, `${change.right} stands in ${change.file} once`).toHaveLength(2);
    writeFileSync(path, parts.join(change.wrong));
  }
  return Object.fromEntries(
    names.map((name) => [`@layerbook/${name}`, pathToFileURL(join(copyOf(name), "dist", "index.js")).href]),
  );
}

/** How the page's outputs differ from the checked ones when it runs on a copy of all that it imports. */
async function differencesOf(name: string, change?: Mistake): Promise<readonly string[]> {
  const book = bookPages.find((each) => each.name === name)!;
  const page = book.page();
  const modules = { ...bookModules(), ...copiedModules(change) };
  const { outputs } = await runPage(page, { modules, timeoutMs: 60_000 });
  return comparePage(page, readOutputs(book.files), outputs);
}

describe.each(Object.keys(mistakes))("the page of %s", (name) => {
  test("passes without a mistake", async () => {
    expect(await differencesOf(name)).toEqual([]);
  });

  test.each(["forward", "backward"] as const)("fails with one in the %s pass", async (pass) => {
    const differences = await differencesOf(name, mistakes[name]![pass]);
    expect(differences.join("\n")).toMatch(new RegExp(`${name}\\.md:\\d+: cell `));
  });
});

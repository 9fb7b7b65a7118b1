import { join } from "node:path";
import { fromNotebookOutputs, type NotebookOutput } from "@layerbook/literate/notebook";
import { compareOutputs, type Output } from "@layerbook/literate/outputs";
import { beforeAll, describe, expect, test } from "vitest";
import { readOutputs } from "../../scripts/pages/files.mjs";
import { bookPages } from "../pages/book-pages.ts";
import { build, sharedKernel, stockTslabArgv } from "./kernels.ts";

beforeAll(() => {
  for (const name of ["layers", "data", "figures"]) build(name);
});

/** Stock tslab publishes what a cell has shown often after it has said that the cell is over. */
const lateMs = 300;

/** What a cell gives in stock tslab: a result is printed, or drawn as a display is, and an error printed with its stack. */
function asTslabGives(outputs: readonly Output[]): Output[] {
  const given: Output[] = [];
  const print = (text: string) => {
    const last = given.at(-1);
    const before = last?.type === "stream" && last.name === "stdout" ? last.text : "";
    if (before !== "") given.pop();
    given.push({ type: "stream", name: "stdout", text: before + text });
  };
  for (const output of outputs) {
    if (output.type === "stream") print(output.text);
    else if (output.type === "error") given.push({ type: "stream", name: "stderr", text: output.message });
    else if (output.type === "result" && Object.keys(output.data).join() === "text/plain") {
      print(`${output.data["text/plain"]}\n`);
    } else given.push({ type: "display", data: output.data });
  }
  return given;
}

/** Of what is printed for an error the message counts. */
function messageOnly(outputs: readonly Output[], expected: readonly Output[]): Output[] {
  return outputs.map((output, i) => {
    const other = expected[i];
    if (output.type !== "stream" || output.name !== "stderr" || other?.type !== "stream") return output;
    return output.text.includes(other.text) ? other : output;
  });
}

/** Cells that stock tslab cannot run, by what it lacks. */
const limits: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  lstm: {},
  pooling: {
    // A shorthand property, `{ stride }`, of a name that an earlier cell has declared.
    "moves-average": "ReferenceError: stride is not defined",
  },
  rnn: {
    // What a cell has declared that then fails, as the one before this cell is meant to.
    detached: "Cannot find name 'chunks'.",
  },
};

describe.each(Object.keys(limits))("the page %s", (name) => {
  const kernel = sharedKernel({
    argv: stockTslabArgv(),
    // Stock tslab finds packages from its working directory only.
    cwd: join(import.meta.dirname, "../../notebooks"),
  });

  const run = (source: string) => kernel().execute(source, { stopOnError: false, lateMs });

  test("gives in stock tslab what it gives in our kernel, figures too, but for cells that are named", async () => {
    const book = bookPages.find((page) => page.name === name)!;
    const checked = readOutputs(book.files);
    const differences: Record<string, unknown> = {};
    for (const { id, source, tolerance } of book.page().cells) {
      let { status, outputs } = await run(source);
      // For a moment after an error stock tslab takes no cell.
      while (status === "aborted") ({ status, outputs } = await run(source));
      const given = fromNotebookOutputs(outputs as NotebookOutput[]);
      const expected = asTslabGives(checked.cells[id]!);
      const found = compareOutputs(expected, messageOnly(given, expected), tolerance);
      if (found.length > 0) differences[id] = given;
    }
    const failures = Object.entries(limits[name]!).map(([id, text]) => [
      id,
      [{ type: "stream", name: "stderr", text: expect.stringContaining(text) }],
    ]);
    expect(differences).toEqual(Object.fromEntries(failures));
  });
});

import { readFileSync } from "node:fs";
import {
  editedCell,
  fromNotebookOutputs,
  type Notebook,
  type NotebookOptions,
  type NotebookOutput,
  serializeNotebook,
  toNotebook,
} from "@layerbook/literate/notebook";
import type { Output } from "@layerbook/literate/outputs";
import ajv from "ajv-draft-04";
import { describe, expect, test } from "vitest";
import { blurNotebookText, blurOutputs, blurPage } from "./fixture-page.ts";

const options: NotebookOptions = {
  kernel: { name: "layerbook", displayName: "TypeScript (Layerbook)" },
  path: "notebooks/blur.ipynb",
};
const schema = JSON.parse(
  readFileSync(new URL("./nbformat/nbformat.v4.5.schema.json", import.meta.url), "utf8"),
);
const isNotebook = new ajv.default({ strict: false, validateFormats: false }).compile(schema);

describe("the notebook of a page", () => {
  const notebook = toNotebook(blurPage, blurOutputs, options);
  const cell = (id: string) => notebook.cells.find((other) => other.id === id)!;

  test("is the one in the fixture, to the byte, however often it is made", () => {
    expect(serializeNotebook(notebook)).toBe(blurNotebookText);
    expect(serializeNotebook(toNotebook(blurPage, blurOutputs, options))).toBe(blurNotebookText);
  });

  test("is valid by the schema of nbformat 4.5, which a broken one is not", () => {
    isNotebook(notebook);
    expect(isNotebook.errors).toBeNull();
    expect(isNotebook({ ...notebook, nbformat_minor: 4 })).toBe(false);
    expect(isNotebook({ ...notebook, cells: [{ ...notebook.cells[0], id: "two words" }] })).toBe(false);
  });

  test("has the page's pieces in order, and no front matter", () => {
    expect(notebook.cells.map(({ id }) => id)).toEqual([
      "opening_",
      "average",
      "after_average",
      "wrong",
      "after_wrong",
      "twice",
      "after",
      "after_after",
    ]);
    expect(cell("opening_").source[0]).toBe("# Blur\n");
  });

  test("keeps programs as fences of its prose", () => {
    expect(cell("after_after").source).toContain("const point: Point = { x: 1 };\n");
    expect(cell("after_after").source.at(-1)).toBe("```");
  });

  test("leads its relative links and pictures to where the page's lead", () => {
    const text = cell("after_average").source.join("");
    expect(text).toBe(
      'See [the page on edges](../website/docs/edges.md#formula), ![a picture](../website/docs/layers/img/blur.png "blur") and\n<img src="../website/docs/layers/img/small.png" alt="small">, and [the site](https://example.org).',
    );
  });

  test("leads a link to a page that has a notebook to the notebook", () => {
    const notebookOf = (page: string) =>
      page === "website/docs/edges.md" ? "notebooks/edges.ipynb" : undefined;
    const linked = toNotebook(blurPage, blurOutputs, { ...options, notebookOf });
    expect(linked.cells[2]!.source.join("")).toContain("[the page on edges](edges.ipynb#formula)");
  });

  test("counts its executions from 1, closes folded cells and solutions, marks what throws", () => {
    expect(cell("average")).toMatchObject({ execution_count: 1, metadata: {} });
    expect(cell("wrong")).toMatchObject({
      execution_count: 2,
      metadata: { jupyter: { source_hidden: true }, tags: ["raises-exception"] },
    });
    expect(cell("twice")).toMatchObject({
      execution_count: 3,
      metadata: { jupyter: { source_hidden: true } },
    });
    expect(cell("after")).toMatchObject({ execution_count: 4 });
  });

  test("needs the outputs of every cell", () => {
    const { average: _average, ...cells } = blurOutputs.cells;
    expect(() => toNotebook(blurPage, { format: 1, cells }, options)).toThrow(
      "Cannot make the notebook: cell average has no checked outputs; run the page",
    );
  });
});

describe("a notebook edited by hand", () => {
  // biome-ignore lint/suspicious/noExplicitAny: it stands for a notebook that anything may be wrong with
  type Mutable = { cells: Record<string, any>[]; metadata: Record<string, unknown> };
  const edited = (change: (notebook: Mutable) => void): string | undefined => {
    const notebook = JSON.parse(blurNotebookText) as Mutable;
    change(notebook);
    return editedCell(JSON.stringify(notebook));
  };

  test("is told from one as it was made, saved again by Jupyter or not", () => {
    expect(editedCell(blurNotebookText)).toBeUndefined();
    expect(
      edited(({ cells }) => {
        for (const cell of cells) cell.source = cell.source.join("");
        cells[1]!.execution_count = 17;
        cells[1]!.outputs[0].execution_count = 17;
        cells[3]!.outputs[1].traceback = ["other", "lines"];
      }),
    ).toBeUndefined();
  });

  test("is told from one with figures, whose keys are sorted when it is written", () => {
    const average: Output[] = [
      {
        type: "display",
        data: { "text/plain": "t", "application/json": { z: 1, a: { y: 2, b: 3 } } },
        metadata: { z: 1, a: 2 },
      },
    ];
    const outputs = { format: 1, cells: { ...blurOutputs.cells, average } } as const;
    expect(editedCell(serializeNotebook(toNotebook(blurPage, outputs, options)))).toBeUndefined();
  });

  test("is known by its first cell that differs", () => {
    expect(edited(({ cells }) => cells[2]!.source.push("!"))).toBe("cell 3 (after_average) was changed");
    expect(edited(({ cells }) => cells[1]!.outputs.pop())).toBe("cell 2 (average) was changed");
    expect(edited(({ cells }) => (cells[1]!.cell_type = "markdown"))).toBe("cell 2 (average) was changed");
    expect(edited(({ cells }) => cells.splice(1, 0, { ...cells[1], id: "new" }))).toBe(
      "cell 2 (new) was added",
    );
    expect(edited(({ cells }) => cells.splice(1, 1))).toBe(
      "cell 2 (after_average) was moved, or one before it removed",
    );
    expect(edited(({ cells }) => cells.pop())).toBe("cell 8 (after_after) was removed");
    expect(edited(({ cells }) => cells.splice(0, 2, cells[1]!, cells[0]!))).toBe(
      "cell 1 (average) was moved, or one before it removed",
    );
  });

  test("is any notebook that came from no page, and any damaged one", () => {
    expect(edited((notebook) => (notebook.metadata = {}))).toBe("it was not made from a page");
    expect(editedCell(blurNotebookText.slice(0, 200))).toBe("it was not made from a page");
    expect(editedCell("{}")).toBe("it was not made from a page");
  });
});

describe("a kernel's outputs", () => {
  test("become checked outputs and a notebook's outputs again", () => {
    const outputs: Output[] = [
      { type: "stream", name: "stdout", text: "a\nb\n" },
      {
        type: "display",
        data: { "text/plain": "x\ny", "application/json": ["x\ny"] },
        metadata: { wide: true },
      },
      { type: "result", data: { "image/svg+xml": "<svg>\n</svg>" } },
      { type: "error", name: "ShapeError", message: "no" },
    ];
    const written = toNotebook(
      blurPage,
      { format: 1, cells: { ...blurOutputs.cells, average: outputs } },
      options,
    );
    const code = (written as Notebook).cells[1]!;
    const given = code.cell_type === "code" ? code.outputs : [];
    expect(given).toEqual([
      { output_type: "stream", name: "stdout", text: ["a\n", "b\n"] },
      {
        output_type: "display_data",
        data: { "text/plain": ["x\n", "y"], "application/json": ["x\ny"] },
        metadata: { wide: true },
      },
      {
        output_type: "execute_result",
        execution_count: 1,
        data: { "image/svg+xml": ["<svg>\n", "</svg>"] },
        metadata: {},
      },
      { output_type: "error", ename: "ShapeError", evalue: "no", traceback: ["ShapeError: no"] },
    ]);
    expect(fromNotebookOutputs(given)).toEqual(outputs);
  });

  test("that were written to one stream in pieces are one", () => {
    const pieces: NotebookOutput[] = ["a", "", "b\n"].map((text) => ({
      output_type: "stream",
      name: "stdout",
      text,
    }));
    expect(fromNotebookOutputs(pieces)).toEqual([{ type: "stream", name: "stdout", text: "ab\n" }]);
  });
});

import { readFileSync } from "node:fs";
import { editedCell, type Notebook } from "@layerbook/literate/notebook";
import { readersNotebook, serializeNotebook, studentsNotebook } from "@layerbook/literate/notebook-edits";
import ajv from "ajv-draft-04";
import { describe, expect, test } from "vitest";
import { blurNotebookText } from "./fixture-page.ts";

const schema = JSON.parse(
  readFileSync(new URL("./nbformat/nbformat.v4.5.schema.json", import.meta.url), "utf8"),
);
const isNotebook = new ajv.default({ strict: false, validateFormats: false }).compile(schema);
const blur = JSON.parse(blurNotebookText) as Notebook;

describe("a reader's notebook", () => {
  const cellOf = ({ cells }: Notebook, id: string) => cells.find((cell) => cell.id === id)!;

  test("of a page that nobody touched is the page's, to the byte", () => {
    const untouched = [{ id: "average" }, { id: "twice", constants: {} }];
    expect(serializeNotebook(readersNotebook(blur, untouched))).toBe(blurNotebookText);
  });

  test("has the reader's text without the outputs that belong to the page's", () => {
    const made = readersNotebook(blur, [{ id: "average", source: "const size = 4;\nsize" }]);
    expect(cellOf(made, "average")).toMatchObject({
      source: ["const size = 4;\n", "size"],
      outputs: [],
      execution_count: null,
      id: "average",
    });
    expect(made.cells.map(({ id }) => id)).toEqual(blur.cells.map(({ id }) => id));
    expect(editedCell(serializeNotebook(made))).toBe("cell 2 (average) was changed");
    isNotebook(made);
    expect(isNotebook.errors).toBeNull();
  });

  test("has what the reader's run gave", () => {
    const outputs = [
      { type: "stream", name: "stdout", text: "one\ntwo\n" },
      { type: "result", data: { "text/plain": "4" } },
    ] as const;
    const made = readersNotebook(blur, [{ id: "average", source: "4", outputs }]);
    expect(cellOf(made, "average")).toMatchObject({
      execution_count: 1,
      outputs: [
        { output_type: "stream", name: "stdout", text: ["one\n", "two\n"] },
        { output_type: "execute_result", execution_count: 1, data: { "text/plain": ["4"] }, metadata: {} },
      ],
    });
    isNotebook(made);
    expect(isNotebook.errors).toBeNull();
  });

  test("has the values of the sliders in the text", () => {
    const made = readersNotebook(blur, [
      { id: "average", source: "const size = 3;", constants: { size: 2 } },
    ]);
    expect(cellOf(made, "average").source).toEqual(["const size = 2;"]);
  });
});

describe("a students' notebook", () => {
  const made = studentsNotebook(blur, new Set(["twice"]));

  test("has no solutions and no outputs, and all else with its id", () => {
    expect(made.cells.map(({ id }) => id)).toEqual(
      blur.cells.map(({ id }) => id).filter((id) => id !== "twice"),
    );
    for (const cell of made.cells) {
      if (cell.cell_type === "code") expect(cell).toMatchObject({ execution_count: null, outputs: [] });
    }
    isNotebook(made);
    expect(isNotebook.errors).toBeNull();
  });

  test("is there to be changed: it does not say that it was made from the page", () => {
    expect(editedCell(serializeNotebook(made))).toBe("it was not made from a page");
  });
});

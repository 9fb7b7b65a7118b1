import { readFileSync } from "node:fs";
import { join } from "node:path";
import ajv from "ajv-draft-04";
import { afterEach, expect, inject, test } from "vitest";
import { findPages } from "../../scripts/pages/find.mjs";
import { root } from "../../scripts/setup/paths.mjs";
import { close, type OpenPage, open, useBrowser } from "./browser.ts";
import { chooseMore, edit, run, status } from "./page-cells.ts";

useBrowser();

const schema = JSON.parse(
  readFileSync(join(root, "test/literate/nbformat/nbformat.v4.5.schema.json"), "utf8"),
);
const isNotebook = new ajv.default({ strict: false, validateFormats: false }).compile(schema);

interface CodeCell {
  readonly id: string;
  readonly cell_type: string;
  readonly source: readonly string[];
  readonly outputs?: readonly { readonly output_type: string; readonly text?: readonly string[] }[];
}

let opened: OpenPage;
afterEach(async () => {
  expect(opened.misdeeds).toEqual({ requests: [], dialogs: [], errors: [] });
  await close(opened);
});

async function save(action: string): Promise<{ name: string; text: string }> {
  const downloading = opened.page.waitForEvent("download");
  await chooseMore(opened.page, action);
  const download = await downloading;
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

test("the notebooks beside the site are the repository's", async () => {
  opened = await open(inject("book"));
  for (const { name, notebook } of findPages()) {
    const response = await fetch(`${inject("book")}notebooks/${name}.ipynb`);
    expect(await response.text()).toBe(readFileSync(notebook, "utf8"));
  }
});

test("a page that nobody touched is saved as the repository's notebook, to the byte", async () => {
  opened = await open(`${inject("book")}layers/linear`);
  const { name, text } = await save("Open as notebook");
  expect(name).toBe("linear.ipynb");
  expect(text).toBe(readFileSync(join(root, "notebooks", "linear.ipynb"), "utf8"));
  expect(await status(opened.page).textContent()).toBe("Saved the page as linear.ipynb.");
});

test("a page is saved as it stands: edits, sliders, and what ran since", async () => {
  opened = await open(`${inject("workshop")}layers/workshop`);
  const { page } = opened;
  await edit(
    page,
    "start",
    'const start = 4; function twice(v: number) { return 2 * v }\nconsole.log("mine");',
  );
  await edit(page, "below", "console.log(columns)");
  await run(page, "start");
  await page.getByRole("slider", { name: "columns" }).focus();
  await page.keyboard.press("ArrowRight");
  const { text } = await save("Open as notebook");
  const notebook = JSON.parse(text) as { cells: CodeCell[] };
  isNotebook(notebook);
  expect(isNotebook.errors).toBeNull();
  const cell = (id: string) => notebook.cells.find((other) => other.id === id)!;
  expect(cell("start").source.join("")).toContain("const start = 4;");
  expect(cell("start").outputs).toEqual([{ output_type: "stream", name: "stdout", text: ["mine\n"] }]);
  expect(cell("below")).toMatchObject({
    source: ["console.log(columns)"],
    outputs: [],
    execution_count: null,
  });
  expect(cell("figure").source.join("")).toContain("const columns = 4;");
  expect(cell("refused").outputs).toHaveLength(1);
});

test("the student's notebook has neither solutions nor outputs, and the book's texts", async () => {
  opened = await open(`${inject("workshop")}layers/workshop`);
  await edit(opened.page, "below", "console.log(columns)");
  const { name, text } = await save("Student's notebook");
  expect(name).toBe("workshop-student.ipynb");
  const notebook = JSON.parse(text) as { cells: CodeCell[] };
  isNotebook(notebook);
  expect(isNotebook.errors).toBeNull();
  const code = notebook.cells.filter(({ cell_type }) => cell_type === "code");
  expect(code.map(({ id }) => id)).toEqual([
    "start",
    "value",
    "figure",
    "below",
    "photograph",
    "refused",
    "after",
  ]);
  expect(code.flatMap(({ outputs }) => outputs)).toEqual([]);
  expect(text).not.toContain("console.log(columns)");
});

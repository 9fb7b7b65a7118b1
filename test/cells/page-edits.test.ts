import { expect, test } from "vitest";
import type { CellData } from "../../website/plugins/cells/cell-data.ts";
import type { CellEdit } from "../../website/src/edits/cell-edit.ts";
import { EditStore } from "../../website/src/edits/edit-store.ts";
import { PageEdits } from "../../website/src/edits/page-edits.ts";
import { initialState, PageState } from "../../website/src/edits/page-state.ts";

const rows = { name: "rows", from: 1, to: 4, step: 0.5, value: 2 };
const cells: readonly CellData[] = ["start", "figure"].map((id, index) => ({
  id,
  source: `${id} 1`,
  digest: String(index).repeat(16),
  controls: id === "figure" ? [rows] : [],
  folded: false,
  solution: false,
  outputs: [],
}));

/** A visit to the page, with what earlier visits have kept. */
function visit(texts: Map<string, string>, data: readonly CellData[] = cells) {
  const storage = {
    getItem: (name: string) => texts.get(name) ?? null,
    setItem: (name: string, text: string) => void texts.set(name, text),
    removeItem: (name: string) => void texts.delete(name),
  };
  const page = new PageState();
  const store = new EditStore(
    () => storage,
    "/page",
    () => {},
  );
  const edits = new PageEdits(page, store);
  for (const cell of data) page.add(edits.restored(initialState(cell)));
  return { page, edits, store, cell: (id: string) => page.cells.get(id)! };
}

test("text and sliders are as the reader left them, and nothing has run", () => {
  const texts = new Map<string, string>();
  const { edits } = visit(texts);
  edits.setSource("start", "start 2");
  edits.setConstant("figure", "rows", 3.5);
  const { cell } = visit(texts);
  expect(cell("start")).toMatchObject({ source: "start 2", status: "fresh", outputs: undefined });
  expect(cell("figure")).toMatchObject({ source: "figure 1", constants: { rows: 3.5 }, status: "fresh" });
});

test("what is put back by hand is no edit", () => {
  const texts = new Map<string, string>();
  const { edits } = visit(texts);
  edits.setSource("start", "start 2");
  edits.setConstant("figure", "rows", 3);
  edits.setSource("start", "start 1");
  edits.setConstant("figure", "rows", 2);
  expect([edits.list(), texts.size]).toEqual([[], 0]);
});

test("positions that no slider can have are left out", () => {
  const texts = new Map<string, string>();
  visit(texts).store.put({ cell: "figure", digest: "1".repeat(16), constants: { rows: 9, other: 1 } });
  expect(visit(texts).cell("figure").constants).toEqual({});
  visit(texts).store.put({ cell: "figure", digest: "1".repeat(16), constants: { rows: 1.25 } });
  expect(visit(texts).cell("figure").constants).toEqual({});
});

test("Undo brings back what the reset of a cell took, once, until the cell is changed again", () => {
  const texts = new Map<string, string>();
  const { edits, cell } = visit(texts);
  edits.setSource("start", "start 2");
  edits.resetCell("start");
  expect(visit(texts).cell("start").source).toBe("start 1");
  edits.undoReset("start");
  expect(cell("start")).toMatchObject({ source: "start 2", before: undefined });
  expect(visit(texts).cell("start").source).toBe("start 2");
  edits.resetCell("start");
  edits.setSource("start", "start 3");
  edits.undoReset("start");
  expect(cell("start").source).toBe("start 3");
});

test("Undo brings back what the reset of the page took", () => {
  const texts = new Map<string, string>();
  const { edits, page, cell } = visit(texts);
  edits.setSource("start", "start 2");
  edits.setConstant("figure", "rows", 3);
  edits.resetAll();
  expect([edits.list(), texts.size, page.snapshot.undoable]).toEqual([[], 0, true]);
  edits.undoAll();
  expect([cell("start").source, cell("figure").constants]).toEqual(["start 2", { rows: 3 }]);
  expect(visit(texts).edits.list()).toEqual(edits.list());
  expect(page.snapshot.undoable).toBe(false);
});

test("a reset of a page without edits offers no Undo", () => {
  const { edits, page } = visit(new Map());
  edits.resetAll();
  expect(page.snapshot.undoable).toBe(false);
});

const changed = cells.map((cell) => ({ ...cell, source: "of the book's now", digest: "9".repeat(16) }));
const earlier: CellEdit = { cell: "start", digest: "0".repeat(16), source: "start 2" };

test("an edit of a text that the book has changed since is offered, not put on the new one", () => {
  const texts = new Map<string, string>();
  visit(texts).edits.setSource("start", "start 2");
  const { cell, edits } = visit(texts, changed);
  expect(cell("start")).toMatchObject({ source: "of the book's now", earlier });
  edits.setSource("start", "a new edit");
  const next = visit(texts, changed);
  expect(next.cell("start")).toMatchObject({ source: "a new edit", earlier });
  next.edits.settleEarlier("start", true);
  expect(next.cell("start")).toMatchObject({ source: "start 2", earlier: undefined });
  expect(visit(texts, changed).cell("start")).toMatchObject({ source: "start 2", earlier: undefined });
});

test("an earlier edit that is not wanted is gone; thrown away with the page's it can come back", () => {
  const texts = new Map<string, string>();
  visit(texts).edits.setSource("start", "start 2");
  const { edits } = visit(texts, changed);
  edits.resetAll();
  expect(visit(texts, changed).cell("start").earlier).toBeUndefined();
  edits.undoAll();
  expect(visit(texts, changed).cell("start").earlier).toEqual(earlier);
  edits.settleEarlier("start", false);
  expect(texts.size).toBe(0);
});

const brought: CellEdit[] = [
  { cell: "start", digest: "0".repeat(16), source: "start of a link" },
  { cell: "figure", digest: "1".repeat(16), constants: { rows: 4 } },
];

test("edits that are taken over replace the reader's own only when told to, and can be undone", () => {
  const texts = new Map<string, string>();
  const { edits, page, cell } = visit(texts);
  edits.setSource("start", "start of the reader");
  edits.take(brought, false);
  expect([cell("start").source, cell("figure").constants]).toEqual(["start of the reader", { rows: 4 }]);
  edits.take(brought, true);
  expect(cell("start")).toMatchObject({ source: "start of a link", status: "fresh", outputs: undefined });
  expect([page.snapshot.undoable, visit(texts).edits.list()]).toEqual([true, brought]);
  edits.undoAll();
  expect(cell("start").source).toBe("start of the reader");
});

test("of an edit that is taken over the page's text may be another since: then it is offered, until it is undone", () => {
  const texts = new Map<string, string>();
  const { edits, page, cell } = visit(texts, changed);
  edits.take(brought, true);
  expect(cell("start")).toMatchObject({ source: "of the book's now", earlier: brought[0] });
  expect(visit(texts, changed).cell("start").earlier).toEqual(brought[0]);
  edits.undoAll();
  expect([cell("start").earlier, texts.size]).toEqual([undefined, 0]);
  expect(page.snapshot.message).toBe("The page is back as it was.");
});

import { expect, test } from "vitest";
import type { CellEdit } from "../../website/src/edits/cell-edit.ts";
import { EditStore, type KeptTexts } from "../../website/src/edits/edit-store.ts";

const key = "layerbook:edits:/layers/linear";
const digest = "0123456789abcdef";
const edit: CellEdit = { cell: "start", digest, source: "const start = 1;" };

/** A browser's storage with room for `room` characters. */
class Texts implements KeptTexts {
  readonly map = new Map<string, string>();
  readonly room: number;

  constructor(room = 5_000_000) {
    this.room = room;
  }

  getItem(name: string): string | null {
    return this.map.get(name) ?? null;
  }

  setItem(name: string, text: string): void {
    if (text.length > this.room) throw new DOMException("no room", "QuotaExceededError");
    this.map.set(name, text);
  }

  removeItem(name: string): void {
    this.map.delete(name);
  }
}

function storeOn(texts: () => KeptTexts): { store: EditStore; problems: string[] } {
  const problems: string[] = [];
  return { store: new EditStore(texts, "/layers/linear", (problem) => problems.push(problem)), problems };
}

test("what was put is there for the next visit, each text of a cell once", () => {
  const texts = new Texts();
  const { store } = storeOn(() => texts);
  const other: CellEdit = { cell: "start", digest: "f".repeat(16), constants: { rows: 3 } };
  store.put(edit);
  store.put(other);
  store.put({ ...edit, source: "const start = 2;" });
  const { store: later } = storeOn(() => texts);
  expect(later.load()).toEqual([other, { ...edit, source: "const start = 2;" }]);
  later.remove(other);
  expect(store.load()).toEqual([{ ...edit, source: "const start = 2;" }]);
  store.clear();
  expect(texts.map.size).toBe(0);
});

test("two windows of one page keep the edits of different cells", () => {
  const texts = new Texts();
  const [one, two] = [storeOn(() => texts).store, storeOn(() => texts).store];
  one.put(edit);
  two.put({ ...edit, cell: "value" });
  expect(one.load().map(({ cell }) => cell)).toEqual(["start", "value"]);
});

test("damaged entries are ignored, and whole ones beside them are not", () => {
  const texts = new Texts();
  const damaged: unknown[] = [
    null,
    7,
    "start",
    [],
    {},
    { ...edit, cell: "__proto__" },
    { ...edit, cell: 3 },
    { ...edit, digest: "short" },
    { ...edit, source: 5 },
    { ...edit, source: "x".repeat(50_001) },
    { ...edit, constants: { rows: "3" } },
    { ...edit, constants: [1] },
    { cell: "start", digest },
  ];
  texts.map.set(key, JSON.stringify([...damaged, edit]));
  expect(storeOn(() => texts).store.load()).toEqual([edit]);
  for (const text of ["", "{", "null", "{}", '"', `[${" ".repeat(400_000)}]`]) {
    texts.map.set(key, text);
    expect(storeOn(() => texts).store.load()).toEqual([]);
  }
});

test("a storage that is full is told once, and what was kept stays", () => {
  const texts = new Texts(100);
  const { store, problems } = storeOn(() => texts);
  store.put(edit);
  store.put({ ...edit, source: "y".repeat(100) });
  store.put({ ...edit, source: "y".repeat(101) });
  expect(problems).toEqual([
    "Your edits are here until you leave the page, and not kept: the browser's storage is full.",
  ]);
  expect(store.load()).toEqual([edit]);
});

test("a storage that is blocked is told at the first edit, not before", () => {
  const { store, problems } = storeOn(() => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  });
  expect(store.load()).toEqual([]);
  store.clear();
  expect(problems).toEqual([]);
  store.put(edit);
  expect(problems).toEqual([
    "Your edits are here until you leave the page, and not kept: the browser keeps nothing.",
  ]);
});

test("edits beyond what a page may keep are told and not written", () => {
  const texts = new Texts();
  const { store, problems } = storeOn(() => texts);
  for (let count = 0; count < 9; count++) {
    store.put({ ...edit, cell: `c${count}`, source: "x".repeat(50_000) });
  }
  expect(store.load()).toHaveLength(7);
  expect(problems).toEqual([
    "Your edits are here until you leave the page, and not kept: they are too long.",
  ]);
});

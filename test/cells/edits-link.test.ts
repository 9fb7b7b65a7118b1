import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { CellEdit } from "../../website/src/edits/cell-edit.ts";
import { readEditsLink, writeEditsLink } from "../../website/src/edits/edits-link.ts";
import { linkPrefix } from "../../website/src/edits/link-prefix.ts";

const edit: CellEdit = { cell: "start", digest: "0123456789abcdef", source: "const pi = 3; // ≈ π 🥧" };
const damaged = { problem: "This link's edits are damaged: it may have been cut or changed on its way." };

/** FNV-1a as its authors write it, on the bytes of a text. */
function fnv(text: string): string {
  let hash = 2166136261n;
  for (const byte of new TextEncoder().encode(text)) hash = ((hash ^ BigInt(byte)) * 16777619n) % 2n ** 32n;
  return hash.toString(16).padStart(8, "0");
}

/** A link that is whole, whatever it holds. */
function linkOf(content: string | Uint8Array): string {
  const text = deflateRawSync(content).toString("base64url");
  return `${linkPrefix}1.${fnv(text)}.${text}`;
}

const edits = fc.uniqueArray(
  fc.record(
    {
      cell: fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/),
      digest: fc.stringMatching(/^[0-9a-f]{16}$/),
      source: fc.string({ unit: "grapheme", maxLength: 300 }),
      constants: fc.dictionary(
        fc.string({ maxLength: 8 }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        {
          maxKeys: 5,
          noNullPrototype: true,
        },
      ),
    },
    { requiredKeys: ["cell", "digest", "source"], noNullPrototype: true },
  ),
  { minLength: 1, maxLength: 12, selector: ({ cell }) => cell },
);

test("what is written is read again, whatever the texts", async () => {
  await fc.assert(
    fc.asyncProperty(edits, async (given) => {
      const list = JSON.parse(JSON.stringify(given)) as CellEdit[];
      const link = await writeEditsLink(list);
      expect(link).toMatch(/^#edits=1\.[0-9a-f]{8}\.[\w-]+$/);
      expect(await readEditsLink(link)).toEqual({ edits: list });
    }),
    { numRuns: 100 },
  );
});

test("a link made elsewhere by the same rules is read", async () => {
  expect(await readEditsLink(linkOf(JSON.stringify([edit])))).toEqual({ edits: [edit] });
});

test("a link that lost or changed a character is told, wherever that was", async () => {
  const link = await writeEditsLink([edit]);
  for (let at = linkPrefix.length; at < link.length; at++) {
    const other = link[at] === "A" ? "B" : "A";
    for (const broken of [
      link.slice(0, at),
      link.slice(0, at) + link.slice(at + 1),
      link.slice(0, at) + other + link.slice(at + 1),
    ]) {
      expect(await readEditsLink(broken)).toHaveProperty("problem");
    }
  }
});

test("any text is read without an error", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 200 }), async (text) => {
      expect(await readEditsLink(linkPrefix + text)).toHaveProperty("problem");
      expect(await readEditsLink(linkOf(text))).toEqual(damaged);
    }),
    { numRuns: 200 },
  );
});

test("headings are no business of it", async () => {
  for (const fragment of ["", "#", "#the-formula", "#edits", "#cell-edits"]) {
    expect(await readEditsLink(fragment)).toBeUndefined();
  }
});

const wrong: [string, unknown][] = [
  ["no list", { cell: "start" }],
  ["no edits", []],
  ["null", [null]],
  ["a list", [[edit]]],
  ["a name that no cell has", [{ ...edit, cell: "__proto__" }]],
  ["one cell twice", [edit, edit]],
  ["a text that is none", [{ ...edit, source: { toString: "x" } }]],
  ["a text that is too long", [{ ...edit, source: "x".repeat(50_001) }]],
  ["a value that is no number", [{ ...edit, constants: { rows: "3" } }]],
  [
    "too many values",
    [{ ...edit, constants: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`v${i}`, i])) }],
  ],
  ["too many edits", Array.from({ length: 201 }, (_, index) => ({ ...edit, cell: `c${index}` }))],
  ["nothing but a cell", [{ cell: "start", digest: edit.digest }]],
];
test.each(wrong)("edits that hold %s are refused whole", async (_, content) => {
  expect(await readEditsLink(linkOf(JSON.stringify(content)))).toEqual(damaged);
});

test("__proto__ as a key changes nothing", async () => {
  const text = `[{"cell":"start","digest":"${edit.digest}","source":"x","__proto__":{"polluted":1},"constants":{"__proto__":5}}]`;
  const read = await readEditsLink(linkOf(text));
  expect(read).toHaveProperty("edits");
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
  expect(Object.getPrototypeOf((read as { edits: CellEdit[] }).edits[0]!.constants)).toBe(Object.prototype);
});

test("a small link that inflates to much is given up early", async () => {
  const bomb = linkOf(new Uint8Array(30_000_000).fill(0x20));
  expect(bomb.length).toBeLessThan(64_000);
  const began = performance.now();
  expect(await readEditsLink(bomb)).toEqual(damaged);
  expect(performance.now() - began).toBeLessThan(1000);
});

test("a fragment that is too long is not looked at", async () => {
  expect(await readEditsLink(`${linkPrefix}1.00000000.${"A".repeat(64_000)}`)).toEqual({
    problem: "This link brings no edits: it is too long.",
  });
});

test("what is no UTF-8 is damaged", async () => {
  expect(await readEditsLink(linkOf(Uint8Array.of(0x22, 0xff, 0x22)))).toEqual(damaged);
});

test("a form that is newer than the book is told apart from a damaged link", async () => {
  expect(await readEditsLink(`${linkPrefix}2.anything`)).toEqual({
    problem: "This link's edits are of a form that this version of the book does not know.",
  });
});

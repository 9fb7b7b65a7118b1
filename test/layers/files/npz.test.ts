import { crc32, deflateRawSync } from "node:zlib";
import {
  decodeNpz,
  encodeNpy,
  encodeNpz,
  FormatError,
  randn,
  type Tensor,
  tensor,
  zeros,
} from "@layerbook/layers";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { dictionary, join, npy, type ZipPart, zip } from "./bytes.ts";
import { isReadOrRefused, refusal } from "./refused.ts";

const ones = npy(dictionary("<f4", "(2,)"), [0, 0, 0x80, 0x3f, 0, 0, 0x80, 0x3f]);
const part = (more: Partial<ZipPart> = {}): ZipPart => ({ name: "a.npy", content: ones, ...more });
const values = (tensors: ReadonlyMap<string, Tensor>) => [...tensors].map(([name, t]) => [name, t.toArray()]);

describe("decodeNpz reads", () => {
  it.each([
    ["stored", { method: 0 }],
    ["deflated", { method: 8 }],
    ["with sizes of zip64, as NumPy writes them", { zip64: true }],
  ])("an array that is %s", (_, how) => {
    expect(values(decodeNpz(zip([part(how)])))).toEqual([["a", [1, 1]]]);
  });

  it("an entry whose sizes follow its data", () => {
    const bytes = zip([part({ flags: 8 })]);
    bytes.fill(0, 14, 26);
    expect(decodeNpz(bytes).size).toBe(1);
  });

  it("several arrays in order, names not in ASCII or of Object.prototype, a comment", () => {
    const names = ["b", "a", "__proto__", "層.0", ""];
    const bytes = zip(
      names.map((name) => part({ name: `${name}.npy`, flags: 0x800 })),
      { comment: "hello" },
    );
    expect([...decodeNpz(bytes).keys()]).toEqual(names);
  });

  it("a file without arrays", () => {
    expect(decodeNpz(zip([])).size).toBe(0);
  });

  it("bytes in the middle of a larger buffer", () => {
    const bytes = zip([part({ method: 8 })]);
    expect(decodeNpz(join([1, 2, 3], bytes, [4]).subarray(3, -1)).size).toBe(1);
  });
});

describe("encodeNpz writes", () => {
  it("what decodeNpz reads back, in order", () => {
    const tensors = {
      w: tensor([[1, 2]]),
      "ü/b": zeros([], { dtype: "float64" }),
      n: zeros([0], { dtype: "int32" }),
    };
    const read = decodeNpz(encodeNpz(tensors));
    expect(values(read)).toEqual(values(new Map(Object.entries(tensors))));
    expect([...read.values()].map(({ dtype }) => dtype)).toEqual(["float32", "float64", "int32"]);
  });

  it("a stored zip file of npy files, dated 1 January 1980", () => {
    const x = tensor([1, 2]);
    const expected = zip([{ name: "x.npy", content: encodeNpy(x), flags: 0x800 }]);
    // The day, which `zip` leaves at 0: 1 + 32 * month of 1980, in both headers.
    const directory = expected.length - 22 - 46 - 5;
    for (const at of [12, directory + 14]) expected[at] = 33;
    expect(encodeNpz({ x })).toEqual(expected);
  });

  it.each([
    [{ x: 1 }, '"x" is no tensor; give tensors by name, such as the stateDict() of a module'],
    [{ ["é".repeat(32_766)]: zeros([0]) }, `the name "${"é".repeat(80)}…" takes more than 65535 bytes`],
    [
      Object.fromEntries(Array.from({ length: 65_535 }, (_, i) => [i, zeros([0])])),
      "65535 tensors in 14526550 bytes, expected at most 65534 in 4294967294; write safetensors, or several files",
    ],
  ])("nothing for what a zip file cannot hold (%#)", (tensors, reason) => {
    const write = () => encodeNpz(tensors as Record<string, Tensor>);
    expect(write).toThrow(new FormatError(`Cannot write npz: ${reason}`));
  });
});

describe("decodeNpz refuses", () => {
  const whole = zip([part()]);
  const directory = 30 + 5 + ones.length;
  const changed = (at: number, ...bytes: number[]) => {
    const copy = whole.slice();
    copy.set(bytes, at);
    return copy;
  };
  const none =
    "no directory of a zip file at the end. It is no zip file, or cut short: save or download it again";
  const bomb = npy(dictionary("|u1", "(8388608,)"), new Uint8Array(8_388_608));
  const otherwise = '"a.npy" is described otherwise here than in the directory';

  test.each<[what: string, bytes: Uint8Array, at: number, reason: string]>([
    ["no bytes", new Uint8Array(0), 0, none],
    ["a file cut short", whole.slice(0, -1), whole.length - 1, none],
    ["bytes after the end", join(whole, [0]), whole.length + 1, none],
    [
      "bytes before the start",
      join([0], whole),
      directory + 52,
      `the directory is said to lie from ${directory} to ${directory + 51}, expected up to here. The file is damaged, or bytes were put before it`,
    ],
    [
      "a file of several disks",
      changed(whole.length - 18, 1),
      whole.length - 22,
      "the file is one of several disks",
    ],
    [
      "zip64",
      changed(whole.length - 12, 255, 255),
      whole.length - 22,
      "the file is over 4 GB or has over 65,534 entries (zip64). Save it in parts, or as safetensors",
    ],
    [
      "an entry of zip64",
      changed(directory + 24, 255, 255, 255, 255),
      directory,
      '"a.npy" is over 4 GB (zip64). Save it as safetensors',
    ],
    [
      "an entry too many",
      zip([part()], { count: 2 }),
      directory + 51,
      "the directory announces 2 entries, and number 2 is not here",
    ],
    [
      "an entry too few",
      zip([part()], { count: 0 }),
      directory,
      "the directory ends here, and 51 bytes follow that belong to none",
    ],
    [
      "an entry longer than the directory",
      changed(directory + 30, 1),
      directory,
      "an entry of the directory is longer than the directory",
    ],
    ["a name twice", zip([part(), part()]), 2 * directory + 51, 'the name "a.npy" stands twice'],
    [
      "a name that is not UTF-8",
      changed(directory + 46, 0xff),
      directory + 46,
      "a name is not marked as UTF-8, or not UTF-8. Name arrays in ASCII",
    ],
    [
      "a name that is not marked as UTF-8",
      zip([part({ name: "é.npy" })]),
      30 + 6 + ones.length + 46,
      "a name is not marked as UTF-8, or not UTF-8. Name arrays in ASCII",
    ],
    [
      "an encrypted array",
      zip([part({ flags: 1 })]),
      directory + 8,
      '"a.npy" is encrypted. Save it without a password',
    ],
    [
      "bzip2",
      zip([part({ method: 12, stored: ones })]),
      directory + 10,
      '"a.npy" is compressed by method 12, expected 0 (stored) or 8 (deflate)',
    ],
    [
      "a stored array of two sizes",
      zip([part({ size: 5 })]),
      directory + 20,
      `"a.npy" cannot have 5 bytes in ${ones.length}. The file is damaged`,
    ],
    [
      "a size that deflate cannot reach",
      zip([part({ method: 8, stored: new Uint8Array(10), size: 10_321 })]),
      30 + 5 + 10 + 20,
      '"a.npy" cannot have 10321 bytes in 10. The file is damaged',
    ],
    [
      "an entry where none starts",
      zip([part({ offset: 1 })]),
      directory + 42,
      '"a.npy" is said to start at byte 1, where no entry starts',
    ],
    [
      "an entry beyond the file",
      zip([part({ offset: 2 ** 31 })]),
      directory + 42,
      '"a.npy" is said to start at byte 2147483648, where no entry starts',
    ],
    ["another name at the entry", changed(30, 98), 0, otherwise],
    ["another method at the entry", changed(8, 8), 0, otherwise],
    ["another size at the entry", changed(18, 9), 0, otherwise],
    [
      "a longer extra field, which moves the data",
      changed(28, 1),
      directory + 20,
      `"a.npy" ends at byte ${directory + 1}, where the directory is already. The file is damaged`,
    ],
    [
      "two entries at one place",
      zip([part(), part({ name: "b.npy", offset: 0 })]),
      0,
      '"b.npy" is described otherwise here than in the directory',
    ],
    [
      "an entry inside another",
      zip([part({ name: "b.npy", content: whole.slice(0, directory) }), part({ offset: 35 })]),
      35,
      '"a.npy" starts inside "b.npy". The file is damaged',
    ],
    [
      "a file that is no array",
      zip([part({ name: "readme.txt" })]),
      directory + 5,
      '"readme.txt" is no array: its name does not end in .npy',
    ],
    [
      "a folder",
      zip([part({ name: "a/", content: new Uint8Array(0) })]),
      32,
      '"a/" is no array: its name does not end in .npy',
    ],
    [
      "a wrong checksum",
      zip([part({ crc: 1 })]),
      directory + 16,
      `"a.npy" has the checksum ${crc32(ones).toString(16)}, the file says 00000001. The file is damaged: save or download it again`,
    ],
    [
      "an array that is not sound",
      zip([part({ content: npy(dictionary("|O", "()")) })]),
      35 + 20,
      '"a.npy": the array has dtype "|O" (Python objects, which only Python can unpickle), expected < or > with one of f8, f4, f2, i8, i4, i2, i1, u8, u4, u2, u1, b1. Save numbers: array.astype(np.float32)',
    ],
    [
      "a compressed array that is not sound",
      zip([part({ method: 8, content: npy("{") })]),
      35,
      '"a.npy", at byte 11 once inflated: expected a string, found the end',
    ],
    [
      "damaged data",
      zip([part({ method: 8, stored: Uint8Array.of(7) })]),
      36,
      '"a.npy": the compressed data are damaged: a block is of type 3, expected 0, 1 or 2',
    ],
    [
      "a bomb: more than the array takes",
      zip([part({ method: 8, content: join(ones, new Uint8Array(8_000_000)) })]),
      35,
      `"a.npy", at byte ${ones.length} once inflated: the array ends here, and 8000000 bytes follow that belong to none. Save several arrays with np.savez`,
    ],
    [
      "a bomb: more than announced",
      zip([
        part({
          method: 8,
          stored: deflateRawSync(join(ones, new Uint8Array(50_000)), { level: 0 }),
          size: ones.length,
        }),
      ]),
      40,
      `"a.npy": the data inflate to more than the ${ones.length} bytes that the file announces`,
    ],
    [
      "a bomb: more than the limit",
      zip(Array.from({ length: 33 }, (_, i) => part({ name: `${i + 10}.npy`, method: 8, content: bomb }))),
      0,
      "",
    ],
  ])("%s", (what, bytes, at, reason) => {
    const before = process.memoryUsage().arrayBuffers;
    const message = refusal(() => decodeNpz(bytes));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 22);
    if (what === "a bomb: more than the limit") {
      expect(message).toMatch(
        /^Cannot read npz at byte \d+: the arrays up to "41.npy" inflate to 268437\d+ bytes, expected at most 268435456. If you trust the file, pass \{ maxBytes: 268437\d+ \} or more$/,
      );
    } else expect(message).toBe(`Cannot read npz at byte ${at}: ${reason}`);
  });

  it("arrays that inflate to more than maxBytes, and reads them if it is more", () => {
    const bytes = zip([part({ method: 8 })]);
    expect(refusal(() => decodeNpz(bytes, { maxBytes: 10 }))).toContain(
      `expected at most 10. If you trust the file, pass { maxBytes: ${ones.length} }`,
    );
    expect(decodeNpz(bytes, { maxBytes: ones.length }).size).toBe(1);
  });
});

describe("whatever the bytes are, decodeNpz reads them or throws FormatError with the byte, in 100 ms:", () => {
  const sound = zip([part(), part({ name: "b.npy", method: 8 }), part({ name: "c.npy", zip64: true })]);

  test("a file cut short anywhere", () => {
    for (let length = 0; length < sound.length; length++) {
      expect(refusal(() => decodeNpz(sound.slice(0, length)))).toMatch(/^Cannot read npz at byte \d+: /);
    }
  });

  test("a sound file with a few bytes changed", () => {
    const edits = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(edits, (list) => {
        const bytes = sound.slice();
        for (const [at, byte] of list) bytes[at] = byte;
        return isReadOrRefused(() => decodeNpz(bytes));
      }),
      { numRuns: 3000 },
    );
  });

  test("random bytes, compressed or not, behind sound directories", () => {
    const parts = fc.array(
      fc.record({
        name: fc.constantFrom("a.npy", "b.npy", "__proto__.npy"),
        content: fc.oneof(fc.uint8Array(), fc.constant(ones)),
        stored: fc.oneof(fc.uint8Array(), fc.constant(new Uint8Array(deflateRawSync(ones)))),
        method: fc.constantFrom(0, 8),
        size: fc.oneof(fc.nat(200), fc.constant(ones.length)),
      }),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(parts, (list) => isReadOrRefused(() => decodeNpz(zip(list)))),
      { numRuns: 1000 },
    );
  });
});

it("a compressed megabyte of noise is read within a second", () => {
  const content = encodeNpy(randn([250_000]));
  const bytes = zip([{ name: "x.npy", content, method: 8 }]);
  const started = performance.now();
  const read = decodeNpz(bytes).get("x")!;
  expect(performance.now() - started).toBeLessThan(1000);
  expect(Buffer.compare(encodeNpy(read), content)).toBe(0);
});

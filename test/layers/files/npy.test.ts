import { decodeNpy, encodeNpy, randn, tensor, zeros } from "@layerbook/layers";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { dictionary, join, npy } from "./bytes.ts";
import { isReadOrRefused, refusal } from "./refused.ts";

const zerosOf = (length: number) => new Uint8Array(length);

describe("decodeNpy reads", () => {
  it("a file written by hand from the format's description", () => {
    // Magic, version 1.0, 54 bytes of header, then 1.0f, -2.5f: IEEE 754 by hand.
    const text = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}";
    const read = decodeNpy(
      join([0x93], "NUMPY", [1, 0, text.length, 0], text, [0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0]),
    );
    expect([read.dtype, read.toArray()]).toEqual(["float32", [1, -2.5]]);
  });

  it.each([
    [1, 0],
    [2, 0],
    [3, 0],
  ])("version %i.%i", (major, minor) => {
    expect(decodeNpy(npy(dictionary("<i4", "(1,)"), [7, 0, 0, 0], [major, minor])).toArray()).toEqual([7]);
  });

  it("the keys in any order, double quotes, no comma at the end, Python 2's long integers", () => {
    const header = `{"shape":(1L , 2L), 'fortran_order' :False,"descr":'<i4'}  \n`;
    expect(decodeNpy(npy(header, [1, 0, 0, 0, 2, 0, 0, 0])).toArray()).toEqual([[1, 2]]);
  });

  it("scalars and empty arrays", () => {
    expect(decodeNpy(npy(dictionary("<f8", "()"), [0, 0, 0, 0, 0, 0, 0xf0, 0x3f])).toArray()).toBe(1);
    expect(decodeNpy(npy(dictionary("<f8", "(0, 3)"))).shape).toEqual([0, 3]);
  });

  it("the order of Fortran: the first axis runs fastest", () => {
    const data = new Uint8Array(Int32Array.of(1, 4, 2, 5, 3, 6).buffer);
    expect(decodeNpy(npy(dictionary("<i4", "(2, 3)", "True"), data)).toArray()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const cube = new Uint8Array(Int32Array.from({ length: 24 }, (_, i) => i).buffer);
    const read = decodeNpy(npy(dictionary("<i4", "(2, 3, 4)", "True"), cube));
    expect([read.shape, read.at(1, 0, 0), read.at(0, 1, 0), read.at(1, 2, 3)]).toEqual([[2, 3, 4], 1, 2, 23]);
  });

  it.each([
    [">f8", [0x3f, 0xf0, 0, 0, 0, 0, 0, 0], "float64", 1],
    [">f4", [0xc0, 0x20, 0, 0], "float32", -2.5],
    [">f2", [0x3c, 0], "float32", 1],
    ["<f2", [0, 0x3c], "float32", 1],
    [">i8", [255, 255, 255, 255, 255, 255, 255, 254], "int32", -2],
    ["<i8", [254, 255, 255, 255, 255, 255, 255, 255], "int32", -2],
    [">u8", [0, 0, 0, 0, 0, 1, 0, 0], "int32", 65536],
    [">i4", [255, 255, 255, 254], "int32", -2],
    [">u4", [0x7f, 255, 255, 255], "int32", 2147483647],
    [">i2", [255, 254], "int32", -2],
    ["<u2", [1, 255], "int32", 65281],
    ["|i1", [254], "int32", -2],
    ["|u1", [254], "int32", 254],
    ["|b1", [1], "int32", 1],
  ])("%s", (descr, data, dtype, value) => {
    const read = decodeNpy(npy(dictionary(descr, "(1,)"), data));
    expect([read.dtype, read.toArray()]).toEqual([dtype, [value]]);
  });
});

describe("encodeNpy writes", () => {
  it("version 1.0 with the numbers at a multiple of 64 bytes", () => {
    const bytes = encodeNpy(tensor([[1, -2.5]]));
    const header = `${"{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }".padEnd(117)}\n`;
    expect(bytes).toEqual(npy(header, [0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0]));
  });

  it("what decodeNpy reads back, bit by bit, for any shape and dtype", () => {
    const described = fc.record({
      dtype: fc.constantFrom("float32", "float64", "int32"),
      shape: fc.array(fc.nat(4), { maxLength: 5 }),
    });
    fc.assert(
      fc.property(described, ({ dtype, shape }) => {
        const written = dtype === "int32" ? zeros(shape, { dtype }).add(3) : randn(shape, { dtype });
        const bytes = encodeNpy(written);
        const read = decodeNpy(bytes);
        expect(read).toMatchObject({ dtype, shape });
        expect(read.toTypedArray()).toEqual(written.toTypedArray());
        expect((bytes.length - written.toTypedArray().byteLength) % 64).toBe(0);
      }),
    );
  });
});

describe("decodeNpy refuses", () => {
  const numbers =
    "expected < or > with one of f8, f4, f2, i8, i4, i2, i1, u8, u4, u2, u1, b1. Save numbers: array.astype(np.float32)";
  const cut = "It is cut short: save or download it again";
  test.each<[what: string, bytes: Uint8Array, at: number | string, reason: string]>([
    [
      "no bytes",
      zerosOf(0),
      0,
      "an npy file starts with the bytes 147 78 85 77 80 89, this starts with nothing. Save the array with np.save",
    ],
    [
      "another kind of file",
      join("PK\x03\x04"),
      0,
      "an npy file starts with the bytes 147 78 85 77 80 89, this starts with 80 75 3 4. Save the array with np.save",
    ],
    ["no version", join([0x93], "NUMPY"), 6, `the file ends before its header. ${cut}`],
    [
      "version 4.0",
      npy("", [], [4, 0]),
      6,
      "the version is 4.0, expected 1.0, 2.0 or 3.0. Save the array with np.save",
    ],
    [
      "version 1.1",
      npy("", [], [1, 1]),
      6,
      "the version is 1.1, expected 1.0, 2.0 or 3.0. Save the array with np.save",
    ],
    ["half a length", join([0x93], "NUMPY", [2, 0, 1, 0, 0]), 11, `the file ends before its header. ${cut}`],
    [
      "a header of 4 GB",
      join([0x93], "NUMPY", [2, 0, 255, 255, 255, 255]),
      8,
      "the header is 4294967295 bytes long, expected at most 10000. The file is damaged",
    ],
    [
      "a header beyond the file",
      npy(dictionary("<f4", "()")).slice(0, -2),
      8,
      `the header is 56 bytes long, the file has 54 left for it. ${cut}`,
    ],
    ["an empty header", npy(""), 10, 'expected "{", found the end'],
    ["Python that is no literal", npy("__import__('os').system('true')"), 10, 'expected "{", found "_"'],
    ["a value that is no literal", npy("{'shape': print(1)}"), "print", 'expected "(", found "p"'],
    [
      "text after the dictionary",
      npy(`${dictionary("<f4", "(0,)")}x`),
      "x",
      'expected nothing more, found "x"',
    ],
    ["a key twice", npy("{'shape': (), 'shape': ()}"), "'shape", 'the key "shape" stands twice'],
    [
      "a key of no meaning",
      npy("{'__proto__': ()}"),
      "'__p",
      'the header has "__proto__", expected descr, fortran_order and shape only',
    ],
    [
      "a key that is missing",
      npy("{'descr': '<f4', 'shape': (0,)}"),
      10,
      "the header lacks its descr, its fortran_order or its shape",
    ],
    ["a missing comma", npy("{'shape': () 'descr': '<f4'}"), "'descr", 'expected "," or "}", found "\'"'],
    ["a string without end", npy("{'shape"), "'shape", "the string that starts here does not end"],
    [
      "a backslash in a string",
      npy("{'sh\\x61pe': ()}"),
      "\\",
      "a string holds the byte 92, expected plain ASCII",
    ],
    [
      "a byte that is not ASCII in a string",
      npy(join("{'", [0xe9], "': ()}")),
      12,
      "a string holds the byte 233, expected plain ASCII",
    ],
    [
      "an order that is neither",
      npy(dictionary("<f4", "()", "None")),
      "None",
      'expected True or False, found "N"',
    ],
    ["a number in place of a tuple", npy(dictionary("<f4", "3")), "3,", 'expected "(", found "3"'],
    ["brackets that make no tuple", npy(dictionary("<f4", "(3)")), "),", 'expected ",", found ")"'],
    [
      "a negative size",
      npy(dictionary("<f4", "(-1,)")),
      "-1",
      'expected a whole number from 0 to 2 ** 53 - 1, found "-"',
    ],
    ["a fraction", npy(dictionary("<f4", "(1.5,)")), ".5", 'expected ",", found "."'],
    ["2 ** 53", npy(dictionary("<f4", "(9007199254740992,)")), "9007", "the number is more than 2 ** 53 - 1"],
    ["65 axes", npy(dictionary("<f4", `(${"1, ".repeat(65)})`)), "1, )", "a tuple has more than 64 numbers"],
    [
      "tuples in tuples",
      npy(dictionary("<f4", "(".repeat(9000))),
      61,
      'expected a whole number from 0 to 2 ** 53 - 1, found "("',
    ],
    [
      "a product that wraps around 64 bits to 0",
      npy(dictionary("<f4", "(4294967296, 4294967296)")),
      10,
      "the array has shape [4294967296, 4294967296], more than the 268435456 numbers that one tensor can hold",
    ],
    [
      "a vast shape that a 0 hides",
      npy(dictionary("<f4", "(0, 4503599627370496)")),
      10,
      "the array has shape [0, 4503599627370496], more than the 268435456 numbers that one tensor can hold",
    ],
    [
      "data cut short",
      npy(dictionary("<f4", "(2,)"), zerosOf(7)),
      75,
      `the array ends at byte 76, the file at byte 75. ${cut}`,
    ],
    [
      "bytes after the array",
      npy(dictionary("<f4", "(2,)"), zerosOf(11)),
      76,
      "the array ends here, and 3 bytes follow that belong to none. Save several arrays with np.savez",
    ],
    [
      "objects",
      npy(dictionary("|O", "(1,)"), [0x80, 4]),
      "'|O",
      `the array has dtype "|O" (Python objects, which only Python can unpickle), ${numbers}`,
    ],
    ["text", npy(dictionary("<U3", "(1,)")), "'<U", `the array has dtype "<U3" (text), ${numbers}`],
    [
      "complex numbers",
      npy(dictionary("<c16", "(1,)")),
      "'<c",
      `the array has dtype "<c16" (complex numbers), ${numbers}`,
    ],
    ["dates", npy(dictionary("<M8[ns]", "(1,)")), "'<M", `the array has dtype "<M8[ns]" (dates), ${numbers}`],
    ["an unknown dtype", npy(dictionary("<f16", "(1,)")), "'<f", `the array has dtype "<f16", ${numbers}`],
    [
      "an order of bytes that depends on the machine",
      npy(dictionary("=f4", "(1,)")),
      "'=f",
      `the array has dtype "=f4", ${numbers}`,
    ],
    [
      "a dtype of Object.prototype",
      npy(dictionary("<toString", "(1,)")),
      "'<t",
      `the array has dtype "<toString", ${numbers}`,
    ],
    [
      "fields",
      npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", zerosOf(4)),
      "[(",
      "the array has named fields, expected plain numbers. Save one field: array['name']",
    ],
    [
      "an i8 beyond int32",
      npy(dictionary("<i8", "(1,)"), [0, 0, 0, 0, 1, 0, 0, 0]),
      68,
      "the array (<i8) holds 4294967296, expected -2147483648 to 2147483647, which an int32 can hold. Save it as float64, which is exact up to 2 ** 53",
    ],
    [
      "a big-endian u8 beyond 2 ** 53",
      npy(dictionary(">u8", "(1,)"), [128, 0, 0, 0, 0, 0, 0, 1]),
      68,
      "the array (>u8) holds 9223372036854775809, expected -2147483648 to 2147483647, which an int32 can hold. Save it as float64, which is exact up to 2 ** 53",
    ],
    [
      "a boolean that is neither",
      npy(dictionary("|b1", "(2,)"), [1, 255]),
      69,
      "the array (|b1) holds the byte 255, expected 0 or 1",
    ],
  ])("%s", (_, bytes, at, reason) => {
    const offset = typeof at === "number" ? at : Buffer.from(bytes).lastIndexOf(at);
    expect(refusal(() => decodeNpy(bytes))).toBe(`Cannot read npy at byte ${offset}: ${reason}`);
  });

  test("what is no Uint8Array", () => {
    expect(refusal(() => decodeNpy([1, 2] as unknown as Uint8Array))).toBe(
      "Cannot read npy: expected its bytes as a Uint8Array, got Array",
    );
  });
});

describe("whatever the bytes are, decodeNpy reads them or throws FormatError with the byte, in 100 ms:", () => {
  const sound = encodeNpy(randn([3, 2]));

  test("a file cut short anywhere", () => {
    for (let length = 0; length < sound.length; length++) {
      expect(refusal(() => decodeNpy(sound.slice(0, length)))).toMatch(/^Cannot read npy at byte \d+: /);
    }
  });

  test("a sound file with a few bytes changed, moved or left out", () => {
    const edits = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255), fc.nat(2)), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(edits, (list) => {
        const file = [...sound];
        for (const [at, byte, removed] of list) file.splice(at, removed, byte);
        return isReadOrRefused(() => decodeNpy(Uint8Array.from(file)));
      }),
      { numRuns: 2000 },
    );
  });

  test("random text as a header, and headers of the right form with wrong values", () => {
    const word = fc.constantFrom(
      "'descr'",
      "'<f4'",
      "'|b1'",
      "'shape'",
      "'fortran_order'",
      "True",
      "False",
      "(",
      ")",
      "{",
      "}",
      ",",
      ":",
      "0",
      "3",
      "L",
      "[",
      " ",
    );
    const header = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(word).map((words) => words.join("")),
      fc.tuple(fc.string(), fc.string()).map(([descr, shape]) => dictionary(descr, shape)),
    );
    fc.assert(
      fc.property(header, fc.uint8Array(), (text, data) => isReadOrRefused(() => decodeNpy(npy(text, data)))),
      { numRuns: 1000 },
    );
  });
});

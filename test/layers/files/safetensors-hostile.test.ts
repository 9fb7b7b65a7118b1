import { decodeSafetensors, encodeSafetensors, randn, safetensorsMetadata, zeros } from "@layerbook/layers";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { entry, join, safetensors } from "./bytes.ts";
import { isReadOrRefused, refusal } from "./refused.ts";

const f32 = (start: number, end: number, ...shape: number[]) => entry("F32", shape, start, end);
const zerosOf = (length: number) => new Uint8Array(length);
/** A header of one tensor "x" with the member `text` in the place of one of its own. */
const withMember = (text: string) => safetensors(`{"x":{"dtype":"F32","shape":[1],${text}}}`, zerosOf(4));
const places = '"data_offsets":[0,4]';

describe("decodeSafetensors refuses", () => {
  test.each<[what: string, bytes: Uint8Array, at: number | string, reason: string]>([
    [
      "no bytes",
      zerosOf(0),
      0,
      "expected 8 bytes that say how long the header is, the file has 0. It is cut short: save or download it again",
    ],
    [
      "a header of 100 MB and one byte",
      join([0x01, 0xe1, 0xf5, 0x05, 0, 0, 0, 0], "{}"),
      0,
      "the header is 100000001 bytes long, expected at most 100000000. The file is no safetensors file, or damaged",
    ],
    [
      "a length of 2 ** 64 - 1",
      join(Array(8).fill(255), "{}"),
      0,
      "the header is 18446744073709551615 bytes long, expected at most 100000000. The file is no safetensors file, or damaged",
    ],
    [
      "a header beyond the file",
      join([3, 0, 0, 0, 0, 0, 0, 0], "{}"),
      0,
      "the header is 3 bytes long, the file has 2 left for it. It is cut short: save or download it again",
    ],
    [
      "an empty header",
      safetensors(""),
      8,
      'a header starts with "{". The file is no safetensors file, or damaged',
    ],
    [
      "space before the header",
      safetensors(" {}"),
      8,
      'a header starts with "{". The file is no safetensors file, or damaged',
    ],
    [
      "a byte order mark",
      safetensors("\ufeff{}"),
      8,
      'a header starts with "{". The file is no safetensors file, or damaged',
    ],
    ["a header that does not end", safetensors("{"), 9, "expected a string, found the end"],
    ["a comma too many", safetensors(`{"x":${f32(0, 0, 0)},}`), 62, 'expected a string, found "}"'],
    ["text after the header", safetensors("{} x"), 11, 'expected nothing more, found "x"'],
    ["a zero byte after the header", safetensors("{}\0"), 10, "expected nothing more, found the byte 0"],
    ["a string without end", safetensors('{"x'), 9, "the string that starts here does not end"],
    [
      "a string that ends in a backslash",
      safetensors('{"x\\'),
      9,
      "the string that starts here does not end",
    ],
    [
      "a name that is not UTF-8",
      safetensors(join('{"', [0xc3, 0x28], '":1}')),
      9,
      "the string that starts here is not UTF-8",
    ],
    [
      "an overlong encoding",
      safetensors(join('{"', [0xc0, 0xaf], '":1}')),
      9,
      "the string that starts here is not UTF-8",
    ],
    [
      "half a surrogate pair",
      safetensors('{"\\ud800":1}'),
      9,
      "the string that starts here has a character or an escape that JSON forbids",
    ],
    [
      "an escape of no JSON",
      safetensors('{"\\x41":1}'),
      9,
      "the string that starts here has a character or an escape that JSON forbids",
    ],
    [
      "a line break in a name",
      safetensors('{"\n":1}'),
      9,
      "the string that starts here has a character or an escape that JSON forbids",
    ],
    [
      "one name twice",
      safetensors(`{"x":${f32(0, 0, 0)},"x":${f32(0, 0, 0)}}`),
      62,
      'the name "x" stands twice in one object',
    ],
    [
      "one name twice, once escaped",
      safetensors(`{"x":${f32(0, 0, 0)},"\\u0078":${f32(0, 0, 0)}}`),
      62,
      'the name "x" stands twice in one object',
    ],
    [
      "__metadata__ twice",
      safetensors('{"__metadata__":{},"__metadata__":{}}'),
      27,
      'the name "__metadata__" stands twice in one object',
    ],
    [
      "a name of metadata twice",
      safetensors('{"__metadata__":{"a":"","a":""}}'),
      32,
      'the name "a" stands twice in one object',
    ],
    [
      "metadata that are no text",
      safetensors('{"__metadata__":{"a":1}}'),
      29,
      'expected a string, found "1"',
    ],
    ["metadata that are no object", safetensors('{"__metadata__":null}'), 24, 'expected "{", found "n"'],
    [
      "`__proto__` that is no tensor",
      safetensors('{"__proto__":{"dtype":"F32"}}'),
      9,
      '"__proto__" lacks its dtype, its shape or its two data_offsets',
    ],
    [
      "one offset",
      withMember('"data_offsets":[0]'),
      9,
      '"x" lacks its dtype, its shape or its two data_offsets',
    ],
    ["three offsets", withMember('"data_offsets":[0,4,8]'), "8]", '"x" has more than 2 data_offsets'],
    [
      "a member of no meaning",
      withMember(`${places},"strides":[1]`),
      '"strides',
      '"x" has "strides", expected dtype, shape and data_offsets only',
    ],
    [
      "its dtype twice",
      withMember(`${places},"dtype":"F64"`),
      '"dtype',
      'the name "dtype" stands twice in one object',
    ],
    [
      "a negative offset",
      withMember('"data_offsets":[-4,0]'),
      "-4",
      'expected a whole number from 0 to 2 ** 53 - 1, found "-"',
    ],
    ["a fraction", withMember('"data_offsets":[0.5,4]'), ".5", 'expected "," or "]", found "."'],
    ["an exponent", withMember('"data_offsets":[0,4e0]'), "e0", 'expected "," or "]", found "e"'],
    ["a leading zero", withMember('"data_offsets":[00,4]'), "00", "a number does not start with 0"],
    [
      "2 ** 53",
      withMember('"data_offsets":[0,9007199254740992]'),
      "9007",
      "the number is more than 2 ** 53 - 1",
    ],
    [
      "an offset as text",
      withMember('"data_offsets":["0",4]'),
      '"0',
      'expected a whole number from 0 to 2 ** 53 - 1, found "\\""',
    ],
    [
      "arrays in arrays",
      withMember(`"data_offsets":${"[".repeat(1_000_000)}`),
      56,
      'expected a whole number from 0 to 2 ** 53 - 1, found "["',
    ],
    [
      "objects in objects",
      safetensors('{"a":'.repeat(1_000_000)),
      14,
      '"a" has "a", expected dtype, shape and data_offsets only',
    ],
    [
      "65 axes",
      safetensors(`{"x":${f32(0, 4, ...Array<number>(65).fill(1))}}`, zerosOf(4)),
      "1],",
      '"x" has more than 64 axes',
    ],
    [
      "an unknown dtype",
      safetensors(`{"x":${entry("F8_E4M3", [1], 0, 1)}}`, [0]),
      9,
      '"x" has dtype "F8_E4M3", expected one of F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8, BOOL. Save it as F32',
    ],
    [
      "a dtype of Object.prototype",
      safetensors(`{"x":${entry("toString", [1], 0, 1)}}`, [0]),
      9,
      '"x" has dtype "toString", expected one of F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8, BOOL. Save it as F32',
    ],
    [
      "a product that wraps around 64 bits to 0",
      safetensors(`{"x":${f32(0, 0, 2 ** 32, 2 ** 32)}}`),
      9,
      '"x" has shape [4294967296, 4294967296], more than the 268435456 numbers that one tensor can hold',
    ],
    [
      "2 ** 53 - 1 numbers",
      safetensors(`{"x":${f32(0, 0, 2 ** 53 - 1)}}`),
      9,
      '"x" has shape [9007199254740991], more than the 268435456 numbers that one tensor can hold',
    ],
    [
      "a vast shape that a 0 hides",
      safetensors(`{"x":${f32(0, 0, 2 ** 52, 0)}}`),
      9,
      '"x" has shape [4503599627370496, 0], more than the 268435456 numbers that one tensor can hold',
    ],
    [
      "a size that is not the shape's",
      safetensors(`{"x":${f32(0, 8, 3)}}`, zerosOf(8)),
      9,
      '"x" has the data_offsets [0, 8], but F32 of shape [3] takes 12 bytes',
    ],
    [
      "offsets from the end to the start",
      safetensors(`{"x":${f32(4, 0, 1)}}`, zerosOf(4)),
      9,
      '"x" has the data_offsets [4, 0], but F32 of shape [1] takes 4 bytes',
    ],
    [
      "a gap at the start",
      safetensors(`{"x":${f32(4, 8, 1)}}`, zerosOf(8)),
      9,
      'the data of "x" starts at 4, expected 0: tensors lie one after the other without gaps',
    ],
    [
      "a gap between tensors",
      safetensors(`{"y":${f32(8, 12, 1)},"x":${f32(0, 4, 1)}}`, zerosOf(12)),
      9,
      'the data of "y" starts at 8, expected 4: tensors lie one after the other without gaps',
    ],
    [
      "tensors that overlap",
      safetensors(`{"x":${f32(0, 8, 2)},"y":${f32(4, 12, 2)}}`, zerosOf(12)),
      62,
      'the data of "y" starts at 4, expected 8: tensors lie one after the other without overlaps',
    ],
    [
      "two tensors of the same data",
      safetensors(`{"x":${f32(0, 4, 1)},"y":${f32(0, 4, 1)}}`, zerosOf(4)),
      62,
      'the data of "y" starts at 0, expected 4: tensors lie one after the other without overlaps',
    ],
    [
      "an empty tensor inside another",
      safetensors(`{"x":${f32(0, 8, 2)},"y":${f32(4, 4, 0)}}`, zerosOf(8)),
      62,
      'the data of "y" starts at 4, expected 8: tensors lie one after the other without overlaps',
    ],
    [
      "data beyond the file",
      safetensors(`{"x":${f32(0, 8, 2)}}`, zerosOf(7)),
      69,
      "the tensors end at byte 70, the file at byte 69. It is cut short: save or download it again",
    ],
    [
      "bytes after the last tensor",
      safetensors(`{"x":${f32(0, 4, 1)}}`, zerosOf(7)),
      66,
      "the tensors end here, and 3 bytes follow that belong to none",
    ],
    [
      "bytes without tensors",
      safetensors("{}", zerosOf(1)),
      10,
      "the tensors end here, and 1 bytes follow that belong to none",
    ],
    [
      "an I64 beyond int32",
      safetensors(`{"x":${entry("I64", [2], 0, 16)}}`, join(zerosOf(8), [0, 0, 0, 0x80, 0, 0, 0, 0])),
      71,
      '"x" (I64) holds 2147483648, expected -2147483648 to 2147483647, which an int32 can hold. Save it as float64, which is exact up to 2 ** 53',
    ],
    [
      "an I64 beyond 2 ** 53, named exactly",
      safetensors(`{"x":${entry("I64", [1], 0, 8)}}`, [1, 0, 0, 0, 0, 0, 0, 0x80]),
      62,
      '"x" (I64) holds -9223372036854775807, expected -2147483648 to 2147483647, which an int32 can hold. Save it as float64, which is exact up to 2 ** 53',
    ],
    [
      "a U64 beyond 2 ** 63",
      safetensors(`{"x":${entry("U64", [1], 0, 8)}}`, Array(8).fill(255)),
      62,
      '"x" (U64) holds 18446744073709551615, expected -2147483648 to 2147483647, which an int32 can hold. Save it as float64, which is exact up to 2 ** 53',
    ],
    [
      "a U32 beyond int32",
      safetensors(`{"x":${entry("U32", [1], 0, 4)}}`, [0, 0, 0, 0x80]),
      62,
      '"x" (U32) holds 2147483648, expected -2147483648 to 2147483647, which an int32 can hold. Save it as float64, which is exact up to 2 ** 53',
    ],
    [
      "a BOOL that is neither",
      safetensors(`{"x":${entry("BOOL", [2], 0, 2)}}`, [1, 2]),
      64,
      '"x" (BOOL) holds the byte 2, expected 0 or 1',
    ],
  ])("%s", (_, bytes, at, reason) => {
    const offset = typeof at === "number" ? at : Buffer.from(bytes).lastIndexOf(at);
    expect(refusal(() => decodeSafetensors(bytes))).toBe(
      `Cannot read safetensors at byte ${offset}: ${reason}`,
    );
  });

  test.each([
    ["model.safetensors", "String"],
    [null, "Null"],
    [new Float32Array(9), "Float32Array"],
  ])("%o", (value, name) => {
    expect(refusal(() => decodeSafetensors(value as unknown as Uint8Array))).toBe(
      `Cannot read safetensors: expected its bytes as a Uint8Array, got ${name}`,
    );
  });

  it("a name of a megabyte in a message of a line", () => {
    const bytes = safetensors(`{"${"<img onerror>".repeat(80_000)}":${entry("F32", [1], 0, 8)}}`);
    expect(refusal(() => decodeSafetensors(bytes)).length).toBeLessThan(250);
  });
});

const sound = encodeSafetensors(
  {
    weight: randn([3, 2]),
    "ünï.bias": zeros([3], { dtype: "float64" }),
    steps: zeros([], { dtype: "int32" }),
  },
  { metadata: { format: "pt" } },
);

describe("whatever the bytes are, decodeSafetensors reads them or throws FormatError with the byte, in 100 ms:", () => {
  test("a file cut short anywhere", () => {
    for (let length = 0; length < sound.length; length++) {
      expect(refusal(() => decodeSafetensors(sound.slice(0, length)))).toMatch(
        /^Cannot read safetensors at byte \d+: /,
      );
    }
  });

  test("random bytes, and random text as a header", () => {
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.string({ unit: "binary" }).map((text) => safetensors(text)),
      fc.json().map((text) => safetensors(text)),
      fc.uint8Array().map((header) => safetensors(header)),
    );
    fc.assert(
      fc.property(bytes, (file) => isReadOrRefused(() => decodeSafetensors(file))),
      { numRuns: 300 },
    );
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
        const bytes = Uint8Array.from(file);
        return (
          isReadOrRefused(() => decodeSafetensors(bytes)) && isReadOrRefused(() => safetensorsMetadata(bytes))
        );
      }),
      { numRuns: 2000 },
    );
  });

  test("headers of the right form with wrong numbers", () => {
    const whole = fc.oneof(fc.nat(12), fc.constantFrom(2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 2 ** 64));
    const tensors = fc.dictionary(
      fc.constantFrom("a", "b", "__proto__", "__metadata__"),
      fc.record({
        dtype: fc.constantFrom("F64", "F32", "F16", "I64", "U8", "BOOL", "C64"),
        shape: fc.array(whole, { maxLength: 3 }),
        data_offsets: fc.tuple(whole, whole),
      }),
    );
    const file = fc.tuple(tensors, fc.uint8Array({ maxLength: 24 }));
    fc.assert(
      fc.property(file, ([header, data]) => {
        const bytes = safetensors(JSON.stringify(header), data);
        return isReadOrRefused(() => decodeSafetensors(bytes));
      }),
      { numRuns: 2000 },
    );
  });
});

it("decodeSafetensors gives back what encodeSafetensors was given, for any names, shapes and bits", () => {
  const dtype = fc.constantFrom("float32", "float64", "int32");
  const entries = fc.dictionary(
    fc.string({ unit: "grapheme" }).filter((name) => name !== "__metadata__"),
    fc.record({ dtype, shape: fc.array(fc.nat(3), { maxLength: 4 }) }),
  );
  fc.assert(
    fc.property(entries, (described) => {
      const tensors = new Map(
        Object.entries(described).map(([name, { dtype, shape }]) => [
          name,
          dtype === "int32" ? zeros(shape, { dtype }) : randn(shape, { dtype }),
        ]),
      );
      const read = decodeSafetensors(encodeSafetensors(tensors));
      expect(read.size).toBe(tensors.size);
      for (const [name, written] of tensors) {
        expect(read.get(name)).toMatchObject({ dtype: written.dtype, shape: written.shape });
        expect(read.get(name)!.toTypedArray()).toEqual(written.toTypedArray());
      }
    }),
  );
});

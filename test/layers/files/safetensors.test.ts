import {
  decodeSafetensors,
  encodeSafetensors,
  FormatError,
  safetensorsMetadata,
  type Tensor,
  tensor,
  zeros,
} from "@layerbook/layers";
import { describe, expect, it, test } from "vitest";
import { entry, join, safetensors } from "./bytes.ts";

/** Name, dtype, shape and numbers of each tensor. */
function contents(tensors: ReadonlyMap<string, Tensor>): unknown[] {
  return [...tensors].map(([name, t]) => [name, t.dtype, t.shape, [...t.toTypedArray()]]);
}
const one = (dtype: string, bytes: ArrayLike<number>, count: number) =>
  decodeSafetensors(safetensors(`{"x":${entry(dtype, [count], 0, bytes.length)}}`, bytes)).get("x")!;

describe("decodeSafetensors reads", () => {
  // 0x3c = 60 bytes of header, then 1.0f and -2.5f: IEEE 754 by hand.
  const header = '{"w":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}    ';
  const file = join([0x3c, 0, 0, 0, 0, 0, 0, 0], header, [0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0]);

  it("a file written by hand from the format's description", () => {
    expect(contents(decodeSafetensors(file))).toEqual([["w", "float32", [2, 1], [1, -2.5]]]);
  });

  it("bytes in the middle of a larger buffer, at an odd place", () => {
    const larger = join([9, 9, 9], file, [9]);
    expect(contents(decodeSafetensors(larger.subarray(3, -1)))).toEqual(contents(decodeSafetensors(file)));
  });

  it("a Node Buffer, and bytes that another realm made", async () => {
    const { runInNewContext } = await import("node:vm");
    const foreign = runInNewContext("new Uint8Array(bytes)", { bytes: [...file] }) as Uint8Array;
    expect(foreign).not.toBeInstanceOf(Uint8Array);
    for (const bytes of [Buffer.from(file), foreign]) expect(decodeSafetensors(bytes).size).toBe(1);
  });

  it("tensors of its own: what is written to the bytes later does not show", () => {
    const bytes = file.slice();
    const { w } = Object.fromEntries(decodeSafetensors(bytes));
    bytes.fill(0);
    expect(w!.toArray()).toEqual([[1], [-2.5]]);
  });

  it("a file without tensors, with or without metadata", () => {
    expect(decodeSafetensors(safetensors("{}")).size).toBe(0);
    expect(decodeSafetensors(safetensors('{ "__metadata__" : { } } \n\t\r')).size).toBe(0);
  });

  it("scalars and empty tensors, wherever the empty ones lie", () => {
    const bytes = safetensors(
      `{"e":${entry("F64", [0, 3], 4, 4)},"s":${entry("I32", [], 0, 4)},"f":${entry("F32", [2, 0], 0, 0)}}`,
      [0xff, 0xff, 0xff, 0xff],
    );
    expect(contents(decodeSafetensors(bytes))).toEqual([
      ["e", "float64", [0, 3], []],
      ["s", "int32", [], [-1]],
      ["f", "float32", [2, 0], []],
    ]);
  });

  it("names that are escaped, not ASCII, empty or of Object.prototype", () => {
    const names = ['"\\u00e9\\n\\ud83d\\ude00"', '"é層"', '""', '"__proto__"', '"constructor"'];
    const bytes = safetensors(`{${names.map((name) => `${name}:${entry("F32", [0], 0, 0)}`).join()}}`);
    expect([...decodeSafetensors(bytes).keys()]).toEqual(["é\n😀", "é層", "", "__proto__", "constructor"]);
    expect(({} as Record<string, unknown>).dtype).toBeUndefined();
  });
});

describe("a dtype that tensors do not have", () => {
  test("F16 becomes float32, each value and each infinity exactly (values of IEEE 754-2008, table 3.5)", () => {
    const halves = [0x3c00, 0xc000, 0x7bff, 0x0400, 0x03ff, 0x0001, 0x8000, 0x7c00, 0xfc00, 0x3555];
    const bytes = new Uint8Array(Uint16Array.from(halves).buffer);
    const expected = [
      1,
      -2,
      65504,
      2 ** -14,
      1023 * 2 ** -24,
      2 ** -24,
      -0,
      Infinity,
      -Infinity,
      1365 / 4096,
    ];
    expect([...one("F16", bytes, 10).toTypedArray()]).toEqual(expected);
  });

  test("BF16 becomes float32: the same bits with 16 zeros behind", () => {
    const bytes = new Uint8Array(Uint16Array.of(0x3f80, 0xc040, 0x7f7f, 0x0001, 0x8000, 0xff80).buffer);
    const expected = [1, -3, 255 * 2 ** 120, 2 ** -133, -0, -Infinity];
    expect([...one("BF16", bytes, 6).toTypedArray()]).toEqual(expected);
  });

  test("the bits of a NaN are kept", () => {
    const bits = (t: Tensor) => new Uint32Array(t.toTypedArray().buffer);
    expect([...bits(one("F16", [0x01, 0xfe, 0x01, 0x7c], 2))]).toEqual([0xffc02000, 0x7f802000]);
    expect([...bits(one("BF16", [0x81, 0xff], 1))]).toEqual([0xff810000]);
  });

  test.each([
    ["I64", new BigInt64Array([-1n, 2n ** 31n - 1n, -(2n ** 31n)]), [-1, 2147483647, -2147483648]],
    ["U64", new BigUint64Array([0n, 2n ** 31n - 1n]), [0, 2147483647]],
    ["U32", new Uint32Array([0, 2147483647]), [0, 2147483647]],
    ["I16", new Int16Array([-32768, 32767]), [-32768, 32767]],
    ["U16", new Uint16Array([65535]), [65535]],
    ["I8", new Int8Array([-128, 127]), [-128, 127]],
    ["U8", new Uint8Array([255]), [255]],
    ["BOOL", new Uint8Array([0, 1]), [0, 1]],
  ])("%s becomes int32 where its values fit", (dtype, values, expected) => {
    const read = one(dtype, new Uint8Array(values.buffer), expected.length);
    expect(read.dtype).toBe("int32");
    expect([...read.toTypedArray()]).toEqual(expected);
  });
});

describe("encodeSafetensors writes", () => {
  it("the bytes that the format's description asks for: widest dtype first, then by name, padded to 8", () => {
    const bytes = encodeSafetensors({
      b: tensor([1]),
      i: tensor(7, { dtype: "int32" }),
      d: tensor([2], { dtype: "float64" }),
      a: tensor([-2.5]),
    });
    const header =
      `{"d":${entry("F64", [1], 0, 8)},"a":${entry("F32", [1], 8, 12)},` +
      `"b":${entry("F32", [1], 12, 16)},"i":${entry("I32", [], 16, 20)}}`;
    const data = [0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0x20, 0xc0, 0, 0, 0x80, 0x3f, 7, 0, 0, 0];
    expect(bytes).toEqual(safetensors(header.padEnd(Math.ceil(header.length / 8) * 8), data));
  });

  it("names in the order of their UTF-8 bytes, not of JavaScript's strings", () => {
    const bytes = encodeSafetensors({
      "😀": zeros([0]),
      "\uffee": zeros([0]),
      a: zeros([0]),
      ab: zeros([0]),
    });
    expect([...decodeSafetensors(bytes).keys()]).toEqual(["a", "ab", "\uffee", "😀"]);
  });

  it("the same bytes whatever the order of tensors and metadata", () => {
    const [x, y] = [zeros([2]), zeros([3])];
    const bytes = encodeSafetensors({ x, y }, { metadata: { b: "1", a: "2" } });
    const other = new Map([
      ["y", y],
      ["x", x],
    ]);
    expect(
      encodeSafetensors(other, {
        metadata: new Map([
          ["a", "2"],
          ["b", "1"],
        ]),
      }),
    ).toEqual(bytes);
  });

  it("metadata that safetensorsMetadata gives back, `__proto__` among them", () => {
    const metadata = new Map([
      ["__proto__", '"\u2028'],
      ["format", "pt"],
    ]);
    const bytes = encodeSafetensors({}, { metadata });
    expect(safetensorsMetadata(bytes)).toEqual(metadata);
    expect(decodeSafetensors(bytes).size).toBe(0);
  });

  it.each([
    [{ x: 1 }, {}, '"x" is no tensor; give tensors by name, such as the stateDict() of a module'],
    [
      { __metadata__: zeros([1]) },
      {},
      "the name __metadata__ is kept for text; give the tensor another name",
    ],
    [
      { "\ud83d": zeros([1]) },
      {},
      'a name is "\\ud83d" with half a surrogate pair, which UTF-8 cannot express',
    ],
    [new Map([[1, zeros([1])]]), {}, "a name is of type number, expected a string"],
    [{}, { epoch: 3 }, 'the metadata "epoch" is of type number, expected a string'],
  ])("nothing for %o with metadata %o", (tensors, metadata, reason) => {
    const write = () =>
      encodeSafetensors(tensors as Record<string, Tensor>, { metadata: metadata as Record<string, string> });
    expect(write).toThrow(new FormatError(`Cannot write safetensors: ${reason}`));
  });
});

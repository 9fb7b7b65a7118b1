import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { decodePng, encodePng } from "@layerbook/data";
import { FormatError, rand, ShapeError, tensor } from "@layerbook/layers";
import { describe, expect, test } from "vitest";
import { chunk, chunksOf, join, pngOf, signature } from "./png-bytes.ts";

interface Fixture {
  readonly base64: string;
  readonly largest: number;
  readonly shape: readonly number[];
  readonly samples: readonly number[];
}
const { images } = JSON.parse(readFileSync(new URL("png.json", import.meta.url), "utf8")) as {
  images: Record<string, Fixture>;
};
const fixtures = Object.entries(images).map(
  ([name, fixture]) => [name, fixture, new Uint8Array(Buffer.from(fixture.base64, "base64"))] as const,
);

/** The error of reading these bytes, which must be a FormatError that names a byte. */
function refusal(bytes: Uint8Array): string {
  try {
    decodePng(bytes);
  } catch (error) {
    expect((error as Error).name).toBe("FormatError");
    expect((error as Error).message).toMatch(/^Cannot read PNG/);
    return (error as Error).message;
  }
  throw new Error("the file was read");
}

describe("decodePng reads what Pillow wrote", () => {
  test.each(fixtures)("%s", (_, { shape, samples, largest }, bytes) => {
    const image = decodePng(bytes);
    expect(image.shape).toEqual(shape);
    expect([...image.toTypedArray()]).toEqual(samples.map((sample) => Math.fround(sample / largest)));
  });

  test("bytes in the middle of a larger buffer", () => {
    const [, fixture, bytes] = fixtures[0]!;
    const larger = new Uint8Array(bytes.length + 20);
    larger.set(bytes, 7);
    const image = decodePng(larger.subarray(7, 7 + bytes.length));
    expect(Math.round(image.at(0, 0, 0) * 255)).toBe(fixture.samples[0]);
  });
});

describe("decodePng reads", () => {
  /** Red and green, side by side. */
  const [header, data, end] = chunksOf(
    pngOf({ width: 2, height: 1, colorType: 2 }, deflateSync(Uint8Array.of(0, 255, 0, 0, 0, 255, 0))),
  ) as [Uint8Array, Uint8Array, Uint8Array];
  const colours = [[[1, 0]], [[0, 1]], [[0, 0]]];

  test("the colours of pixels, not those of a palette that it merely suggests", () => {
    const palette = chunk("PLTE", new Uint8Array(768).fill(77));
    expect(decodePng(join(signature, header, palette, data, end)).toArray()).toEqual(colours);
  });

  test("an image whose last piece of data is empty", () => {
    expect(decodePng(join(signature, header, data, chunk("IDAT"), end)).toArray()).toEqual(colours);
  });
});

describe("decodePng refuses", () => {
  test("a palette in a grey image", () => {
    const [header, data, end] = chunksOf(
      pngOf({ width: 1, height: 1 }, deflateSync(Uint8Array.of(0, 7))),
    ) as [Uint8Array, Uint8Array, Uint8Array];
    const palette = chunk("PLTE", Uint8Array.of(1, 2, 3));
    expect(refusal(join(signature, header, palette, data, end))).toContain("a grey image has no palette");
  });

  test.each(fixtures)("%s cut short anywhere", (_, __, bytes) => {
    for (let length = 0; length < bytes.length; length++) refusal(bytes.slice(0, length));
  });

  test.each(fixtures)("%s with any one byte changed", (_, __, bytes) => {
    for (let i = 0; i < bytes.length; i++) {
      const damaged = bytes.slice();
      damaged[i] = damaged[i]! ^ 0x10;
      refusal(damaged);
    }
  });

  test("a wrong checksum, naming the chunk and the byte", () => {
    const bytes = fixtures[0]![2].slice();
    bytes[29] = bytes[29]! ^ 1;
    expect(refusal(bytes)).toMatch(
      /at byte 29: chunk IHDR has the checksum [0-9a-f]{8}, the file says [0-9a-f]{8}/,
    );
  });

  test("bytes after the end", () => {
    expect(refusal(join(fixtures[0]![2], new Uint8Array(3)))).toContain("3 bytes follow the end");
  });

  test("another kind of file, saying what it starts with", () => {
    expect(refusal(new TextEncoder().encode("GIF89a..."))).toContain("this starts with 71 73 70 56 57 97");
    expect(refusal(new Uint8Array(0))).toContain("starts with nothing");
  });

  test("what is no Uint8Array", () => {
    expect(() => decodePng("picture.png" as unknown as Uint8Array)).toThrow(
      /expected its bytes as a Uint8Array, got string/,
    );
    expect(() => decodePng(null as unknown as Uint8Array)).toThrow(FormatError);
  });

  test.each([
    [0, 4],
    [4, 0],
    [16_385, 1],
    [0xffffffff, 0xffffffff],
    [16_384, 16_384],
  ])("the size %i x %i before anything is inflated", (width, height) => {
    expect(refusal(pngOf({ width, height }, new Uint8Array(0)))).toContain(`${width} x ${height}`);
  });

  test("a header that announces more than its data could hold", () => {
    expect(refusal(pngOf({ width: 4000, height: 4000 }, deflateSync(new Uint8Array(10))))).toContain(
      "compressed bytes cannot hold",
    );
  });

  test("a bomb: data that inflates beyond what the header announces", () => {
    const bomb = deflateSync(new Uint8Array(64 * 1024 * 1024));
    const bytes = pngOf({ width: 4, height: 4 }, bomb);
    const before = process.memoryUsage().arrayBuffers;
    expect(refusal(bytes)).toContain("more than the 20 bytes that the header announces");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
  });

  test("data that inflates to less than the header announces", () => {
    expect(refusal(pngOf({ width: 4, height: 4 }, deflateSync(new Uint8Array(19))))).toContain(
      "inflates to 19 bytes, the header announces 20",
    );
  });

  test("a profile that would inflate without bound is not read at all", () => {
    const [header, ...rest] = chunksOf(fixtures[0]![2]);
    const profile = chunk(
      "iCCP",
      join(new Uint8Array([65, 0, 0]), deflateSync(new Uint8Array(32 * 1024 * 1024))),
    );
    const before = process.memoryUsage().arrayBuffers;
    expect(decodePng(join(signature, header!, profile, ...rest)).shape).toEqual([1, 3, 5]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
  });

  test.each([
    ["no data", (c: Uint8Array[]) => [c[0]!, c.at(-1)!], "no data"],
    ["two headers", (c: Uint8Array[]) => [c[0]!, ...c], "IHDR comes twice"],
    ["no header", (c: Uint8Array[]) => c.slice(1), "expected the header IHDR"],
    ["no end", (c: Uint8Array[]) => c.slice(0, -1), "cut short"],
    [
      "data in two places",
      (c: Uint8Array[]) => [c[0]!, c[1]!, chunk("tEXt", new Uint8Array(3)), ...c.slice(1)],
      "does not follow",
    ],
    [
      "an unknown chunk that must be understood",
      (c: Uint8Array[]) => [c[0]!, chunk("ABCD"), ...c.slice(1)],
      "chunk ABCD",
    ],
    [
      "an end that is not empty",
      (c: Uint8Array[]) => [...c.slice(0, -1), chunk("IEND", new Uint8Array(2))],
      "IEND must be empty",
    ],
    [
      "a chunk's name that is none",
      (c: Uint8Array[]) => [c[0]!, chunk("A1 ?"), ...c.slice(1)],
      "name of four letters",
    ],
  ])("%s", (_, change, message) => {
    expect(refusal(join(signature, ...change(chunksOf(fixtures[0]![2]))))).toContain(message);
  });

  test("a palette image without a palette", () => {
    expect(refusal(pngOf({ width: 1, height: 1, colorType: 3 }, deflateSync(new Uint8Array(2))))).toContain(
      "PLTE",
    );
  });

  test.each([
    [{ depth: 3 }, "colour type 0 with 3 bits"],
    [{ depth: 16, colorType: 3 }, "colour type 3 with 16 bits"],
    [{ colorType: 5 }, "colour type 5"],
    [{ compression: 1 }, "compression 1"],
    [{ interlace: 2 }, "interlace 2"],
  ])("a header with %o", (header, message) => {
    expect(refusal(pngOf({ width: 1, height: 1, ...header }, deflateSync(new Uint8Array(2))))).toContain(
      message,
    );
  });

  test("a filter that does not exist", () => {
    expect(refusal(pngOf({ width: 1, height: 1 }, deflateSync(new Uint8Array([9, 0]))))).toContain("filter");
  });
});

describe("encodePng", () => {
  test.each([1, 2, 3, 4])("decodePng gives back an image of %i channels to half a step", (channels) => {
    const image = rand([channels, 6, 7]);
    const back = decodePng(encodePng(image));
    expect(back.shape).toEqual(image.shape);
    const difference = back.sub(image).abs().max().item();
    expect(difference).toBeGreaterThan(0);
    expect(difference).toBeLessThanOrEqual(0.5 / 255 + 1e-7);
  });

  test("refuses other shapes, and says how to turn channels-last", () => {
    expect(() => encodePng(rand([6, 7]))).toThrow(ShapeError);
    expect(() => encodePng(rand([5, 6, 7]))).toThrow(
      /Cannot write \[5, 6, 7\] as PNG: expected \[channels, height, width\]/,
    );
    expect(() => encodePng(rand([6, 7, 3]))).toThrow(/channels-last: permute\(\[2, 0, 1\]\)/);
  });

  test("refuses values outside 0..1, and NaN", () => {
    expect(() => encodePng(tensor([[[0, 255]]]))).toThrow(/Cannot write value 255 as PNG: expected 0\.\.1/);
    expect(() => encodePng(tensor([[[0, Number.NaN]]]))).toThrow(FormatError);
    expect(decodePng(encodePng(tensor([[[0, 1.0001]]]))).at(0, 0, 1)).toBe(1);
  });
});

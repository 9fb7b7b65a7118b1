import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { FormatError } from "../../../packages/layers/src/errors.ts";
import { inflate } from "../../../packages/layers/src/files/inflate.ts";

const refusal = (offset: number, reason: string) => new FormatError(`at byte ${offset}: ${reason}`);
const inflated = (bytes: Uint8Array, size: number, most?: number) =>
  inflate(bytes, { start: 0, end: bytes.length, size }, refusal, most);
const message = (bytes: ArrayLike<number>, size: number) => {
  try {
    inflated(Uint8Array.from(bytes), size);
  } catch (error) {
    expect((error as Error).name).toBe("FormatError");
    return (error as Error).message;
  }
  throw new Error("the data were inflated");
};

/** Bytes with runs, repeats and noise, as compressors like them. */
const content = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.tuple(fc.nat(255), fc.nat(2000)).map(([byte, length]) => new Uint8Array(length).fill(byte)),
      fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(60)).map(([piece, times]) =>
        Uint8Array.from(
          Array(times)
            .fill([...piece])
            .flat(),
        ),
      ),
    ),
    { maxLength: 8 },
  )
  .map((parts) => new Uint8Array(Buffer.concat(parts)));
const options = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  memLevel: fc.integer({ min: 1, max: 9 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FIXED,
  ),
});

describe("inflate", () => {
  it("gives what zlib compressed, at any level, by any strategy", () => {
    fc.assert(
      fc.property(content, options, (bytes, how) => {
        const read = inflated(deflateRawSync(bytes, how), bytes.length);
        expect(Buffer.compare(read, bytes)).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it("gives the first bytes alone if no more are asked for", () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) % 251);
    const start = inflated(deflateRawSync(bytes), bytes.length, 5000);
    expect(start.length).toBeLessThan(40_000);
    expect(Buffer.compare(start, bytes.subarray(0, start.length))).toBe(0);
    expect(start.length).toBeGreaterThanOrEqual(5000);
  });

  it("agrees with zlib on which damaged data are data", () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 });
    const readBy = (read: () => Uint8Array) => {
      try {
        return Buffer.from(read()).toString("base64");
      } catch {
        return "refused";
      }
    };
    fc.assert(
      fc.property(content, options, edits, (bytes, how, list) => {
        const packed = new Uint8Array(deflateRawSync(bytes, how));
        for (const [at, byte] of list) packed[at % packed.length] = byte;
        const theirs = readBy(() => inflateRawSync(packed, { maxOutputLength: 2 ** 24 }));
        // zlib says nothing of bytes behind the end, or of another size: these are ours to refuse.
        const size = theirs === "refused" ? bytes.length : Buffer.from(theirs, "base64").length;
        const ours = readBy(() => inflated(packed, size));
        if (ours !== theirs) expect(message(packed, size)).toMatch(/bytes follow the end/);
      }),
      { numRuns: 1000 },
    );
  });

  it("refuses random bytes and data cut short, and never throws anything else", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(1000), (bytes, size) => {
        try {
          inflated(bytes, size);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
      { numRuns: 2000 },
    );
    const packed = deflateRawSync(Uint8Array.from({ length: 300 }, (_, i) => i % 7));
    for (let length = 0; length < packed.length; length++) {
      expect(message(packed.subarray(0, length), 300)).toMatch(
        /^at byte \d+: the compressed data end early$/,
      );
    }
  });

  // Blocks written bit by bit from RFC 1951; the first bit of a byte is its lowest.
  test.each([
    [
      "a block of type 3",
      [0b111],
      1,
      "at byte 1: the compressed data are damaged: a block is of type 3, expected 0, 1 or 2",
    ],
    [
      "a stored block of a wrong length",
      [1, 2, 0, 0xfe, 0xff, 9, 9],
      2,
      "at byte 5: the compressed data are damaged: a stored block has a wrong length",
    ],
    [
      "a stored block beyond the data",
      [1, 2, 0, 0xfd, 0xff, 9],
      2,
      "at byte 6: the compressed data end early",
    ],
    [
      "more than announced, stored",
      [1, 2, 0, 0xfd, 0xff, 9, 9],
      1,
      "at byte 5: the data inflate to more than the 1 bytes that the file announces",
    ],
    [
      "less than announced",
      [1, 2, 0, 0xfd, 0xff, 9, 9],
      3,
      "at byte 7: the data inflate to 2 bytes, the file announces 3",
    ],
    [
      "bytes after the end",
      [1, 1, 0, 0xfe, 0xff, 9, 0, 0],
      1,
      "at byte 6: 2 bytes follow the end of the compressed data",
    ],
    // Fixed codes: length 3 (257, 0000001), distance 1 (00000), with nothing before.
    [
      "a repeat of nothing",
      [0b00000011, 0b00000010, 0],
      9,
      "at byte 2: the compressed data are damaged: a repeat reaches 1 bytes back, of 0",
    ],
    [
      "30 symbols of distances too many",
      [0b101, 0b00011111, 0, 0],
      9,
      "at byte 3: the compressed data are damaged: a block has too many symbols",
    ],
    [
      "no codes at all",
      [0b101, 0, 0, 0, 0, 0, 0, 0],
      9,
      "at byte 4: the compressed data are damaged: a code has no symbol",
    ],
  ])("%s is refused", (_, bytes, size, expected) => {
    expect(message(bytes, size)).toBe(expected);
  });
});

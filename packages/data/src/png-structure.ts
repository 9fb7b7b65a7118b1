import { FormatError } from "@layerbook/layers";
import { crc32 } from "./crc.ts";

/** What a PNG's header says, and the chunks that its pixels need. */
export interface PngStructure {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colorType: number;
  readonly interlaced: boolean;
  /** Bytes of the image once inflated, filter bytes included. */
  readonly inflatedSize: number;
  /** IHDR, PLTE, tRNS, IDAT and IEND, in the file's order; what else a file carries is not read. */
  readonly chunks: readonly Chunk[];
}
export interface Chunk {
  readonly type: string;
  /** Where the chunk starts, at its length field, and ends, after its CRC. */
  readonly start: number;
  readonly end: number;
}

const signature = [137, 80, 78, 71, 13, 10, 26, 10];
export const largestSide = 16_384;
export const mostValues: number = 2 ** 26;
/** Deflate cannot do better than 1032 to 1. */
const bestRatio = 1032;
const needed = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]);

/** Samples of a pixel and the depths allowed, by colour type (PNG specification, table 11.1). */
const colorTypes: Readonly<Record<number, { readonly samples: number; readonly depths: readonly number[] }>> =
  {
    0: { samples: 1, depths: [1, 2, 4, 8, 16] },
    2: { samples: 3, depths: [8, 16] },
    3: { samples: 1, depths: [1, 2, 4, 8] },
    4: { samples: 2, depths: [8, 16] },
    6: { samples: 4, depths: [8, 16] },
  };

export function pngError(offset: number, message: string): FormatError {
  return new FormatError(`Cannot read PNG at byte ${offset}: ${message}`);
}

/**
 * Reads a PNG's chunks and checks all that can be checked before anything is inflated: signature, header, sizes, order,
 * checksums, nothing missing and nothing after the end. Throws FormatError with the offset.
 */
export function readPngStructure(bytes: Uint8Array): PngStructure {
  if (!(bytes instanceof Uint8Array)) {
    throw new FormatError(`Cannot read PNG: expected its bytes as a Uint8Array, got ${typeName(bytes)}`);
  }
  signature.forEach((expected, i) => {
    if (bytes[i] !== expected) {
      throw pngError(
        Math.min(i, bytes.length),
        `a PNG starts with the bytes ${signature.join(" ")}, this starts with ${[...bytes.subarray(0, 8)].join(" ") || "nothing"}. Convert the file to PNG, or check that it was downloaded whole`,
      );
    }
  });
  const chunks = readChunks(bytes);
  const header = readHeader(bytes, chunks[0]);
  checkOrder(chunks, header.colorType);
  const compressed = chunks
    .filter(({ type }) => type === "IDAT")
    .reduce((sum, { start, end }) => sum + end - start - 12, 0);
  if (header.inflatedSize > compressed * bestRatio) {
    throw pngError(
      16,
      `${header.width} x ${header.height} pixels take ${header.inflatedSize} bytes, which ${compressed} compressed bytes cannot hold. The header or the data is damaged`,
    );
  }
  // To an image that holds its colours, a palette is advice for screens of few colours.
  const used = (type: string): boolean => needed.has(type) && (type !== "PLTE" || header.colorType === 3);
  return { ...header, chunks: chunks.filter(({ type }) => used(type)) };
}

function readChunks(bytes: Uint8Array): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  let start = signature.length;
  while (chunks.at(-1)?.type !== "IEND") {
    const left = bytes.length - start;
    if (left < 12) {
      throw pngError(
        start,
        `expected a chunk, found ${left} bytes. The file is cut short: save or download it again`,
      );
    }
    const length = view.getUint32(start);
    const type = String.fromCharCode(...bytes.subarray(start + 4, start + 8));
    if (!/^[A-Za-z]{4}$/.test(type)) {
      throw pngError(
        start + 4,
        "expected a chunk's name of four letters. The file is damaged: save or download it again",
      );
    }
    if (length > left - 12) {
      throw pngError(
        start,
        `chunk ${type} has ${length} bytes, the file has ${left - 12} left for it. The file is cut short: save or download it again`,
      );
    }
    const end = start + 12 + length;
    const found = crc32(bytes, start + 4, end - 4);
    const written = view.getUint32(end - 4);
    if (found !== written) {
      throw pngError(
        end - 4,
        `chunk ${type} has the checksum ${hexadecimal(found)}, the file says ${hexadecimal(written)}. The file is damaged: save or download it again`,
      );
    }
    // A capital first letter marks a chunk that a reader must understand.
    if (/^[A-Z]/.test(type) && !needed.has(type)) {
      throw pngError(
        start + 4,
        `chunk ${type} is not part of the PNG standard. Save the image as a plain PNG`,
      );
    }
    chunks.push({ type, start, end });
    start = end;
  }
  if (start !== bytes.length) {
    throw pngError(
      start,
      `${bytes.length - start} bytes follow the end of the image. Cut them off, or save the image again`,
    );
  }
  return chunks;
}

function readHeader(bytes: Uint8Array, first: Chunk | undefined): Omit<PngStructure, "chunks"> {
  if (first?.type !== "IHDR" || first.end - first.start !== 25) {
    throw pngError(
      signature.length,
      `expected the header IHDR of 13 bytes first, found ${first?.type}. The file is damaged`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (width < 1 || height < 1 || width > largestSide || height > largestSide) {
    throw pngError(
      16,
      `the size is ${width} x ${height}, expected sides of 1 to ${largestSide} pixels. Scale the image down`,
    );
  }
  const [depth, colorType, compression, filter, interlace] = bytes.subarray(24, 29) as unknown as number[];
  const form = colorTypes[colorType!];
  if (!form?.depths.includes(depth!)) {
    throw pngError(24, `colour type ${colorType} with ${depth} bits is not allowed. The header is damaged`);
  }
  if (compression !== 0 || filter !== 0 || interlace! > 1) {
    throw pngError(
      26,
      `compression ${compression}, filter ${filter}, interlace ${interlace}: expected 0, 0 and 0 or 1. The header is damaged`,
    );
  }
  // A palette's colour has up to four values, and so may be a key colour's pixel with its alpha.
  if (width * height * 4 > mostValues) {
    throw pngError(16, `${width} x ${height} pixels are more than ${mostValues / 4}. Scale the image down`);
  }
  const pixelBits = form.samples * depth!;
  const inflatedSize = passes(width, height, interlace === 1)
    .map(([columns, rows]) => rows * (1 + Math.ceil((columns * pixelBits) / 8)))
    .reduce((sum, size) => sum + size, 0);
  return { width, height, depth: depth!, colorType: colorType!, interlaced: interlace === 1, inflatedSize };
}

/** Sizes of the images that are stored one after another: one, or the seven of Adam7 that are not empty. */
function passes(width: number, height: number, interlaced: boolean): readonly (readonly [number, number])[] {
  if (!interlaced) return [[width, height]];
  const starts = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ] as const;
  return starts
    .map(([x, y, dx, dy]) => [Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)] as const)
    .filter(([columns, rows]) => columns > 0 && rows > 0);
}

function checkOrder(chunks: readonly Chunk[], colorType: number): void {
  const types = chunks.map(({ type }) => type);
  const once = (type: string): void => {
    const again = chunks[types.indexOf(type, types.indexOf(type) + 1)];
    if (types.indexOf(type) !== types.lastIndexOf(type)) {
      throw pngError(again!.start, `chunk ${type} comes twice. The file is damaged`);
    }
  };
  for (const type of ["IHDR", "PLTE", "tRNS"]) once(type);
  const firstData = types.indexOf("IDAT");
  if (firstData < 0) {
    throw pngError(chunks.at(-1)!.start, "the image has no data (no chunk IDAT). Save or download it again");
  }
  const stray = types.findIndex((type, i) => type === "IDAT" && i > firstData && types[i - 1] !== "IDAT");
  if (stray >= 0)
    throw pngError(chunks[stray]!.start, "chunk IDAT does not follow the one before it. The file is damaged");
  const palette = types.indexOf("PLTE");
  const paletteSize = palette < 0 ? 0 : chunks[palette]!.end - chunks[palette]!.start - 12;
  if (colorType === 3 && (palette < 0 || palette > firstData)) {
    throw pngError(
      chunks[firstData]!.start,
      "an image with a palette needs the chunk PLTE before its data. The file is damaged",
    );
  }
  if (palette >= 0 && (colorType === 0 || colorType === 4)) {
    throw pngError(chunks[palette]!.start, "a grey image has no palette. The file is damaged");
  }
  if (palette >= 0 && (paletteSize % 3 !== 0 || paletteSize < 3 || paletteSize > 768)) {
    throw pngError(
      chunks[palette]!.start,
      `a palette has 1 to 256 colours of 3 bytes, this has ${paletteSize} bytes`,
    );
  }
  const end = chunks.at(-1)!;
  if (end.end - end.start !== 12) throw pngError(end.start, "chunk IEND must be empty. The file is damaged");
}

function hexadecimal(value: number): string {
  return value.toString(16).padStart(8, "0");
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  const name = typeof value === "object" ? (value as object).constructor?.name : undefined;
  return name ?? typeof value;
}

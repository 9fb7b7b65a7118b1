import { crc32 } from "node:zlib";

export const signature: Uint8Array = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** A chunk with its length and a right checksum. */
export function chunk(type: string, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const bytes = Buffer.alloc(body.length + 8);
  bytes.writeUInt32BE(data.length, 0);
  body.copy(bytes, 4);
  bytes.writeUInt32BE(crc32(body), body.length + 4);
  return new Uint8Array(bytes);
}

/** The chunks of a sound PNG, each whole. */
export function chunksOf(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Uint8Array[] = [];
  for (let start = 8; start < bytes.length; start += chunks.at(-1)!.length) {
    chunks.push(bytes.slice(start, start + 12 + view.getUint32(start)));
  }
  return chunks;
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth?: number;
  readonly colorType?: number;
  readonly compression?: number;
  readonly interlace?: number;
}

/** A PNG of this header with this compressed data, whether they fit together or not; 8-bit grey by default. */
export function pngOf(header: Header, data: Uint8Array): Uint8Array {
  const { width, height, depth = 8, colorType = 0, compression = 0, interlace = 0 } = header;
  const fields = Buffer.alloc(13);
  fields.writeUInt32BE(width, 0);
  fields.writeUInt32BE(height, 4);
  fields.set([depth, colorType, compression, 0, interlace], 8);
  return join(signature, chunk("IHDR", fields), chunk("IDAT", data), chunk("IEND"));
}

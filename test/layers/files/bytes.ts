import { crc32, deflateRawSync } from "node:zlib";

/** Bytes from numbers and from text, one after the other. */
export function join(...parts: readonly (string | ArrayLike<number>)[]): Uint8Array {
  return new Uint8Array(
    Buffer.concat(
      parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Uint8Array.from(part))),
    ),
  );
}

/** A safetensors file of this header and these data, whether they fit together or not. */
export function safetensors(header: string | Uint8Array, data: ArrayLike<number> = []): Uint8Array {
  const text = join(header);
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
  return join(length, text, data);
}

/** A header's entry for one tensor. */
export function entry(dtype: string, shape: readonly number[], start: number, end: number): string {
  return `{"dtype":"${dtype}","shape":[${shape.join(",")}],"data_offsets":[${start},${end}]}`;
}

/** An npy file of this header and these data, whether they fit together or not; version 1.0 by default. */
export function npy(
  header: string | Uint8Array,
  data: ArrayLike<number> = [],
  version: readonly number[] = [1, 0],
): Uint8Array {
  const text = join(header);
  const length = new Uint8Array(version[0] === 1 ? 2 : 4);
  for (let i = 0; i < length.length; i++) length[i] = text.length >> (8 * i);
  return join([0x93], "NUMPY", version, length, text, data);
}

/** The header of an array in C order. */
export function dictionary(descr: string, shape: string, fortranOrder = "False"): string {
  return `{'descr': '${descr}', 'fortran_order': ${fortranOrder}, 'shape': ${shape}, }\n`;
}

export interface ZipPart {
  readonly name: string;
  readonly content: Uint8Array;
  /** What stands in the file; deflated content if `method` is 8, the content itself if it is 0. */
  readonly stored?: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly size?: number;
  /** Written in the entry's own header in place of both sizes, with a field of zip64 behind the name. */
  readonly zip64?: boolean;
  /** Where the directory says that the entry starts. */
  readonly offset?: number;
}

/** A zip file as its parts say, be they true or not. */
export function zip(
  parts: readonly ZipPart[],
  end: { count?: number; size?: number; comment?: string } = {},
): Uint8Array {
  let body = Buffer.alloc(0);
  let directory = Buffer.alloc(0);
  for (const part of parts) {
    const { content, method = 0, flags = 0 } = part;
    const stored = part.stored ?? (method === 8 ? deflateRawSync(content) : content);
    const name = Buffer.from(part.name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(part.crc ?? crc32(content), 10);
    fields.writeUInt32LE(stored.length, 14);
    fields.writeUInt32LE(part.size ?? content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.from(fields);
    const extra = Buffer.alloc(part.zip64 ? 20 : 0);
    if (part.zip64) {
      local.writeUInt32LE(0xffffffff, 14);
      local.writeUInt32LE(0xffffffff, 18);
      local.writeUInt16LE(extra.length, 24);
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(16, 2);
      extra.writeUInt32LE(content.length, 4);
      extra.writeUInt32LE(stored.length, 12);
    }
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(part.offset ?? body.length, 10);
    directory = Buffer.concat([directory, Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), fields, rest, name]);
    body = Buffer.concat([body, Buffer.from([0x50, 0x4b, 3, 4]), local, name, extra, stored]);
  }
  const last = Buffer.alloc(22);
  last.writeUInt32LE(0x06054b50, 0);
  last.writeUInt16LE(end.count ?? parts.length, 8);
  last.writeUInt16LE(end.count ?? parts.length, 10);
  last.writeUInt32LE(end.size ?? directory.length, 12);
  last.writeUInt32LE(body.length, 16);
  last.writeUInt16LE(end.comment?.length ?? 0, 20);
  return join(body, directory, last, end.comment ?? "");
}

import { FormatError } from "../errors.ts";
import { crc32 } from "./crc32.ts";
import { reserve } from "./elements.ts";
import { quoted } from "./refusal.ts";
import { encodeUtf8 } from "./utf8.ts";
import {
  centralSignature,
  centralSize,
  elsewhere16,
  elsewhere32,
  endSignature,
  endSize,
  localSignature,
  localSize,
  nameIsUtf8,
  stored,
} from "./zip.ts";

export interface ZipFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** 2.0, the version of the format that has all that is used here. */
const version = 20;
/** 1 January 1980, the first day that zip files know: a date of its own would make equal files differ. */
const date = (1 << 5) | 1;

/**
 * A zip file of files that are stored as they are, in order.
 * Throws FormatError for more than one holds without zip64: 4 GB, 65,534 files, names of 65,535 bytes.
 */
export function writeZip(action: string, files: readonly ZipFile[]): Uint8Array {
  const entries = files.map(({ name, content }) => ({
    name: encodeUtf8(name),
    content,
    crc: crc32(content),
  }));
  const directoryStart = sum(entries.map(({ name, content }) => localSize + name.length + content.length));
  const directorySize = sum(entries.map(({ name }) => centralSize + name.length));
  const long = entries.findIndex(({ name }) => name.length > 0xffff);
  if (long >= 0) {
    throw new FormatError(
      `Cannot ${action}: the name ${quoted(files[long]!.name)} takes more than 65535 bytes`,
    );
  }
  if (entries.length >= elsewhere16 || directoryStart + directorySize >= elsewhere32) {
    throw new FormatError(
      `Cannot ${action}: ${entries.length} tensors in ${directoryStart + directorySize} bytes, expected at most 65534 in 4294967294; write safetensors, or several files`,
    );
  }
  const bytes = reserve(action, directoryStart + directorySize + endSize);
  const view = new DataView(bytes.buffer);
  let local = 0;
  let central = directoryStart;
  for (const { name, content, crc } of entries) {
    view.setUint32(central, centralSignature, true);
    view.setUint16(central + 4, version, true);
    view.setUint32(central + 42, local, true);
    view.setUint32(local, localSignature, true);
    // What both headers say, the local one two bytes earlier.
    for (const at of [local + 4, central + 6]) {
      view.setUint16(at, version, true);
      view.setUint16(at + 2, nameIsUtf8, true);
      view.setUint16(at + 4, stored, true);
      view.setUint16(at + 8, date, true);
      view.setUint32(at + 10, crc, true);
      view.setUint32(at + 14, content.length, true);
      view.setUint32(at + 18, content.length, true);
      view.setUint16(at + 22, name.length, true);
    }
    bytes.set(name, local + localSize);
    bytes.set(content, local + localSize + name.length);
    bytes.set(name, central + centralSize);
    local += localSize + name.length + content.length;
    central += centralSize + name.length;
  }
  view.setUint32(central, endSignature, true);
  view.setUint16(central + 8, entries.length, true);
  view.setUint16(central + 10, entries.length, true);
  view.setUint32(central + 12, directorySize, true);
  view.setUint32(central + 16, directoryStart, true);
  return bytes;
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}

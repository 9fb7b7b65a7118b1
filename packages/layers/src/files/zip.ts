import type { Refusal } from "./refusal.ts";
import { quoted } from "./refusal.ts";
import { decodeUtf8 } from "./utf8.ts";

/** A file inside a zip file. */
export interface ZipEntry {
  readonly name: string;
  /** Where the directory names it. */
  readonly offset: number;
  readonly deflated: boolean;
  readonly crc: number;
  /** Where its bytes lie as they are stored, `end` excluded, and how many they are once inflated. */
  readonly start: number;
  readonly end: number;
  readonly size: number;
}

export const localSignature = 0x04034b50;
export const centralSignature = 0x02014b50;
export const endSignature = 0x06054b50;
/** Bytes of the three kinds of records, without names, extra fields and comments. */
export const localSize = 30;
export const centralSize = 46;
export const endSize = 22;
/** Methods of compression. */
export const stored = 0;
const deflate = 8;
/** A size or count that stands elsewhere, in a record of zip64. */
export const elsewhere32 = 0xffffffff;
export const elsewhere16 = 0xffff;
/** Bits of an entry's flags. */
export const nameIsUtf8 = 0x800;
const sizesFollow = 8;
const encrypted = 1;
/** Deflate cannot do better than 1032 to 1. */
const bestRatio = 1032;

/**
 * The files inside a zip file, checked as far as can be without inflating: the directory fills the end of the file, each
 * entry is where it says, none overlaps another, no size is more than its bytes could hold, and no name stands twice.
 * Throws the refusal for anything else, and for what NumPy does not write: encryption, other compressions, several
 * disks, and files over 4 GB or with more than 65,534 entries (zip64).
 *
 * Source: APPNOTE.TXT of PKWARE, sections 4.3 and 4.4.
 */
export function readZip(bytes: Uint8Array, refusal: Refusal): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = findDirectory(view, refusal);
  const entries: Located[] = [];
  const names = new Set<string>();
  let at = directory.start;
  for (let i = 0; i < directory.count; i++) {
    const left = directory.end - at;
    if (left < centralSize || view.getUint32(at, true) !== centralSignature) {
      throw refusal(
        at,
        `the directory announces ${directory.count} entries, and number ${i + 1} is not here`,
      );
    }
    const size = centralSize + [28, 30, 32].reduce((sum, field) => sum + view.getUint16(at + field, true), 0);
    if (size > left) throw refusal(at, "an entry of the directory is longer than the directory");
    const entry = readEntry(bytes, view, at, directory.start, refusal);
    if (names.has(entry.name)) throw refusal(at, `the name ${quoted(entry.name)} stands twice`);
    names.add(entry.name);
    entries.push(entry);
    at += size;
  }
  if (at !== directory.end) {
    throw refusal(at, `the directory ends here, and ${directory.end - at} bytes follow that belong to none`);
  }
  checkOverlaps(entries, refusal);
  return entries;
}

interface Located extends ZipEntry {
  /** Where its own header starts. */
  readonly localStart: number;
}

/** The directory stands before the record at the very end, which a comment of up to 65,535 bytes may follow. */
function findDirectory(view: DataView, refusal: Refusal): { start: number; end: number; count: number } {
  const size = view.byteLength;
  for (let at = size - endSize; at >= Math.max(0, size - endSize - 0xffff); at--) {
    if (view.getUint32(at, true) !== endSignature || view.getUint16(at + 20, true) !== size - endSize - at)
      continue;
    const [disk, startDisk, countHere, count] = [4, 6, 8, 10].map((field) =>
      view.getUint16(at + field, true),
    ) as [number, number, number, number];
    const [length, start] = [view.getUint32(at + 12, true), view.getUint32(at + 16, true)];
    if (count === elsewhere16 || length === elsewhere32 || start === elsewhere32) {
      throw refusal(
        at,
        "the file is over 4 GB or has over 65,534 entries (zip64). Save it in parts, or as safetensors",
      );
    }
    if (disk !== 0 || startDisk !== 0 || countHere !== count)
      throw refusal(at, "the file is one of several disks");
    if (start + length !== at) {
      throw refusal(
        at,
        `the directory is said to lie from ${start} to ${start + length}, expected up to here. The file is damaged, or bytes were put before it`,
      );
    }
    return { start, end: at, count };
  }
  throw refusal(
    size,
    "no directory of a zip file at the end. It is no zip file, or cut short: save or download it again",
  );
}

function readEntry(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  dataEnd: number,
  refusal: Refusal,
): Located {
  const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
  const [crc, compressed, size] = [16, 20, 24].map((field) => view.getUint32(at + field, true)) as [
    number,
    number,
    number,
  ];
  const nameLength = view.getUint16(at + 28, true);
  const localStart = view.getUint32(at + 42, true);
  const nameBytes = bytes.slice(at + centralSize, at + centralSize + nameLength);
  const name = decodeUtf8(nameBytes);
  if (name === undefined || ((flags & nameIsUtf8) === 0 && nameBytes.some((byte) => byte > 0x7f))) {
    throw refusal(at + centralSize, "a name is not marked as UTF-8, or not UTF-8. Name arrays in ASCII");
  }
  if ((flags & encrypted) !== 0)
    throw refusal(at + 8, `${quoted(name)} is encrypted. Save it without a password`);
  if (method !== stored && method !== deflate) {
    throw refusal(
      at + 10,
      `${quoted(name)} is compressed by method ${method}, expected 0 (stored) or 8 (deflate)`,
    );
  }
  if ([compressed, size, localStart].includes(elsewhere32)) {
    throw refusal(at, `${quoted(name)} is over 4 GB (zip64). Save it as safetensors`);
  }
  if (method === stored ? compressed !== size : size > compressed * bestRatio) {
    throw refusal(at + 20, `${quoted(name)} cannot have ${size} bytes in ${compressed}. The file is damaged`);
  }
  const start = dataStartOf(view, at, localStart, dataEnd, name, refusal);
  const end = start + compressed;
  if (end > dataEnd) {
    throw refusal(
      at + 20,
      `${quoted(name)} ends at byte ${end}, where the directory is already. The file is damaged`,
    );
  }
  return { name, offset: at, deflated: method === deflate, crc, start, end, size, localStart };
}

/** Where an entry's bytes start, behind a header of their own, which must agree with the directory's entry at `at`. */
function dataStartOf(
  view: DataView,
  at: number,
  localStart: number,
  dataEnd: number,
  name: string,
  refusal: Refusal,
): number {
  const nameLength = view.getUint16(at + 28, true);
  if (localStart + localSize + nameLength > dataEnd || view.getUint32(localStart, true) !== localSignature) {
    throw refusal(at + 42, `${quoted(name)} is said to start at byte ${localStart}, where no entry starts`);
  }
  const local = (field: number): number => view.getUint32(localStart + field, true);
  const localFlags = view.getUint16(localStart + 6, true);
  const unknown = (field: number): boolean =>
    // NumPy writes sizes into a field of zip64 here, however small they are.
    (field !== 14 && local(field) === elsewhere32) ||
    ((localFlags & sizesFollow) !== 0 && local(field) === 0);
  const differs =
    localFlags !== view.getUint16(at + 8, true) ||
    [8, 26].some(
      (field) => view.getUint16(localStart + field, true) !== view.getUint16(at + field + 2, true),
    ) ||
    // Checksum and sizes.
    [14, 18, 22].some((field) => !unknown(field) && local(field) !== view.getUint32(at + field + 2, true)) ||
    Array.from({ length: nameLength }).some(
      (_, i) => view.getUint8(localStart + localSize + i) !== view.getUint8(at + centralSize + i),
    );
  if (differs) throw refusal(localStart, `${quoted(name)} is described otherwise here than in the directory`);
  return localStart + localSize + nameLength + view.getUint16(localStart + 28, true);
}

function checkOverlaps(entries: readonly Located[], refusal: Refusal): void {
  const inPlace = [...entries].sort((a, b) => a.localStart - b.localStart);
  for (const [i, { name, localStart }] of inPlace.entries()) {
    const before = inPlace[i - 1];
    if (before === undefined || before.end <= localStart) continue;
    throw refusal(localStart, `${quoted(name)} starts inside ${quoted(before.name)}. The file is damaged`);
  }
}

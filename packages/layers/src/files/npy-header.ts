import type { Shape } from "../shape.ts";
import { countOf, mostAxes } from "./array-shape.ts";
import type { ElementType } from "./elements.ts";
import { elementTypes } from "./elements.ts";
import { PythonReader } from "./python.ts";
import type { Refusal } from "./refusal.ts";
import { quoted } from "./refusal.ts";

/** What an npy file's header says of its array. */
export interface NpyHeader {
  /** NumPy's name of the type: `<f4`. */
  readonly typeName: string;
  readonly type: ElementType;
  readonly littleEndian: boolean;
  /** Whether neighbours in the file are neighbours along the first axis, not along the last. */
  readonly fortranOrder: boolean;
  readonly shape: Shape;
  readonly count: number;
  /** Where the numbers start. */
  readonly start: number;
}

/** Every npy file starts with it: \x93NUMPY. */
export const magic: readonly number[] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** NumPy itself reads no longer header from a file that it does not trust. */
const longestHeader = 10_000;
/** The header ends at the latest here, behind magic, version and length. */
export const headerEnd: number = magic.length + 2 + 4 + longestHeader;

/** What follows the order of the bytes in NumPy's name of a type. */
const types: ReadonlyMap<string, ElementType> = new Map([
  ["f8", elementTypes.float64],
  ["f4", elementTypes.float32],
  ["f2", elementTypes.float16],
  ["i8", elementTypes.int64],
  ["i4", elementTypes.int32],
  ["i2", elementTypes.int16],
  ["i1", elementTypes.int8],
  ["u8", elementTypes.uint64],
  ["u4", elementTypes.uint32],
  ["u2", elementTypes.uint16],
  ["u1", elementTypes.uint8],
  ["b1", elementTypes.bool],
]);

/** What arrays of other types hold, by the first letter. */
const otherKinds: Readonly<Record<string, string>> = {
  O: "Python objects, which only Python can unpickle",
  c: "complex numbers",
  S: "text",
  U: "text",
  M: "dates",
  m: "spans of time",
  V: "raw bytes",
};

/**
 * The header of an npy file of `fileSize` bytes, checked against that size; `bytes` are the file or its start, up to
 * `headerEnd` at least. Throws the refusal for anything that is no sound header, and for arrays of no plain numbers.
 */
export function readNpyHeader(bytes: Uint8Array, fileSize: number, refusal: Refusal): NpyHeader {
  const { textStart, textEnd } = findText(bytes, refusal);
  const reader = new PythonReader(bytes, textStart, textEnd, refusal);
  let descr: Pick<NpyHeader, "typeName" | "type" | "littleEndian"> | undefined;
  let fortranOrder: boolean | undefined;
  let shape: number[] | undefined;
  reader.dictionary((key, offset) => {
    if (key === "descr") descr = readDescr(reader, refusal);
    else if (key === "fortran_order") fortranOrder = reader.boolean();
    else if (key === "shape") shape = reader.tuple(mostAxes);
    else throw refusal(offset, `the header has ${quoted(key)}, expected descr, fortran_order and shape only`);
  });
  reader.end();
  if (descr === undefined || fortranOrder === undefined || shape === undefined) {
    throw refusal(textStart, "the header lacks its descr, its fortran_order or its shape");
  }
  const count = countOf(shape, "the array", textStart, refusal);
  const end = textEnd + count * descr.type.size;
  if (end > fileSize) {
    throw refusal(
      fileSize,
      `the array ends at byte ${end}, the file at byte ${fileSize}. It is cut short: save or download it again`,
    );
  }
  if (end < fileSize) {
    throw refusal(
      end,
      `the array ends here, and ${fileSize - end} bytes follow that belong to none. Save several arrays with np.savez`,
    );
  }
  return { ...descr, fortranOrder, shape, count, start: textEnd };
}

/** Where the dictionary stands: behind the magic bytes, the version and the length, which has 2 or 4 bytes. */
function findText(bytes: Uint8Array, refusal: Refusal): { textStart: number; textEnd: number } {
  const different = magic.findIndex((byte, i) => bytes[i] !== byte);
  if (different >= 0) {
    throw refusal(
      Math.min(different, bytes.length),
      `an npy file starts with the bytes ${magic.join(" ")}, this starts with ${bytes.slice(0, 6).join(" ") || "nothing"}. Save the array with np.save`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [major, minor] = [bytes[6], bytes[7]];
  if (major !== undefined && (major < 1 || major > 3 || (minor ?? 0) !== 0)) {
    throw refusal(
      6,
      `the version is ${major}.${minor}, expected 1.0, 2.0 or 3.0. Save the array with np.save`,
    );
  }
  const textStart = major === 1 ? 10 : 12;
  if (bytes.length < textStart) {
    throw refusal(
      bytes.length,
      "the file ends before its header. It is cut short: save or download it again",
    );
  }
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > longestHeader) {
    throw refusal(
      8,
      `the header is ${length} bytes long, expected at most ${longestHeader}. The file is damaged`,
    );
  }
  if (textStart + length > bytes.length) {
    throw refusal(
      8,
      `the header is ${length} bytes long, the file has ${bytes.length - textStart} left for it. It is cut short: save or download it again`,
    );
  }
  return { textStart, textEnd: textStart + length };
}

function readDescr(
  reader: PythonReader,
  refusal: Refusal,
): Pick<NpyHeader, "typeName" | "type" | "littleEndian"> {
  const offset = reader.offset;
  if (reader.sees("[")) {
    throw refusal(
      offset,
      "the array has named fields, expected plain numbers. Save one field: array['name']",
    );
  }
  const typeName = reader.string();
  const order = typeName.charAt(0);
  const type = types.get(typeName.slice(1));
  if (type === undefined || !(type.size === 1 ? "|<>" : "<>").includes(order)) {
    const kind = otherKinds[typeName.charAt(1)];
    throw refusal(
      offset,
      `the array has dtype ${quoted(typeName)}${kind === undefined ? "" : ` (${kind})`}, expected < or > with one of ${[...types.keys()].join(", ")}. Save numbers: array.astype(np.float32)`,
    );
  }
  return { typeName, type, littleEndian: order !== ">" };
}

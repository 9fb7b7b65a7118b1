import type { DType, TypedArray } from "../dtype.ts";
import { allocate } from "../dtype.ts";
import { MemoryError } from "../errors.ts";
import type { Refusal } from "./refusal.ts";

/** How one number of an array lies in a file, and what it becomes in a tensor. */
export interface ElementType {
  /** Bytes in the file. */
  readonly size: 1 | 2 | 4 | 8;
  readonly dtype: DType;
  /** The bits of a float32 that has the value of these 16 bits. */
  readonly widen?: (bits: number) => number;
  /** A whole number, which may be too large for an int32. */
  readonly whole?: (view: DataView, at: number, littleEndian: boolean) => number;
  /** The largest value that is allowed. */
  readonly largest?: number;
}

const high = 2 ** 32;

/** A type with neither `widen` nor `whole` has the bits of its dtype. */
export const elementTypes: {
  readonly [name in
    | "float64"
    | "float32"
    | "float16"
    | "bfloat16"
    | `${"int" | "uint"}${8 | 16 | 32 | 64}`
    | "bool"]: ElementType;
} = {
  float64: { size: 8, dtype: "float64" },
  float32: { size: 4, dtype: "float32" },
  float16: { size: 2, dtype: "float32", widen: widenHalf },
  bfloat16: { size: 2, dtype: "float32", widen: (bits) => bits << 16 },
  int64: {
    size: 8,
    dtype: "int32",
    whole: (view, at, little) =>
      view.getInt32(at + (little ? 4 : 0), little) * high + view.getUint32(at + (little ? 0 : 4), little),
  },
  int32: { size: 4, dtype: "int32" },
  int16: { size: 2, dtype: "int32", whole: (view, at, little) => view.getInt16(at, little) },
  int8: { size: 1, dtype: "int32", whole: (view, at) => view.getInt8(at) },
  uint64: {
    size: 8,
    dtype: "int32",
    whole: (view, at, little) =>
      view.getUint32(at + (little ? 4 : 0), little) * high + view.getUint32(at + (little ? 0 : 4), little),
  },
  uint32: { size: 4, dtype: "int32", whole: (view, at, little) => view.getUint32(at, little) },
  uint16: { size: 2, dtype: "int32", whole: (view, at, little) => view.getUint16(at, little) },
  uint8: { size: 1, dtype: "int32", whole: (view, at) => view.getUint8(at) },
  bool: { size: 1, dtype: "int32", whole: (view, at) => view.getUint8(at), largest: 1 },
};

/** binary16 of IEEE 754: 1 bit of sign, 5 of exponent with bias 15, 10 of fraction; float32 has 8 with 127, and 23. */
function widenHalf(bits: number): number {
  const sign = (bits & 0x8000) << 16;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return sign | (255 << 23) | (fraction << 13);
  if (exponent > 0) return sign | ((exponent + 127 - 15) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // Below 2 ** -14 the fraction has no leading 1 of its own; a float32 has.
  const shift = Math.clz32(fraction) - 21;
  return sign | ((127 - 14 - shift) << 23) | (((fraction << shift) & 1023) << 13);
}

/** Where the numbers of an array lie in a file, and how an error about them begins. */
export interface ElementsPlace {
  readonly start: number;
  readonly count: number;
  readonly littleEndian: boolean;
  /** What holds them, as a subject: `"weight"`. */
  readonly holder: string;
  /** What the file calls their type. */
  readonly typeName: string;
  readonly refusal: Refusal;
}

/** The numbers of an array, which must lie within `bytes`. Throws FormatError for one that its dtype cannot hold. */
export function readElements(bytes: Uint8Array, type: ElementType, place: ElementsPlace): TypedArray {
  const { start, count, littleEndian } = place;
  const data = allocate(type.dtype, count);
  if (type.whole !== undefined) {
    readWhole(bytes, type, place, data);
  } else if (type.widen !== undefined) {
    const view = viewOf(bytes);
    // As bits: an engine may change those of a NaN when it is a number for a moment.
    const bits = new Uint32Array(data.buffer);
    for (let i = 0; i < count; i++) bits[i] = type.widen(view.getUint16(start + 2 * i, littleEndian));
  } else {
    const source = bytes.subarray(start, start + count * type.size);
    copyElements(source, new Uint8Array(data.buffer), type.size, littleEndian);
  }
  return data;
}

function readWhole(bytes: Uint8Array, type: ElementType, place: ElementsPlace, data: TypedArray): void {
  const { start, count, littleEndian, holder, typeName, refusal } = place;
  const { whole, size, largest = 2 ** 31 - 1 } = type;
  const view = viewOf(bytes);
  for (let i = 0; i < count; i++) {
    const at = start + i * size;
    const value = whole!(view, at, littleEndian);
    if (value > largest || value < -(2 ** 31)) {
      if (largest === 1)
        throw refusal(at, `${holder} (${typeName}) holds the byte ${value}, expected 0 or 1`);
      const signed = whole === elementTypes.int64.whole;
      const exact =
        size === 8
          ? signed
            ? view.getBigInt64(at, littleEndian)
            : view.getBigUint64(at, littleEndian)
          : value;
      throw refusal(
        at,
        `${holder} (${typeName}) holds ${exact}, expected -2147483648 to 2147483647, which an int32 can hold. Save it as float64, which is exact up to 2 ** 53`,
      );
    }
    data[i] = value;
  }
}

/** Zeroed bytes for a file. Throws MemoryError if the engine has no room for them. */
export function reserve(action: string, size: number): Uint8Array {
  try {
    return new Uint8Array(size);
  } catch {
    throw new MemoryError(
      `Cannot ${action}: the file takes ${size} bytes, for which there is no room in memory`,
    );
  }
}

/** Writes the numbers of a tensor at `at`, each with its lowest byte first; returns how many bytes they take. */
export function writeElements(target: Uint8Array, at: number, data: TypedArray): number {
  const source = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  copyElements(source, target.subarray(at, at + data.byteLength), data.BYTES_PER_ELEMENT, true);
  return data.byteLength;
}

const machineIsLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Copies numbers of `size` bytes between the machine's order of bytes and a file's. */
function copyElements(source: Uint8Array, target: Uint8Array, size: number, littleEndian: boolean): void {
  if (littleEndian === machineIsLittleEndian) {
    target.set(source);
    return;
  }
  for (let start = 0; start < source.length; start += size) {
    for (let i = 0; i < size; i++) target[start + i] = source[start + size - 1 - i]!;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

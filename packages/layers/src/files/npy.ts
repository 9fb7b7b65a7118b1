import type { DType } from "../dtype.ts";
import { checkShape } from "../shape.ts";
import { dataOf, Tensor } from "../tensor.ts";
import { checkTensors } from "../tensor-argument.ts";
import { readElements, reserve, writeElements } from "./elements.ts";
import { magic, readNpyHeader } from "./npy-header.ts";
import type { Refusal } from "./refusal.ts";
import { checkBytes, refusalOf } from "./refusal.ts";
import { encodeUtf8 } from "./utf8.ts";

/** NumPy's names for the dtypes, lowest byte first. */
const typeNames: Readonly<Record<DType, string>> = { float64: "<f8", float32: "<f4", int32: "<i4" };
/** The numbers start at a multiple of this many bytes. */
const alignment = 64;
/** NumPy leaves room for the first size to grow to so many digits while the file is appended to. */
const growthDigits = 21;

/**
 * The array of an npy file of version 1.0, 2.0 or 3.0, in either order of bytes and of axes.
 *
 * f8, f4 and i4 become float64, float32 and int32; f2 becomes float32, which holds each of its values; i8, i2, i1,
 * u8, u4, u2, u1 and b1 become int32.
 *
 * Throws FormatError, with the byte, for a file that is not sound in every part or has bytes left over, for arrays of
 * objects, text, dates, complex numbers or fields, and for whole numbers beyond int32.
 *
 * Source: NumPy Enhancement Proposal 1 and the documentation of numpy.lib.format.
 *
 * @example
 * import { decodeNpy, encodeNpy, tensor } from "@layerbook/layers";
 * const bytes = encodeNpy(tensor([1, 2])); // or new Uint8Array(await response.arrayBuffer())
 * decodeNpy(bytes); // [1, 2]
 */
export function decodeNpy(bytes: Uint8Array): Tensor {
  checkBytes("npy", bytes);
  return readNpy(bytes, refusalOf("npy"));
}

/** As `decodeNpy`, with errors of the caller's making. */
export function readNpy(bytes: Uint8Array, refusal: Refusal): Tensor {
  const { shape, fortranOrder, type, ...place } = readNpyHeader(bytes, bytes.length, refusal);
  const data = readElements(bytes, type, { ...place, holder: "the array", refusal });
  if (!fortranOrder) return new Tensor(data, checkShape(shape));
  // Column by column, it is the array with its axes in reverse, row by row.
  const reversed = new Tensor(data, checkShape([...shape].reverse()));
  return reversed.permute(shape.map((_, axis) => shape.length - 1 - axis));
}

/**
 * A tensor as an npy file of version 1.0, the same bytes that `np.save` writes. Throws ShapeError for what is no tensor.
 *
 * @example
 * import { decodeNpy, encodeNpy, tensor } from "@layerbook/layers";
 * decodeNpy(encodeNpy(tensor([[1, 2], [3, 4]]))); // [[1, 2], [3, 4]]
 */
export function encodeNpy(tensor: Tensor): Uint8Array {
  checkTensors("write npy", { tensor });
  const data = dataOf(tensor);
  const header = npyHeader(tensor);
  const bytes = reserve("write npy", header.length + data.byteLength);
  bytes.set(header);
  writeElements(bytes, header.length, data);
  return bytes;
}

/** All that comes before the numbers. */
function npyHeader({ dtype, shape }: Tensor): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const room = shape.length === 0 ? 0 : growthDigits - `${shape[0]}`.length;
  const dictionary = `{'descr': '${typeNames[dtype]}', 'fortran_order': False, 'shape': ${tuple}, }${" ".repeat(room)}`;
  const textStart = magic.length + 4;
  // With the line break at the end.
  const end = Math.ceil((textStart + dictionary.length + 1) / alignment) * alignment;
  const bytes = new Uint8Array(end).fill(" ".charCodeAt(0));
  bytes.set([...magic, 1, 0]);
  new DataView(bytes.buffer).setUint16(textStart - 2, end - textStart, true);
  bytes.set(encodeUtf8(dictionary), textStart);
  bytes[end - 1] = "\n".charCodeAt(0);
  return bytes;
}

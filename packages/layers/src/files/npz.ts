import type { StateDict } from "../module.ts";
import type { Tensor } from "../tensor.ts";
import { crc32 } from "./crc32.ts";
import { inflate } from "./inflate.ts";
import { namedTensors } from "./named-tensors.ts";
import { encodeNpy, readNpy } from "./npy.ts";
import { headerEnd, readNpyHeader } from "./npy-header.ts";
import type { Refusal } from "./refusal.ts";
import { checkBytes, quoted, refusalOf } from "./refusal.ts";
import type { ZipEntry } from "./zip.ts";
import { readZip } from "./zip.ts";
import { writeZip } from "./zip-writer.ts";

/** The bound on what an npz file may unpack to; see `decodeNpz`. */
export interface NpzOptions {
  /** Most bytes that compressed arrays may inflate to together; 2 ** 28 (256 MB) by default. */
  readonly maxBytes?: number;
}

const refusal: Refusal = refusalOf("npz");
const suffix = ".npy";

/**
 * The arrays of an npz file by name, in its order, as `np.savez` or `np.savez_compressed` wrote them; see `decodeNpy`
 * for what becomes of their types.
 *
 * Throws FormatError, with the byte, for a file that is not sound in every part, such as one whose checksums differ,
 * whose entries overlap, or whose arrays inflate to another size than announced or to more than `maxBytes`.
 *
 * @example
 * import { decodeNpz, encodeNpz, tensor } from "@layerbook/layers";
 * const bytes = encodeNpz({ x: tensor([1, 2]) }); // or new Uint8Array(await response.arrayBuffer())
 * decodeNpz(bytes).get("x")!; // [1, 2]
 */
export function decodeNpz(bytes: Uint8Array, { maxBytes = 2 ** 28 }: NpzOptions = {}): Map<string, Tensor> {
  checkBytes("npz", bytes);
  const entries = readZip(bytes, refusal);
  let inflated = 0;
  for (const { name, offset, deflated, size } of entries) {
    if (!name.endsWith(suffix))
      throw refusal(offset, `${quoted(name)} is no array: its name does not end in .npy`);
    if (deflated) inflated += size;
    if (inflated <= maxBytes) continue;
    throw refusal(
      offset,
      `the arrays up to ${quoted(name)} inflate to ${inflated} bytes, expected at most ${maxBytes}. If you trust the file, pass { maxBytes: ${inflated} } or more`,
    );
  }
  return new Map(entries.map((entry) => [entry.name.slice(0, -suffix.length), readEntry(bytes, entry)]));
}

function readEntry(bytes: Uint8Array, entry: ZipEntry): Tensor {
  const name = quoted(entry.name);
  if (entry.deflated) {
    const inside: Refusal = (offset, reason) =>
      refusal(entry.start, `${name}, at byte ${offset} once inflated: ${reason}`);
    const damaged: Refusal = (offset, reason) => refusal(offset, `${name}: ${reason}`);
    // The header first: a size that is not the array's is found before all of it is inflated.
    const start = inflate(bytes, entry, damaged, Math.min(entry.size, headerEnd));
    readNpyHeader(start, entry.size, inside);
    const array = inflate(bytes, entry, damaged);
    checkSum(array, entry);
    return readNpy(array, inside);
  }
  const array = bytes.subarray(entry.start, entry.end);
  checkSum(array, entry);
  return readNpy(array, (offset, reason) => refusal(entry.start + offset, `${name}: ${reason}`));
}

function checkSum(array: Uint8Array, { name, offset, crc }: ZipEntry): void {
  const found = crc32(array);
  if (found === crc) return;
  const [is, expected] = [found, crc].map((sum) => sum.toString(16).padStart(8, "0"));
  throw refusal(
    offset + 16,
    `${quoted(name)} has the checksum ${is}, the file says ${expected}. The file is damaged: save or download it again`,
  );
}

/**
 * Tensors by name as an npz file that `np.load` reads: stored, not compressed, as `np.savez` does, in the given order.
 * Equal tensors give equal bytes. Throws FormatError for what is no tensor, and for more than a zip file holds: 4 GB,
 * 65,534 tensors, names of 65,535 bytes.
 *
 * @example
 * import { decodeNpz, encodeNpz, tensor } from "@layerbook/layers";
 * const bytes = encodeNpz({ x: tensor([1, 2]), y: tensor([3]) });
 * [...decodeNpz(bytes).keys()]; // ["x", "y"]
 */
export function encodeNpz(tensors: StateDict | Readonly<Record<string, Tensor>>): Uint8Array {
  const action = "write npz";
  const files = namedTensors(action, tensors).map(([name, tensor]) => ({
    name: `${name}${suffix}`,
    content: encodeNpy(tensor),
  }));
  return writeZip(action, files);
}

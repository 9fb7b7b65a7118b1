import type { DType } from "../dtype.ts";
import { FormatError } from "../errors.ts";
import type { StateDict } from "../module.ts";
import { checkShape } from "../shape.ts";
import { dataOf, Tensor } from "../tensor.ts";
import { readElements, reserve, writeElements } from "./elements.ts";
import { namedTensors } from "./named-tensors.ts";
import { quoted } from "./refusal.ts";
import { lengthBytes, longestHeader, metadataName, readHeader, refusal } from "./safetensors-header.ts";
import { checkText, compareCodePoints, encodeUtf8 } from "./utf8.ts";

/** What is written into a safetensors file beside its tensors. */
export interface SafetensorsOptions {
  /** Free text by name that the file carries beside the tensors; PyTorch's tools write `{ format: "pt" }`. */
  readonly metadata?: Readonly<Record<string, string>> | ReadonlyMap<string, string>;
}

const action = "write safetensors";
/** What the format calls each dtype. */
const typeNames: Readonly<Record<DType, string>> = { float64: "F64", float32: "F32", int32: "I32" };
/** The reference library's order: widest first, so that each tensor's data are aligned. */
const order: readonly DType[] = ["float64", "float32", "int32"];

/**
 * The tensors of a safetensors file by name, in the order of its header; `loadStateDict` takes them as they are.
 *
 * F64, F32 and I32 become float64, float32 and int32; F16 and BF16 become float32, which holds each of their
 * values; I64, I16, I8, U64, U32, U16, U8 and BOOL become int32, such as the `num_batches_tracked` of PyTorch's batch
 * normalisation, which counts in I64 and takes an I32 back. Needs as much memory as the tensors take.
 *
 * Throws FormatError, with the byte, for a file that is not sound in every part: a header over 100 MB, names that
 * stand twice, gaps, overlaps, sizes that do not fit, bytes left over, other dtypes, whole numbers beyond int32.
 *
 * Source: the format and its limits at https://huggingface.co/docs/safetensors.
 *
 * @example
 * import { decodeSafetensors, encodeSafetensors, Linear } from "@layerbook/layers";
 * const bytes = encodeSafetensors(new Linear(2, 3).stateDict()); // or a file's, from PyTorch
 * new Linear(2, 3).loadStateDict(decodeSafetensors(bytes));
 */
export function decodeSafetensors(bytes: Uint8Array): Map<string, Tensor> {
  const { tensors } = readHeader(bytes);
  const decoded = new Map<string, Tensor>();
  for (const { name, typeName, type, shape, start, count } of tensors) {
    const place = { start, count, littleEndian: true, holder: quoted(name), typeName, refusal };
    decoded.set(name, new Tensor(readElements(bytes, type, place), checkShape(shape)));
  }
  return decoded;
}

/**
 * The free text by name that a safetensors file carries beside its tensors. Throws FormatError as `decodeSafetensors`.
 *
 * @example
 * import { encodeSafetensors, safetensorsMetadata, tensor } from "@layerbook/layers";
 * const bytes = encodeSafetensors({ x: tensor([1]) }, { metadata: { epoch: "7" } });
 * safetensorsMetadata(bytes).get("epoch"); // "7"
 */
export function safetensorsMetadata(bytes: Uint8Array): Map<string, string> {
  return new Map(readHeader(bytes).metadata);
}

/**
 * Tensors by name as a safetensors file, the same bytes that the reference library writes: by dtype, widest first, then
 * by name, the header padded with spaces to a multiple of 8 bytes. Metadata are sorted by name, so that equal tensors
 * give equal bytes.
 *
 * Throws FormatError for what is no tensor, for metadata that are no text, and for the name `__metadata__`, which the
 * format keeps for itself.
 *
 * @example
 * import { decodeSafetensors, encodeSafetensors, Linear } from "@layerbook/layers";
 * const bytes = encodeSafetensors(new Linear(2, 3).stateDict(), { metadata: { epoch: "7" } });
 * [...decodeSafetensors(bytes).keys()]; // ["bias", "weight"]
 */
export function encodeSafetensors(
  tensors: StateDict | Readonly<Record<string, Tensor>>,
  { metadata = {} }: SafetensorsOptions = {},
): Uint8Array {
  const members = metadataMember(metadata);
  const sorted = [...namedTensors(action, tensors)].sort(
    ([nameA, a], [nameB, b]) =>
      order.indexOf(a.dtype) - order.indexOf(b.dtype) || compareCodePoints(nameA, nameB),
  );
  let end = 0;
  for (const [name, tensor] of sorted) {
    if (name === metadataName) {
      throw new FormatError(
        `Cannot ${action}: the name ${metadataName} is kept for text; give the tensor another name`,
      );
    }
    const start = end;
    end += dataOf(tensor).byteLength;
    const entry = { dtype: typeNames[tensor.dtype], shape: tensor.shape, data_offsets: [start, end] };
    members.push(`${JSON.stringify(name)}:${JSON.stringify(entry)}`);
  }
  const header = encodeUtf8(`{${members.join(",")}}`);
  const dataStart = lengthBytes + Math.ceil(header.length / 8) * 8;
  if (dataStart - lengthBytes > longestHeader) {
    throw new FormatError(
      `Cannot ${action}: names, shapes and metadata take ${header.length} bytes, expected at most ${longestHeader}`,
    );
  }
  const bytes = reserve(action, dataStart + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(dataStart - lengthBytes), true);
  bytes.fill(" ".charCodeAt(0), lengthBytes, dataStart).set(header, lengthBytes);
  let at = dataStart;
  for (const [, tensor] of sorted) at += writeElements(bytes, at, dataOf(tensor));
  return bytes;
}

/** The header's member for metadata, if there are any. */
function metadataMember(metadata: NonNullable<SafetensorsOptions["metadata"]>): string[] {
  const entries = metadata instanceof Map ? [...metadata] : Object.entries(metadata);
  for (const [name, text] of entries) {
    checkText(action, "a name of metadata", name);
    checkText(action, `the metadata ${quoted(name)}`, text);
  }
  const sorted = entries.sort(([a], [b]) => compareCodePoints(a, b));
  const members = sorted.map(([name, text]) => `${JSON.stringify(name)}:${JSON.stringify(text)}`);
  return members.length === 0 ? [] : [`${JSON.stringify(metadataName)}:{${members.join(",")}}`];
}

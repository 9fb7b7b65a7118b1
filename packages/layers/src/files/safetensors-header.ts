import type { Shape } from "../shape.ts";
import { countOf, mostAxes } from "./array-shape.ts";
import type { ElementType } from "./elements.ts";
import { elementTypes } from "./elements.ts";
import { JsonReader } from "./json.ts";
import type { Refusal } from "./refusal.ts";
import { checkBytes, quoted, refusalOf } from "./refusal.ts";

/** Where a tensor lies in a file, and what its numbers are. */
export interface StoredTensor {
  readonly name: string;
  /** Where the header names it. */
  readonly offset: number;
  readonly typeName: string;
  readonly type: ElementType;
  readonly shape: Shape;
  readonly count: number;
  /** Bytes of the file, `end` excluded. */
  readonly start: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly metadata: ReadonlyMap<string, string>;
  /** In the header's order. */
  readonly tensors: readonly StoredTensor[];
}

/** Bytes that say how long the header is. */
export const lengthBytes = 8;
/** The reference library reads no longer header. */
export const longestHeader = 100_000_000;
export const metadataName = "__metadata__";

const types: ReadonlyMap<string, ElementType> = new Map([
  ["F64", elementTypes.float64],
  ["F32", elementTypes.float32],
  ["F16", elementTypes.float16],
  ["BF16", elementTypes.bfloat16],
  ["I64", elementTypes.int64],
  ["I32", elementTypes.int32],
  ["I16", elementTypes.int16],
  ["I8", elementTypes.int8],
  ["U64", elementTypes.uint64],
  ["U32", elementTypes.uint32],
  ["U16", elementTypes.uint16],
  ["U8", elementTypes.uint8],
  ["BOOL", elementTypes.bool],
]);

export const refusal: Refusal = refusalOf("safetensors");

/**
 * Reads the header and checks it against the file: names, types and shapes, and that the tensors fill the data
 * one after the other, without gaps, overlaps or anything left over. Throws FormatError with the byte.
 */
export function readHeader(bytes: Uint8Array): SafetensorsHeader {
  checkBytes("safetensors", bytes);
  const dataStart = lengthBytes + headerLength(bytes);
  const reader = new JsonReader(bytes, lengthBytes, dataStart, refusal);
  if (bytes[lengthBytes] !== "{".charCodeAt(0)) {
    throw refusal(lengthBytes, 'a header starts with "{". The file is no safetensors file, or damaged');
  }
  const metadata = new Map<string, string>();
  const tensors: StoredTensor[] = [];
  reader.object((name, offset) => {
    if (name === metadataName) reader.object((key) => metadata.set(key, reader.string()));
    else tensors.push(readTensor(reader, name, offset, dataStart));
  });
  reader.end();
  checkPlaces(tensors, dataStart, bytes.length);
  return { metadata, tensors };
}

function headerLength(bytes: Uint8Array): number {
  if (bytes.length < lengthBytes) {
    throw refusal(
      0,
      `expected ${lengthBytes} bytes that say how long the header is, the file has ${bytes.length}. It is cut short: save or download it again`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > longestHeader) {
    throw refusal(
      0,
      `the header is ${length} bytes long, expected at most ${longestHeader}. The file is no safetensors file, or damaged`,
    );
  }
  if (lengthBytes + Number(length) > bytes.length) {
    throw refusal(
      0,
      `the header is ${length} bytes long, the file has ${bytes.length - lengthBytes} left for it. It is cut short: save or download it again`,
    );
  }
  return Number(length);
}

function readTensor(reader: JsonReader, name: string, offset: number, dataStart: number): StoredTensor {
  const holder = quoted(name);
  let typeName: string | undefined;
  let shape: number[] | undefined;
  let places: number[] | undefined;
  const numbers = (most: number, what: string): number[] => {
    const list: number[] = [];
    reader.array(() => {
      if (list.length === most) throw refusal(reader.offset, `${holder} has more than ${most} ${what}`);
      list.push(reader.wholeNumber());
    });
    return list;
  };
  reader.object((key, at) => {
    if (key === "dtype") typeName = reader.string();
    else if (key === "shape") shape = numbers(mostAxes, "axes");
    else if (key === "data_offsets") places = numbers(2, "data_offsets");
    else throw refusal(at, `${holder} has ${quoted(key)}, expected dtype, shape and data_offsets only`);
  });
  if (typeName === undefined || shape === undefined || places?.length !== 2) {
    throw refusal(offset, `${holder} lacks its dtype, its shape or its two data_offsets`);
  }
  const type = types.get(typeName);
  if (type === undefined) {
    throw refusal(
      offset,
      `${holder} has dtype ${quoted(typeName)}, expected one of ${[...types.keys()].join(", ")}. Save it as F32`,
    );
  }
  const count = countOf(shape, holder, offset, refusal);
  const [start, end] = places as [number, number];
  if (end - start !== count * type.size) {
    throw refusal(
      offset,
      `${holder} has the data_offsets [${start}, ${end}], but ${typeName} of shape [${shape.join(", ")}] takes ${count * type.size} bytes`,
    );
  }
  return { name, offset, typeName, type, shape, count, start: dataStart + start, end: dataStart + end };
}

function checkPlaces(tensors: readonly StoredTensor[], dataStart: number, fileEnd: number): void {
  const inPlace = [...tensors].sort((a, b) => a.start - b.start || a.end - b.end);
  let end = dataStart;
  for (const tensor of inPlace) {
    if (tensor.start !== end) {
      throw refusal(
        tensor.offset,
        `the data of ${quoted(tensor.name)} starts at ${tensor.start - dataStart}, expected ${end - dataStart}: tensors lie one after the other without ${tensor.start < end ? "overlaps" : "gaps"}`,
      );
    }
    end = tensor.end;
  }
  if (end > fileEnd) {
    throw refusal(
      fileEnd,
      `the tensors end at byte ${end}, the file at byte ${fileEnd}. It is cut short: save or download it again`,
    );
  }
  if (end < fileEnd) {
    throw refusal(end, `the tensors end here, and ${fileEnd - end} bytes follow that belong to none`);
  }
}

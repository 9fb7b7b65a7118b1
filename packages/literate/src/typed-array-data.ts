type NumberReader = (view: DataView, offset: number) => number;

/** Plotly's names of number types, with their size in bytes; the bytes are little-endian. */
const types: Readonly<Record<string, readonly [size: number, read: NumberReader]>> = {
  i1: [1, (view, offset) => view.getInt8(offset)],
  u1: [1, (view, offset) => view.getUint8(offset)],
  u1c: [1, (view, offset) => view.getUint8(offset)],
  i2: [2, (view, offset) => view.getInt16(offset, true)],
  u2: [2, (view, offset) => view.getUint16(offset, true)],
  i4: [4, (view, offset) => view.getInt32(offset, true)],
  u4: [4, (view, offset) => view.getUint32(offset, true)],
  f4: [4, (view, offset) => view.getFloat32(offset, true)],
  f8: [8, (view, offset) => view.getFloat64(offset, true)],
};

/** The numbers of plotly's `{ dtype, bdata }`, a typed array in base64; undefined for anything else. */
export function decodeTypedArray({
  dtype,
  bdata,
}: Readonly<Record<string, unknown>>): Float64Array | undefined {
  if (typeof dtype !== "string" || typeof bdata !== "string" || !Object.hasOwn(types, dtype))
    return undefined;
  const [size, read] = types[dtype]!;
  let binary: string;
  try {
    binary = atob(bdata);
  } catch {
    return undefined;
  }
  if (binary.length % size !== 0) return undefined;
  const view = new DataView(Uint8Array.from(binary, (character) => character.charCodeAt(0)).buffer);
  return Float64Array.from({ length: binary.length / size }, (_value, index) => read(view, index * size));
}

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

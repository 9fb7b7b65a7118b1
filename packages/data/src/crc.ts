const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let rest = n;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

/** CRC-32 of the bytes from `start` up to `end`, as PNG has it (annex D of its specification). */
export function crc32(bytes: Uint8Array, start: number, end: number): number {
  let rest = 0xffffffff;
  for (let i = start; i < end; i++) rest = table[(rest ^ bytes[i]!) & 255]! ^ (rest >>> 8);
  return (rest ^ 0xffffffff) >>> 0;
}

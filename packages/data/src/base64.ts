/** In every host that we run in, but in none of the libraries that this package compiles against. */
declare function atob(base64: string): string;

/** The bytes of an embedded asset. Without Node's Buffer, so that it runs in a browser's worker too. */
export function bytesOf(base64: string): Uint8Array {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

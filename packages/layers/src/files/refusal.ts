import { FormatError } from "../errors.ts";

/** Makes the error for a file that cannot be read: where in it, and why. */
export type Refusal = (offset: number, reason: string) => FormatError;

/** Refusals of one kind of file: `Cannot read npy at byte 6: ...`. */
export function refusalOf(format: string): Refusal {
  return (offset, reason) => new FormatError(`Cannot read ${format} at byte ${offset}: ${reason}`);
}

/** Throws FormatError unless `bytes` is a Uint8Array, be it of another realm, such as a notebook's. */
export function checkBytes(format: string, bytes: unknown): asserts bytes is Uint8Array {
  if (ArrayBuffer.isView(bytes) && (bytes as Uint8Array)[Symbol.toStringTag] === "Uint8Array") return;
  const found = Object.prototype.toString.call(bytes).slice("[object ".length, -1);
  throw new FormatError(`Cannot read ${format}: expected its bytes as a Uint8Array, got ${found}`);
}

const longestQuote = 80;

/** Text of a file as part of a message: in quotes, escaped and no longer than a line. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text);
}

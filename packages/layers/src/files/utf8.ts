import { FormatError } from "../errors.ts";
import { quoted } from "./refusal.ts";

// Every engine has these two, but neither the language's own library of types nor Node's alone declares them.
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/** The text of UTF-8 bytes; undefined if they are not UTF-8. A byte order mark is a character like any other. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Text as UTF-8 bytes. Half a surrogate pair, which UTF-8 cannot express, is refused before by `checkText`. */
export function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Throws FormatError unless `text` is text that UTF-8 can express. */
export function checkText(action: string, what: string, text: unknown): asserts text is string {
  if (typeof text !== "string") {
    throw new FormatError(`Cannot ${action}: ${what} is of type ${typeof text}, expected a string`);
  }
  if (!isWellFormed(text)) {
    throw new FormatError(
      `Cannot ${action}: ${what} is ${quoted(text)} with half a surrogate pair, which UTF-8 cannot express`,
    );
  }
}

/** Whether every surrogate of the text has its other half. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** Order by code points, which is that of the UTF-8 bytes; `<` would compare halves of surrogate pairs. */
export function compareCodePoints(a: string, b: string): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = a.codePointAt(i)! - b.codePointAt(i)!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
